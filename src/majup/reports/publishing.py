"""From an issued report to what the public sees of it: which numbers are shown, and which stay hidden (RPT-08, B-76).

Everything that readers can add up is looked at together: regions and their total, the report and its year up to then,
a figure and its parts by municipality, families and their people, and every publication of that year made before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from majup.kernel.suppression import hidden_cells
from majup.places.models import Municipality, PlanningRegion
from majup.places.pack import read
from majup.reports import staying
from majup.reports.cells import PLACE, Cell, Numbers, table_of, without_region
from majup.reports.models import IssuedFigure, Publication, PublishedCell, Report
from majup.reports.told_before import Before, moved


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
    hidden = _hidden(numbers, {**others, report: own}, threshold)
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
    """Figures of a report with its corrections, of the regions and in all; places and staying for the whole country."""
    numbers: Numbers = {}
    parts: Numbers = defaultdict(int)
    figures = IssuedFigure.objects.filter(report=report, value__isnull=False).select_related("region").order_by("pk")
    for row in figures:
        code = row.region.code if row.region else ""
        cell = Cell(row.column, code, report.period_from, report.period_to, row.by, row.key)
        if row.by == "":
            numbers[cell] = int(row.value or 0)
        elif row.by == staying.BY:
            numbers[staying.cell_of(cell)] = int(row.value or 0)
        elif row.by == PLACE and row.region:
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
            found |= {whole._replace(by=PLACE, key=key): number for key, number in shares.items()}
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
        told = [others[one].get(moved(cell, one)) for one in before]
        known = [number for number in told if number is not None]
        if len(known) == len(told):
            sums[cell._replace(start=start)] = own[cell] + sum(known)
    return sums


def _others_of_the_year(report: Report) -> dict[Report, Numbers]:
    """Numbers of the other issued reports of that year, as they are public or will be."""
    year = report.period_to.year
    rows = Report.objects.filter(state=Report.State.ISSUED, period_to__year=year).exclude(pk=report.pk)
    return {row: numbers_of(row) for row in rows.order_by("period_from")}


def _hidden(numbers: Numbers, reports: Mapping[Report, Numbers], threshold: int) -> frozenset[Cell]:
    """Which of `numbers` to hide beside everything that was ever public of the `reports` of the year."""
    before = Before(reports)
    public = {cell: number for cell, number in before.counts.items() if not cell.version}
    nowhere = without_region(public | numbers)
    table = before.added_to(table_of(public | numbers | nowhere))
    hidden = frozenset(before.hidden.union(nowhere)) | staying.withheld(set(numbers))
    return hidden_cells(table, threshold, shown=frozenset(before.shown), hidden=hidden) & set(numbers)
