from django.db import migrations

from majup.plumbing.rls import definer, protect


class Migration(migrations.Migration):
    """Who sees a pair of duplicates, and the two functions of this stage that look wider than their caller.

    majup_known: an address or number that is known in another region is told by region alone (INT-06); names are not, so
    that nobody can ask whether a person is in somebody's care.
    majup_forget_history: the application never reads the history of rows, yet erasure has to empty it (PRV-04).
    """

    dependencies = [("people", "0005_duplicates"), ("staff", "0002_access")]
    operations = [
        protect("people_duplicatepair", read="majup_sees_household(first_id) AND majup_sees_household(second_id)"),
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
