"""Days are written as each language writes them, English as in Europe."""

from datetime import date

import pytest

from majup.kernel.dates import long_date, written

DAY = date(2026, 9, 7)


@pytest.mark.parametrize(("language", "words"), [("lv", "2026. gada 7. septembris"), ("en", "7 September 2026")])
def test_a_long_day(language, words):
    assert long_date(DAY, language) == words


@pytest.mark.parametrize(("form", "words"), [("dd.MM.yyyy", "07.09.2026"), ("LLL", "Sep")])
def test_a_day_by_pattern(form, words):
    assert written(DAY, form, "en").startswith(words)
