from django.db import migrations

from majup.plumbing.rls import definer

MAY_ANSWER = "(q.id = majup_question() OR q.role_id = ANY (majup_roles()) OR q.escalated_to_id = ANY (majup_roles()))"
BODY = f"""
INSERT INTO people_event (household_id, at, by_id, by_family, kind, details)
SELECT q.household_id, {{moment}}, majup_user(), false, 'question.' || what, told
FROM questions_question q WHERE q.id = wanted AND {MAY_ANSWER};
UPDATE cases_need n SET state = need_state
FROM questions_question q
WHERE q.id = wanted AND n.id = q.need_id AND {MAY_ANSWER}
  AND (need_state = 'answered' AND n.state IN ('open', 'asked')
       OR need_state = 'open' AND n.state = 'asked' AND NOT EXISTS (
           SELECT 1 FROM questions_question o WHERE o.need_id = n.id AND o.id <> q.id
           AND o.state IN ('sent', 'seen', 'passed_on', 'partly')));
"""  # noqa: S608 -- SQL of our own
FORMER = definer(
    "majup_question_happened(wanted bigint, what text, told jsonb, need_state text)",
    "void",
    BODY.format(moment="now()"),
    volatility="VOLATILE",
)
# Whoever answers cannot move an answer before its question, nor more than a minute ahead of the database's clock.
KEPT_WITHIN = "greatest(q.sent_at, least(moment, now() + interval '1 minute'))"


class Migration(migrations.Migration):
    """The application says when it happened: the time line then has one clock, also where a demo moves it."""

    dependencies = [("questions", "0004_indexes")]
    operations = [
        migrations.RunSQL("DROP FUNCTION majup_question_happened", FORMER.sql),
        definer(
            "majup_question_happened(wanted bigint, what text, told jsonb, need_state text, moment timestamptz)",
            "void",
            BODY.format(moment=KEPT_WITHIN),
            volatility="VOLATILE",
        ),
    ]
