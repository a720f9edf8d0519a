"""Filters: text in the reader's language, dates, sums, names of countries and languages."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_timedelta
from babel.numbers import format_decimal
from django.conf import settings
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from majup.kernel.dates import locale_of, written
from majup.kernel.localized import Picked, pick
from majup.kernel.money import format_amount
from majup.kernel.text import Alphabet, sort_key
from majup.network.calendar import country_settings
from majup.places.models import Municipality
from majup.plumbing.days import day_words
from majup.web.components.library import register

LANGUAGES = tuple(dict(settings.LANGUAGES))
SHORT = {"en": "d MMM yyyy", "lv": "dd.MM.yyyy"}
Day = dt.date | dt.datetime


def language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def locale() -> Locale:
    return locale_of(language())


def _picked(texts: Mapping[str, str] | str | None) -> Picked:
    wished = language()
    if not isinstance(texts, Mapping):
        return Picked(str(texts or ""), wished)
    return pick(texts, wished, chain(LANGUAGES, texts))


@register.filter
def localized(texts: Mapping[str, str] | str | None) -> SafeString:
    """{"lv": …, "en": …} in the reader's language; another language, where it is all there is, carries its `lang`."""
    found = _picked(texts)
    if found.language in {language(), ""}:
        return conditional_escape(found.text)
    return format_html('<span lang="{}">{}</span>', found.language, found.text)


@register.filter
def localized_plain(texts: Mapping[str, str] | str | None) -> str:
    """The same without markup, for attributes, titles and arguments of tags."""
    return _picked(texts).text


@register.filter
def named(place: Municipality | None) -> str:
    """The name of a municipality in the reader's language; nothing where there is none."""
    return place.name_in(language()) if place else ""


def name_field() -> str:
    """The column of a municipality that holds its name in the reader's language."""
    return Municipality.name_field(language())


def _local(value: Day) -> Day:
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value


def local_day(value: Day) -> dt.date:
    """The day in local time; a moment and its day are equal keys only as a date."""
    local = _local(value)
    return local.date() if isinstance(local, dt.datetime) else local


@register.filter
def longdate(value: Day | None, place: str = "") -> str:
    """7 September 2026, in the reader's language; inside a sentence with its `place` there (plumbing.days)."""
    return day_words(local_day(value), language(), place) if value else ""


@register.filter
def shortdate(value: Day | None) -> str:
    """The date for narrow columns as the language writes it: 7 Sept 2026, so that no day is read as a month."""
    return written(local_day(value), SHORT.get(language(), "short"), language()) if value else ""


@register.filter
def longtime(value: dt.datetime | None, place: str = "") -> str:
    """Date and time of day, local, without seconds; `place` as for `longdate`."""
    return f"{longdate(value, place)}, {_local(value):%H:%M}" if value else ""


@register.filter
def since(value: Day | None, now: Day | None = None) -> str:
    """How long ago, or in how long, in words: 3 days ago."""
    if not value:
        return ""
    if not isinstance(value, dt.datetime):
        return format_timedelta(
            value - (now or timezone.localdate()), granularity="day", add_direction=True, locale=locale()
        )
    age = value - (now or timezone.now())
    return format_timedelta(age, granularity="minute", threshold=1.2, add_direction=True, locale=locale())


@register.filter
def money(amount: Decimal | int | str | None) -> str:
    """A sum in euros as the reader's language writes it, with a space that does not break."""
    return format_amount(Decimal(amount), language()) if amount not in (None, "") else ""


@register.filter
def figure(value: Decimal | str) -> str:
    """A plain figure as the reader's language writes it: 10,5 or 10.5."""
    return format_decimal(Decimal(value), locale=locale())


@register.filter
def country_name(code: str | None) -> str:
    """Ireland for "IE", in the reader's language; the code itself when CLDR has no name."""
    return locale().territories.get(str(code or "").upper(), str(code or ""))


@register.filter
def language_name(code: str | None) -> str:
    """English for "en", in the reader's language."""
    return _language_name(str(code or ""), language())


@lru_cache(500)
def _language_name(code: str, reader: str) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name(locale_of(reader)) or code
    except (ValueError, UnknownLocaleError):
        return code


@register.filter
def nl2p(text: Any) -> SafeString:
    """Typed text as paragraphs, escaped."""
    words = str(text or "")
    return mark_safe(linebreaks(words, autoescape=True)) if "\n" in words else format_html("<p>{}</p>", words)


@lru_cache
def _countries(code: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(code).territories
    codes = [key for key in names if len(key) == 2 and key.isalpha() and key not in {"EU", "EZ", "UN", "ZZ", "QO"}]
    alphabet = Alphabet.of(country_settings()["alphabet"])
    return tuple(sorted(((key, names[key]) for key in codes), key=lambda pair: sort_key(pair[1], alphabet)))


def country_choices() -> tuple[tuple[str, str], ...]:
    """(ISO code, name in the reader's language) of every country, by name; for a select."""
    return _countries(language())
