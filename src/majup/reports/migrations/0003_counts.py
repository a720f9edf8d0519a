from django.db import migrations

from majup.plumbing.rls import APP_ROLE, definer
from majup.reports.migrations._shared import HOUSEHOLD, ONCE, PEOPLE, SINCE, UNTIL, region_then


def local(moment: str) -> str:
    return f"({moment} AT TIME ZONE zone)::date"


def within(moment: str) -> str:
    return f"{moment} >= {SINCE} AND {moment} < {UNTIL}"


def year_began(moment: str) -> str:
    return f"(date_trunc('year', {moment} AT TIME ZONE zone) AT TIME ZONE zone)"


WISHED = """coalesce((SELECT m.atvk FROM cases_candidatemunicipality w JOIN places_municipality m ON m.id = w.municipality_id
    WHERE w.case_id = c.id ORDER BY w."order", w.id LIMIT 1), '')"""
INSIDE = "c.kind = 'internal'"
OF_FAMILY = f"hh.country::text, c.category::text, NULL::text, NULL::text, NULL::text[], {WISHED}::text"

ENQUIRIES = f"""
    SELECT 'enquiry', e.id, {local("e.received_at")}, e.region_id,
           coalesce({INSIDE}, (l.details->>'internal')::boolean, false), e.household_id_attached, c.id, true,
           ARRAY['enquiries'], ARRAY[1],
           e.country::text, e.category::text, e.channel::text, NULL::text,
           ARRAY(SELECT t.code::text FROM intake_enquiry_topics et JOIN network_topic t ON t.id = et.topic_id
                 WHERE et.enquiry_id = e.id),
           coalesce(m.atvk::text, '')
    FROM intake_enquiry e
    LEFT JOIN cases_case c ON c.household_id = e.household_id_attached
    LEFT JOIN network_codelist l ON l.kind = 'categories' AND l.code = e.category
    LEFT JOIN places_municipality m ON m.id = e.municipality_id
    WHERE {within("e.received_at")}
"""
# The first exchange in either direction of a family with a region in a calendar year.
CONTACTED = f"""
    SELECT 'contacted', k.id, {local("k.at")}, r.region, {INSIDE}, c.household_id, c.id, true,
           ARRAY['families_contacted', 'people_contacted'], ARRAY[1, {PEOPLE}],
           hh.country::text, c.category::text, NULL::text, NULL::text, NULL::text[], NULL::text
    FROM cases_contact k JOIN cases_case c ON c.id = k.case_id {HOUSEHOLD}
    CROSS JOIN LATERAL (SELECT {region_then("k.at")} AS region) r
    WHERE {within("k.at")} AND NOT EXISTS (
        SELECT FROM cases_contact f WHERE f.case_id = k.case_id AND f.at >= {year_began("k.at")}
            AND (f.at, f.id) < (k.at, k.id) AND {region_then("f.at")} = r.region)
"""
CONTACTS = f"""
    SELECT 'contact', k.id, {local("k.at")}, {region_then("k.at")}, {INSIDE}, c.household_id, c.id, false,
           ARRAY['contacts'], ARRAY[1], NULL::text, NULL::text, k.channel::text, NULL::text, NULL::text[], NULL::text
    FROM cases_contact k JOIN cases_case c ON c.id = k.case_id WHERE {within("k.at")}
"""
CASES = f"""
    SELECT 'case', c.id, {local("c.opened_at")}, {region_then("c.opened_at")}, {INSIDE}, c.household_id, c.id, true,
           ARRAY['cases_opened'], ARRAY[1], {OF_FAMILY}
    FROM cases_case c {HOUSEHOLD} WHERE {ONCE} AND {within("c.opened_at")}
"""
OF_QUESTION = "NULL::text, NULL::text, NULL::text, NULL::text, ARRAY[t.code::text], coalesce(m.atvk::text, '')"
QUESTION = """cases_case c ON c.id = q.case_id JOIN network_topic t ON t.id = q.topic_id
    LEFT JOIN places_municipality m ON m.id = q.municipality_id"""
QUESTIONS = f"""
    SELECT 'question', q.id, {local("q.sent_at")}, {region_then("q.sent_at")}, {INSIDE}, c.household_id, c.id, false,
           ARRAY['questions_sent'], ARRAY[1], {OF_QUESTION}
    FROM questions_question q JOIN {QUESTION} WHERE {within("q.sent_at")}
"""
ANSWERS = f"""
    SELECT 'answer', q.id, {local("a.answered_at")}, {region_then("q.sent_at")}, {INSIDE}, c.household_id, c.id, false,
           ARRAY['questions_answered'], ARRAY[1], {OF_QUESTION}
    FROM questions_answer a JOIN questions_question q ON q.id = a.question_id JOIN {QUESTION}
    WHERE {within("a.answered_at")} AND NOT EXISTS (SELECT FROM questions_answer f
        WHERE f.question_id = a.question_id AND (f.answered_at, f.id) < (a.answered_at, a.id))
"""
# One offer per household, region and calendar year, on the day of the first; later ones of the year add only people who
# were not covered yet. Each region counts what it sent itself, whoever has the case today.
OFFERS = f"""
    SELECT 'offer', v.id, {local("v.sent_at")}, v.region_id, {INSIDE}, v.household_id, c.id, true,
           ARRAY['offer_versions', 'offers_sent', 'people_offered'],
           ARRAY[1, (f.people IS NULL)::int, greatest(v.people - coalesce(f.people, 0), 0)::int], {OF_FAMILY}
    FROM offers_offerversion v
    JOIN cases_case c ON c.household_id = v.household_id JOIN people_household hh ON hh.id = v.household_id
    CROSS JOIN LATERAL (
        SELECT max(p.people) AS people FROM offers_offerversion p
        WHERE p.household_id = v.household_id AND p.region_id = v.region_id AND p.sent_at >= {year_began("v.sent_at")}
            AND (p.sent_at, p.id) < (v.sent_at, v.id)) f
    WHERE {within("v.sent_at")}
"""
INTENTIONS = f"""
    SELECT 'intention', i.id, i.stated_on, i.region_id, i.is_internal, c.household_id, c.id, true,
           ARRAY['families_intending', 'intentions_people'], ARRAY[1, i.people::int], {OF_FAMILY}
    FROM outcomes_intention i JOIN cases_case c ON c.id = i.case_id {HOUSEHOLD}
    WHERE {ONCE} AND i.stated_on BETWEEN first_day AND last_day
"""
RETURNS = f"""
    SELECT 'return', r.id, r."on", r.region_id, r.is_internal, c.household_id, c.id, true,
           CASE WHEN r.alone THEN ARRAY['families_returned_alone', 'people_returned_alone']
                ELSE ARRAY['families_returned', 'people_returned'] END,
           ARRAY[1, r.adults + r.children],
           r.from_country::text, c.category::text, NULL::text, r.support_kind::text, NULL::text[],
           coalesce(m.atvk::text, '')
    FROM outcomes_return r JOIN cases_case c ON c.id = r.case_id
    LEFT JOIN places_municipality m ON m.id = r.municipality_id
    {HOUSEHOLD} WHERE {ONCE} AND r."on" BETWEEN first_day AND last_day
"""
DEPARTURES = f"""
    SELECT 'departure', d.id, d."on", d.region_id, d.is_internal, c.household_id, c.id, true,
           ARRAY['families_left', 'people_left'], ARRAY[1, r.adults + r.children],
           r.from_country::text, c.category::text, NULL::text, d.reason::text, NULL::text[],
           coalesce(m.atvk::text, '')
    FROM outcomes_departure d JOIN outcomes_return r ON r.id = d.return_event_id JOIN cases_case c ON c.id = d.case_id
    LEFT JOIN places_municipality m ON m.id = r.municipality_id
    {HOUSEHOLD} WHERE {ONCE} AND d."on" BETWEEN first_day AND last_day
"""
EVENTS = f"""
    SELECT 'event', v.id, {local("v.starts_at")},
           coalesce(v.region_id, (SELECT s.region_id FROM places_regionmembership s
               WHERE s.municipality_id = v.municipality_id AND s.valid_from <= {local("v.starts_at")}
                   AND (s.valid_to IS NULL OR s.valid_to >= {local("v.starts_at")}) ORDER BY s.valid_from LIMIT 1)),
           false, NULL::bigint, NULL::bigint, false, ARRAY['events_held'], ARRAY[1],
           NULL::text, NULL::text, NULL::text, v.kind::text, NULL::text[], coalesce(m.atvk::text, '')
    FROM openings_publicevent v LEFT JOIN places_municipality m ON m.id = v.municipality_id
    WHERE v.state = 'published' AND {within("v.starts_at")}
"""
EVERYTHING = " UNION ALL ".join(
    f"({part})"
    for part in (
        ENQUIRIES, CONTACTED, CONTACTS, CASES, QUESTIONS, ANSWERS, OFFERS, INTENTIONS, RETURNS, DEPARTURES, EVENTS,
    )
)  # fmt: skip
# To which groups of the pack a household belongs in a year (OUT-11); "" when it was erased and nobody can tell.
GROUPS = """
    WITH found AS (
        SELECT g.code::text AS code FROM network_codelist g CROSS JOIN people_household hh
        WHERE g.kind = 'counted_groups' AND hh.id = household AND (
            (g.details->>'children')::boolean AND (hh.erased_children > 0 OR EXISTS (
                SELECT FROM people_person p WHERE p.household_id = hh.id AND p.is_child))
            OR g.details->>'age_from' IS NOT NULL AND EXISTS (
                SELECT FROM people_person p WHERE p.household_id = hh.id AND NOT p.is_child AND p.birth_year
                    BETWEEN in_year - (g.details->>'age_to')::int AND in_year - (g.details->>'age_from')::int)
            OR (g.details->>'documented')::boolean AND EXISTS (
                SELECT FROM people_person p JOIN people_skill s ON s.person_id = p.id
                WHERE p.household_id = hh.id AND NOT p.is_child AND s.has_document)
            OR jsonb_array_length(g.details->'topics') > 0 AND EXISTS (
                SELECT FROM cases_case c JOIN cases_need n ON n.case_id = c.id JOIN network_topic t ON t.id = n.topic_id
                WHERE c.household_id = hh.id AND g.details->'topics' ? t.code::text)))
    SELECT code FROM found
    UNION ALL
    SELECT CASE WHEN hh.erased_at IS NULL THEN coalesce((SELECT code::text FROM network_codelist
                WHERE kind = 'counted_groups' AND (details->>'rest')::boolean LIMIT 1), '') ELSE '' END
    FROM people_household hh WHERE hh.id = household AND NOT EXISTS (SELECT FROM found)
"""
# By region and dimension, and once more over everything: the total is never the sum of the regions.
COUNTED = """
    WITH facts AS MATERIALIZED (SELECT * FROM majup_count_facts(first_day, last_day, zone)),
    families AS (
        SELECT DISTINCT household_id, extract(year FROM day)::int AS year FROM facts
        WHERE is_grouped AND household_id IS NOT NULL
    ),
    grouped AS MATERIALIZED (
        SELECT f.household_id, f.year, g.code FROM families f
        CROSS JOIN LATERAL majup_groups_of(f.household_id, f.year) AS g(code)
    ),
    parts AS (
        SELECT f.day, f.region_id, f.is_internal, f.measures, f.counts, d.by, d.key FROM facts f
        CROSS JOIN LATERAL (VALUES ('', ''), ('country', f.country), ('category', f.category), ('channel', f.channel),
            ('kind', f.kind), ('municipality', f.municipality)) d(by, key)
        WHERE d.key IS NOT NULL
        UNION ALL
        SELECT day, NULL, is_internal, measures, counts, 'whole', '' FROM facts
        UNION ALL
        SELECT f.day, f.region_id, f.is_internal, f.measures, f.counts, 'topic', t.code FROM facts f
        CROSS JOIN LATERAL unnest(CASE WHEN f.topics = '{}' THEN ARRAY[''] ELSE f.topics END) t(code)
        UNION ALL
        SELECT f.day, f.region_id, f.is_internal, f.measures, f.counts, 'group', coalesce(g.code, '') FROM facts f
        LEFT JOIN grouped g ON g.household_id = f.household_id AND g.year = extract(year FROM f.day)::int
        WHERE f.is_grouped
    )
    SELECT p.day, p.region_id, c.measure, p.is_internal, p.by, p.key, sum(c.number)::int
    FROM parts p CROSS JOIN LATERAL unnest(p.measures, p.counts) c(measure, number)
    WHERE c.number <> 0
    GROUP BY 1, 2, 3, 4, 5, 6
"""
STRETCH = "(first_day date, last_day date, zone text)"
FACT = """TABLE(source text, row_id bigint, day date, region_id bigint, is_internal boolean, household_id bigint,
    case_id bigint, is_grouped boolean, measures text[], counts int[], country text, category text, channel text,
    kind text, topics text[], municipality text)"""


def asked_by_caller(signature: str, returns: str, body: str) -> migrations.RunSQL:
    """A function that sees no more than its caller: behind a figure each sees the cases that are open to him anyway."""
    name = signature.split("(", maxsplit=1)[0]
    return migrations.RunSQL(
        f"CREATE OR REPLACE FUNCTION {signature} RETURNS {returns} LANGUAGE sql STABLE AS $$ {body} $$;"
        f"REVOKE ALL ON FUNCTION {name} FROM PUBLIC; GRANT EXECUTE ON FUNCTION {name} TO {APP_ROLE};",
        f"DROP FUNCTION {name}",
    )


class Migration(migrations.Migration):
    """What is counted, in one place: read fact by fact by whoever may see them, and as numbers by whoever may not."""

    dependencies = [
        ("reports", "0002_tables_of_money_and_quality"),
        ("offers", "0001_tables"),
        ("outcomes", "0001_tables"),
        ("plumbing", "0002_who_asks"),
    ]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX contact_by_moment ON cases_contact (at);"
            "CREATE INDEX question_by_moment ON questions_question (sent_at);"
            "CREATE INDEX answer_by_moment ON questions_answer (answered_at);",
            "DROP INDEX contact_by_moment; DROP INDEX question_by_moment; DROP INDEX answer_by_moment;",
        ),
        asked_by_caller(f"majup_count_facts{STRETCH}", FACT, EVERYTHING),
        asked_by_caller("majup_groups_of(household bigint, in_year int)", "SETOF text", GROUPS),
        definer(
            f"majup_day_counts{STRETCH}",
            "TABLE(day date, region_id bigint, measure text, is_internal boolean, by text, key text, count int)",
            COUNTED,
        ),
    ]
