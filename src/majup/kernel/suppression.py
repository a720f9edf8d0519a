"""Which counts of a table stay hidden, so that nobody can be recognised behind a small one.

A count of 1 to `threshold` - 1 is small. It is hidden, and with it as much else as is needed so that no small count can
be worked out again from what is shown: for each of them, sums and all earlier publications taken together by linear
programming, every value from 0 to `threshold` - 1 must remain possible. A zero tells of nobody and is shown, unless it
would give its neighbour away or stands in a list that must not tell where the few are (`zeros_hidden`). What was shown
once stays shown, what was hidden once stays hidden.

The same table gives the same answer, always. Programs are solved by HiGHS; that takes seconds and belongs into a job.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from majup.kernel.errors import CodedError

Key = Any  # hashable
Keys = frozenset[Key]
NEAR = 1e-6  # solutions are floating point; counts are whole


class SuppressionError(CodedError):
    """A table was refused, or is past help.

    Codes: "negative" (a count below zero), "unknown-cell" (a sum names a cell without count), "sums-differ" (value:
    whole, sum of the parts, count of the whole), "given-away" (what was published before tells a small count).
    """


@dataclass(frozen=True)
class Table:
    """Counts of families or people by cell, and everything that a reader knows to hold between them.

    `sums`: (whole, parts). `at_most`: (less, more), as families are never more than their people. `together`: cells
    that tell of the same families and are shown or hidden as one. `weights`: how much a cell would be missed; 1 if not
    named. `harmless`: counts that tell of nobody. `zeros_hidden`: cells that are hidden at zero as they are when small.
    """

    counts: Mapping[Key, int]
    sums: Sequence[tuple[Key, tuple[Key, ...]]] = ()
    at_most: Sequence[tuple[Key, Key]] = ()
    together: Sequence[tuple[Key, ...]] = ()
    weights: Mapping[Key, int] = field(default_factory=dict)
    harmless: Keys = frozenset()
    zeros_hidden: Keys = frozenset()

    def __post_init__(self) -> None:
        for key, count in self.counts.items():
            if count < 0:
                raise SuppressionError("negative", (key, count))
        for whole, parts in self.sums:
            self._refuse_wrong_sum(whole, parts)

    def _refuse_wrong_sum(self, whole: Key, parts: tuple[Key, ...]) -> None:
        unknown = [key for key in (whole, *parts) if key not in self.counts]
        if unknown:
            raise SuppressionError("unknown-cell", unknown[0])
        added = sum(self.counts[part] for part in parts)
        if added != self.counts[whole]:
            raise SuppressionError("sums-differ", (whole, added, self.counts[whole]))

    @cached_property
    def order(self) -> dict[Key, int]:
        return {key: place for place, key in enumerate(self.counts)}

    @cached_property
    def lines(self) -> list[tuple[dict[Key, int], bool, int]]:
        """Each as (signs by cell, whether it is an equation, the most it may come to)."""
        equations = [({whole: 1, **dict.fromkeys(parts, -1)}, True, 0) for whole, parts in self.sums]
        return equations + [({less: 1, more: -1}, False, 0) for less, more in self.at_most]

    def sorted(self, keys: Iterable[Key]) -> list[Key]:
        return sorted(keys, key=self.order.__getitem__)

    def closed(self, keys: Iterable[Key]) -> set[Key]:
        """`keys` and what is shown or hidden together with them."""
        found = set(keys)
        return found.union(*(group for group in self.together if found.intersection(group)))

    def sensitive(self, threshold: int) -> set[Key]:
        """Cells that tell of few families: hidden, and never to be worked out again."""
        small = {key for key, count in self.counts.items() if 0 < count < threshold}
        return self.closed(small - self.harmless)

    def hidden_anyway(self, threshold: int) -> set[Key]:
        zeros = {key for key in self.zeros_hidden if self.counts[key] == 0}
        return self.closed(self.sensitive(threshold) | zeros)


def hidden_cells(table: Table, threshold: int, *, shown: Keys = frozenset(), hidden: Keys = frozenset()) -> Keys:
    """The cells of `table` to hide; `shown` and `hidden` are those of it that were published before.

    Raises SuppressionError("given-away") when publications made before already tell a small count.
    """
    kept = (table.hidden_anyway(threshold) | hidden) - shown
    chosen = set(kept)
    while found := exposed(table, frozenset(chosen), threshold, shown=shown):
        for target in table.sorted(found):
            if _is_exposed(table, chosen, target, threshold):
                chosen |= _protecting(table, chosen, shown, target, threshold)
    return frozenset(_given_back(table, chosen, kept, threshold, shown))


def exposed(table: Table, hidden: Keys, threshold: int, *, shown: Keys = frozenset()) -> set[Key]:
    """Small cells of which too much is told when `hidden` are hidden; those that were `shown` before are past help."""
    wanted = table.sensitive(threshold) - shown
    groups = _linked(table, hidden)
    found = {key for group in groups for key in _exposed_in(table, group, wanted.intersection(group), threshold)}
    return found | {key for key in wanted if key not in hidden}


def _is_exposed(table: Table, hidden: set[Key], target: Key, threshold: int) -> bool:
    group = next(group for group in _linked(table, hidden) if target in group)
    return any(True for _key in _exposed_in(table, group, [target], threshold))


def _linked(table: Table, cells: Iterable[Key]) -> list[list[Key]]:
    """`cells` in groups that no line of the table connects."""
    above: dict[Key, Key] = {key: key for key in cells}

    def top(key: Key) -> Key:
        while above[key] != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    for signs, _is_equation, _most in table.lines:
        members = [key for key in signs if key in above]
        for key in members[1:]:
            above[top(key)] = top(members[0])
    groups: dict[Key, list[Key]] = {}
    for key in table.sorted(above):
        groups.setdefault(top(key), []).append(key)
    return list(groups.values())


def _exposed_in(table: Table, group: list[Key], wanted: Iterable[Key], threshold: int) -> Iterator[Key]:
    """Each solution also shows what other cells may come to; only what no solution has shown is asked for."""
    known = _Unknowns(table, group)
    low: set[Key] = set()
    high: set[Key] = set()
    for key in table.sorted(wanted):
        for sign, reached in ((1, low), (-1, high)):
            if key not in reached:
                values = known.extreme(key, sign)
                low.update(cell for cell, value in values.items() if value <= NEAR)
                high.update(cell for cell, value in values.items() if value >= threshold - 1 - NEAR)
        if key not in low or key not in high:
            yield key


class _Unknowns:
    """What a reader may work out: the cells of `group` are unknown to him, all others are told."""

    def __init__(self, table: Table, group: list[Key]) -> None:
        self.place = {key: number for number, key in enumerate(group)}
        self.program = _Program([sum(table.counts.values()) + 1000.0] * len(group))
        for signs, is_equation, limit in table.lines:
            unknown = {self.place[key]: sign for key, sign in signs.items() if key in self.place}
            if unknown:
                told = sum(sign * table.counts[key] for key, sign in signs.items() if key not in self.place)
                self.program.add_line(unknown, limit - told, is_equation)

    def extreme(self, key: Key, sign: int) -> dict[Key, float]:
        """Values of the whole group among which that of `key` is least (`sign` 1) or most (-1)."""
        solution = self.program.cheapest({self.place[key]: float(sign)})
        if solution is None:
            raise SuppressionError("sums-differ", key)
        return dict(zip(self.place, solution, strict=True))


@cache
def _quiet() -> type[Any]:
    import highspy  # noqa: PLC0415 -- as below

    class Quiet(highspy.Highs):
        """Says nothing: callbacks are what makes the solver greet, so its output is off before they are set up."""

        def enableCallbacks(self) -> None:  # noqa: N802 -- the solver's name
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return Quiet


def _solver() -> Any:
    solver = _quiet()()
    for name, value in (("threads", 1), ("presolve", "off")):
        solver.setOptionValue(name, value)
    return solver


class _Program:
    """A linear program over unknowns from 0 to `most`; one after the other may be asked for with other costs."""

    def __init__(self, most: Sequence[float], least: Mapping[int, float] | None = None) -> None:
        import highspy  # noqa: PLC0415 -- brings numpy along, and only the job that publishes needs it

        self.width, self.costly = len(most), dict[int, float]()
        self.solver = _solver()
        self.solver.addVars(self.width, [(least or {}).get(place, 0.0) for place in range(self.width)], list(most))
        self.solved, self.endless = highspy.HighsModelStatus.kOptimal, highspy.kHighsInf

    def add_line(self, signs: Mapping[int, float], right: float, is_equation: bool) -> None:
        left = right if is_equation else -self.endless
        self.solver.addRow(left, right, len(signs), list(signs), list(map(float, signs.values())))

    def cheapest(self, costs: Mapping[int, float]) -> list[float] | None:
        """The cheapest solution, or None where there is none."""
        for place, cost in (dict.fromkeys(self.costly, 0.0) | dict(costs)).items():
            self.solver.changeColCost(place, cost)
        self.costly = dict(costs)
        self.solver.run()
        return list(self.solver.getSolution().col_value) if self.solver.getModelStatus() == self.solved else None


def _protecting(table: Table, chosen: set[Key], shown: Keys, target: Key, threshold: int) -> set[Key]:
    """What else to hide so that `target` may be anything from 0 to `threshold` - 1: the least that would be missed.

    Wherever `target` could be pushed to either end, cells that would have to move along must not be shown.
    """
    count = table.counts[target]
    found: set[Key] = set()
    for change in (-count, max(threshold - 1 - count, 0)):
        if change:
            moved = _moved(table, chosen | found, shown, target, change)
            found |= table.closed(moved) - shown
    if not found - chosen:
        raise SuppressionError("given-away", target)
    return found


def _moved(table: Table, chosen: set[Key], shown: Keys, target: Key, change: int) -> set[Key]:
    """Cells that move when `target` changes by `change` and everything still adds up, at the least cost."""
    group = next(group for group in _linked(table, set(table.counts) - shown) if target in group)
    place = {key: number for number, key in enumerate(group)}
    width, most = len(group), sum(table.counts.values()) + 1000.0
    up, down = max(change, 0.0), max(-change, 0.0)
    limits = [most] * width + [float(table.counts[key]) for key in group]
    limits[place[target]], limits[place[target] + width] = up, down
    program = _Program(limits, {place[target]: up, place[target] + width: down})
    for signs, is_equation, limit in table.lines:
        moving: dict[int, float] = {place[key]: sign for key, sign in signs.items() if key in place}
        if moving:
            room = limit - sum(sign * table.counts[key] for key, sign in signs.items())
            both = moving | {number + width: -sign for number, sign in moving.items()}
            program.add_line(both, 0 if is_equation else room, is_equation)
    costs = [NEAR if key in chosen else float(table.weights.get(key, 1)) for key in group] * 2
    solution = program.cheapest(dict(enumerate(costs)))
    if solution is None:
        return set(group)
    return {key for key in group if abs(solution[place[key]] - solution[place[key] + width]) > NEAR}


def _given_back(table: Table, chosen: set[Key], kept: set[Key], threshold: int, shown: Keys) -> set[Key]:
    """Show again, the most missed first, what turned out not to be needed."""
    wanted = table.sensitive(threshold) - shown
    for key in sorted(table.sorted(chosen - kept), key=lambda one: -table.weights.get(one, 1)):
        less = chosen - table.closed({key})
        if key in chosen and kept <= less:
            around = next(group for group in _linked(table, chosen) if key in group)
            if not _tells_too_much(table, less.intersection(around), wanted, threshold):
                chosen = less
    return chosen


def _tells_too_much(table: Table, hidden: set[Key], wanted: set[Key], threshold: int) -> bool:
    groups = _linked(table, hidden)
    return any(True for group in groups for _key in _exposed_in(table, group, wanted.intersection(group), threshold))
