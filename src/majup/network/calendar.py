"""Working days of the country: deadlines are counted in them."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import holidays

from majup.kernel import workdays
from majup.network.models import Country


@lru_cache
def country_settings() -> dict[str, Any]:
    """The pack's settings; one row that changes only with a new pack."""
    return dict(Country.objects.get().settings)


@lru_cache
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays(country_settings()["holidays"])


@dataclass(frozen=True)
class Season:
    """Holidays in which families who live abroad come to visit; `remind_on` is when specialists hear of them."""

    code: str
    name: dict[str, str]
    first: date
    last: date
    remind_on: date


def coming_seasons(today: date) -> list[Season]:
    """Seasons that are so near that meetings should be planned now and that have not begun; the nearest first."""
    rows = [_season(row, year) for row in country_settings()["visit_seasons"] for year in (today.year, today.year + 1)]
    near = [season for season in rows if season.remind_on <= today < season.first]
    return sorted(near, key=lambda season: season.first)


def _season(row: dict[str, Any], year: int) -> Season:
    first, last = (date.fromisoformat(f"{year}-{row[key]}") for key in ("first", "last"))
    if last < first:
        last = date.fromisoformat(f"{year + 1}-{row['last']}")
    return Season(row["code"], row["name"], first, last, first - timedelta(days=row["remind_days"]))


def add_working_days(start: date, days: int) -> date:
    return workdays.add_working_days(start, days, lambda day: day in _holidays())
