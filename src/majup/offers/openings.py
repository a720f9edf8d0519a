"""Vacancies and dwellings as findings of the letter: in what words, and when they no longer hold (OFF-08, EMP-01)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from majup.cases.models import Need
from majup.kernel.money import format_amount
from majup.network.models import Role
from majup.offers.models import OfferItem, Section
from majup.openings import queries
from majup.openings.models import Answer, Dwelling, Vacancy


def item_fields(entry: Vacancy | Dwelling, need: Need | None) -> dict[str, Any]:
    """Columns of the item that an open vacancy or dwelling becomes."""
    own = _of_vacancy(entry) if isinstance(entry, Vacancy) else _of_dwelling(entry)
    section = Section.WORK if isinstance(entry, Vacancy) else Section.HOME
    return {
        "section": need.topic.section if need else section,
        "need": need,
        "confirmed_on": entry.source.read_at.date() if entry.source and entry.source.read_at else entry.confirmed_on,
        "until": entry.valid_to,
        "certainty": OfferItem.Certainty.GENERAL,
        "origin": OfferItem.Origin.STANDARD,
        **own,
    }


def _of_vacancy(vacancy: Vacancy) -> dict[str, Any]:
    employer = vacancy.employer
    name = vacancy.employer_title or (vacancy.source.name if vacancy.source else vacancy.place)
    reach = (employer.phone, employer.mailbox) if employer else ()
    contact = " ".join(filter(None, (vacancy.contact, *reach, vacancy.url)))
    place = vacancy.municipality
    return {
        "vacancy": vacancy,
        "kind": OfferItem.Kind.JOB,
        "title": _each(lambda _language: vacancy.title),
        "text": _each(
            lambda language: "\n".join(
                filter(None, (place.name_in(language) if place else vacancy.place, vacancy.text, vacancy.package))
            )
        ),
        "institution": _each(lambda _language: name),
        "contact": contact[:300],
        "ask": _each(lambda _language: gettext("Is the post still free, and what should the application have?")),
        "pay_after_tax": _pay(vacancy),
        "bonuses": vacancy.bonuses,
        "remote": vacancy.remote if vacancy.remote != Answer.UNKNOWN else OfferItem.Remote.UNKNOWN,
    }


def _pay(vacancy: Vacancy) -> str:
    """Pay after tax as figures alone, which every language reads; empty when it is not known."""
    ends = dict.fromkeys(value for value in (vacancy.net_from, vacancy.net_to) if value is not None)
    sums = [format_amount(Decimal(value), settings.LANGUAGE_CODE) for value in ends]
    said = "\N{EN DASH}".join(sums)
    return f"{said} ({vacancy.net_year})" if said else ""


def _of_dwelling(dwelling: Dwelling) -> dict[str, Any]:
    specialist = Role.objects.filter(kind=Role.Kind.SPECIALIST, municipality=dwelling.municipality).first()
    whom: dict[str, Any] = {"role": specialist} if specialist else {"institution": {}, "contact": dwelling.url}
    parts = (dwelling.conditions, dwelling.priority, dwelling.way, dwelling.contract, dwelling.text)
    return {
        "dwelling": dwelling,
        "title": _each(lambda language: gettext("Home: %(place)s") % {"place": _address(dwelling, language)}),
        "text": _each(lambda language: "\n".join(filter(None, (_facts(dwelling, language), *parts)))),
        "ask": _each(lambda _language: gettext("Is it still free, and how do we apply?")),
        **whom,
    }


def _address(dwelling: Dwelling, language: str) -> str:
    place = dwelling.municipality
    return ", ".join(filter(None, (dwelling.area, place.name_in(language) if place else "")))


def _facts(dwelling: Dwelling, language: str) -> str:
    """Rooms, size and price, which says whether it is paid once or every month."""
    rooms = gettext("Rooms: %(rooms)s") % {"rooms": dwelling.rooms} if dwelling.rooms else ""
    size = f"{dwelling.size:.0f} m²" if dwelling.size else ""
    price = format_amount(dwelling.price, language) if dwelling.price is not None else ""
    if price and dwelling.price_unit == "month":
        price = gettext("%(sum)s a month") % {"sum": price}
    return "; ".join(filter(None, (rooms, size, price)))


def _each(words: Callable[[str], str]) -> dict[str, str]:
    """The same in every language of the pack; words that stand in one language alone stay as they are."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = words(language)
    return said


def standing(item: OfferItem, day: date | None = None) -> str:
    """Why the vacancy or dwelling behind `item` cannot go out, "" when it can (OFF-08).

    "over": its last day has passed, or it was filled, taken or hidden. No mark helps then: it has to be taken out.
    "changed": it was prolonged, and the letter still names the last day that has passed.
    "due": nobody confirmed it in time; marked as "to be confirmed" it can go out.
    """
    entry = item.vacancy or item.dwelling
    if entry is None:
        return ""
    if not entry.is_open:
        return "over"
    if item.until and item.until < (day or timezone.localdate()):
        return "changed"
    if item.certainty == OfferItem.Certainty.UNCONFIRMED or queries.is_fresh(entry, day):
        return ""
    return "due"
