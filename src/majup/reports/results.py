"""Public figures by year: as others published them, and our own as they were made public. Nothing else is read here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from django.db.models import F
from django.utils import timezone

from majup.kernel.periods import Period
from majup.reports.models import IssuedFigure, PublishedCell

# What the pages of results tell; each a column of totals.
COLUMNS = (
    "families_returned",
    "people_returned",
    "offers_sent",
    "people_offered",
    "intentions_people",
    "families_returned_alone",
    "people_returned_alone",
)
Place = str  # code of a region, "" for the whole country


@dataclass(frozen=True)
class Told:
    """One public number. `value` None: withheld where `is_few`, else somebody says that there is no data.

    `figure` is what others published; without it the number is our own, published on `day`.
    """

    column: str
    place: Place
    period: Period
    value: int | None
    day: date | None
    is_few: bool = False
    figure: IssuedFigure | None = None
    others: tuple[Told, ...] = ()

    @property
    def is_own(self) -> bool:
        return self.figure is None


@dataclass(frozen=True)
class Disagreement:
    """A stretch of which published figures, taken from each other, tell two things.

    Each side is (value of the stretch, figures it comes from): the longer and the shorter, or one of just this stretch.
    """

    column: str
    place: Place
    period: Period
    sides: tuple[tuple[int, tuple[Told, ...]], ...]


def told(columns: Sequence[str] = COLUMNS) -> list[Told]:
    """All public numbers of regions and country for `columns`, whose period is known."""
    return [*_published_past(columns), *_own(columns)]


def _published_past(columns: Sequence[str]) -> Iterator[Told]:
    rows = IssuedFigure.objects.filter(
        report=None, column__in=columns, scope__in=["region", "total"], qualifier__in=["eq", "no_data"]
    )
    known = rows.filter(period_from__isnull=False, period_to__isnull=False).select_related("region")
    for row in known.order_by("issued_on", "pk"):
        if row.period_from is None or row.period_to is None:
            continue
        place = row.region.code if row.region else ""
        value = None if row.value is None else int(row.value)
        yield Told(row.column, place, Period(row.period_from, row.period_to), value, row.issued_on, figure=row)


def _own(columns: Sequence[str]) -> Iterator[Told]:
    rows = PublishedCell.objects.newest().filter(column__in=columns, by="").select_related("region", "publication")
    for row in rows.order_by("pk"):
        yield own_number(row)


def own_number(cell: PublishedCell) -> Told:
    return Told(
        cell.column,
        cell.region.code if cell.region else "",
        Period(cell.period_from, cell.period_to),
        cell.value,
        timezone.localdate(cell.publication.published_at),
        is_few=cell.value is None,
    )


def by_year(numbers: Iterable[Told]) -> dict[int, dict[tuple[str, Place], Told]]:
    """For each year, column and place the number of the longest stretch of that year, the newest year first.

    Of two numbers of the same stretch our own stands, else the one issued last; the others go along with it.
    """
    found: dict[tuple[int, str, Place], list[Told]] = defaultdict(list)
    for one in numbers:
        if one.period.start.year == one.period.end.year:
            found[one.period.start.year, one.column, one.place].append(one)
    years: dict[int, dict[tuple[str, Place], Told]] = defaultdict(dict)
    for (year, column, place), candidates in found.items():
        years[year][column, place] = _best(candidates)
    return dict(sorted(years.items(), reverse=True))


def _best(candidates: Sequence[Told]) -> Told:
    def weight(one: Told) -> tuple[bool, int, bool, date]:
        is_told = one.value is not None or one.is_few
        return is_told, one.period.days, one.is_own, one.day or date.min

    best = max(candidates, key=weight)
    others = tuple(one for one in candidates if one.period == best.period and one.value not in {best.value, None})
    return Told(**{**best.__dict__, "others": others})


def disagreements(numbers: Iterable[Told]) -> list[Disagreement]:
    """Stretches between two published sums that begin on the same day, where the sums tell different things."""
    by_series: dict[tuple[str, Place], list[Told]] = defaultdict(list)
    for one in numbers:
        if one.value is not None:
            by_series[one.column, one.place].append(one)
    return [found for key, series in by_series.items() for found in _disagreements(*key, series)]


def _disagreements(column: str, place: Place, series: Sequence[Told]) -> Iterator[Disagreement]:
    stretches: dict[Period, list[tuple[int, tuple[Told, ...]]]] = defaultdict(list)
    for one, other in combinations(series, 2):
        longer, shorter = (one, other) if one.period.end > other.period.end else (other, one)
        if longer.period.start == shorter.period.start and longer.period.end > shorter.period.end:
            stretch = Period(shorter.period.end + timedelta(days=1), longer.period.end)
            stretches[stretch].append(((longer.value or 0) - (shorter.value or 0), (longer, shorter)))
    for stretch, sides in stretches.items():
        sides += [(one.value or 0, (one,)) for one in series if one.period == stretch]
        by_start = {figures[0].period.start: (value, figures) for value, figures in sides}
        if len({value for value, _figures in by_start.values()}) > 1:
            yield Disagreement(column, place, stretch, tuple(by_start[start] for start in sorted(by_start)))


def chosen_places() -> list[PublishedCell]:
    """Families returned by the municipality that they chose, in the longest stretch of the newest year."""
    rows = PublishedCell.objects.newest().filter(by="municipality", region=None, column="families_returned")
    newest = max(
        rows, key=lambda row: (row.period_to.year, row.period_to - row.period_from, row.period_to), default=None
    )
    if newest is None:
        return []
    same = rows.filter(period_from=newest.period_from, period_to=newest.period_to).exclude(key="")
    return list(same.order_by(F("value").desc(nulls_last=True), "key"))
