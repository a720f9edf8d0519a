from django.db import migrations

from majup.plumbing.rls import definer, protect


class Migration(migrations.Migration):
    """Ratings are seen with their case; a link in a mail opens one of them."""

    dependencies = [("outcomes", "0004_ratings")]
    operations = [
        protect("outcomes_rating", read="majup_sees_case(case_id)"),
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
