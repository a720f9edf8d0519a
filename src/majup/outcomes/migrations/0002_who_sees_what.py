from django.db import migrations

from majup.plumbing.rls import definer, keep_history, protect

MINE = "majup_sees_case(case_id)"
OF_RETURN = "EXISTS (SELECT 1 FROM outcomes_return r WHERE r.id = return_event_id)"


class Migration(migrations.Migration):
    """Outcomes are seen with their case; a link in a mail opens one rating.

    Counts over all regions come from the functions of `reports`.
    """

    dependencies = [("outcomes", "0001_tables"), ("cases", "0002_who_sees_what")]
    operations = [
        protect("outcomes_intention", read=MINE),
        protect("outcomes_return", read=MINE),
        protect("outcomes_departure", read=MINE),
        protect("outcomes_outcome", read=MINE),
        protect("outcomes_check", read=OF_RETURN),
        protect("outcomes_flagdismissal", read=OF_RETURN),
        protect("outcomes_rating", read=MINE),
        *(
            keep_history(table, "(SELECT household_id FROM cases_case WHERE id = OLD.case_id)")
            for table in ("outcomes_intention", "outcomes_return", "outcomes_departure", "outcomes_outcome")
        ),
        definer(
            "majup_rating_of(wanted text)",
            "TABLE (rating_id bigint, household_id bigint)",
            """
            SELECT r.id, c.household_id
            FROM outcomes_rating r JOIN cases_case c ON c.id = r.case_id
            WHERE r.token_digest = wanted AND r.link_expires_at > now()
            """,
        ),
    ]
