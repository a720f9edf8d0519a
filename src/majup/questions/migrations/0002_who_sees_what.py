from django.db import migrations

from majup.plumbing.rls import MY_REGIONS, definer, follow_household, keep_history, protect

MY_ROLES = "ANY ((SELECT majup_roles())::bigint[])"
OF_QUESTION = "EXISTS (SELECT 1 FROM questions_question q WHERE q.id = question_id)"
MAY_ANSWER = "(q.id = majup_question() OR q.role_id = ANY (majup_roles()) OR q.escalated_to_id = ANY (majup_roles()))"
HOUSEHOLD_OF_QUESTION = "(SELECT household_id FROM questions_question WHERE id = OLD.question_id)"
# Whoever answers cannot move an answer before its question, nor more than a minute ahead of the database's clock.
KEPT_WITHIN = "greatest(q.sent_at, least(moment, now() + interval '1 minute'))"


class Migration(migrations.Migration):
    """A question is seen by who sees the case, by the role it stands with, and through its link; with it its answers.

    A question that tells of a wished support is not seen by a region that the case is only shared with (PRV-05).
    Encrypted words cannot be compared, not even with nothing: a column of its own says whether there are any.
    An employer sees, behind its link, the introductions that were agreed for it (EMP-07).

    majup_question_happened: the application says when, so that the time line has one clock, also where a demo moves it.
    majup_answers_on: the newest fifty that have something to compare, however many there have been.
    """

    dependencies = [("questions", "0001_tables"), ("cases", "0002_who_sees_what")]
    operations = [
        follow_household("questions_question", "question_is_in_its_households_region"),
        protect(
            "questions_question",
            read=f"region_id = {MY_REGIONS} OR role_id = {MY_ROLES} OR escalated_to_id = {MY_ROLES}"
            " OR id = (SELECT majup_question()) OR (NOT tells_support AND majup_sees_household(household_id))",
        ),
        protect("questions_search", read="majup_sees_case(case_id)"),
        protect("questions_questionstop", read=OF_QUESTION),
        protect("questions_questionlink", read=OF_QUESTION),
        protect("questions_answer", read=OF_QUESTION),
        protect("questions_introduction", read="majup_sees_case(case_id)"),
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
            "majup_question_happened(wanted bigint, what text, told jsonb, need_state text, moment timestamptz)",
            "void",
            f"""
            INSERT INTO people_event (household_id, at, by_id, by_family, kind, details)
            SELECT q.household_id, {KEPT_WITHIN}, majup_user(), false, 'question.' || what, told
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
            "TABLE (answer_id bigint, changed_at timestamptz, form jsonb, told text)",
            """
            SELECT a.id, a.changed_at, a.form, CASE WHEN a.for_others THEN a.text ELSE '' END
            FROM questions_answer a JOIN questions_question q ON q.id = a.question_id
            WHERE a.role_id = asked_role AND q.topic_id = asked_topic
            ORDER BY a.answered_at DESC, a.id DESC LIMIT 1
            """,
        ),
        definer(
            "majup_answers_on(place bigint, asked_topic bigint, since timestamptz, today date)",
            "TABLE (answer_id bigint, question_id bigint, role_id bigint, changed_at timestamptz, form jsonb, shown jsonb)",
            """
            SELECT a.id, a.question_id, a.role_id, a.changed_at, a.form, q.shown
            FROM questions_answer a JOIN questions_question q ON q.id = a.question_id
            WHERE q.municipality_id = place AND q.topic_id = asked_topic AND a.form <> '{}'
              AND (a.valid_until >= today OR a.valid_until IS NULL AND a.changed_at >= since)
            ORDER BY a.changed_at DESC, a.id DESC LIMIT 50
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
        keep_history("questions_question", "OLD.household_id"),
        keep_history("questions_answer", HOUSEHOLD_OF_QUESTION),
        keep_history("questions_introduction", "OLD.household_id"),
    ]
