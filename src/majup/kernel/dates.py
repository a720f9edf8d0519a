"""Days in words, as each language writes them."""

from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date

EUROPEAN = {"en": "en_GB"}  # English as written in Europe: 7 September 2026


@lru_cache
def locale_of(language: str) -> Locale:
    """CLDR's locale for a code such as "lv" or "en"."""
    return Locale.parse(EUROPEAN.get(language, language))


@lru_cache(20_000)  # days of twenty years in two forms and languages; fewer are thrown out by a long archive
def written(day: date, form: str, language: str) -> str:
    """`form` is one of CLDR's ("long", "short") or a pattern such as "dd.MM.yyyy"."""
    return str(format_date(day, form, locale=locale_of(language)))


def long_date(day: date, language: str) -> str:
    return written(day, "long", language)
