from django.db import migrations

from majup.plumbing.rls import definer, keep_history, protect


class Migration(migrations.Migration):
    """Who sees the case sees its introductions; an employer sees, behind its link, what was agreed for it (EMP-07)."""

    dependencies = [("questions", "0008_introductions")]
    operations = [
        protect("questions_introduction", read="majup_sees_case(case_id)"),
        definer(
            "majup_introduced(token text)",
            "TABLE (introduction_id bigint, vacancy text, shown jsonb, agreed_on date)",
            """
            SELECT i.id, v.title, i.shown, i.agreed_on
            FROM openings_openinglink l
            JOIN questions_introduction i ON i.employer_id = l.employer_id
            LEFT JOIN openings_vacancy v ON v.id = i.vacancy_id
            WHERE l.digest = token AND l.expires_at > now() AND i.withdrawn_at IS NULL
            ORDER BY i.recorded_at, i.id
            """,
        ),
        keep_history("questions_introduction", "OLD.household_id"),
    ]
