"""Counts on the quality of the work, of all regions: counted at once where that is quick, else kept from the night.

Each count is a function of the database that looks wider than its caller and gives numbers alone (ADR 2, ADR 22). Its
columns stand beside its name here, so that who reads a row reads it by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic
from typing import Any

from django.db import connection
from django.utils import timezone

from majup.kernel.periods import Period
from majup.network.calendar import country_settings
from majup.reports.models import QualitySheet

COUNTS: dict[str, tuple[str, ...]] = {
    "cohort": (
        *("region", "is_internal", "families", "people", "offered", "people_offered", "intending", "people_intending"),
        *("returned", "people_returned", "alone", "people_alone"),
    ),
    "waits": ("what", "region", "is_total", "asked", "answered", "median", "high"),
    "questions": (
        *("dimension", "key", "asked", "answered", "refused", "waiting", "overdue", "in_time", "median", "high"),
    ),
    "needs": (
        *("region", "municipality", "topic", "needs", "solved", "dropped", "impossible", "open_long", "not_found"),
        "families",
    ),
    "obstacles": ("region", "code", "cases"),
    "retention": (
        *("region", "is_internal", "alone", "month", "not_yet", "families", "people", "here", "people_here"),
        *("gone", "people_gone", "business_runs", "business_closed"),
    ),
    "readiness": ("region", "is_internal", "families", "ready", "no_home", "no_work", "no_school", "without_plan"),
    "ratings": ("region", "is_internal", "occasion", "support_kind", "settlement", "item", "value", "families"),
}
MORE = {"needs": ("open_long_days",)}  # settings of the pack that a count asks for besides the time zone
QUICK = 0.15  # seconds; what takes longer is kept from the night
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Counted:
    """Rows by name of column; `at` is the moment of the night in which they were counted, None: just now."""

    rows: list[Row]
    at: datetime | None = None


def counted(code: str, period: Period) -> Counted:
    """The rows of one count; those kept from the night where there are any."""
    kept = QualitySheet.objects.filter(code=code, period_from=period.start, period_to=period.end).first()
    rows = kept.rows if kept else _count(code, period)
    return Counted([dict(zip(COUNTS[code], row, strict=True)) for row in rows], kept.made_at if kept else None)


def _count(code: str, period: Period) -> list[Sequence[Any]]:
    told = country_settings()
    values = [
        period.start,
        period.end,
        timezone.localdate(),
        told["timezone"],
        *(told[name] for name in MORE.get(code, ())),
    ]
    places = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM majup_quality_{code}({places})", values)  # noqa: S608 -- one of COUNTS
        return cursor.fetchall()


def prepare(periods: Iterable[Period], quick: float = QUICK) -> int:
    """Count everything of `periods`, keep what took longer than `quick` seconds, forget the rest; how many are kept."""
    kept = 0
    for period in periods:
        for code in COUNTS:
            begun = monotonic()
            rows = _count(code, period)
            of: dict[str, Any] = {"code": code, "period_from": period.start, "period_to": period.end}
            if monotonic() - begun <= quick:
                QualitySheet.objects.filter(**of).delete()
                continue
            now = {"rows": [list(row) for row in rows], "made_at": timezone.now()}
            QualitySheet.objects.update_or_create(**of, defaults=now)
            kept += 1
    return kept


def usual_periods(today: date) -> list[Period]:
    """What pages offer to choose: every year of the programme, this one until its end, and the whole of it."""
    first = date.fromisoformat(country_settings()["programme_start"]).year
    years = [Period.year(year) for year in range(today.year, first - 1, -1)]
    return [*years, Period(years[-1].start, years[0].end)]


def share(part: int, whole: int) -> float | None:
    """In percent; None where there is nothing to take a share of."""
    return 100 * part / whole if whole else None


def summed(rows: Iterable[Row], by: str, *columns: str) -> dict[Any, dict[str, int]]:
    """{value of `by`: {column: sum}}."""
    found: dict[Any, dict[str, int]] = {}
    for row in rows:
        sums = found.setdefault(row[by], dict.fromkeys(columns, 0))
        for column in columns:
            sums[column] += row[column] or 0
    return found


def total(rows: Iterable[Row], *columns: str) -> dict[str, int]:
    """{column: sum} over all rows."""
    listed = list(rows)
    return {column: sum(row[column] or 0 for row in listed) for column in columns}
