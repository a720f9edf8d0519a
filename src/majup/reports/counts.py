"""Prepared figures: asked for by period, region and part; counted anew by the worker when something changed (ADR 18).

Every figure adds up over days and regions, so months make quarters, quarters years, and regions the country. The total
of the country is counted by itself; where the two differ, nothing is shown (OUT-06).
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from django.db.models.expressions import RawSQL
from django.utils import timezone

from majup.cases.models import Case
from majup.intake.models import Enquiry
from majup.kernel.periods import Period, add_months
from majup.network.calendar import country_settings
from majup.openings.models import PublicEvent
from majup.places.models import PlanningRegion
from majup.reports.measures import COLUMNS, INTERNAL, MEASURES, Measure, split
from majup.reports.models import CountChange, CountRun, DayCount
from majup.staff.models import User

__all__ = ["COLUMNS", "MEASURES", "Measure", "broken_down", "over_time", "prepared", "records"]

log = logging.getLogger(__name__)
AT_ONCE = 5_000  # changes taken in one go
MOST_NAMED = 50  # differences that the log names
DAYS_TO_KEEP_RUNS = 100
LOCK = 70_180  # of whoever writes prepared figures; any number that is used for nothing else
REGION, WHOLE = "", "whole"
Values = dict[str, int]


@dataclass(frozen=True)
class Counted:
    """Figures of a period by region, of those in no region yet, and of the whole country, counted by itself."""

    period: Period
    regions: Mapping[int, Values]
    unplaced: Values
    total: Values


def counted(period: Period, columns: Sequence[str] = COLUMNS) -> Counted:
    """All `columns` of `period`; days that have not come yet hold nothing."""
    rows = (
        _of(columns, period)
        .filter(by__in=[REGION, WHOLE])
        .values_list("by", "region_id", "measure", "is_internal")
        .annotate(sum=Sum("count"))
        .order_by()
    )
    parts: dict[Any, Values] = defaultdict(lambda: dict.fromkeys(columns, 0))
    for by, region, measure, is_internal, number in rows:
        column = measure + INTERNAL if is_internal else measure
        if column in columns:
            parts[WHOLE if by == WHOLE else region][column] = number
    total, unplaced = parts[WHOLE], parts[None]
    return Counted(period, {key: parts[key] for key in _regions()}, unplaced, total)


def broken_down(
    measure: str, period: Period, by: str, *, region: PlanningRegion | int | None = None, is_internal: bool = False
) -> dict[str, int]:
    """{key: count}, most first; key "" is what nobody knows. Without `region` of all regions and of those in none.

    Keys: ATVK code ("municipality"), ISO code ("country"), codes of the pack ("category", "channel", "topic", "group",
    and "kind": support given, reason for leaving, kind of event). Groups and topics overlap. KeyError for a dimension
    that the measure does not have.
    """
    if by not in MEASURES[measure].dimensions:
        raise KeyError(by)
    rows = _in(_known(period), region).filter(by=by, measure=measure, is_internal=is_internal)
    sums = rows.values_list("key").annotate(sum=Sum("count")).order_by("-sum", "key")
    return {key: number for key, number in sums if number}


def over_time(
    measure: str,
    periods: Sequence[Period],
    region: PlanningRegion | int | None = None,
    *,
    is_internal: bool = False,
    by: str = "",
    key: str = "",
) -> list[int | None]:
    """One count for each period; None where it lies wholly in the future. With `by` and `key` of that part alone."""
    if not periods:
        return []
    span = Period(min(period.start for period in periods), max(period.end for period in periods))
    rows = _known(span).filter(measure=measure, is_internal=is_internal)
    if by:
        rows = _in(rows, region).filter(by=by, key=key)
    else:
        rows = _in(rows.filter(by=REGION), region) if region else rows.filter(by=WHOLE)
    days = rows.values_list("day").annotate(sum=Sum("count")).order_by()
    sums, today = [0] * len(periods), timezone.localdate()
    for day, number in days:
        for place, period in enumerate(periods):
            if period.contains(day):
                sums[place] += number
    return [None if period.start > today else number for period, number in zip(periods, sums, strict=True)]


def by_year(column: str, period: Period) -> dict[int, dict[int | str | None, int]]:
    """{year: {id of a region, None for no region yet, "whole" for the country counted by itself: count}}."""
    measure, is_internal = split(column)
    rows = _known(period).filter(measure=measure.code, is_internal=is_internal, by__in=[REGION, WHOLE])
    sums = rows.values_list("day__year", "by", "region_id").annotate(sum=Sum("count")).order_by()
    found: dict[int, dict[int | str | None, int]] = defaultdict(dict)
    for year, by, region, number in sums:
        found[year][WHOLE if by == WHOLE else region] = number
    return found


def _known(period: Period) -> QuerySet[DayCount]:
    return DayCount.objects.filter(day__gte=period.start, day__lte=min(period.end, timezone.localdate()))


def _of(columns: Sequence[str], period: Period) -> QuerySet[DayCount]:
    return _known(period).filter(measure__in=sorted({split(column)[0].code for column in columns}))


def _in(rows: QuerySet[DayCount], region: PlanningRegion | int | None) -> QuerySet[DayCount]:
    if region is None:
        return rows
    return rows.filter(region=region.pk if isinstance(region, PlanningRegion) else region)


def _regions() -> list[int]:
    return list(PlanningRegion.objects.values_list("pk", flat=True))


# What lies behind a figure

# Facts whose rows are not those of a case.
_OWN_ROWS: dict[str, Any] = {"enquiry": Enquiry, "event": PublicEvent}
_BEHIND = """f.source = %s AND f.is_internal = %s AND (%s::bigint IS NULL OR f.region_id = %s)
    AND EXISTS (SELECT FROM unnest(f.measures, f.counts) m(code, number) WHERE m.code = %s AND m.number <> 0)"""
_COLUMNS = frozenset({"municipality", "country", "category", "channel", "kind"})


def records(  # noqa: PLR0917 -- the whole address of a figure
    user: User,
    measure: str,
    period: Period,
    region: PlanningRegion | int | None = None,
    by: str = "",
    key: str = "",
    *,
    is_internal: bool = False,
) -> QuerySet[Any]:
    """The enquiries, events or cases behind a figure that `user` may see; of other regions none.

    A case stands once, however often it counts. What was handed to another region since is counted and not listed.
    """
    about = MEASURES[measure]
    if by and by not in about.dimensions:
        raise KeyError(by)
    model = _OWN_ROWS.get(about.source, Case)
    condition, values = _part(by, key)
    row = "case_id" if model is Case else "row_id"
    wanted = f"SELECT f.{row} FROM majup_count_facts(%s, %s, %s) f WHERE {_BEHIND} {condition}"  # noqa: S608 -- our own
    place = region.pk if isinstance(region, PlanningRegion) else region
    days = [period.start, min(period.end, timezone.localdate()), _zone()]
    raw = RawSQL(wanted, [*days, about.source, is_internal, place, place, measure, *values])  # noqa: S611 -- pieces of our own
    rows = model.objects.all() if model is PublicEvent else model.objects.visible_to(user)
    return rows.filter(pk__in=raw)


def _part(by: str, key: str) -> tuple[str, list[str]]:
    """A condition on facts `f`, and its values."""
    if by in _COLUMNS:
        return f"AND f.{by} = %s", [key]
    if by == "topic":
        return "AND %s = ANY (CASE WHEN f.topics = '{}' THEN ARRAY[''] ELSE f.topics END)", [key]
    if by == "group":
        groups = "ARRAY(SELECT majup_groups_of(f.household_id, extract(year FROM f.day)::int))"
        return f"AND %s = ANY (CASE WHEN f.household_id IS NULL THEN ARRAY[''] ELSE {groups} END)", [key]
    return "", []


# How fresh they are


@dataclass(frozen=True)
class Prepared:
    """`at`: when figures last changed; `waiting`: changes not counted yet; `checked`: the last nightly look."""

    at: datetime | None
    waiting: int
    checked: CountRun | None

    @property
    def is_fresh(self) -> bool:
        return self.waiting == 0


def prepared() -> Prepared:
    newest = CountRun.objects.filter(kind=CountRun.Kind.CHANGES).order_by("-at").first()
    checked = CountRun.objects.filter(kind=CountRun.Kind.CHECK).order_by("-at").first()
    return Prepared(newest.at if newest else None, CountChange.objects.count(), checked)


# Counting


def recount_waiting() -> int:
    """Count the days anew that changes touched; how many. Changes that come meanwhile are left for the next time."""
    done = 0
    while days := _recount_some():
        done += days
    return done


@transaction.atomic
def _recount_some() -> int:
    _alone()
    changes = _waiting(AT_ONCE)
    if not changes:
        return 0
    days = _days_of(changes)
    CountChange.objects.filter(pk__in=changes).delete()
    for stretch in _stretches(days):
        _replace(*stretch)
    if days:
        _note(CountRun.Kind.CHANGES, days)
    return max(len(days), 1)


@transaction.atomic
def prepare(period: Period) -> None:
    """Count every day of `period` anew."""
    _alone()
    _replace(period.start, period.end)


def quarters(period: Period) -> Iterator[Period]:
    """The period in pieces that are counted in one go."""
    start = period.start
    while start <= period.end:
        end = min(add_months(start.replace(day=1), 3) - timedelta(days=1), period.end)
        yield Period(start, end)
        start = end + timedelta(days=1)


@dataclass(frozen=True)
class DayDiffers:
    """A count of a day as it was prepared (`kept`) and as it is counted afresh. `region`: code, "" for none.

    `part`: what it is broken down by and into, as "country GB"; "whole" is the country counted by itself.
    """

    day: date
    region: str
    measure: str
    part: str
    kept: int
    fresh: int

    def __str__(self) -> str:
        what = " ".join(filter(None, (str(self.day), self.region, self.measure, self.part)))
        return f"{what}: prepared {self.kept}, counted {self.fresh}, difference {self.kept - self.fresh:+}"


def check(period: Period) -> list[DayDiffers]:
    """Compare the prepared days of `period` with a fresh count, put right what differs, and name each difference.

    Quarter by quarter, so that who counts changes meanwhile waits for seconds. Days with changes that still wait are no
    difference; count them first.
    """
    found = [one for quarter in quarters(period) for one in _put_right(quarter)]
    days = [period.start + timedelta(days=number) for number in range(period.days)]
    _note(CountRun.Kind.CHECK, days, sorted({one.day for one in found}))
    for one in found[:MOST_NAMED]:
        log.error("a prepared figure differed from a fresh count and was put right: %s", one)
    if len(found) > MOST_NAMED:
        log.error("%s prepared figures differed; the first %s are named", len(found), MOST_NAMED)
    CountRun.objects.filter(at__lt=timezone.now() - timedelta(days=DAYS_TO_KEEP_RUNS)).delete()
    return found


@transaction.atomic
def _put_right(period: Period) -> list[DayDiffers]:
    _alone()
    fresh, kept = _fresh(period), _kept(period)
    wrong = fresh ^ kept
    for stretch in _stretches({row[0] for row in wrong}):
        _replace(*stretch)
    return _differences({row[:-1]: row[-1] for row in kept & wrong}, {row[:-1]: row[-1] for row in fresh & wrong})


def _differences(kept: Mapping[Any, int], fresh: Mapping[Any, int]) -> list[DayDiffers]:
    """Of counts by (day, id of a region, measure, whether inside the country, by, key)."""
    codes = dict(PlanningRegion.objects.values_list("pk", "code"))
    found = []
    for where in {**kept, **fresh}:
        day, region, measure, is_internal, by, key = where
        column = measure + INTERNAL if is_internal else measure
        part = f"{by} {key}".strip()
        found.append(DayDiffers(day, codes.get(region, ""), column, part, kept.get(where, 0), fresh.get(where, 0)))
    return sorted(found, key=lambda one: (one.day, one.region, one.measure, one.part))


def _alone() -> None:
    """One at a time writes prepared figures; readers do not wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _waiting(most: int | None = None) -> list[int]:
    return list(CountChange.objects.order_by("pk").values_list("pk", flat=True)[:most])


def _days_of(changes: list[int]) -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM majup_count_days(%s, %s)", [changes, _zone()])
        return sorted(day for (day,) in cursor.fetchall())


def _stretches(days: Iterable[date]) -> list[tuple[date, date]]:
    """Neighbouring days as first and last of one stretch."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _replace(first: date, last: date) -> None:
    DayCount.objects.filter(day__gte=first, day__lte=last).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO reports_daycount (day, region_id, measure, is_internal, by, key, count)"
            " SELECT * FROM majup_day_counts(%s, %s, %s)",
            [first, last, _zone()],
        )


def _fresh(period: Period) -> set[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM majup_day_counts(%s, %s, %s)", [period.start, period.end, _zone()])
        return set(cursor.fetchall())


def _kept(period: Period) -> set[tuple[Any, ...]]:
    rows = DayCount.objects.filter(day__gte=period.start, day__lte=period.end)
    return set(rows.values_list("day", "region_id", "measure", "is_internal", "by", "key", "count"))


def _note(kind: str, days: Sequence[date], wrong: Sequence[date] = ()) -> None:
    CountRun.objects.create(
        kind=kind,
        at=timezone.now(),
        first_day=min(days),
        last_day=max(days),
        days=len(days),
        wrong=[day.isoformat() for day in wrong],
    )


def _zone() -> str:
    return str(country_settings()["timezone"])
