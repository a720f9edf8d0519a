"""Numbers of public reports and everything that holds between them: regions, parts, periods, families and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from majup.kernel.suppression import Table

# Counts that tell of no family.
HARMLESS = ("events_held",)
# What counts people, and the families or offers they belong to: both tell of the same families.
FAMILIES_OF = {
    "people_contacted": "families_contacted",
    "people_offered": "offers_sent",
    "intentions_people": "families_intending",
    "people_returned": "families_returned",
    "people_returned_alone": "families_returned_alone",
    "people_left": "families_left",
}
INTERNAL = "_internal"
PLACE = "municipality"
HERE = "here"  # how many stayed is what readers ask; of the rest they would miss less
NOWHERE = "-"
WHOLE_COUNTRY = 64  # how much a number would be missed, beside a part of a breakdown
REGION = 16


class Cell(NamedTuple):
    """Where a number stands; region "" is the whole country. `version`: an earlier publication that told another."""

    column: str
    region: str
    start: date
    end: date
    by: str = ""
    key: str = ""
    version: int = 0


Numbers = dict[Cell, int]


def without_region(numbers: Numbers) -> Numbers:
    """What belongs to no region, as an enquiry that nobody has taken; never public, yet a part of the total."""
    rest = {whole: numbers[whole] - sum(numbers[part] for part in parts) for whole, parts in _regions(numbers)}
    return {whole._replace(region=NOWHERE): number for whole, number in rest.items() if number > 0}


def table_of(numbers: Numbers) -> Table:
    """`numbers` with everything that holds between them."""
    sums = (*_regions(numbers), *_parts(numbers), *_periods(numbers))
    pairs = [(cell, numbers_cell) for cell, numbers_cell in _pairs(numbers) if numbers[cell] <= numbers[numbers_cell]]
    return Table(
        counts=numbers,
        sums=tuple(line for line in sums if numbers[line[0]] == sum(numbers[part] for part in line[1])),
        at_most=tuple(pairs),
        together=tuple(_pairs(numbers)),
        weights={cell: _weight(cell) for cell in numbers},
        harmless=frozenset(cell for cell in numbers if cell.column in HARMLESS),
        zeros_hidden=frozenset(_quiet_zeros(numbers)),
    )


def _weight(cell: Cell) -> int:
    if cell.by:
        return 2 if cell.key == HERE else 1
    return REGION if cell.region else WHOLE_COUNTRY


def _regions(numbers: Numbers) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
    parts: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in numbers:
        if cell.region and cell._replace(region="") in numbers:
            parts[cell._replace(region="")].append(cell)
    yield from ((whole, tuple(found)) for whole, found in parts.items())


def _parts(numbers: Numbers) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
    parts: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in numbers:
        whole = cell._replace(by="", key="")
        if cell.by and whole in numbers:
            parts[whole].append(cell)
    yield from ((whole, tuple(found)) for whole, found in parts.items())


def _periods(numbers: Numbers) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
    """A longer period is the one that began with it and those that follow: each way in which two make a third."""
    spans: dict[Cell, list[Cell]] = defaultdict(list)
    for cell in numbers:
        spans[cell._replace(start=date.min, end=date.min)].append(cell)
    for cells in spans.values():
        by_span = {(cell.start, cell.end): cell for cell in cells}
        for whole in cells:
            for first in cells:
                if first.start == whole.start and first.end < whole.end:
                    rest = by_span.get((date.fromordinal(first.end.toordinal() + 1), whole.end))
                    if rest:
                        yield whole, (first, rest)


def _pairs(numbers: Numbers) -> Iterator[tuple[Cell, Cell]]:
    """(families, people) of the same happening."""
    for cell in numbers:
        column = cell.column.removesuffix(INTERNAL)
        if column in FAMILIES_OF:
            suffix = cell.column[len(column) :]
            families = cell._replace(column=FAMILIES_OF[column] + suffix)
            if families in numbers:
                yield families, cell


def _quiet_zeros(numbers: Numbers) -> Iterator[Cell]:
    """Nobody shall read from a list of places which of them have a few: there a zero looks like a small count."""
    for cell in numbers:
        if cell.by == PLACE and cell.column not in HARMLESS and numbers.get(cell._replace(by="", key=""), 0) > 0:
            yield cell
