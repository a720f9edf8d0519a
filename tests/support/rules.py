"""Conditions for tests: the Latvian pack's own, and a small set of fields of every kind for random trees."""

from datetime import date
from decimal import Decimal
from functools import cache

from django.conf import settings
from hypothesis import strategies as st

from majup.rules.decide import Rule, Sheet, decide
from majup.rules.fields import read_fields
from majup.rules.pack import book_of, rules_of
from majup.rules.read import Book, read
from majup.rules.tree import All, Leaf, Not, OneOf, Test

TODAY = date(2026, 3, 1)
PACK = settings.COUNTRY_PACK


@cache
def pack_rules():
    return {rule.code: rule for rule in rules_of(PACK)}


def judge(code, on=TODAY, **facts):
    """The verdict of a measure of the pack; facts are named with two underscores for the dot."""
    return decide(pack_rules()[code], known(**facts), on)


def answer(code, on=TODAY, **facts):
    return judge(code, on, **facts).answer.value


def known(**facts):
    return book_of(PACK).fields.facts({code.replace("__", "."): value for code, value in facts.items()})


def _field(code, kind, **more):
    return {"code": code, "kind": kind, "label": {}, **more}


FIELDS = read_fields(
    [
        _field("age", "number", unit="years"),
        _field("limit", "number", unit="years"),
        _field("asked", "money", unit="EUR"),
        _field("own", "money", unit="EUR"),
        _field("share", "number", unit="share", computed={"by": "ratio", "of": ["own", "asked"]}),
        _field("left", "date"),
        _field("back", "date"),
        _field("away", "number", unit="months", computed={"by": "months_between", "of": ["left", "back"]}),
        _field("since", "number", unit="months", computed={"by": "months_since", "of": ["back"]}),
        _field("work", "choice", options=[{"code": code, "name": {}} for code in ("job", "none", "own")]),
        _field("child", "yes_no"),
        _field("town", "place"),
        _field("towns", "list"),
    ]
)
SMALL = Book(FIELDS)
TOWNS = ["A'", "B\\", "%s", "Ĉ"]
NUMBERS = [Decimal(text) for text in ("0", "1", "2.5", "3", "12", "36", "36.03125")]
DAYS = [date(2020, 2, 29), date(2023, 3, 1), date(2025, 3, 31), date(2026, 2, 28)]
ORDERS = ["==", "!=", "<", "<=", ">", ">="]


def small(data):
    return read(data, SMALL)


def _value(field):
    if field.code == "towns":
        return st.frozensets(st.sampled_from(TOWNS), max_size=3)
    if field.kind == "date":
        return st.sampled_from(DAYS)
    if field.kind == "yes_no":
        return st.booleans()
    return st.sampled_from({"choice": field.options, "place": TOWNS}.get(field.kind, NUMBERS))


@st.composite
def tests(draw):
    field = draw(st.sampled_from(list(FIELDS)))
    if field.kind == "yes_no":
        return Test(field, draw(st.sampled_from(["==", "!="])), draw(st.booleans()))
    if field.kind in {"number", "money", "date"}:
        other = {"age": "limit", "left": "back"}.get(field.code)
        if other and draw(st.booleans()):
            return Test(field, draw(st.sampled_from(ORDERS)), other=FIELDS[other])
        return Test(field, draw(st.sampled_from(ORDERS)), draw(st.none() | _value(field)))
    if field.code == "town" and draw(st.booleans()):
        return Test(field, draw(st.sampled_from(["in", "not in"])), other=FIELDS["towns"])
    texts = field.options or TOWNS
    return Test(
        field,
        draw(st.sampled_from(["in", "not in"])),
        draw(st.frozensets(st.sampled_from(texts), min_size=1, max_size=2)),
    )


def _grow(nodes):
    several = st.lists(nodes, min_size=1, max_size=4).map(tuple)
    return several.map(All) | several.map(OneOf) | nodes.map(Not)


TREES = st.recursive(tests().map(lambda test: Leaf(test, ())), _grow, max_leaves=8)
HOUSEHOLDS = st.fixed_dictionaries(
    {}, optional={field.code: _value(field) for field in FIELDS if field.computed is None}
)


def answer_to(node, facts, on=TODAY):
    return Sheet([Rule("", node)], on).verdicts(facts)[0].answer
