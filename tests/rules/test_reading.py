"""Conditions that make no sense are refused with the place marked; what is left can be met by somebody."""

import pytest

from majup.rules.read import Book, ConditionsRefused, read
from tests.support.rules import FIELDS, small

YOUNG = {"fact": "age", "op": "<", "value": 3, "unit": "years"}
OLD = {"fact": "age", "op": ">", "value": 5, "unit": "years"}
BACK = {"fact": "back", "op": ">=", "value": "2025-01-01"}


def faults(data, book=None):
    with pytest.raises(ConditionsRefused) as refused:
        read(data, book) if book else small(data)
    return [(".".join(map(str, fault.path)), fault.code) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("data", "place", "code"),
    [
        ({"fact": "shoe_size", "op": "==", "value": 1}, "fact", "unknown_field"),
        ({"fact": "age", "op": "<", "value": 3}, "unit", "unit_missing"),
        ({"fact": "age", "op": "<", "value": 3, "unit": "months"}, "unit", "wrong_unit"),
        ({"fact": "child", "op": "==", "value": True, "unit": "years"}, "unit", "wrong_unit"),
        ({"fact": "age", "op": "<", "value": "three", "unit": "years"}, "value", "wrong_value"),
        ({"fact": "age", "op": "<", "value": "NaN", "unit": "years"}, "value", "wrong_value"),
        ({"fact": "age", "op": "<", "value": True, "unit": "years"}, "value", "wrong_value"),
        ({"fact": "back", "op": "<", "value": "31.12.2025"}, "value", "wrong_value"),
        ({"fact": "work", "op": "==", "value": "sleep"}, "value", "wrong_value"),
        ({"fact": "work", "op": "in", "value": []}, "value", "wrong_value"),
        ({"fact": "town", "op": "in", "value": "A"}, "value", "wrong_value"),
        ({"fact": "work", "op": "<", "value": "job"}, "op", "wrong_op"),
        ({"fact": "towns", "op": "==", "value": "A"}, "op", "wrong_op"),
        ({"fact": "age", "op": "~", "value": 1, "unit": "years"}, "op", "wrong_op"),
        ({"fact": "age", "op": "<", "unit": "years"}, "value", "value_missing"),
        ({**YOUNG, "parameter": "x"}, "value", "two_values"),
        ({"fact": "age", "op": "<", "parameter": "nowhere", "unit": "years"}, "parameter", "unknown_parameter"),
        ({"fact": "age", "op": "<", "other": "age", "unit": "years"}, "other", "circular"),
        ({"fact": "age", "op": "<", "other": "asked", "unit": "years"}, "other", "wrong_value"),
        ({**YOUNG, "basis": "gossip"}, "basis", "unknown_basis"),
        ({**YOUNG, "valid_from": "soon"}, "valid_from", "not_a_day"),
        ({**YOUNG, "valid_from": "2026-01-02", "valid_to": "2026-01-01"}, "valid_to", "ends_before_it_begins"),
        ({**YOUNG, "weight": 3}, "weight", "unknown_key"),
        ({"all": []}, "all", "empty_group"),
        ({"all": YOUNG}, "all", "not_a_condition"),
        ({"all": [YOUNG], "any": [OLD]}, "", "not_a_condition"),
        ({"any": [YOUNG, "old"]}, "any.1", "not_a_condition"),
        ({"not": {"any": [YOUNG, {"all": []}]}}, "not.any.1.all", "empty_group"),
        ({"definition": "nobody"}, "definition", "unknown_definition"),
        ({"all": [YOUNG, OLD]}, "", "never_true"),
        ({"any": [YOUNG, {"all": [BACK, {"all": [YOUNG, OLD]}]}]}, "any.1.all.1", "never_true"),
        ({"all": [YOUNG, {"not": YOUNG}]}, "", "never_true"),
        ({"all": [{"any": [YOUNG, OLD]}, {"fact": "age", "op": "==", "value": 4, "unit": "years"}]}, "", "never_true"),
        ({"not": {"fact": "work", "op": "in", "value": ["job", "none", "own"]}}, "", "never_true"),
        ({"all": [BACK, {"fact": "back", "op": "<", "value": "2025-01-01"}]}, "", "never_true"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_place(data, place, code):
    assert faults(data) == [(place, code)]


def test_every_fault_is_told_at_once():
    data = {"all": [{"fact": "x", "op": "<", "value": 1}, {"any": []}, {"fact": "age", "op": "<", "value": 1}]}
    assert faults(data) == [
        ("all.0.fact", "unknown_field"),
        ("all.1.any", "empty_group"),
        ("all.2.unit", "unit_missing"),
    ]


def test_a_definition_that_leads_to_itself_is_refused():
    words = {
        "a": {"versions": [{"valid_from": None, "valid_to": None, "conditions": {"definition": "b"}}]},
        "b": {"versions": [{"valid_from": None, "valid_to": None, "conditions": {"not": {"definition": "a"}}}]},
    }
    assert faults({"definition": "a"}, Book(FIELDS, {}, words)) == [
        ("definition.definition.not.definition", "circular")
    ]


@pytest.mark.parametrize(
    "data",
    [
        {"any": [YOUNG, OLD]},
        {"all": [{**YOUNG, "valid_to": "2025-12-31"}, {**OLD, "valid_from": "2026-01-01"}]},
        {"all": [YOUNG, {"not": {"all": [YOUNG, OLD]}}]},
        {"all": [{"fact": "towns", "op": "in", "value": ["A"]}, {"fact": "towns", "op": "in", "value": ["B"]}]},
        {"all": [YOUNG, {"fact": "age", "op": ">", "value": None, "unit": "years"}]},
    ],
)
def test_what_somebody_can_meet_is_read(data):
    assert small(data)


def test_two_conditions_that_exclude_each_other_are_refused_only_where_both_are_in_force():
    both = {"all": [{**YOUNG, "valid_from": "2026-01-01"}, {**OLD, "valid_to": "2026-01-01"}]}
    assert faults(both) == [("", "never_true")]
