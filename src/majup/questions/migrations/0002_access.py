from django.db import migrations

from majup.plumbing.rls import definer, keep_history, protect

MY_REGIONS = "ANY ((SELECT majup_regions())::bigint[])"
MY_ROLES = "ANY ((SELECT majup_roles())::bigint[])"
OF_QUESTION = "EXISTS (SELECT 1 FROM questions_question q WHERE q.id = question_id)"
MAY_ANSWER = "(q.id = majup_question() OR q.role_id = ANY (majup_roles()) OR q.escalated_to_id = ANY (majup_roles()))"
HOUSEHOLD_OF_QUESTION = "(SELECT household_id FROM questions_question WHERE id = OLD.{})"


class Migration(migrations.Migration):
    """A question is seen by who sees the case, by the role it stands with, and through its link; with it its answers.

    A question that tells of a wished support is not seen by a region that the case is only shared with (PRV-05).
    """

    dependencies = [("questions", "0001_initial"), ("cases", "0002_access")]
    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE questions_question ADD CONSTRAINT question_is_in_its_households_region
                FOREIGN KEY (household_id, region_id) REFERENCES people_household (id, region_id) ON UPDATE CASCADE
                DEFERRABLE INITIALLY DEFERRED;
            """,
            "ALTER TABLE questions_question DROP CONSTRAINT question_is_in_its_households_region;",
        ),
        protect(
            "questions_question",
            read=f"region_id = {MY_REGIONS} OR role_id = {MY_ROLES} OR escalated_to_id = {MY_ROLES}"
            " OR id = (SELECT majup_question()) OR (support = '' AND majup_sees_household(household_id))",
        ),
        protect("questions_search", read="majup_sees_case(case_id)"),
        protect("questions_questionstop", read=OF_QUESTION),
        protect("questions_questionlink", read=OF_QUESTION),
        protect("questions_answer", read=OF_QUESTION),
        definer(
            "majup_question_of(token text)",
            "TABLE (question_id bigint, link_id bigint, role_id bigint, household_id bigint, expires_at timestamptz)",
            """
            SELECT l.question_id, l.id, l.role_id, q.household_id, l.expires_at
            FROM questions_questionlink l JOIN questions_question q ON q.id = l.question_id WHERE l.digest = token
            """,
        ),
        definer(
            "majup_question_seen(wanted bigint)",
            "void",
            f"""
            UPDATE questions_question q
            SET seen_at = coalesce(q.seen_at, now()), state = CASE WHEN q.state IN ('sent', 'passed_on') THEN 'seen' ELSE q.state END
            WHERE q.id = wanted AND {MAY_ANSWER} AND (q.seen_at IS NULL OR q.state IN ('sent', 'passed_on'))
            """,
            volatility="VOLATILE",
        ),
        definer(
            "majup_question_happened(wanted bigint, what text, told jsonb, need_state text)",
            "void",
            f"""
            INSERT INTO people_event (household_id, at, by_id, by_family, kind, details)
            SELECT q.household_id, now(), majup_user(), false, 'question.' || what, told
            FROM questions_question q WHERE q.id = wanted AND {MAY_ANSWER};
            UPDATE cases_need n SET state = need_state
            FROM questions_question q
            WHERE q.id = wanted AND n.id = q.need_id AND {MAY_ANSWER}
              AND (need_state = 'answered' AND n.state IN ('open', 'asked')
                   OR need_state = 'open' AND n.state = 'asked' AND NOT EXISTS (
                       SELECT 1 FROM questions_question o WHERE o.need_id = n.id AND o.id <> q.id
                       AND o.state IN ('sent', 'seen', 'passed_on', 'partly')));
            """,
            volatility="VOLATILE",
        ),
        definer(
            "majup_last_answer(asked_role bigint, asked_topic bigint)",
            "TABLE (answer_id bigint, answered_at timestamptz, form jsonb, told text)",
            """
            SELECT a.id, a.answered_at, a.form, CASE WHEN a.for_others THEN a.text ELSE '' END
            FROM questions_answer a JOIN questions_question q ON q.id = a.question_id
            WHERE a.role_id = asked_role AND q.topic_id = asked_topic
            ORDER BY a.answered_at DESC, a.id DESC LIMIT 1
            """,
        ),
        definer(
            "majup_answers_on(place bigint, asked_topic bigint, since timestamptz, today date)",
            "TABLE (answer_id bigint, question_id bigint, role_id bigint, answered_at timestamptz, form jsonb, shown jsonb)",
            """
            SELECT a.id, a.question_id, a.role_id, a.answered_at, a.form, q.shown
            FROM questions_answer a JOIN questions_question q ON q.id = a.question_id
            WHERE q.municipality_id = place AND q.topic_id = asked_topic
              AND (a.valid_until >= today OR a.valid_until IS NULL AND a.answered_at >= since)
            """,
        ),
        definer(
            "majup_questions_due(today date)",
            "TABLE (question_id bigint, region_id bigint)",
            """
            SELECT id, region_id FROM questions_question
            WHERE state IN ('sent', 'seen', 'passed_on')
              AND (due_on < today AND reminded_at IS NULL OR escalate_on < today AND escalated_at IS NULL)
            ORDER BY due_on, id
            """,
        ),
        definer(
            "majup_questions_escalated(today date)",
            """TABLE (question_id bigint, region_id bigint, topic_id bigint, role_id bigint, sent_at timestamptz, due_on date,
                   reminded_at timestamptz, escalated_at timestamptz, state varchar, stops bigint)""",
            """
            SELECT q.id, q.region_id, q.topic_id, q.role_id, q.sent_at, q.due_on, q.reminded_at, q.escalated_at, q.state,
                   (SELECT count(*) FROM questions_questionstop s WHERE s.question_id = q.id)
            FROM questions_question q
            WHERE q.state IN ('sent', 'seen', 'passed_on') AND q.escalated_at IS NOT NULL AND q.due_on < today
              AND q.region_id IN (SELECT r.region_id FROM network_role r
                                  WHERE r.id = ANY (majup_roles()) AND r.kind = 'region_office')
            """,
        ),
        keep_history("questions_question", "OLD.household_id"),
        keep_history("questions_answer", HOUSEHOLD_OF_QUESTION.format("question_id")),
    ]
