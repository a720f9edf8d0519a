"""Whether a report adds up. Every check is done before the issue, and whatever differs is named (OUT-06)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from majup.kernel.periods import Period
from majup.reports.issuing.figures import COLUMNS, PLACED, counted, of_region, without_region
from majup.reports.models import RegionReport, Report
from majup.reports.totals import Totals


@dataclass(frozen=True)
class Difference:
    """`parts` and `whole` should be equal. `regions`: codes of those whose signed figure is not what is counted now.

    `code`: "regions" (regions and the country, or one region and what is counted of it now), "places" (chosen
    municipalities and their region), "year" (periods of the year and the year), "since_start" (periods since the first
    report and all days counted as one).
    """

    code: str
    column: str
    parts: int
    whole: int
    regions: tuple[str, ...] = ()


def run(report: Report, signed: Sequence[RegionReport], now: Totals) -> list[Difference]:
    """Everything that does not add up; `now` is the period as it is counted at this moment."""
    found = [*_regions(signed, now), *_places(signed)]
    for code, start in spans(report):
        found += _span(code, start, report)
    return found


def _regions(signed: Sequence[RegionReport], now: Totals) -> Iterator[Difference]:
    today, nowhere = {row.pk: of_region(now, row.region) for row in signed}, without_region(now)
    for column in COLUMNS:
        parts = sum(row.figures.get(column, 0) for row in signed)
        whole = (now.total[column] or 0) - nowhere.get(column, 0)
        other = [row for row in signed if row.figures.get(column, 0) != today[row.pk][column]]
        if parts != whole:
            yield Difference("regions", column, parts, whole, tuple(row.region.code for row in other))
            continue
        for row in other:  # what went from one region to another leaves the sum as it was
            yield Difference("regions", column, row.figures.get(column, 0), today[row.pk][column], (row.region.code,))


def _places(signed: Sequence[RegionReport]) -> Iterator[Difference]:
    for row in signed:
        for column in PLACED:
            parts, whole = sum(row.places.get(column, {}).values()), row.figures.get(column, 0)
            if parts != whole:
                yield Difference("places", column, parts, whole, (row.region.code,))


def spans(report: Report) -> list[tuple[str, date]]:
    """Stretches that end with this report and must be the sum of their periods."""
    first = Report.objects.order_by("period_from").values_list("period_from", flat=True).first() or report.period_from
    year = max(first, date(report.period_to.year, 1, 1))
    found = [("year", year), ("since_start", first)]
    return [(code, start) for code, start in found if start < report.period_from][: 1 if year == first else 2]


def _span(code: str, start: date, report: Report) -> Iterator[Difference]:
    """Counted as one and period by period at this moment: what counts once a year is neither lost nor doubled."""
    whole = counted(Period(start, report.period_to)).total
    parts = _sums(counted(period).total for period in _periods(start, report))
    for column in COLUMNS:
        if parts[column] != (whole[column] or 0):
            yield Difference(code, column, parts[column], whole[column] or 0)


def _periods(start: date, report: Report) -> list[Period]:
    rows = Report.objects.filter(period_to__gte=start, period_to__lte=report.period_to).order_by("period_from")
    return [Period(max(row.period_from, start), row.period_to) for row in rows]


def _sums(tables: Iterable[dict[str, int | None]]) -> dict[str, int]:
    sums = dict.fromkeys(COLUMNS, 0)
    for table in tables:
        for column in COLUMNS:
            sums[column] += table[column] or 0
    return sums
