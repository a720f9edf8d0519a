from datetime import date

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from majup.kernel.workdays import WorkdaysError, add_working_days, is_working_day, working_days_between

MIDSUMMER = frozenset({date(2025, 6, 23), date(2025, 6, 24)})  # Monday and Tuesday
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
some_holidays = st.frozensets(days, max_size=40)


class TestAdd:
    @pytest.mark.parametrize(
        ("start", "n", "expected"),
        [
            (date(2025, 6, 19), 1, date(2025, 6, 20)),
            (date(2025, 6, 20), 1, date(2025, 6, 25)),  # Friday: weekend and two holidays lie between
            (date(2025, 6, 21), 1, date(2025, 6, 25)),
            (date(2025, 6, 22), 1, date(2025, 6, 25)),
            (date(2025, 6, 20), 5, date(2025, 7, 1)),
            (date(2025, 6, 25), -1, date(2025, 6, 20)),
            (date(2025, 6, 22), -1, date(2025, 6, 20)),
            (date(2025, 6, 20), 0, date(2025, 6, 20)),
            (date(2025, 6, 21), 0, date(2025, 6, 25)),
        ],
    )
    def test_weekends_and_holidays_do_not_count(self, start, n, expected):
        assert add_working_days(start, n, MIDSUMMER) == expected
        assert add_working_days(start, n, lambda day: day in MIDSUMMER) == expected

    def test_calendar_of_the_holidays_package(self):
        assert add_working_days(date(2025, 6, 20), 1, holidays.country_holidays("LV")) == date(2025, 6, 25)

    def test_other_weekend_and_a_working_day_moved_to_saturday(self):
        friday, saturday = date(2025, 5, 2), date(2025, 5, 10)
        moved = add_working_days(date(2025, 5, 9), 1, frozenset({friday}), moved_here=frozenset({saturday}))
        assert moved == saturday
        assert add_working_days(date(2025, 5, 1), 1, frozenset(), weekend={4, 5}) == date(2025, 5, 4)
        assert is_working_day(saturday, frozenset(), moved_here={saturday}) is True
        assert is_working_day(saturday, frozenset()) is False

    @pytest.mark.parametrize(
        ("start", "n", "is_holiday", "code"),
        [
            (date(2025, 1, 1), 1, lambda _: True, "no-working-day"),
            (date.max, 1, lambda _: False, "out-of-range"),
            (date.min, -1, lambda _: False, "out-of-range"),
        ],
    )
    def test_no_answer_is_an_error_not_an_endless_search(self, start, n, is_holiday, code):
        with pytest.raises(WorkdaysError) as caught:
            add_working_days(start, n, is_holiday)
        assert caught.value.code == code


class TestBetween:
    @pytest.mark.parametrize(
        ("start", "end", "expected"),
        [
            (date(2025, 6, 20), date(2025, 6, 20), 0),
            (date(2025, 6, 20), date(2025, 6, 24), 0),
            (date(2025, 6, 20), date(2025, 6, 25), 1),
            (date(2025, 6, 16), date(2025, 6, 30), 8),
            (date(2025, 6, 25), date(2025, 6, 20), -1),
        ],
    )
    def test_known(self, start, end, expected):
        assert working_days_between(start, end, MIDSUMMER) == expected

    @given(days, st.integers(-60, 60).filter(bool), some_holidays)
    def test_counts_what_adding_moved(self, start, n, free):
        end = add_working_days(start, n, free)
        assert is_working_day(end, free)
        assert working_days_between(start, end, free) == n

    @given(days, days, days, some_holidays)
    def test_two_stretches_add_up(self, a, b, c, free):
        a, b, c = sorted([a, b, c])
        whole = working_days_between(a, c, free)
        assert working_days_between(a, b, free) + working_days_between(b, c, free) == whole
