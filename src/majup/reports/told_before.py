"""What readers may have kept of everything that was ever public of a year, also of what was corrected since.

A number that was corrected is a cell of its own. Earlier sums still hold between earlier numbers, so that a number that
is small only since its correction cannot be taken from an earlier publication, and none of those hidden then from now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from majup.kernel.suppression import Table
from majup.reports.cells import Cell, Numbers, table_of, without_region
from majup.reports.models import Correction, Publication, PublishedCell, Report


def moved(cell: Cell, report: Report) -> Cell:
    """The same number in the period of one report."""
    return cell._replace(start=report.period_from, end=report.period_to)


class Before:
    """`counts` of every public cell as it was true then; those `shown`, and those `hidden` and never shown since."""

    def __init__(self, reports: Mapping[Report, Numbers]) -> None:
        """`reports`: all issued ones of the year, with their numbers as known now."""
        self.reports = reports
        self.corrections = list(Correction.objects.filter(report__in=list(reports)).select_related("region", "report"))
        self.counts: Numbers = {}
        self.shown: set[Cell] = set()
        self.hidden: set[Cell] = set()
        self._worlds: list[Numbers] = []
        newest: dict[int, Numbers] = {}
        made = Publication.objects.filter(report__in=list(reports)).order_by("published_at", "pk")
        for publication in made.prefetch_related("cells__region"):
            newest[publication.report_id] = dict(self._read(publication))
            self._worlds.append({cell: number for numbers in newest.values() for cell, number in numbers.items()})
        self.hidden -= self.shown

    def _read(self, publication: Publication) -> Iterator[tuple[Cell, int]]:
        for row in publication.cells.all():
            code = row.region.code if row.region else ""
            cell = Cell(row.column, code, row.period_from, row.period_to, row.by, row.key)
            change = self._changed_since(cell, publication)
            number = self._value(row, cell) - change if row.value is None else row.value
            if change:
                cell = cell._replace(version=publication.pk)
            (self.hidden if row.value is None else self.shown).add(cell)
            self.counts[cell] = number
            yield cell, number

    def _value(self, row: PublishedCell, cell: Cell) -> int:
        """What a hidden cell stands for as known now: a figure of a report, or a sum of several."""
        within = [one for one in self.reports if row.period_from <= one.period_from and one.period_to <= row.period_to]
        return sum(self.reports[one].get(moved(cell, one), 0) for one in within)

    def _changed_since(self, cell: Cell, publication: Publication) -> int:
        return sum(row.change for row in self.corrections if row.at > publication.published_at and _touches(row, cell))

    def added_to(self, table: Table) -> Table:
        """`table` of what is known now, with the earlier numbers and what held between them."""
        if not self.corrections:
            return table
        sums = {(whole, frozenset(parts)): (whole, parts) for whole, parts in table.sums}
        at_most, counts = dict.fromkeys(table.at_most), dict(table.counts)
        for world in self._worlds:
            held, then = self._held(world)
            counts = {then(cell): number for cell, number in held.counts.items()} | counts
            named = [(then(whole), tuple(map(then, parts))) for whole, parts in held.sums]
            sums |= {(whole, frozenset(parts)): (whole, parts) for whole, parts in named}
            at_most |= dict.fromkeys((then(less), then(more)) for less, more in held.at_most)
        return replace(table, counts=counts, sums=tuple(sums.values()), at_most=tuple(at_most))

    @staticmethod
    def _held(world: Numbers) -> tuple[Table, Callable[[Cell], Cell]]:
        """What held between the numbers that were public at one time, and which cell each of them is here."""
        then = {cell._replace(version=0): cell for cell in world}
        numbers = {cell: world[known] for cell, known in then.items()}
        return table_of(numbers | without_region(numbers)), lambda cell: then.get(cell, cell)


def _touches(correction: Correction, cell: Cell) -> bool:
    """Whether a correction changes `cell`; of parts only the rest, where no place is known."""
    report = correction.report
    is_same = correction.column == cell.column and cell.region in {"", correction.region.code} and not cell.key
    return is_same and cell.start <= report.period_from and report.period_to <= cell.end
