"""Time zones by country, and one moment as two people read it."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, get_timezone_location
from django.conf import settings

from majup.kernel.dates import locale_of


@cache
def known() -> frozenset[str]:
    return frozenset(available_timezones())


def is_zone(name: str) -> bool:
    return name in known()


def of_country(code: str) -> list[str]:
    """Zones of a country (ISO code), its usual one first; none for an unknown country."""
    territories = get_global("territory_zones").get(code.upper(), [])
    return [zone for zone in territories if zone in known()]


def choices(country: str, locale: Locale) -> list[tuple[str, str]]:
    """(name, words) for a select: zones of `country`, then ours, then one of every country, by words."""
    first = list(dict.fromkeys([*of_country(country), settings.TIME_ZONE]))
    rest = {zones[0] for zones in get_global("territory_zones").values() if zones and zones[0] in known()}
    named = sorted((_words(zone, locale), zone) for zone in rest - set(first))
    return [*((zone, _words(zone, locale)) for zone in first), *((zone, words) for words, zone in named)]


def _words(zone: str, locale: Locale) -> str:
    """Country and city, as people look for it."""
    return get_timezone_location(ZoneInfo(zone), locale=locale)


def time_of_day(moment: datetime, zone: str, beside: str, language: str) -> str:
    """18:00 as a clock in `zone` shows it, with the day where it is not that of `beside`; "" where they agree."""
    there, here = moment.astimezone(ZoneInfo(zone)), moment.astimezone(ZoneInfo(beside))
    if there.utcoffset() == here.utcoffset():
        return ""
    return f"{there:%H:%M}" if there.date() == here.date() else said(moment, zone, language)


def said(moment: datetime, zone: str, language: str) -> str:
    """Monday 7 September 2026, 18:00, as a clock in `zone` shows it."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{format_date(local, 'full', locale=locale_of(language))}, {local:%H:%M}"
