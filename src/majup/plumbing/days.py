"""Days inside a sentence: languages that decline write the month otherwise after "until" than by itself."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.translation import pgettext_lazy

from majup.kernel.dates import long_date, written

# The place of the day in the sentence, and the twelve months as they stand there. English has one form for all.
MONTHS: dict[str, Any] = {
    "on": pgettext_lazy(
        "months in “on 5 January 2026”",
        "January February March April May June July August September October November December",
    ),
    "since": pgettext_lazy(
        "months in “since 5 January 2026” and “from 5 January 2026”",
        "January February March April May June July August September October November December",
    ),
    "until": pgettext_lazy(
        "months in “until 5 January 2026” and “by 5 January 2026”",
        "January February March April May June July August September October November December",
    ),
    "of": pgettext_lazy(
        "months in “of 5 January 2026”",
        "January February March April May June July August September October November December",
    ),
}
# A language without a catalogue is answered in the main one; its own dates are better then.
TRANSLATED_INTO = pgettext_lazy("code of the language into which this file is translated", "en")


@lru_cache(20_000)
def day_words(day: date, language: str, place: str = "") -> str:
    """The long date as it stands in a sentence; `place` is a key of MONTHS, or empty for the date by itself.

    A language without forms of its own keeps the plain date. KeyError for a place that is not known.
    """
    words = long_date(day, language)
    if not place:
        return words
    with translation.override(language):
        months, spoken = str(MONTHS[place]).split(), str(TRANSLATED_INTO)
    if spoken != language:
        return words
    return words.replace(written(day, "MMMM", language), months[day.month - 1])


class Day(str):
    """A day in words that a letter can put into any sentence: `format(day, "until")` (values of `letters.write`)."""

    day: date
    language: str

    def __new__(cls, day: date, language: str) -> "Day":
        made = super().__new__(cls, long_date(day, language))
        made.day, made.language = day, language
        return made

    def __format__(self, place: str) -> str:
        return day_words(self.day, self.language, place)
