"""PRV-01: whatever the code forgets, the database shows and lets change only what the scope says. Table by table."""

import json

import pytest
from django.db import DatabaseError, connection

from majup.questions.models import Question, State
from majup.staff.scope import NOBODY, Scope, acting
from tests.support.whole_family import Family, nothing_stays, owning

pytestmark = pytest.mark.portable

# Everybody may count how often an address has asked: keyed digests of one day, with nothing about a family.
SHOWN_TO_ALL = {"intake_askedfrom"}
# Written by triggers, read by investigators with the owner's sign-in alone.
SHOWN_TO_NOBODY = {"staff_history"}
# Rows for each region that sees the family: the region that shares has words of its own.
OF_EACH_REGION = {"people_searchword"}
# An idea from abroad reaches the municipality it is meant for alone, and so does the mail about it.
OF_A_TOWN_HALL = {"ties_idea", "plumbing_outgoingmail"}
# Who looked and what was mailed is written down for everybody, also where the writer may not read it.
WRITTEN_BY_ALL = {"staff_accesslog", "plumbing_outgoingmail"} | SHOWN_TO_ALL
# What the holder of a question's link finds.
OF_A_QUESTION = {"questions_question", "questions_questionstop", "questions_questionlink", "questions_answer"}
SET_ASIDE = 10**12


def run(statement: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else [(cursor.rowcount,)]


def protected() -> list[str]:
    return [
        name
        for (name,) in run(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity ORDER BY 1"
        )
    ]


def counts() -> dict[str, int]:
    return {table: run(f"SELECT count(*) FROM {table}")[0][0] for table in protected()}


def counts_of(asking: Scope) -> dict[str, int]:
    with acting(asking):
        return counts()


def all_counts() -> dict[str, int]:
    with owning():
        return counts()


def shown(found: dict[str, int]) -> set[str]:
    return {table for table, count in found.items() if count}


def test_prv_01_every_protected_table_has_something_that_could_leak(whole_family):
    assert {table for table, count in all_counts().items() if not count} == set()


def test_prv_01_the_coordinator_of_the_region_sees_all_of_it(whole_family):
    everything, own = all_counts(), counts_of(whole_family.by.scope)
    different = {table for table in everything if everything[table] != own[table]}
    assert different == SHOWN_TO_NOBODY | OF_EACH_REGION | OF_A_TOWN_HALL
    assert (own["ties_idea"], own["plumbing_outgoingmail"] > 0) == (0, True)
    assert own["staff_history"] == 0
    assert 0 < own["people_searchword"] < everything["people_searchword"]


def test_prv_01_a_coordinator_of_another_region_sees_nothing(whole_family):
    assert whole_family.stranger.scope.regions
    assert shown(counts_of(whole_family.stranger.scope)) == SHOWN_TO_ALL


def test_prv_01_nobody_sees_nothing(whole_family):
    assert shown(counts_of(NOBODY)) == SHOWN_TO_ALL


def test_prv_01_the_owner_of_the_tables_sees_nothing_without_saying_so_unless_a_superuser(whole_family):
    with nothing_stays(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE NONE")
        superuser = run("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")[0][0]
        assert shown(counts()) == (set(protected()) if superuser else SHOWN_TO_ALL)
    assert run("SELECT current_user") == [("majup_app",)]


def households_in(table: str) -> set[int] | None:
    """Ids of the households whose rows of `table` are seen, by whatever column leads there; None when none does."""
    columns = {
        name for (name,) in run("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0", table)
    }
    ways = {
        "household_id": "household_id",
        "case_id": "(SELECT household_id FROM cases_case c WHERE c.id = case_id)",
        "person_id": "(SELECT household_id FROM people_person p WHERE p.id = person_id)",
        "offer_id": "(SELECT household_id FROM offers_offer o WHERE o.id = offer_id)",
        "question_id": "(SELECT household_id FROM questions_question q WHERE q.id = question_id)",
        "return_event_id": "(SELECT household_id FROM outcomes_return r JOIN cases_case c ON c.id = case_id"
        " WHERE r.id = return_event_id)",
        "enquiry_id": "(SELECT household_id_attached FROM intake_enquiry e WHERE e.id = enquiry_id)",
    }
    for column, way in ways.items():
        if column in columns:
            return {household for (household,) in run(f"SELECT DISTINCT {way} FROM {table}")}
    return None


def test_prv_01_the_link_of_a_family_opens_its_own_household_alone(whole_family):
    household = whole_family.case.household_id
    with acting(Scope(household_id=household)):
        found = {table: households_in(table) for table in shown(counts())}
        assert run("SELECT id FROM people_household") == [(household,)]
    assert {table for table, seen in found.items() if seen not in (None, {household})} == set()
    assert "cases_case" in found
    with acting(Scope(household_id=whole_family.beside.household_id)):
        assert household not in {one for table in shown(counts()) for one in households_in(table) or ()}


def test_prv_05_the_link_of_a_family_does_not_open_the_encrypted_wish(whole_family):
    assert counts_of(Scope(household_id=whole_family.case.household_id))["cases_supportwish"] == 0


def test_prv_05_the_link_of_a_question_opens_that_question_alone(whole_family):
    with acting(whole_family.by.scope):
        question = Question.objects.filter(case=whole_family.case, state=State.ANSWERED).first()
    with acting(Scope(question_id=question.pk)):
        found = counts()
        assert run("SELECT id FROM questions_question") == [(question.pk,)]
        assert run("SELECT DISTINCT question_id FROM questions_answer") == [(question.pk,)]
    assert shown(found) == OF_A_QUESTION | SHOWN_TO_ALL


def test_prv_01_a_coordinator_of_another_region_changes_and_deletes_nothing(whole_family):
    before = all_counts()
    touched = {}
    for table in protected():
        with nothing_stays(), acting(whole_family.stranger.scope):
            (column,) = run("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", table)[0]
            changed = run(f'UPDATE {table} SET "{column}" = "{column}"')[0][0]
            deleted = run(f"DELETE FROM {table}")[0][0]
            touched[table] = changed + deleted
    assert shown(touched) == SHOWN_TO_ALL
    assert all_counts() == before


def test_prv_01_a_coordinator_of_another_region_adds_nothing(whole_family):
    rows = {}
    with owning():
        for table in protected():
            rows[table] = run(f"SELECT to_jsonb(t)::text FROM {table} t LIMIT 1")[0][0]
    accepted = {table for table, row in rows.items() if _adds(whole_family, table, row)}
    assert accepted == WRITTEN_BY_ALL


def _adds(whole_family: Family, table: str, row: str) -> bool:
    """Whether a copy of `row` gets past row-level security; what other rules say to it is looked at elsewhere."""
    copy = json.dumps(json.loads(row) | {"id": SET_ASIDE})
    try:
        with acting(whole_family.stranger.scope), nothing_stays():
            run(f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, %s)", copy)
    except DatabaseError as error:
        return "row-level security" not in str(error)
    return True
