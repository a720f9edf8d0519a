"""Public figures by year: as others published them, and our own as they were made public. Nothing else is read here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain, combinations

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
    rows = PublishedCell.objects.newest().filter(column__in=columns, by="").order_by("pk")
    for column, place, start, end, value, published_at in rows.values_list(
        "column", "region__code", "period_from", "period_to", "value", "publication__published_at"
    ):
        yield _told(column, place, Period(start, end), value, published_at)


def own_number(cell: PublishedCell) -> Told:
    place, period = cell.region.code if cell.region else None, Period(cell.period_from, cell.period_to)
    return _told(cell.column, place, period, cell.value, cell.publication.published_at)


def _told(column: str, place: str | None, period: Period, value: int | None, published_at: datetime) -> Told:
    return Told(column, place or "", period, value, _day_of(published_at), is_few=value is None)


@lru_cache(256)
def _day_of(moment: datetime) -> date:
    return timezone.localdate(moment)


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
    by_start: dict[date, list[Told]] = defaultdict(list)
    by_period: dict[Period, list[Told]] = defaultdict(list)
    for one in series:
        by_start[one.period.start].append(one)
        by_period[one.period].append(one)
    for one, other in chain.from_iterable(combinations(same, 2) for same in by_start.values()):
        longer, shorter = (one, other) if one.period.end > other.period.end else (other, one)
        if longer.period.end > shorter.period.end:
            stretch = Period(shorter.period.end + timedelta(days=1), longer.period.end)
            stretches[stretch].append(((longer.value or 0) - (shorter.value or 0), (longer, shorter)))
    for stretch, sides in stretches.items():
        sides += [(one.value or 0, (one,)) for one in by_period.get(stretch, ())]
        told_from = {figures[0].period.start: (value, figures) for value, figures in sides}
        if len({value for value, _figures in told_from.values()}) > 1:
            yield Disagreement(column, place, stretch, tuple(told_from[start] for start in sorted(told_from)))


def chosen_places() -> list[PublishedCell]:
    """Families returned by the municipality that they chose, in the longest stretch of the newest year."""
    rows = PublishedCell.objects.newest().filter(by="municipality", region=None, column="families_returned")
    spans = rows.order_by().values_list("period_from", "period_to").distinct()
    newest = max(spans, key=lambda span: (span[1].year, span[1] - span[0], span[1]), default=None)
    if newest is None:
        return []
    same = rows.filter(period_from=newest[0], period_to=newest[1]).exclude(key="")
    return list(same.order_by(F("value").desc(nulls_last=True), "key"))
