"""Deadlines counted in working days.

Which days are holidays is a country's fact and is passed in: a function, or anything that can be
asked `day in holidays` (a frozenset, a calendar of the package `holidays`).
"""

from collections.abc import Callable, Container
from datetime import date, timedelta

from majup.kernel.errors import CodedError

Holidays = Callable[[date], bool] | Container[date]

SATURDAY, SUNDAY = 5, 6
WEEKEND = frozenset({SATURDAY, SUNDAY})
_LONGEST_BREAK = 366
_NO_DATES: frozenset[date] = frozenset()


class WorkdaysError(CodedError):
    """No answer: "no-working-day" (a year without one) or "out-of-range" (beyond years 1 to 9999)."""


def is_working_day(
    day: date,
    holidays: Holidays,
    *,
    weekend: Container[int] = WEEKEND,
    moved_here: Container[date] = _NO_DATES,
) -> bool:
    """Say whether people work on `day`.

    `weekend` holds weekdays as `date.weekday` counts them, Monday being 0. `moved_here` holds days
    that are worked although weekend or holiday, because a working day was moved to them.
    """
    if day in moved_here:
        return True
    is_holiday = holidays(day) if callable(holidays) else day in holidays
    return day.weekday() not in weekend and not is_holiday


def add_working_days(
    start: date,
    n: int,
    holidays: Holidays,
    *,
    weekend: Container[int] = WEEKEND,
    moved_here: Container[date] = _NO_DATES,
) -> date:
    """Return the `n`-th working day after `start`; for negative `n`, before it.

    The start itself never counts, whatever day it is: one working day after Friday, Saturday or
    Sunday is Monday. With n = 0 the start is returned if it is worked, else the next day that is.
    """
    if n == 0 and is_working_day(start, holidays, weekend=weekend, moved_here=moved_here):
        return start
    step = -1 if n < 0 else 1
    day = start
    for _ in range(max(abs(n), 1)):
        day = _next_working_day(day, step, holidays, weekend, moved_here)
    return day


def _next_working_day(
    day: date, step: int, holidays: Holidays, weekend: Container[int], moved_here: Container[date]
) -> date:
    first = day
    for _ in range(_LONGEST_BREAK):
        try:
            day += timedelta(days=step)
        except OverflowError:
            raise WorkdaysError("out-of-range", first) from None
        if is_working_day(day, holidays, weekend=weekend, moved_here=moved_here):
            return day
    raise WorkdaysError("no-working-day", first)


def working_days_between(
    start: date,
    end: date,
    holidays: Holidays,
    *,
    weekend: Container[int] = WEEKEND,
    moved_here: Container[date] = _NO_DATES,
) -> int:
    """Return how many working days `end` lies after `start`: start not counted, end counted.

    If `end` is earlier the number is negative and counts from `end` up to the day before `start`.
    So `working_days_between(s, add_working_days(s, n, h), h) == n` for every n but 0.
    """
    sign, first, last = (1, start + timedelta(days=1), end) if end >= start else (-1, end, start - timedelta(days=1))
    return sign * sum(
        is_working_day(first + timedelta(days=offset), holidays, weekend=weekend, moved_here=moved_here)
        for offset in range((last - first).days + 1)
    )
