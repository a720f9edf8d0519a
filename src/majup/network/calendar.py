"""Working days of the country: deadlines are counted in them."""

from datetime import date
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


def add_working_days(start: date, days: int) -> date:
    return workdays.add_working_days(start, days, lambda day: day in _holidays())
