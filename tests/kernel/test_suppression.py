"""RPT-08, B-76: nobody works out a small count from what is shown. The attacker here shares no line with the defence:
he takes every cell as an unknown, writes down all that readers know, and asks how small and how large each may be."""

import subprocess
import sys
from collections import defaultdict
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from majup.kernel.suppression import SuppressionError, Table, exposed, hidden_cells

THRESHOLD = 5

ASKED_ONCE = """
from majup.kernel.suppression import Table, hidden_cells
hidden_cells(Table({"a": 2, "b": 5, "all": 7}, [("all", ("a", "b"))]), 5)
"""


def test_the_solver_says_nothing_where_others_speak():
    ran = subprocess.run([sys.executable, "-c", ASKED_ONCE], capture_output=True, text=True, check=True, timeout=60)
    assert (ran.stdout, ran.stderr) == ("", "")


def attack(table: Table, hidden) -> dict:
    """What a reader finds out: {cell: (least, most)} for each hidden cell that tells of 1 to 4."""
    keys = list(table.counts)
    place = {key: number for number, key in enumerate(keys)}
    equal = np.zeros((len(table.sums), len(keys)))
    for line, (whole, parts) in enumerate(table.sums):
        equal[line, place[whole]] = 1
        equal[line, [place[part] for part in parts]] = -1
    below = np.zeros((len(table.at_most), len(keys)))
    for line, (less, more) in enumerate(table.at_most):
        below[line, place[less]], below[line, place[more]] = 1, -1
    bounds = [(0, None) if key in hidden else (table.counts[key],) * 2 for key in keys]
    found = {}
    for key in table.sensitive(THRESHOLD) & set(hidden):
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(keys))
            cost[place[key]] = sign
            limits = {"A_eq": equal, "b_eq": np.zeros(len(equal))} if len(equal) else {}
            limits |= {"A_ub": below, "b_ub": np.zeros(len(below))} if len(below) else {}
            answer = linprog(cost, bounds=bounds, method="highs", **limits)
            ends.append(sign * answer.fun if answer.status == 0 else float("inf"))
        found[key] = tuple(ends)
    return found


def told_too_much(table, hidden):
    attacked = attack(table, hidden)
    open_ones = table.sensitive(THRESHOLD) - set(hidden)
    return {key for key, (least, most) in attacked.items() if least > 1e-6 or most < THRESHOLD - 1 - 1e-6} | open_ones


def cube(numbers, rows, columns, periods):
    """Regions with their total, periods with their sum, families never more than people, as reports are."""
    counts, sums = {}, []
    for (row, column, period), number in zip(product(rows, columns, periods), numbers, strict=True):
        counts[row, column, period] = number
    for column, period in product(columns, periods):
        counts["all", column, period] = sum(counts[row, column, period] for row in rows)
        sums.append((("all", column, period), tuple((row, column, period) for row in rows)))
    for row, column in product([*rows, "all"], columns):
        counts[row, column, "year"] = sum(counts[row, column, period] for period in periods)
        sums.append(((row, column, "year"), tuple((row, column, period) for period in periods)))
    for column in columns:
        sums.append((("all", column, "year"), tuple((row, column, "year") for row in rows)))
    return counts, sums


SMALL = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 9, 14, 30])


@st.composite
def tables(draw):
    rows, periods = "abcde"[: draw(st.integers(2, 4))], [1, 2, 3][: draw(st.integers(1, 3))]
    families = draw(st.lists(SMALL, min_size=len(rows) * len(periods), max_size=len(rows) * len(periods)))
    more = draw(st.lists(st.integers(0, 3), min_size=len(families), max_size=len(families)))
    people = [number + (extra if number else 0) for number, extra in zip(families, more, strict=True)]
    counts, sums = {}, []
    for column, numbers in (("families", families), ("people", people)):
        part, lines = cube(numbers, rows, [column], periods)
        counts |= part
        sums += lines
    pairs = [
        ((row, "families", period), (row, "people", period)) for row, column, period in counts if column == "families"
    ]
    return Table(counts, tuple(sums), at_most=tuple(pairs), together=tuple(pairs))


@given(tables())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_rpt_08_no_small_count_can_be_worked_out(table):
    hidden = hidden_cells(table, THRESHOLD)
    assert told_too_much(table, hidden) == set()
    assert hidden_cells(table, THRESHOLD) == hidden


@given(tables())
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
def test_rpt_08_nor_from_one_release_after_the_other(table):
    """Period by period; what was shown stays, and is what the next attack begins with."""
    shown, hidden, known = set(), set(), set()
    for period in [1, 2, 3, "year"]:
        fresh = {key for key in table.counts if key[2] == period}
        known |= fresh
        sums = tuple(line for line in table.sums if known.issuperset((line[0], *line[1])))
        pairs = tuple(pair for pair in table.at_most if known.issuperset(pair))
        counts = {key: number for key, number in table.counts.items() if key in known}
        so_far = Table(counts, sums, at_most=pairs, together=pairs)
        found = hidden_cells(so_far, THRESHOLD, shown=frozenset(shown), hidden=frozenset(hidden))
        assert hidden <= found
        assert not shown & found
        hidden, shown = set(found), known - found
        assert told_too_much(so_far, hidden) == set()


def test_hiding_only_what_is_small_would_give_it_away():
    """So that the attacker is known to find something: the total less the others is the hidden one."""
    counts, sums = cube([3, 20, 30], "abc", ["families"], [1])
    table = Table(counts, tuple(sums), weights={key: 9 for key in counts if key[0] == "all"})
    only_small = table.sensitive(THRESHOLD)
    assert told_too_much(table, only_small) == {("a", "families", 1), ("a", "families", "year")}
    assert exposed(table, frozenset(only_small), THRESHOLD) == {("a", "families", 1), ("a", "families", "year")}
    hidden = hidden_cells(table, THRESHOLD)
    assert ("all", "families", 1) not in hidden  # the total stays
    assert {key[0] for key in hidden} == {"a", "b"}


def test_a_zero_is_shown_unless_it_gives_its_neighbour_away():
    counts = {"a": 4, "b": 2, "c": 0, "d": 30, "all": 36}
    table = Table(counts, (("all", ("a", "b", "c", "d")),))
    assert hidden_cells(table, THRESHOLD) == {"a", "b"}
    tight = Table({"a": 3, "c": 0, "d": 2, "all": 5}, (("all", ("a", "c", "d")),))
    assert hidden_cells(tight, THRESHOLD) == {"a", "d"}
    only = Table({"a": 3, "c": 0, "all": 3}, (("all", ("a", "c")),))
    assert told_too_much(only, hidden_cells(only, THRESHOLD)) == set()


def test_families_and_their_people_are_hidden_together():
    """Twelve people are three families: who reads the people knows the families."""
    counts = {("a", "f"): 3, ("b", "f"): 9, ("all", "f"): 12, ("a", "p"): 12, ("b", "p"): 30, ("all", "p"): 42}
    sums = ((("all", "f"), (("a", "f"), ("b", "f"))), (("all", "p"), (("a", "p"), ("b", "p"))))
    pairs = tuple(((row, "f"), (row, "p")) for row in ("a", "b", "all"))
    assert {("a", "f"), ("a", "p")} <= hidden_cells(Table(counts, sums, pairs, pairs), THRESHOLD)


def test_zeros_of_a_list_do_not_tell_where_the_few_are():
    counts = {"x": 0, "y": 2, "z": 9, "rest": 0, "all": 11}
    line = (("all", ("x", "y", "z", "rest")),)
    table = Table(counts, line, zeros_hidden=frozenset("xyz"))
    assert {"x", "y"} <= hidden_cells(table, THRESHOLD)
    assert told_too_much(table, hidden_cells(table, THRESHOLD)) == set()


def test_counts_that_tell_of_nobody_are_shown():
    assert hidden_cells(Table({"events": 2}, harmless=frozenset({"events"})), THRESHOLD) == frozenset()


def test_refusals_name_the_difference():
    with pytest.raises(SuppressionError) as wrong:
        Table({"a": 1, "b": 2, "all": 4}, (("all", ("a", "b")),))
    assert (wrong.value.code, wrong.value.value) == ("sums-differ", ("all", 3, 4))
    with pytest.raises(SuppressionError, match="negative"):
        Table({"a": -1})
    with pytest.raises(SuppressionError, match="unknown-cell"):
        Table({"a": 1}, (("all", ("a",)),))


def test_what_was_given_away_before_is_said():
    table = Table({"a": 3, "b": 9, "all": 12}, (("all", ("a", "b")),))
    with pytest.raises(SuppressionError, match="given-away"):
        hidden_cells(table, THRESHOLD, shown=frozenset({"b", "all"}))


def test_a_report_of_real_size_takes_seconds():
    """Five regions, twenty columns, five periods and forty municipalities: about 1,500 numbers."""
    import random
    import time

    luck = random.Random(7)
    counts, sums = {}, []
    by_column = defaultdict(list)
    for column in range(14):
        part, lines = cube([luck.choice([0, 1, 3, 6, 12, 25]) for _ in range(20)], "abcde", [column], [1, 2, 3, 4])
        counts |= part
        sums += lines
        by_column[column] = part
    for column, period in product(range(4), [1, 2, 3, 4]):
        left, places = counts["all", column, period], []
        for number in range(41):
            share = min(left, luck.choice([0, 0, 0, 1, 2, 5]))
            counts[f"m{number}", column, period] = share
            left -= share
            places.append((f"m{number}", column, period))
        counts["rest", column, period] = left
        sums.append((("all", column, period), (*places, ("rest", column, period))))
    table = Table(counts, tuple(sums), zeros_hidden=frozenset(key for key in counts if str(key[0]).startswith("m")))
    began = time.perf_counter()
    hidden = hidden_cells(table, THRESHOLD)
    assert time.perf_counter() - began < 20
    assert not exposed(table, hidden, THRESHOLD)
