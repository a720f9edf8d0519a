"""What must hold for every tree and every household, and that PostgreSQL gives the same answers as Python."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from majup.rules.answers import Answer
from majup.rules.decide import Rule, Sheet
from majup.rules.sql import Counted, Counting, expression, literal
from majup.rules.tree import All, Not, OneOf
from tests.support.rules import FIELDS, HOUSEHOLDS, TODAY, TREES, answer_to

QUICK = settings(max_examples=60, deadline=None)
ORDER = {Answer.NO: 0, Answer.UNKNOWN: 1, Answer.YES: 2}
TYPES = {"number": "numeric", "money": "numeric", "date": "date", "yes_no": "boolean", "list": "text[]"}
ASKED = [field for field in FIELDS if field.computed is None]
COLUMNS = {field.code: f"c_{field.code}" for field in ASKED}


@QUICK
@given(TREES, TREES, HOUSEHOLDS)
def test_one_more_condition_never_helps_and_one_more_way_never_harms(tree, more, facts):
    before = ORDER[answer_to(tree, facts)]
    assert ORDER[answer_to(All((tree, more)), facts)] <= before <= ORDER[answer_to(OneOf((tree, more)), facts)]


@QUICK
@given(st.lists(TREES, min_size=1, max_size=4), st.randoms(), HOUSEHOLDS)
def test_the_order_of_conditions_does_not_matter(trees, random, facts):
    mixed = random.sample(trees, len(trees))
    for group in (All, OneOf):
        assert answer_to(group(tuple(trees)), facts) == answer_to(group(tuple(mixed)), facts)


@QUICK
@given(TREES, HOUSEHOLDS, st.data())
def test_forgetting_a_fact_never_turns_unknown_into_an_answer_nor_yes_into_no(tree, facts, data):
    kept = {code: value for code, value in facts.items() if data.draw(st.booleans())}
    assert answer_to(tree, kept) in {answer_to(tree, facts), Answer.UNKNOWN}


@QUICK
@given(TREES, TREES, HOUSEHOLDS)
def test_de_morgan(one, other, facts):
    assert answer_to(Not(All((one, other))), facts) == answer_to(OneOf((Not(one), Not(other))), facts)
    assert answer_to(Not(OneOf((one, other))), facts) == answer_to(All((Not(one), Not(other))), facts)


@QUICK
@given(TREES, HOUSEHOLDS)
def test_missing_is_empty_only_when_nothing_of_the_household_would_help(tree, facts):
    verdict = Sheet([Rule("", tree)], TODAY).verdicts(facts)[0]
    assert set(verdict.missing) & set(facts) == set()
    if verdict.answer != Answer.UNKNOWN:
        assert verdict.missing == ()


def households_table(households):
    columns = [f"{COLUMNS[field.code]} {TYPES.get(field.kind, 'text')}" for field in ASKED]
    rows = [
        f"({', '.join(literal(facts[f.code]) if f.code in facts else 'NULL' for f in ASKED)})" for facts in households
    ]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.households")
        cursor.execute(f"CREATE TEMP TABLE households (place serial, {', '.join(columns)})")
        cursor.execute(f"INSERT INTO households ({', '.join(COLUMNS[f.code] for f in ASKED)}) VALUES {', '.join(rows)}")


def rows_of(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@pytest.mark.django_db
@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(st.lists(TREES, min_size=20, max_size=30), st.lists(HOUSEHOLDS, min_size=10, max_size=20))
def test_postgresql_and_python_give_the_same_answers(trees, households):
    rules = [Rule(str(place), tree, ({},) if place % 5 == 0 else ()) for place, tree in enumerate(trees)]
    sheet = Sheet(rules, TODAY)
    households_table(households)
    texts = ", ".join(expression(rule, COLUMNS, TODAY) for rule in rules)
    as_answer = {True: Answer.YES, False: Answer.NO, None: Answer.UNKNOWN}
    by_sql = [[as_answer[value] for value in row] for row in rows_of(f"SELECT {texts} FROM households ORDER BY place")]
    by_python = [[verdict.answer for verdict in sheet.verdicts(facts)] for facts in households]
    assert by_sql == by_python
    counting = Counting(sheet, COLUMNS, "households")
    counted = counting.read(rows_of(counting.statement)[0])
    assert counted == {rule.code: count_of(place, by_python) for place, rule in enumerate(rules)}


def count_of(place, answers):
    column = [row[place] for row in answers]
    return Counted(*(column.count(answer) for answer in (Answer.YES, Answer.NO, Answer.UNKNOWN)))


@pytest.mark.django_db
def test_fields_without_a_column_are_not_known_in_sql():
    tree = Rule("m", All((answerable("age"), answerable("limit"))))
    households_table([{"age": Decimal(30), "limit": Decimal(30)}])
    only = {"age": "c_age"}
    assert rows_of(f"SELECT {expression(tree, only, TODAY)}, {expression(tree, COLUMNS, TODAY)} FROM households") == [
        (None, True)
    ]
    assert rows_of(f"SELECT {expression(Rule('x'), COLUMNS, date(2026, 1, 1))}") == [(None,)]


def answerable(code):
    from tests.support.rules import small

    return small({"fact": code, "op": ">", "value": 3, "unit": "years"})
