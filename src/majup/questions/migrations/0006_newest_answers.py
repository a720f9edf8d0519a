from django.db import migrations

from majup.plumbing.rls import definer


class Migration(migrations.Migration):
    """Answers are compared with the newest fifty that have something to compare, however many there have been."""

    dependencies = [("questions", "0005_answers_at_their_time")]
    operations = [
        definer(
            "majup_answers_on(place bigint, asked_topic bigint, since timestamptz, today date)",
            "TABLE (answer_id bigint, question_id bigint, role_id bigint, answered_at timestamptz, form jsonb, shown jsonb)",
            """
            SELECT a.id, a.question_id, a.role_id, a.answered_at, a.form, q.shown
            FROM questions_answer a JOIN questions_question q ON q.id = a.question_id
            WHERE q.municipality_id = place AND q.topic_id = asked_topic AND a.form <> '{}'
              AND (a.valid_until >= today OR a.valid_until IS NULL AND a.answered_at >= since)
            ORDER BY a.answered_at DESC, a.id DESC LIMIT 50
            """,
        ),
    ]
