"""Three answers, with what made them and what is missing."""

from datetime import date
from decimal import Decimal

import pytest

from majup.rules.asking import questions
from majup.rules.decide import Rule, Sheet, asides, decide, months_between
from majup.rules.fields import NotAValue
from majup.rules.read import Book, read, read_parameters
from tests.support.rules import FIELDS, TODAY, small

ADULT = {"fact": "age", "op": ">=", "value": 18, "unit": "years"}
CHILD = {"fact": "child", "op": "==", "value": True}
WORK = {"fact": "work", "op": "==", "value": "job"}


def rule(data, **more):
    return Rule("m", small(data), **more)


def facts(**known):
    return FIELDS.facts(known)


def said(data, on=TODAY, **known):
    return decide(rule(data), facts(**known), on).answer.value


def test_b_77_a_verdict_keeps_the_answer_of_every_leaf_with_what_was_known_and_asked():
    verdict = decide(rule({"all": [ADULT, CHILD]}), facts(age=17), TODAY)
    assert [(f.answer.value, f.known, f.threshold, f.leaf.path) for f in verdict.findings] == [
        ("no", 17, 18, ("all", 0)),
        ("unknown", None, True, ("all", 1)),
    ]
    assert (verdict.answer.value, verdict.missing) == ("no", ())


def test_reasons_are_the_leaves_that_made_the_answer():
    tree = rule({"all": [ADULT, {"not": {"any": [CHILD, WORK]}}]})
    no = decide(tree, facts(age=30, child=False, work="job"), TODAY)
    assert [finding.leaf.test.field.code for finding in no.reasons] == ["work"]
    open_ = decide(tree, facts(age=30, child=False), TODAY)
    assert [finding.leaf.test.field.code for finding in open_.reasons] == ["work"]
    assert open_.missing == ("work",)


def test_without_conditions_nothing_is_known_and_never_yes():
    verdict = decide(Rule("m"), facts(age=30), TODAY)
    assert (verdict.answer.value, verdict.possibly, verdict.missing) == ("unknown", False, ())


def test_what_nobody_wrote_down_keeps_a_yes_at_possibly():
    tree = rule(ADULT, open=({"en": "There are other requirements."},))
    assert (decide(tree, facts(age=20), TODAY).answer.value, decide(tree, facts(age=20), TODAY).possibly) == (
        "unknown",
        True,
    )
    assert decide(tree, facts(age=2), TODAY).answer.value == "no"


def test_b_06_a_threshold_that_is_not_entered_leaves_it_open_and_says_possibly():
    tree = rule({"all": [ADULT, {"fact": "asked", "op": "<=", "value": None, "unit": "EUR"}]})
    verdict = decide(tree, facts(age=20, asked=5), TODAY)
    assert (verdict.answer.value, verdict.possibly, verdict.missing) == ("unknown", True, ())
    assert decide(tree, facts(age=2, asked=5), TODAY).answer.value == "no"
    assert decide(tree, facts(asked=5), TODAY).possibly is False


def test_a_threshold_of_a_round_holds_for_the_days_of_the_round():
    rounds = [
        {"valid_from": "2018-01-01", "valid_to": "2018-12-31", "value": 9000},
        {"valid_from": "2019-01-01", "valid_to": "2019-12-31", "value": 10000},
    ]
    parameters = read_parameters([{"code": "cap", "kind": "money", "unit": "EUR", "rounds": rounds}])
    node = read({"fact": "asked", "op": "<=", "parameter": "cap", "unit": "EUR"}, Book(FIELDS, parameters))
    answers = [
        decide(Rule("m", node), facts(asked=9500), date(year, 6, 1)).answer.value for year in (2017, 2018, 2019, 2020)
    ]
    assert answers == ["unknown", "no", "yes", "unknown"]


def test_b_55_a_condition_with_days_counts_only_on_them():
    dated = {"all": [CHILD, {**ADULT, "valid_from": "2026-01-01", "valid_to": "2026-01-31"}]}
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)]
    assert [said(dated, on, age=3, child=True) for on in days] == ["yes", "no", "no", "yes"]


def test_a_tree_none_of_whose_conditions_is_in_force_is_not_known():
    assert said({**ADULT, "valid_to": "2020-01-01"}, age=30) == "unknown"


def test_a_parameter_of_the_programme_never_disqualifies_a_person_but_is_said():
    note = {"en": "Large families have an arrangement of their own."}
    tree = rule({"all": [ADULT, {**CHILD, "basis": "programme_parameter", "note": note}]})
    assert decide(tree, facts(age=20, child=False), TODAY).answer.value == "yes"
    assert decide(tree, facts(age=20), TODAY).missing == ()
    assert [aside.leaf.note for aside in asides(tree, facts(age=20, child=True), TODAY)] == [note]
    assert asides(tree, facts(age=20, child=False), TODAY) == []


def test_a_defined_word_is_that_of_the_day_and_unknown_without_one():
    versions = [
        {"valid_from": "2019-01-01", "valid_to": "2019-12-31", "conditions": ADULT},
        {"valid_from": "2020-01-01", "valid_to": "2020-12-31", "conditions": CHILD},
    ]
    node = read({"definition": "w"}, Book(FIELDS, {}, {"w": {"versions": versions}}))
    found = [
        decide(Rule("m", node), facts(age=30, child=False), date(year, 5, 5)).answer.value
        for year in (2018, 2019, 2020, 2021)
    ]
    assert found == ["unknown", "yes", "no", "unknown"]


@pytest.mark.parametrize(
    ("first", "second", "months"),
    [
        (date(2023, 3, 1), date(2026, 3, 1), 36),
        (date(2023, 3, 1), date(2026, 3, 2), 36 + Decimal(1) / 32),
        (date(2025, 8, 31), date(2026, 2, 28), 6 - Decimal(3) / 32),
        (date(2026, 3, 1), date(2026, 2, 1), -1),
    ],
)
def test_months_are_whole_on_the_same_day_only(first, second, months):
    assert months_between(first, second) == months


def test_a_share_of_nothing_is_not_known():
    share = {"fact": "share", "op": ">=", "value": 0.5, "unit": "share"}
    assert (said(share, own=0, asked=0), said(share, own=5, asked=10), said(share, own=4, asked=10)) == (
        "unknown",
        "yes",
        "no",
    )


def test_membership_compares_a_place_with_places_and_lists_share_something():
    among = {"fact": "town", "op": "in", "other": "towns"}
    assert [said(among, town="A", towns=["A", "B"]), said(among, town="C", towns=["A"]), said(among, town="A")] == [
        "yes",
        "no",
        "unknown",
    ]
    some = {"fact": "towns", "op": "in", "value": ["A", "C"]}
    assert [said(some, towns=["A", "B"]), said(some, towns=["B"]), said(some, towns=[])] == ["yes", "no", "no"]


def test_facts_that_are_no_values_are_refused_and_empty_ones_are_not_known():
    assert facts(age=None, work="", shoes=3) == {}
    for wrong in ({"age": "x"}, {"back": "2025-13-01"}, {"work": "rest"}, {"child": 1}, {"towns": "A"}, {"back": 5}):
        with pytest.raises(NotAValue):
            facts(**wrong)


def test_the_next_question_is_the_one_whose_answer_decides_most_measures():
    rules = [
        Rule("a", small({"all": [ADULT, CHILD]})),
        Rule("b", small(CHILD)),
        Rule("c", small(CHILD)),
        Rule("d", small({"any": [ADULT, WORK]})),
    ]
    known = facts()
    asked = questions(Sheet(rules, TODAY).verdicts(known), known, FIELDS)
    assert [(question.field.code, question.decides, question.touches) for question in asked] == [
        ("child", 3, 3),
        ("age", 2, 2),
        ("work", 1, 1),
    ]
    known = facts(child=True)
    best = questions(Sheet(rules, TODAY).verdicts(known), known, FIELDS)[0]
    assert (best.field.code, best.decides) == ("age", 2)
    skipped = questions(Sheet(rules, TODAY).verdicts(known), known, FIELDS, known_not=["age"])[0]
    assert skipped.field.code == "work"


def test_a_question_that_alone_decides_nothing_comes_after_one_that_does():
    rules = [
        Rule("a", small({"fact": "share", "op": ">", "value": 1, "unit": "share"})),
        Rule("b", small({"fact": "share", "op": ">", "value": 2, "unit": "share"})),
        Rule("c", small(WORK)),
    ]
    known = facts()
    asked = questions(Sheet(rules, TODAY).verdicts(known), known, FIELDS)
    assert [(question.field.code, question.decides) for question in asked] == [("work", 1), ("asked", 0), ("own", 0)]


def test_nothing_is_asked_when_all_is_decided():
    known = facts(age=20)
    assert questions(Sheet([rule(ADULT)], TODAY).verdicts(known), known, FIELDS) == []
