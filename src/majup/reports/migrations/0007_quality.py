from django.db import migrations

from majup.plumbing.rls import definer
from majup.reports.migrations._shared import HOUSEHOLD, ONCE, PEOPLE, SINCE, UNTIL

ARGUMENTS = "(first_day date, last_day date, today date, zone text)"
HOURS = "extract(epoch FROM {0}) / 3600.0"
QUANTILES = """percentile_cont(0.5) WITHIN GROUP (ORDER BY {0}), percentile_cont(0.9) WITHIN GROUP (ORDER BY {0})"""

# Of the families whose case was opened in the period: how far each has come until today, whenever that was.
COHORT = f"""
SELECT c.region_id, c.kind = 'internal', count(*), sum(p.people)::bigint,
       count(*) FILTER (WHERE o.is_offered), coalesce(sum(p.people) FILTER (WHERE o.is_offered), 0)::bigint,
       count(*) FILTER (WHERE i.is_meant), coalesce(sum(p.people) FILTER (WHERE i.is_meant), 0)::bigint,
       count(*) FILTER (WHERE NOT r.alone), coalesce(sum(r.people) FILTER (WHERE NOT r.alone), 0)::bigint,
       count(*) FILTER (WHERE r.alone), coalesce(sum(r.people) FILTER (WHERE r.alone), 0)::bigint
FROM cases_case c {HOUSEHOLD}
CROSS JOIN LATERAL (SELECT {PEOPLE} AS people) p
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT 1 FROM offers_offerversion WHERE household_id = c.household_id) AS is_offered
) o
CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM outcomes_intention WHERE case_id = c.id) AS is_meant) i
LEFT JOIN LATERAL (
    SELECT alone, adults + children AS people FROM outcomes_return WHERE case_id = c.id ORDER BY "on" LIMIT 1
) r ON true
WHERE {ONCE} AND c.opened_at >= {SINCE} AND c.opened_at < {UNTIL}
GROUP BY 1, 2
"""  # noqa: S608 -- SQL of our own

WAITS = f"""
SELECT 'enquiry', region_id, grouping(region_id) = 1, count(*), count(first_answer_at),
       {QUANTILES.format(HOURS.format("first_answer_at - received_at"))}
FROM intake_enquiry
WHERE received_at >= {SINCE} AND received_at < {UNTIL} AND NOT approached_by_us
GROUP BY GROUPING SETS ((region_id), ())
UNION ALL
SELECT 'offer', region_id, grouping(region_id) = 1, count(*), count(first_need_at),
       {QUANTILES.format(HOURS.format("sent_at - first_need_at"))}
FROM offers_offerversion
WHERE sent_at >= {SINCE} AND sent_at < {UNTIL} AND number = 1
GROUP BY GROUPING SETS ((region_id), ())
UNION ALL
SELECT 'question', region_id, grouping(region_id) = 1, count(*), count(*) FILTER (WHERE state = 'answered'),
       {QUANTILES.format(HOURS.format("CASE WHEN state = 'answered' THEN closed_at - sent_at END"))}
FROM questions_question
WHERE sent_at >= {SINCE} AND sent_at < {UNTIL} AND state <> 'withdrawn'
GROUP BY GROUPING SETS ((region_id), ())
"""  # noqa: S608

QUESTIONS = f"""
SELECT CASE WHEN grouping(r.institution_id) = 0 THEN 'institution'
            WHEN grouping(r.municipality_id) = 0 THEN 'municipality' ELSE 'topic' END,
       coalesce(r.institution_id, r.municipality_id, q.topic_id), count(*),
       count(*) FILTER (WHERE q.state = 'answered'), count(*) FILTER (WHERE q.state = 'refused'),
       count(*) FILTER (WHERE q.state IN ('sent', 'seen', 'passed_on', 'partly')),
       count(*) FILTER (WHERE q.state IN ('sent', 'seen', 'passed_on') AND q.due_on < today),
       count(*) FILTER (WHERE q.state = 'answered' AND (q.closed_at AT TIME ZONE zone)::date <= q.due_on),
       {QUANTILES.format(HOURS.format("CASE WHEN q.state = 'answered' THEN q.closed_at - q.sent_at END"))}
FROM questions_question q JOIN network_role r ON r.id = q.role_id
WHERE q.sent_at >= {SINCE} AND q.sent_at < {UNTIL} AND q.state <> 'withdrawn'
GROUP BY GROUPING SETS ((r.institution_id), (r.municipality_id), (q.topic_id))
"""  # noqa: S608

# The place is the one that the family would like best; how long is long is a setting of the pack.
NEEDS = f"""
SELECT c.region_id, p.municipality_id, n.topic_id, count(*), count(*) FILTER (WHERE n.state = 'solved'),
       count(*) FILTER (WHERE n.state = 'no_longer_needed'), count(*) FILTER (WHERE n.state = 'impossible_now'),
       count(*) FILTER (WHERE n.state IN ('open', 'asked', 'answered', 'offered')
                        AND n.created_at < ((today - open_days)::timestamp AT TIME ZONE zone)),
       count(*) FILTER (WHERE s.not_found),
       count(DISTINCT c.household_id) FILTER (WHERE n.state = 'impossible_now' OR s.not_found
                        OR n.state IN ('open', 'asked', 'answered', 'offered')
                        AND n.created_at < ((today - open_days)::timestamp AT TIME ZONE zone))
FROM cases_need n
JOIN cases_case c ON c.id = n.case_id
LEFT JOIN LATERAL (
    SELECT municipality_id FROM cases_candidatemunicipality WHERE case_id = n.case_id ORDER BY "order" LIMIT 1
) p ON true
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT 1 FROM questions_search WHERE need_id = n.id AND outcome = 'not_found') AS not_found
) s
WHERE n.created_at >= {SINCE} AND n.created_at < {UNTIL}
GROUP BY 1, 2, 3
"""  # noqa: S608

OBSTACLES = f"""
SELECT c.region_id, o.code, count(*)
FROM cases_obstacle o JOIN cases_case c ON c.id = o.case_id
WHERE o.noted_at >= {SINCE} AND o.noted_at < {UNTIL}
GROUP BY 1, 2
"""  # noqa: S608

# Here: a talk at or after that month, or a departure only later. Left: a departure by then. Else nobody knows.
RETENTION = f"""
SELECT r.region_id, r.is_internal, r.alone, m.month,
       count(*) FILTER (WHERE e.day > today), count(*) FILTER (WHERE e.day <= today),
       coalesce(sum(r.adults + r.children) FILTER (WHERE e.day <= today), 0)::bigint,
       count(*) FILTER (WHERE e.day <= today AND s.is_here),
       coalesce(sum(r.adults + r.children) FILTER (WHERE e.day <= today AND s.is_here), 0)::bigint,
       count(*) FILTER (WHERE e.day <= today AND s.has_left),
       coalesce(sum(r.adults + r.children) FILTER (WHERE e.day <= today AND s.has_left), 0)::bigint,
       count(*) FILTER (WHERE e.day <= today AND c.business = 'runs'),
       count(*) FILTER (WHERE e.day <= today AND c.business = 'closed')
FROM outcomes_return r JOIN cases_case o ON o.id = r.case_id
JOIN people_household hh ON hh.id = o.household_id
CROSS JOIN (VALUES (12), (24), (36)) AS m(month)
CROSS JOIN LATERAL (SELECT (r."on" + make_interval(months => m.month))::date AS day) e
LEFT JOIN outcomes_departure d ON d.return_event_id = r.id
LEFT JOIN LATERAL (
    SELECT true AS is_done, (array_agg(business ORDER BY k.month DESC) FILTER (WHERE business <> ''))[1] AS business
    FROM outcomes_check k WHERE k.return_event_id = r.id AND k.done_on IS NOT NULL AND k.month >= m.month
    HAVING count(*) > 0
) c ON true
CROSS JOIN LATERAL (
    SELECT coalesce(d."on" <= e.day, false) AS has_left,
           coalesce(d."on" > e.day, false) OR (d.id IS NULL AND coalesce(c.is_done, false)) AS is_here
) s
WHERE {ONCE} AND r."on" BETWEEN first_day AND last_day
GROUP BY 1, 2, 3, 4
"""  # noqa: S608

READINESS = f"""
SELECT r.region_id, r.is_internal, count(*), count(*) FILTER (WHERE r.unsettled_at_move = '[]'),
       count(*) FILTER (WHERE r.unsettled_at_move @> '["home"]'),
       count(*) FILTER (WHERE r.unsettled_at_move @> '["work"]'),
       count(*) FILTER (WHERE r.unsettled_at_move @> '["education"]'),
       count(*) FILTER (WHERE c.came_without_plan)
FROM outcomes_return r JOIN cases_case c ON c.id = r.case_id {HOUSEHOLD}
WHERE {ONCE} AND r."on" BETWEEN first_day AND last_day
GROUP BY 1, 2
"""  # noqa: S608

# A family that was written down twice may have answered twice; what it said last on an occasion counts. Only families
# of a merge are looked at: they are few, and all others have one rating for each occasion.
SAID_AGAIN = """AND r.id NOT IN (
    SELECT id FROM (
        SELECT t.id, row_number() OVER (
            PARTITION BY coalesce(h.merged_into_id, h.id), t.occasion ORDER BY t.said_at DESC, t.id DESC
        ) AS place
        FROM people_household h JOIN cases_case c ON c.household_id = h.id JOIN outcomes_rating t ON t.case_id = c.id
        WHERE t.said_at IS NOT NULL AND (
            h.merged_into_id IS NOT NULL
            OR h.id IN (SELECT merged_into_id FROM people_household WHERE merged_into_id IS NOT NULL)
        )
    ) AS said WHERE place > 1
)"""
# One row for each value that was given; the item "all" counts the families that answered anything.
RATINGS = f"""
SELECT r.region_id, r.is_internal, r.occasion, r.support_kind, r.settlement, v.item, v.value, count(*)
FROM outcomes_rating r
CROSS JOIN LATERAL (
    VALUES ('all', 'all'), ('met', r.met), ('recommend', r.recommend::text), ('communication', r.communication::text),
           ('usefulness', r.usefulness::text), ('influence', r.influence)
    UNION ALL SELECT 'useful', jsonb_array_elements_text(r.useful)
) AS v(item, value)
WHERE r.said_at >= {SINCE} AND r.said_at < {UNTIL} AND v.value <> ''
{SAID_AGAIN}
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""  # noqa: S608

WORKLOAD = """
SELECT u.id, (SELECT count(*) FROM cases_case c WHERE c.responsible_id = u.id
                 AND c.stage NOT IN ('closed', 'not_returning', 'lost', 'left_again', 'resting')),
       (SELECT count(*) FROM cases_contact k WHERE k.by_id = u.id AND NOT k.by_family AND k.at >= since),
       (SELECT count(*) FROM offers_offerversion v WHERE v.sent_by_id = u.id AND v.sent_at >= since),
       (SELECT count(*) FROM cases_case c JOIN cases_contact k ON k.case_id = c.id
         WHERE c.responsible_id = u.id AND k.promise_due_on IS NOT NULL AND k.promise_kept_at IS NULL)
FROM unnest(users) AS u(id)
"""

INDEXES = (
    ("quality_contact_by_day", "cases_contact (at) INCLUDE (by_id, by_family)"),
    ("quality_need_by_day", "cases_need (created_at) INCLUDE (case_id, topic_id, state)"),
    ("quality_question_by_day", "questions_question (sent_at) INCLUDE (region_id, role_id, topic_id, state, closed_at, due_on)"),
    ("quality_enquiry_by_day", "intake_enquiry (received_at) INCLUDE (region_id, first_answer_at, approached_by_us)"),
    ("quality_obstacle_by_day", "cases_obstacle (noted_at) INCLUDE (case_id, code)"),
)


def _index(name: str, on: str) -> migrations.RunSQL:
    return migrations.RunSQL(f"CREATE INDEX {name} ON {on}", f"DROP INDEX {name}")


class Migration(migrations.Migration):
    """Counts on the quality of the work, of all regions, for whoever may read totals; no case comes out of them."""

    dependencies = [("reports", "0006_money")]
    operations = [
        *(_index(name, on) for name, on in INDEXES),
        definer(
            f"majup_quality_cohort{ARGUMENTS}",
            "TABLE (region bigint, is_internal boolean, families bigint, people bigint, offered bigint,"
            " people_offered bigint, intending bigint, people_intending bigint, returned bigint,"
            " people_returned bigint, alone bigint, people_alone bigint)",
            COHORT,
        ),
        definer(
            f"majup_quality_waits{ARGUMENTS}",
            "TABLE (what text, region bigint, is_total boolean, asked bigint, answered bigint,"
            " median double precision, high double precision)",
            WAITS,
        ),
        definer(
            f"majup_quality_questions{ARGUMENTS}",
            "TABLE (dimension text, key bigint, asked bigint, answered bigint, refused bigint, waiting bigint,"
            " overdue bigint, in_time bigint, median double precision, high double precision)",
            QUESTIONS,
        ),
        definer(
            "majup_quality_needs(first_day date, last_day date, today date, zone text, open_days integer)",
            "TABLE (region bigint, municipality bigint, topic bigint, needs bigint, solved bigint, dropped bigint,"
            " impossible bigint, open_long bigint, not_found bigint, families bigint)",
            NEEDS,
        ),
        definer(
            f"majup_quality_obstacles{ARGUMENTS}", "TABLE (region bigint, code varchar, cases bigint)", OBSTACLES
        ),
        definer(
            f"majup_quality_retention{ARGUMENTS}",
            "TABLE (region bigint, is_internal boolean, alone boolean, month integer, not_yet bigint, families bigint,"
            " people bigint, here bigint, people_here bigint, gone bigint, people_gone bigint, business_runs bigint,"
            " business_closed bigint)",
            RETENTION,
        ),
        definer(
            f"majup_quality_readiness{ARGUMENTS}",
            "TABLE (region bigint, is_internal boolean, families bigint, ready bigint, no_home bigint, no_work bigint,"
            " no_school bigint, without_plan bigint)",
            READINESS,
        ),
        definer(
            f"majup_quality_ratings{ARGUMENTS}",
            "TABLE (region bigint, is_internal boolean, occasion varchar, support_kind varchar, settlement varchar,"
            " item text, value text, families bigint)",
            RATINGS,
        ),
        definer(
            "majup_quality_workload(users bigint[], since timestamptz)",
            "TABLE (user_id bigint, open_cases bigint, contacts bigint, offers bigint, promises bigint)",
            WORKLOAD,
        ),
    ]
