from django.db import migrations

from majup.plumbing.rls import definer
from majup.reports.migrations._shared import region_then

LEAVE = "INSERT INTO reports_countchange (at, day, source, row_id) VALUES ({0});"
# Table: what a change leaves, {r} being the row (moment, day, what else hangs on it, its number); the columns that count.
# A row with a moment alone touches that day; with a family besides, also what was first in that year until now; a
# family without a moment touches every day on which it counts.
WATCHED = {
    "intake_enquiry": (
        "{r}.received_at, NULL, '', NULL",
        "received_at region_id municipality_id category channel country household_id_attached",
    ),
    "intake_enquiry_topics": ("NULL, NULL, 'enquiry', {r}.enquiry_id", "enquiry_id topic_id"),
    "cases_case": ("{r}.opened_at, NULL, '', NULL", "opened_at"),
    "cases_contact": ("{r}.at, NULL, 'case', {r}.case_id", "at case_id channel"),
    "cases_handover": ("NULL, NULL, 'case', {r}.case_id", "case_id kind state from_region_id decided_at"),
    "cases_candidatemunicipality": ("NULL, NULL, 'family', {r}.case_id", "case_id municipality_id order"),
    "cases_need": ("NULL, NULL, 'family', {r}.case_id", "case_id topic_id"),
    "people_person": ("NULL, NULL, 'household', {r}.household_id", "household_id is_child birth_year"),
    "people_skill": ("NULL, NULL, 'person', {r}.person_id", "person_id has_document"),
    "questions_question": ("{r}.sent_at, NULL, 'question', {r}.id", "sent_at case_id municipality_id topic_id"),
    "questions_answer": ("{r}.answered_at, NULL, 'question', {r}.question_id", "answered_at question_id"),
    "offers_offerversion": (
        "{r}.sent_at, NULL, 'household', {r}.household_id",
        "sent_at household_id region_id people",
    ),
    "outcomes_intention": ("NULL, {r}.stated_on, '', NULL", "case_id region_id is_internal stated_on people"),
    "outcomes_return": (
        'NULL, {r}."on", \'return\', {r}.id',
        "case_id region_id is_internal on adults children municipality_id from_country support_kind alone",
    ),
    "outcomes_departure": ('NULL, {r}."on", \'\', NULL', "case_id region_id is_internal on reason return_event_id"),
    "openings_publicevent": ("{r}.starts_at, NULL, '', NULL", "kind region_id municipality_id starts_at state"),
}
# Rows of no day of their own: a change of theirs touches every day of the family.
CHANGED_ONLY = {
    "cases_case": ("NULL, NULL, 'case', {r}.id", "household_id region_id kind category"),
    "people_household": (
        "NULL, NULL, 'household', {r}.id",
        "country erased_at erased_adults erased_children merged_into_id",
    ),
}


def watch(table: str, left: str, columns: str) -> migrations.RunSQL:
    """Triggers on `table`: what comes or goes, and a change of one of `columns`, leaves a row for the worker."""
    old, new = (LEAVE.format(left.format(r=row)) for row in ("OLD", "NEW"))
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {table}_counted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF TG_OP <> 'INSERT' THEN {old} END IF;
          IF TG_OP <> 'DELETE' THEN {new} END IF;
          RETURN NULL;
        END $$;
        CREATE TRIGGER {table}_counted AFTER INSERT OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_counted();
        {on_change(f"{table}_recounted", table, f"{table}_counted", columns)}
        """,
        f"DROP TRIGGER {table}_counted ON {table}; DROP TRIGGER {table}_recounted ON {table};"
        f"DROP FUNCTION {table}_counted();",
    )


def watch_changes(table: str, left: str, columns: str) -> migrations.RunSQL:
    """The same for changes alone."""
    name = f"{table}_family_recounted"
    return migrations.RunSQL(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          {LEAVE.format(left.format(r="NEW"))}
          RETURN NULL;
        END $$;
        {on_change(name, table, name, columns)}
        """,
        f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    )


def on_change(name: str, table: str, function: str, columns: str) -> str:
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns.split())
    return f"""CREATE TRIGGER {name} AFTER UPDATE ON {table}
        FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {function}();"""


def year(moment: str) -> str:
    return f"date_trunc('year', {moment} AT TIME ZONE zone)"


DAYS = f"""
    WITH changed AS (SELECT * FROM reports_countchange WHERE id = ANY (changes)),
    whole AS (SELECT row_id AS case_id FROM changed WHERE source = 'case' AND at IS NULL),
    families AS (
        SELECT c.id AS case_id, c.household_id FROM cases_case c
        WHERE c.id IN (SELECT case_id FROM whole UNION SELECT row_id FROM changed WHERE source = 'family')
            OR c.household_id IN (
                SELECT row_id FROM changed WHERE source = 'household' AND at IS NULL
                UNION SELECT p.household_id FROM people_person p
                JOIN changed x ON x.source = 'person' AND x.row_id = p.id)
    ),
    moments AS (
        SELECT at FROM changed WHERE at IS NOT NULL
        UNION ALL SELECT e.received_at FROM intake_enquiry e JOIN changed x ON x.source = 'enquiry' AND x.row_id = e.id
        UNION ALL SELECT a.answered_at FROM questions_answer a
            JOIN changed x ON x.source = 'question' AND x.row_id = a.question_id
        UNION ALL SELECT v.sent_at FROM offers_offerversion v
            JOIN changed x ON x.source = 'household' AND x.row_id = v.household_id
            WHERE v.sent_at >= x.at AND {year("v.sent_at")} = {year("x.at")}
        UNION ALL SELECT min(k.at) FROM changed x JOIN cases_case c ON c.id = x.row_id
            JOIN cases_contact k ON k.case_id = c.id AND k.at > x.at AND {year("k.at")} = {year("x.at")}
            WHERE x.source = 'case' GROUP BY x.id, {region_then("k.at")}
        UNION ALL SELECT min(k.at) FROM families f JOIN cases_case c ON c.id = f.case_id
            JOIN cases_contact k ON k.case_id = c.id GROUP BY c.id, {year("k.at")}, {region_then("k.at")}
        UNION ALL SELECT e.received_at FROM families f JOIN cases_caseenquiry l ON l.case_id = f.case_id
            JOIN intake_enquiry e ON e.id = l.enquiry_id
        UNION ALL SELECT c.opened_at FROM families f JOIN cases_case c ON c.id = f.case_id
        UNION ALL SELECT v.sent_at FROM families f JOIN offers_offerversion v ON v.household_id = f.household_id
        UNION ALL SELECT k.at FROM whole w JOIN cases_contact k ON k.case_id = w.case_id
        UNION ALL SELECT q.sent_at FROM whole w JOIN questions_question q ON q.case_id = w.case_id
        UNION ALL SELECT a.answered_at FROM whole w JOIN questions_question q ON q.case_id = w.case_id
            JOIN questions_answer a ON a.question_id = q.id
    )
    SELECT (at AT TIME ZONE zone)::date FROM moments WHERE at IS NOT NULL
    UNION SELECT day FROM changed WHERE day IS NOT NULL
    UNION SELECT i.stated_on FROM families f JOIN outcomes_intention i ON i.case_id = f.case_id
    UNION SELECT r."on" FROM families f JOIN outcomes_return r ON r.case_id = f.case_id
    UNION SELECT d."on" FROM families f JOIN outcomes_departure d ON d.case_id = f.case_id
    UNION SELECT d."on" FROM outcomes_departure d JOIN changed x ON x.source = 'return' AND x.row_id = d.return_event_id
"""


class Migration(migrations.Migration):
    """Every change of what is counted leaves a row; the function says which days it touches, and of nobody else."""

    dependencies = [("reports", "0003_counts"), ("people", "0002_who_sees_what")]
    operations = [
        *(watch(table, *how) for table, how in WATCHED.items()),
        *(watch_changes(table, *how) for table, how in CHANGED_ONLY.items()),
        definer("majup_count_days(changes bigint[], zone text)", "SETOF date", DAYS),
    ]
