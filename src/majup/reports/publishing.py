"""From an issued report to what the public sees of it: which numbers are shown, and which stay hidden (RPT-08, B-76).

Everything that readers can add up is looked at together: regions and their total, the report and its year up to then,
a figure and its parts by municipality, families and their people, and every publication of that year made before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from majup.kernel.suppression import Table, hidden_cells
from majup.places.models import Municipality, PlanningRegion
from majup.places.pack import read
from majup.reports.models import IssuedFigure, Publication, PublishedCell, Report

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
BY_PLACE = "municipality"
NOWHERE = "-"
WHOLE_COUNTRY = 64  # how much a number would be missed, beside a part of a breakdown
REGION = 16


class Cell(NamedTuple):
    """Where a number stands; region "" is the whole country."""

    column: str
    region: str
    start: date
    end: date
    by: str = ""
    key: str = ""


Numbers = dict[Cell, int]


def publish_all() -> None:
    """Publish every issued report and every correction; whoever comes twice finds nothing to do."""
    for report in unpublished():
        publish(report)


def unpublished() -> list[Report]:
    """Issued reports whose present state, corrections included, is not public yet; the oldest first."""
    issued = Report.objects.filter(state=Report.State.ISSUED).order_by("period_from")
    reports = list(issued.prefetch_related("corrections", "publications"))
    return [
        report
        for report in reports
        if _corrections(report, reports) not in {one.corrections for one in report.publications.all()}
    ]


def _corrections(report: Report, reports: Iterable[Report]) -> int:
    """Corrections of the report and of those before it in its year, which its sums contain as well."""
    same_year = [one for one in reports if one.period_to.year == report.period_to.year]
    return sum(len(one.corrections.all()) for one in same_year if one.period_from <= report.period_from)


@transaction.atomic
def publish(report: Report) -> Publication:
    """Make the present state of an issued report public; what is public already is given back."""
    same_year = Report.objects.filter(state=Report.State.ISSUED, period_to__year=report.period_to.year)
    # Two publications of a year made at once would not know of each other.
    corrections = _corrections(report, list(same_year.select_for_update().order_by("pk")))
    found = report.publications.filter(corrections=corrections).first()
    if found:
        return found
    threshold = read(settings.COUNTRY_PACK, "results")["smallest_count"]
    own, others = numbers_of(report), _others_of_the_year(report)
    numbers = {**own, **year_so_far(report, own, others)}
    hidden = _hidden(report, numbers, others, threshold)
    publication = Publication.objects.create(
        report=report,
        number=report.publications.count() + 1,
        corrections=corrections,
        threshold=threshold,
        published_at=timezone.now(),
    )
    regions = {region.code: region.pk for region in PlanningRegion.objects.all()}
    PublishedCell.objects.bulk_create(
        PublishedCell(
            publication=publication,
            column=cell.column,
            region_id=regions.get(cell.region),
            period_from=cell.start,
            period_to=cell.end,
            by=cell.by,
            key=cell.key,
            value=None if cell in hidden else number,
        )
        for cell, number in numbers.items()
    )
    return publication


def numbers_of(report: Report) -> Numbers:
    """Figures of a report with its corrections, of the regions and in all; by municipality for the whole country."""
    numbers: Numbers = {}
    parts: Numbers = defaultdict(int)
    figures = IssuedFigure.objects.filter(report=report, value__isnull=False).select_related("region").order_by("pk")
    for row in figures:
        code = row.region.code if row.region else ""
        cell = Cell(row.column, code, report.period_from, report.period_to, row.by, row.key)
        if row.by == "":
            numbers[cell] = int(row.value or 0)
        elif row.by == BY_PLACE and row.region:
            parts[cell._replace(region="")] += int(row.value or 0)
    _correct(report, numbers)
    return numbers | _by_place(report, numbers, parts)


def _correct(report: Report, numbers: Numbers) -> None:
    for row in report.corrections.select_related("region"):
        for code in (row.region.code, ""):
            cell = Cell(row.column, code, report.period_from, report.period_to)
            numbers[cell] = numbers.get(cell, 0) + row.change


def _by_place(report: Report, numbers: Numbers, parts: Numbers) -> Numbers:
    """Every municipality of the time, chosen or not; the key "" is the rest, where no place is known."""
    found: Numbers = {}
    places = list(Municipality.objects.in_force(report.period_to).values_list("atvk", flat=True))
    for column in sorted({cell.column for cell in parts}):
        whole = Cell(column, "", report.period_from, report.period_to)
        given = {cell.key: number for cell, number in parts.items() if cell.column == column and cell.key}
        rest = numbers.get(whole, 0) - sum(given.values())
        if rest >= 0:  # a correction may have left fewer than the parts say; then the parts are not public
            shares = {**dict.fromkeys(places, 0), **given, "": rest}
            found |= {whole._replace(by=BY_PLACE, key=key): number for key, number in shares.items()}
    return found


def year_so_far(report: Report, own: Numbers, others: Mapping[Report, Numbers]) -> Numbers:
    """Sums from the first report of the year to this one; none for the first, or where a report lies across years."""
    before = sorted((one for one in others if one.period_from < report.period_from), key=lambda one: one.period_from)
    inside = [one for one in (*before, report) if one.period_from.year == one.period_to.year]
    if len(inside) < 2 or len(inside) != len(before) + 1:
        return {}
    start = inside[0].period_from
    sums: Numbers = {}
    for cell in own:
        told = [others[one].get(_moved(cell, one)) for one in before]
        known = [number for number in told if number is not None]
        if len(known) == len(told):
            sums[cell._replace(start=start)] = own[cell] + sum(known)
    return sums


def _moved(cell: Cell, report: Report) -> Cell:
    return cell._replace(start=report.period_from, end=report.period_to)


def _others_of_the_year(report: Report) -> dict[Report, Numbers]:
    """Numbers of the other issued reports of that year, as they are public or will be."""
    year = report.period_to.year
    rows = Report.objects.filter(state=Report.State.ISSUED, period_to__year=year).exclude(pk=report.pk)
    return {row: numbers_of(row) for row in rows.order_by("period_from")}


def _hidden(report: Report, numbers: Numbers, others: Mapping[Report, Numbers], threshold: int) -> frozenset[Cell]:
    """Which of `numbers` to hide beside everything of the same year that is public already."""
    public: dict[Cell, int | None] = {}
    values: Numbers = {}
    for row in _newest_cells(report, [*others, report]):
        cell = Cell(row.column, row.region.code if row.region else "", row.period_from, row.period_to, row.by, row.key)
        public[cell] = row.value
        values[cell] = row.value if row.value is not None else _true_value(cell, others)
    values |= numbers
    shown = {cell for cell, value in public.items() if value is not None and values[cell] == value}
    before = {cell for cell, value in public.items() if value is None}
    nowhere = _nowhere(values)
    hidden = frozenset(before | set(nowhere))
    return hidden_cells(table_of(values | nowhere), threshold, shown=frozenset(shown), hidden=hidden) & set(numbers)


def _newest_cells(report: Report, reports: Iterable[Report]) -> Iterator[PublishedCell]:
    rows = PublishedCell.objects.newest().filter(publication__report__in=list(reports))
    return rows.select_related("region").order_by("pk").iterator()


def _true_value(cell: Cell, others: Mapping[Report, Numbers]) -> int:
    """What a hidden cell stands for: a figure of a report, or a sum of several."""
    within = [one for one in others if cell.start <= one.period_from and one.period_to <= cell.end]
    return sum(others[one].get(_moved(cell, one), 0) for one in within)


def _nowhere(numbers: Numbers) -> Numbers:
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
        return 1
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
    """In a breakdown nobody shall read from the list which places have a few: there a zero looks like a small count."""
    for cell in numbers:
        if cell.by and cell.column not in HARMLESS and numbers.get(cell._replace(by="", key=""), 0) > 0:
            yield cell
