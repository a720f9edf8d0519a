"""Stretches of whole days that reports, competitions and validities speak of.

A period is written as people write it ("2019", "2019-H1", "2019-Q3", "2018-03", "2019-01-01") or as two
such parts joined by two dots ("2018-03..2018-12"), both ends included. Labels are data; the page
that shows one has a whole translated sentence for each kind.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from majup.kernel.errors import CodedError

FIRST_YEAR, LAST_YEAR = 1900, 2100
_RANGE = ".."


class PeriodError(CodedError):
    """A period was refused.

    Codes: "malformed"; "no-such-date"; "reversed" (ends before it starts); "overlapping" (the two
    parts of a range); "out-of-range" (before 1900 or after 2100).
    """


class PeriodKind(StrEnum):
    """Which sentence fits a period: the shortest way people would name it."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"
    YEARS = "years"
    MONTHS = "months"
    DAYS = "days"


@dataclass(frozen=True)
class PeriodLabel:
    """What a page needs to name a period in its own language.

    `number` is the half (1-2), quarter (1-4) or month (1-12) of `start.year`, else None. For the
    kinds in the plural, name the span from `start` to `end` in that unit.
    """

    kind: PeriodKind
    start: date
    end: date
    number: int | None = None


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` to `end`, both included. Ordered by start, then by end.

    Both are plain dates: turn a moment into the local date first.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse what no report can mean; see `PeriodError`."""
        if self.start > self.end:
            raise PeriodError("reversed", (self.start, self.end))
        if self.start.year < FIRST_YEAR or self.end.year > LAST_YEAR:
            raise PeriodError("out-of-range", (self.start, self.end))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a period as written by a person or in an address; PeriodError if it is none."""
        first, *rest = text.strip().split(_RANGE)
        if len(rest) > 1:
            raise PeriodError("malformed", text)
        start, end = _parse_part(first.strip())
        if rest:
            left, right = cls(start, end), cls(*_parse_part(rest[0].strip()))
            _refuse_crossed(left, right, text)
            end = right.end
        return cls(start, end)

    @classmethod
    def year(cls, year: int) -> Self:
        """Return the calendar year; PeriodError outside 1900 to 2100."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise PeriodError("out-of-range", year)
        return cls(*_months(year, 1, 12))

    @classmethod
    def month(cls, day: date) -> Self:
        """Return the calendar month in which `day` lies."""
        return cls(*_months(day.year, day.month, 1))

    def __str__(self) -> str:
        """Return the shortest text that `parse` reads back as this period."""
        return _spelling(self.label)

    @property
    def days(self) -> int:
        """The number of days, at least 1."""
        return (self.end - self.start).days + 1

    @property
    def is_part_year(self) -> bool:
        """Whether some calendar year is covered in part only, so that figures need saying so."""
        return (self.start.month, self.start.day) != (1, 1) or (self.end.month, self.end.day) != (12, 31)

    @property
    def label(self) -> PeriodLabel:
        """The pieces from which a page names the period."""
        if not self._has_whole_months():
            kind = PeriodKind.DAY if self.start == self.end else PeriodKind.DAYS
            return PeriodLabel(kind, self.start, self.end)
        kind, number = _whole_months_name(self.start, _months_between(self.start, self.end) + 1)
        return PeriodLabel(kind, self.start, self.end, number)

    def _has_whole_months(self) -> bool:
        return self.start.day == 1 and self.end == _last_of_month(self.end)

    def contains(self, day: date) -> bool:
        """Say whether `day` lies in the period, first and last day included."""
        return self.start <= day <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Say whether the two share at least one day."""
        return self.start <= other.end and other.start <= self.end

    def years(self) -> tuple["Period", ...]:
        """Split at New Year: one period per calendar year touched, in order, together the same days."""
        return tuple(
            Period(max(self.start, date(year, 1, 1)), min(self.end, date(year, 12, 31)))
            for year in range(self.start.year, self.end.year + 1)
        )


def add_months(day: date, n: int) -> date:
    """Return the same day `n` months later (earlier if negative), or that month's last day.

    31 January and one month make 28 or 29 February. PeriodError("out-of-range") beyond years 1 to 9999.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + n, 12)
    if not date.min.year <= year <= date.max.year:
        raise PeriodError("out-of-range", (day, n))
    last = calendar.monthrange(year, month0 + 1)[1]
    return date(year, month0 + 1, min(day.day, last))


def month_label(day: date) -> str:
    """Return the month as "2018-03": sorts as text and is read back by `Period.parse`."""
    return f"{day.year:04}-{day.month:02}"


_YEAR = re.compile(r"([0-9]{4})")
_PART = re.compile(r"([0-9]{4})-([HhQq])([0-9])")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PART_LENGTH = {"H": 6, "Q": 3}


def _parse_part(text: str) -> tuple[date, date]:
    if _DAY.fullmatch(text):
        return _parse_day(text)
    if found := _YEAR.fullmatch(text):
        return _months(int(found[1]), 1, 12)
    if found := _PART.fullmatch(text):
        length = _PART_LENGTH[found[2].upper()]
        return _months(int(found[1]), (int(found[3]) - 1) * length + 1, length)
    if found := _MONTH.fullmatch(text):
        return _months(int(found[1]), int(found[2]), 1)
    raise PeriodError("malformed", text)


def _parse_day(text: str) -> tuple[date, date]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise PeriodError("no-such-date", text) from None
    return day, day


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    if not 1 <= first <= 12 or year < date.min.year:
        raise PeriodError("no-such-date", (year, first))
    return date(year, first, 1), _last_of_month(date(year, first + count - 1, 1))


def _refuse_crossed(left: Period, right: Period, text: str) -> None:
    if right.end < left.start:
        raise PeriodError("reversed", text)
    if left != right and left.overlaps(right):
        raise PeriodError("overlapping", text)


def _last_of_month(day: date) -> date:
    if (day.year, day.month) == (date.max.year, 12):
        return date.max
    return add_months(day.replace(day=1), 1) - timedelta(days=1)


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


def _whole_months_name(start: date, count: int) -> tuple[PeriodKind, int | None]:
    if count == 1:
        return PeriodKind.MONTH, start.month
    if count == 3 and start.month % 3 == 1:
        return PeriodKind.QUARTER, start.month // 3 + 1
    if count == 6 and start.month % 6 == 1:
        return PeriodKind.HALF, start.month // 6 + 1
    if start.month == 1 and count % 12 == 0:
        return (PeriodKind.YEAR if count == 12 else PeriodKind.YEARS), None
    return PeriodKind.MONTHS, None


def _spelling(label: PeriodLabel) -> str:
    start, end, kind = label.start, label.end, label.kind
    if kind in {PeriodKind.HALF, PeriodKind.QUARTER}:
        return f"{start.year:04}-{kind.value[0].upper()}{label.number}"
    if kind in {PeriodKind.YEAR, PeriodKind.YEARS}:
        first, last = f"{start.year:04}", f"{end.year:04}"
    elif kind in {PeriodKind.MONTH, PeriodKind.MONTHS}:
        first, last = month_label(start), month_label(end)
    else:
        first, last = start.isoformat(), end.isoformat()
    return first if first == last else first + _RANGE + last
