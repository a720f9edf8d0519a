from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from majup.kernel.periods import (
    Period,
    PeriodError,
    PeriodKind,
    PeriodLabel,
    add_months,
    month_label,
)

days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
periods = st.tuples(days, days).map(lambda pair: Period(min(pair), max(pair)))


def refusal(function, *arguments):
    with pytest.raises(PeriodError) as caught:
        function(*arguments)
    return caught.value.code


class TestParse:
    @pytest.mark.parametrize(
        ("text", "start", "end"),
        [
            ("2019", date(2019, 1, 1), date(2019, 12, 31)),
            ("2019-H1", date(2019, 1, 1), date(2019, 6, 30)),
            ("2019-h2", date(2019, 7, 1), date(2019, 12, 31)),
            ("2019-Q1", date(2019, 1, 1), date(2019, 3, 31)),
            ("2019-Q3", date(2019, 7, 1), date(2019, 9, 30)),
            ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
            ("2018-03..2018-12", date(2018, 3, 1), date(2018, 12, 31)),
            ("2019-01-01..2019-06-30", date(2019, 1, 1), date(2019, 6, 30)),
            (" 2018 .. 2020-H1 ", date(2018, 1, 1), date(2020, 6, 30)),
            ("2019-05-04", date(2019, 5, 4), date(2019, 5, 4)),
            ("2019..2019", date(2019, 1, 1), date(2019, 12, 31)),
            ("2100", date(2100, 1, 1), date(2100, 12, 31)),
        ],
    )
    def test_known(self, text, start, end):
        assert Period.parse(text) == Period(start, end)

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "malformed"),
            ("soon", "malformed"),
            ("19", "malformed"),
            ("2019-1", "malformed"),
            ("2019-Q", "malformed"),
            ("2018..2019..2020", "malformed"),
            ("..2019", "malformed"),
            ("2019..", "malformed"),
            ("٢٠١٩", "malformed"),
            ("2019-Q0", "no-such-date"),
            ("2019-Q5", "no-such-date"),
            ("2019-H3", "no-such-date"),
            ("2019-13", "no-such-date"),
            ("2019-00", "no-such-date"),
            ("2019-02-29", "no-such-date"),
            ("0000", "no-such-date"),
            ("0000-01-01", "no-such-date"),
            ("1899", "out-of-range"),
            ("2101-Q1", "out-of-range"),
            ("9999", "out-of-range"),
            ("9999-12", "out-of-range"),
            ("2020..2019", "reversed"),
            ("2019-06-30..2019-01-01", "reversed"),
            ("2019..2019-06-30", "overlapping"),
            ("2019-H1..2019-03", "overlapping"),
            ("2019-03..2019", "overlapping"),
        ],
    )
    def test_refused_with_a_code(self, text, code):
        assert refusal(Period.parse, text) == code

    @given(st.text(max_size=25))
    def test_any_text_is_a_period_or_refused(self, text):
        with suppress(PeriodError):
            assert isinstance(Period.parse(text), Period)

    @given(periods)
    def test_written_and_read_back(self, period):
        assert Period.parse(str(period)) == period

    @pytest.mark.parametrize(
        "text",
        [
            "2019",
            "2019-H2",
            "2019-Q4",
            "2018-03",
            "2018-03..2018-12",
            "2018..2020",
            "2019-05-04",
            "2019-01-02..2019-01-03",
        ],
    )
    def test_shortest_spelling(self, text):
        assert str(Period.parse(text)) == text


class TestPeriod:
    @pytest.mark.parametrize(
        ("start", "end", "code"),
        [
            (date(2019, 1, 2), date(2019, 1, 1), "reversed"),
            (date(1899, 12, 31), date(1900, 1, 1), "out-of-range"),
            (date(2100, 1, 1), date(2101, 1, 1), "out-of-range"),
        ],
    )
    def test_absurd_ones_cannot_be_made(self, start, end, code):
        assert refusal(Period, start, end) == code

    def test_calendar_year_and_month(self):
        assert Period.year(2020) == Period(date(2020, 1, 1), date(2020, 12, 31))
        assert Period.month(date(2020, 2, 10)) == Period(date(2020, 2, 1), date(2020, 2, 29))
        assert refusal(Period.year, 0) == refusal(Period.year, 10000) == "out-of-range"

    @pytest.mark.parametrize(
        ("text", "part"),
        [
            ("2019", False),
            ("2018..2020", False),
            ("2018-03..2018-12", True),  # the programme's first year
            ("2020-H1", True),
            ("2018-03..2019-12", True),
        ],
    )
    def test_part_year(self, text, part):
        assert Period.parse(text).is_part_year is part

    def test_both_ends_belong(self):
        period = Period.parse("2019-H1")
        assert [period.contains(date(*day)) for day in [(2018, 12, 31), (2019, 1, 1), (2019, 6, 30), (2019, 7, 1)]] == [
            False,
            True,
            True,
            False,
        ]
        assert period.days == 181

    def test_split_at_new_year(self):
        assert [str(year) for year in Period.parse("2018-03..2020-06").years()] == [
            "2018-03..2018-12",
            "2019",
            "2020-H1",
        ]

    @given(periods)
    def test_years_are_the_same_days_without_gap_or_overlap(self, period):
        years = period.years()
        assert (years[0].start, years[-1].end) == (period.start, period.end)
        assert sum(year.days for year in years) == period.days
        assert all(year.start.year == year.end.year for year in years)
        assert all(earlier.end + timedelta(days=1) == later.start for earlier, later in pairwise(years))

    @given(periods, periods)
    def test_overlap_is_a_shared_day(self, one, other):
        shared = max(one.start, other.start) <= min(one.end, other.end)
        assert one.overlaps(other) == other.overlaps(one) == shared


class TestLabel:
    @pytest.mark.parametrize(
        ("text", "kind", "number"),
        [
            ("2019", PeriodKind.YEAR, None),
            ("2018..2020", PeriodKind.YEARS, None),
            ("2020-H2", PeriodKind.HALF, 2),
            ("2020-Q4", PeriodKind.QUARTER, 4),
            ("2020-11", PeriodKind.MONTH, 11),
            ("2018-03..2018-12", PeriodKind.MONTHS, None),
            ("2018-02..2018-04", PeriodKind.MONTHS, None),
            ("2018-07..2019-06", PeriodKind.MONTHS, None),
            ("2018-03..2018-08", PeriodKind.MONTHS, None),
            ("2020-03-01..2020-03-30", PeriodKind.DAYS, None),
            ("2020-03-01", PeriodKind.DAY, None),
        ],
    )
    def test_kinds(self, text, kind, number):
        period = Period.parse(text)
        assert period.label == PeriodLabel(kind, period.start, period.end, number)

    def test_whole_quarter_written_as_days_is_a_quarter(self):
        assert str(Period.parse("2020-01-01..2020-03-31")) == "2020-Q1"


class TestMonths:
    @pytest.mark.parametrize(
        ("day", "n", "expected"),
        [
            (date(2019, 1, 31), 1, date(2019, 2, 28)),
            (date(2020, 1, 31), 1, date(2020, 2, 29)),
            (date(2020, 2, 29), 12, date(2021, 2, 28)),
            (date(2019, 12, 15), 1, date(2020, 1, 15)),
            (date(2020, 1, 15), -1, date(2019, 12, 15)),
            (date(2020, 3, 31), -1, date(2020, 2, 29)),
            (date(2020, 3, 31), 0, date(2020, 3, 31)),
        ],
    )
    def test_known(self, day, n, expected):
        assert add_months(day, n) == expected

    @given(days, st.integers(-600, 600))
    def test_moves_by_months_and_keeps_the_day_where_there_is_one(self, day, n):
        moved = add_months(day, n)
        assert (moved.year - day.year) * 12 + moved.month - day.month == n
        assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)

    @pytest.mark.parametrize(("day", "n"), [(date.max, 1), (date.min, -1), (date(2020, 1, 1), 10**9)])
    def test_beyond_the_calendar(self, day, n):
        assert refusal(add_months, day, n) == "out-of-range"

    def test_month_label_sorts_and_is_read_back(self):
        assert month_label(date(2018, 3, 5)) == "2018-03"
        assert Period.parse(month_label(date(2018, 3, 5))) == Period.month(date(2018, 3, 5))
