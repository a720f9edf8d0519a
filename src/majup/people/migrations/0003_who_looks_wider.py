from django.db import migrations

from majup.plumbing.rls import definer


class Migration(migrations.Migration):
    """The functions of this stage that look wider than their caller.

    majup_index_household: who shares or takes over a household must write search words for a region that is not their
    own; it acts only on households that the caller sees.
    majup_known: an address or number that is known in another region is told by region alone (INT-06); names are not, so
    that nobody can ask whether a person is in somebody's care.
    majup_forget_history: the application never reads the history of rows, yet erasure has to empty it (PRV-04).
    """

    dependencies = [("people", "0002_who_sees_what")]
    operations = [
        definer(
            "majup_index_household(wanted bigint, words text[])",
            "void",
            """
            WITH goal AS (
                SELECT seer.region_id, word
                FROM unnest(words) AS word CROSS JOIN (
                    SELECT region_id FROM people_household
                    WHERE id = wanted AND erased_at IS NULL AND merged_into_id IS NULL
                    UNION
                    SELECT region_id FROM people_householdshare WHERE household_id = wanted AND ended_at IS NULL
                ) seer
                WHERE majup_sees_household(wanted)
            ), gone AS (
                DELETE FROM people_searchword old
                WHERE old.household_id = wanted AND majup_sees_household(wanted)
                  AND NOT EXISTS (SELECT FROM goal WHERE goal.region_id = old.region_id AND goal.word = old.word)
            )
            INSERT INTO people_searchword (region_id, word, household_id)
            SELECT region_id, word, wanted FROM goal
            ON CONFLICT DO NOTHING
            """,
            volatility="VOLATILE",
        ),
        definer(
            "majup_known(words text[], most integer)",
            "TABLE (household_id bigint, region_id bigint, is_visible boolean, word text)",
            """
            SELECT h.id, h.region_id::bigint, coalesce(majup_sees_household(h.id), false), wanted
            FROM places_planningregion r CROSS JOIN unnest(words) AS wanted
            CROSS JOIN LATERAL (
                SELECT s.household_id FROM people_searchword s
                WHERE s.region_id = r.id AND s.word = wanted ORDER BY s.household_id DESC LIMIT most
            ) found JOIN people_household h ON h.id = found.household_id AND h.region_id = r.id
            WHERE majup_regions() <> '{}' AND wanted ~ '^([^@]+@[^@]+|[0-9]{7,})$'
            """,
        ),
        definer(
            "majup_forget_history(wanted bigint)",
            "void",
            "DELETE FROM staff_history WHERE household_id = wanted AND majup_sees_household(wanted)",
            volatility="VOLATILE",
        ),
    ]
