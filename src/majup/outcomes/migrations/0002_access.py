from django.db import migrations

from majup.plumbing.rls import keep_history, protect

MINE = "majup_sees_case(case_id)"
OF_RETURN = "EXISTS (SELECT 1 FROM outcomes_return r WHERE r.id = return_event_id)"


class Migration(migrations.Migration):
    """Outcomes are seen with their case; counts over all regions come from the functions of `reports`."""

    dependencies = [("outcomes", "0001_initial"), ("cases", "0002_access")]
    operations = [
        protect("outcomes_intention", read=MINE),
        protect("outcomes_return", read=MINE),
        protect("outcomes_departure", read=MINE),
        protect("outcomes_outcome", read=MINE),
        protect("outcomes_check", read=OF_RETURN),
        protect("outcomes_flagdismissal", read=OF_RETURN),
        *(
            keep_history(table, "(SELECT household_id FROM cases_case WHERE id = OLD.case_id)")
            for table in ("outcomes_intention", "outcomes_return", "outcomes_departure", "outcomes_outcome")
        ),
    ]
