from django.db import migrations

from majup.plumbing.rls import definer, keep_history, protect

MINE = "majup_sees_household(household_id)"


class Migration(migrations.Migration):
    """Seen by whoever sees the household; a link's digest leads to one household, an address to those written to."""

    dependencies = [("family", "0001_tables"), ("cases", "0002_who_sees_what")]
    operations = [
        protect("family_familylink", read=MINE),
        protect("family_correction", read=MINE),
        protect("family_informed", read=MINE),
        protect("family_jobwish", read="EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"),
        protect("family_erasurerequest", read=MINE),
        protect("family_keepquestion", read=MINE),
        keep_history("family_correction", "OLD.household_id"),
        definer(
            "majup_family_link(wanted text)",
            "TABLE (link_id bigint, household_id bigint, person_id bigint, language text, expires_at timestamptz)",
            "SELECT id, household_id, person_id, language, expires_at FROM family_familylink"
            " WHERE digest = wanted AND ended_at IS NULL",
        ),
        definer(
            "majup_keep_question(wanted text)",
            "TABLE (question_id bigint, household_id bigint)",
            "SELECT id, household_id FROM family_keepquestion WHERE digest = wanted AND expires_at > now()",
        ),
        definer(
            "majup_people_of_address(wanted text)",
            "TABLE (person_id bigint, household_id bigint, region_id bigint)",
            """
            SELECT p.id, h.id, h.region_id FROM people_contactpoint c
            JOIN people_person p ON p.id = c.person_id JOIN people_household h ON h.id = p.household_id
            JOIN cases_case k ON k.household_id = h.id
            WHERE c.kind = 'email' AND c.normal = wanted AND NOT p.is_child
              AND h.erased_at IS NULL AND h.merged_into_id IS NULL
            """,
        ),
    ]
