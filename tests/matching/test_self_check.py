"""The self-check asks little, decides honestly and keeps nothing: the machine below the pages."""

import json
from pathlib import Path

import pytest

from majup.matching.self_check import Said, Unreadable, check, every_question, measures, unpacked
from majup.rules.answers import Answer

pytestmark = pytest.mark.django_db
HOUSEHOLDS = json.loads((Path(__file__).parents[1] / "data/self_check/households.json").read_text())
RIGA = "0001000"


def walk(row):
    """Where a household ends that answers every question, or says that it does not know."""
    said = Said(row["situation"], row["place"])
    among = measures(said)
    found = check(said, among)
    while found.next:
        code = found.next.field.code
        found = check(found.said.answering(code, row["facts"].get(code)), among)
    return found


def test_k_p3_twenty_described_households_are_asked_at_most_half_of_everything():
    """Beside a form with every field of the measures in that place; the life situation narrows before that."""
    everything = {place: len(every_question(Said(place=place))) for place in {row["place"] for row in HOUSEHOLDS}}
    asked, of_situation = [], []
    for row in HOUSEHOLDS:
        found = walk(row)
        asked.append(len(found.said.answers))
        of_situation.append(len(every_question(Said(row["situation"], row["place"]))))
        print(
            f"{asked[-1]:3} asked; fields: {of_situation[-1]:3} of the situation, {everything[row['place']]:3} of all:"
            f" {row['who']}. {len(found.yes)} fit, {len(found.open)} open, {len(found.no)} do not"
        )
        assert asked[-1] * 2 <= everything[row["place"]]
    assert len(asked) == 20
    assert sum(asked) * 2 <= sum(of_situation)


def test_b_07_the_foreign_address_is_asked_first_where_it_decides_and_not_elsewhere():
    in_riga = check(Said("already-back", RIGA))
    assert in_riga.next.field.code == "person.foreign_address_registered"
    no = check(in_riga.said.answering("person.foreign_address_registered", False))
    assert "today-riga-relocation" in {one.fact.code for one in no.no}
    assert no.just_decided == 1
    assert "person.foreign_address_registered" not in {one.field.code for one in check(Said("own-business")).asking}


def test_g_21_who_has_parents_from_here_is_asked_first_whether_the_status_was_granted():
    """B-13, B-14: new applications closed, so the deadline and the places are not collected any more."""
    found = check(Said("by-descent"))
    assert found.next.field.code == "person.has_repatriate_status"
    asked = {one.field.code for one in check(found.said.answering("person.has_repatriate_status", False)).asking}
    assert "person.has_latvian_ancestor" in asked
    assert not any("former_municipalities" in code for code in asked)


def test_b_78_sensitive_facts_are_asked_only_for_a_measure_that_was_chosen():
    plain = Said("already-back", RIGA)
    assert not any(one.field.sensitive for one in check(plain).asking)
    chosen = Said("already-back", RIGA, chosen=("today-riga-relocation",))
    assert {one.field.code for one in check(chosen).asking if one.field.sensitive} == {"person.gross_pay_4_months"}


def test_b_06_without_an_answer_nothing_is_a_yes():
    found = check(Said("already-back", RIGA))
    said = found.said
    while question := check(said).next:
        said = said.answering(question.field.code, None)
    outcome = check(said)
    certain = [one for one in outcome.found if one.verdict.answer == Answer.YES]
    # Coordinator and offer: the wish to come back is enough, and the coordinator helps after the return too (N-65).
    assert {one.fact.code for one in certain} == {"SM-001", "SM-002"}
    assert outcome.open


def test_b_19_an_old_company_is_told_that_the_incubator_is_closed_to_it():
    said = Said("own-business").answering("company.registered", True)
    young = check(said.answering("company.registered_on", "2025-11-01"))
    old = check(said.answering("company.registered_on", "2015-11-01"))
    assert "SM-035" in {one.fact.code for one in young.yes}
    assert "SM-035" in {one.fact.code for one in old.no}


def test_b_19_more_than_a_year_abroad_and_an_idea_open_the_pre_incubation():
    assert "SM-036" in {
        one.fact.code for one in check(Said("own-business").answering("person.months_abroad", "13")).yes
    }
    assert "SM-036" in {one.fact.code for one in check(Said("own-business").answering("person.months_abroad", "12")).no}


def test_b_25_ended_and_planned_measures_are_never_among_the_found():
    for place in ("", RIGA, "0054000"):
        for found in measures(Said(place=place)):
            assert found.state not in {"ended", "planned", "proposed", "withdrawn"}, found.code
    jelgava = {found.code for found in measures(Said("young-specialist", "0003000"))}
    assert jelgava
    assert "jelgava--zrkac-nodarbinato-kompetence" not in jelgava  # its source says until 31.12.2023


def test_k_p1_what_was_said_travels_whole_and_unreadable_for_others():
    said = Said("own-business", "0054000", "", (("person.months_abroad", "36"), ("project.is_rural", None)), ("x",))
    token = said.packed()
    assert unpacked(token) == said
    assert "months" not in token
    for broken in (token[:-9], token.swapcase(), "", "x" * 40, "§"):
        with pytest.raises(Unreadable):
            unpacked(broken)
