"""Public figures by year: as others published them, and our own as they were made public. Nothing else is read here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations
from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Count, F, Max, Sum
from django.db.models.functions import JSONArray
from django.utils import timezone

from majup.kernel.periods import Period
from majup.reports import staying
from majup.reports.models import IssuedFigure, Publication, PublishedCell

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


@dataclass(frozen=True)
class ChosenPlaces:
    """`known`: (code of the municipality, families), most first; of `withheld` more the number is hidden."""

    period: Period
    known: tuple[tuple[str, int], ...]
    withheld: int


Years = Mapping[int, Mapping[tuple[str, Place], Told]]


@dataclass(frozen=True)
class Published:
    """What the pages of results tell: all numbers, the best of each year, and where sums disagree."""

    numbers: tuple[Told, ...]
    years: Years
    disagreements: tuple[Disagreement, ...]


def published() -> Published:
    """Put together once for each state of what is published, and kept in the process; small queries ask which holds."""
    issued = IssuedFigure.objects.filter(report=None).aggregate(Count("pk"), Max("pk"), Sum("value"))
    own = Publication.objects.aggregate(Count("pk"), Max("pk"), Max("published_at"))
    return _published((*issued.values(), *own.values()))


@lru_cache(maxsize=2)
def _published(_state: tuple[Any, ...]) -> Published:
    numbers = tuple(told())
    return Published(numbers, by_year(numbers), tuple(disagreements(numbers)))


def told(columns: Sequence[str] = COLUMNS) -> list[Told]:
    """All public numbers of regions and country for `columns`, whose period is known."""
    return [*_published_past(columns), *_own(columns)]


def _published_past(columns: Sequence[str]) -> Iterator[Told]:
    rows = IssuedFigure.objects.filter(
        report=None, column__in=columns, scope__in=["region", "total"], qualifier__in=["eq", "no_data"]
    )
    known = rows.filter(period_from__isnull=False, period_to__isnull=False).annotate(place=F("region__code"))
    for row in known.defer("definition", "doubt", "note").order_by("issued_on", "pk"):
        if row.period_from is None or row.period_to is None:
            continue
        value = None if row.value is None else int(row.value)
        yield Told(
            row.column, row.place or "", Period(row.period_from, row.period_to), value, row.issued_on, figure=row
        )


def _own(columns: Sequence[str]) -> Iterator[Told]:
    cells = PublishedCell.objects.newest().filter(column__in=columns, by="")
    # Cells are many and their periods few: each period is read and made once.
    by_period = cells.values_list("publication__published_at", "period_from", "period_to").annotate(
        told=JSONBAgg(JSONArray("column", "region__code", "value"), order_by="pk")
    )
    for published_at, start, end, told_in in by_period.order_by("publication_id", "period_from", "period_to"):
        period, day = Period(start, end), timezone.localdate(published_at)
        for column, place, value in told_in:
            yield Told(column, place or "", period, value, day, is_few=value is None)


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
    return replace(best, others=others) if others else best


def disagreements(numbers: Iterable[Told]) -> list[Disagreement]:
    """Stretches between two published sums that begin on the same day, where the sums tell different things."""
    by_series: dict[tuple[str, Place], list[Told]] = defaultdict(list)
    for one in numbers:
        if one.value is not None:
            by_series[one.column, one.place].append(one)
    return [found for key, series in by_series.items() for found in _disagreements(*key, series)]


def _disagreements(column: str, place: Place, series: Sequence[Told]) -> Iterator[Disagreement]:
    by_start: dict[date, list[Told]] = defaultdict(list)
    by_days: dict[tuple[date, date], list[Told]] = defaultdict(list)
    for one in series:
        by_start[one.period.start].append(one)
        by_days[one.period.start, one.period.end].append(one)
    # From the last day that both tell to the last day that only the longer tells.
    stretches: dict[tuple[date, date], list[tuple[int, tuple[Told, ...]]]] = defaultdict(list)
    for same in by_start.values():
        same.sort(key=lambda one: one.period.end)
        for shorter, longer in combinations(same, 2):
            days = shorter.period.end, longer.period.end
            stretches[days].append(((longer.value or 0) - (shorter.value or 0), (longer, shorter)))
    for (until, end), sides in stretches.items():
        start = until + timedelta(days=1)
        if until < end:
            sides += [(one.value or 0, (one,)) for one in by_days.get((start, end), ())]
            told_from = {figures[0].period.start: (value, figures) for value, figures in sides}
            if len({value for value, _figures in told_from.values()}) > 1:
                found = tuple(told_from[first] for first in sorted(told_from))
                yield Disagreement(column, place, Period(start, end), found)


def chosen_places() -> ChosenPlaces | None:
    """Families returned by the municipality that they chose, in the longest stretch of the newest year."""
    rows = PublishedCell.objects.newest().filter(by="municipality", region=None, column="families_returned")
    spans = rows.order_by().values_list("period_from", "period_to").distinct()
    newest = max(spans, key=lambda span: (span[1].year, span[1] - span[0], span[1]), default=None)
    if newest is None:
        return None
    same = rows.filter(period_from=newest[0], period_to=newest[1]).exclude(key="")
    told = same.order_by(F("value").desc(nulls_last=True), "key").values_list("key", "value")
    known = tuple((atvk, value) for atvk, value in told if value is not None)
    return ChosenPlaces(Period(*newest), known, len(told) - len(known))


@dataclass(frozen=True)
class Stayed:
    """Families so many `months` after their return; None is withheld. `period`: when those months came."""

    months: int
    period: Period
    families: int | None
    here: int | None
    left: int | None
    unknown: int | None


def stayed() -> list[Stayed]:
    """For each of the months what was published for the longest stretch of the newest year; empty before that."""
    rows = PublishedCell.objects.newest().filter(column__startswith=f"{staying.COLUMN}_")
    newest: dict[str, dict[tuple[date, date], dict[str, int | None]]] = defaultdict(lambda: defaultdict(dict))
    for column, start, end, key, value in rows.values_list("column", "period_from", "period_to", "key", "value"):
        newest[column][start, end][key or "families"] = value
    found = []
    for column, spans in newest.items():
        span = max(spans, key=lambda one: (one[1].year, one[1] - one[0], one[1]))
        found.append(Stayed(int(column.rpartition("_")[2]), Period(*span), **spans[span]))
    return sorted(found, key=lambda one: one.months)
