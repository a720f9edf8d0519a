from django.db import migrations

from majup.plumbing.rls import MY_REGIONS, definer, follow_household, keep_history, protect

MINE = "majup_sees_case(case_id)"


class Migration(migrations.Migration):
    """A case is seen by whoever sees its household; region and household cannot drift apart."""

    dependencies = [("cases", "0001_tables"), ("people", "0002_who_sees_what")]
    operations = [
        follow_household("cases_case", "case_is_in_its_households_region"),
        migrations.RunSQL("CREATE SEQUENCE cases_reference", "DROP SEQUENCE cases_reference"),
        definer(
            "majup_sees_case(wanted bigint)",
            "boolean",
            "SELECT EXISTS (SELECT 1 FROM cases_case c WHERE c.id = wanted AND majup_sees_household(c.household_id))",
        ),
        protect(
            "cases_case",
            read=f"region_id = {MY_REGIONS} OR household_id = (SELECT majup_household())"
            " OR majup_sees_household(household_id)",
        ),
        protect("cases_caseenquiry", read=MINE),
        protect("cases_candidatemunicipality", read=MINE),
        protect("cases_need", read=MINE),
        protect(
            "cases_supportwish",
            read=f"EXISTS (SELECT 1 FROM people_household h WHERE h.id = household_id AND h.region_id = {MY_REGIONS})",
        ),
        protect("cases_readiness", read=MINE),
        protect("cases_obstacle", read=MINE),
        protect("cases_contact", read=MINE),
        protect("cases_step", read=MINE),
        protect("cases_handover", read=f"to_region_id = {MY_REGIONS} OR {MINE}"),
        keep_history("cases_case", "OLD.household_id"),
        *(
            keep_history(table, "(SELECT household_id FROM cases_case WHERE id = OLD.case_id)")
            for table in ("cases_need", "cases_contact", "cases_readiness", "cases_step")
        ),
    ]
