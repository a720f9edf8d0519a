"""Facts of the catalogue as findings of the letter: in what words, how sure, and when they no longer hold (OFF-08)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.numbers import format_currency
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from majup.cases.models import Need
from majup.catalogue.models import Fact, FactVersion, State
from majup.network.calendar import country_settings
from majup.offers import openings
from majup.offers.models import OfferItem, Section

FRESH = "fresh"
# What may be put in; what was only reported goes in as "to be confirmed" and nothing else does.
PUT_IN = frozenset({FRESH, "due", State.REPORTED.value})
PARAGRAPHS = ("summary", "who", "what", "how", "where")


def item_fields(fact: Fact, need: Need | None) -> dict[str, Any]:
    """Columns of the item that the current version of `fact` becomes."""
    version = fact.current
    assert version is not None  # noqa: S101 -- what may be put in has a version
    reported = fact.state == State.REPORTED
    return {
        "section": need.topic.section if need else _section(fact),
        "need": need,
        "title": _title(version),
        "text": texts_of(version),
        "facts": lines_of(version),
        "ask": _ask(version),
        "confirmed_on": None if reported else fact.confirmed_on,
        "until": _until(version),
        "certainty": OfferItem.Certainty.UNCONFIRMED if reported else OfferItem.Certainty.GENERAL,
        "origin": OfferItem.Origin.STANDARD,
        "fact_version": version,
        **_whom(fact, version),
    }


def _title(version: FactVersion) -> dict[str, str]:
    """A proper name that is written in one language stands in the others as it is."""
    other = next(iter(version.name.values()))
    return {language: version.name.get(language) or other for language, _name in settings.LANGUAGES}


def _section(fact: Fact) -> str:
    topic = fact.topics.first()
    return topic.section if topic else Section.EVERYDAY


def _whom(fact: Fact, version: FactVersion) -> dict[str, Any]:
    if fact.role:
        return {"role": fact.role}
    name = dict(fact.institution.name_on()) if fact.institution else version.provider
    return {"institution": name, "contact": version.url}


def texts_of(version: FactVersion) -> dict[str, str]:
    """Summary, who, what, how and where as paragraphs, in every language in which the summary is written."""
    parts = [getattr(version, name) for name in PARAGRAPHS]
    return {
        language: "\n".join(part[language] for part in parts if part.get(language))
        for language, _name in settings.LANGUAGES
        if version.summary.get(language) or version.what.get(language)
    }


def lines_of(version: FactVersion) -> list[dict[str, dict[str, str]]]:
    """Amount, conditions and what contradicts itself as {label, value}, localized."""
    lines = []
    if version.amount_max is not None:
        lines.append({"label": _each("Amount"), "value": _each_amount(version.amount_min, version.amount_max)})
    for words in (*version.condition_words, *version.open_conditions):
        lines.append({"label": _each("Condition"), "value": dict(words)})
    if version.unverified:
        lines.append({"label": _each("Not verified"), "value": dict(version.unverified)})
    return lines


def _each(msgid: str) -> dict[str, str]:
    return {language: _said(msgid, language) for language, _name in settings.LANGUAGES}


def _said(msgid: str, language: str) -> str:
    with translation.override(language):
        words = {
            "Amount": gettext("Amount"),
            "Condition": gettext("Condition"),
            "Not verified": gettext("Not verified"),
        }
        return words[msgid]


def _each_amount(low: Decimal | None, high: Decimal) -> dict[str, str]:
    return {language: amount_words(low, high, language) for language, _name in settings.LANGUAGES}


def amount_words(low: Decimal | float | None, high: Decimal | float, language: str) -> str:
    """ "up to 5 000 €", or "from 2 000 € to 10 000 €"."""
    currency = country_settings()["currency"]
    said = [_money(amount, currency, language) for amount in (low, high) if amount is not None]
    with translation.override(language):
        if len(said) == 1:
            return gettext("up to %(most)s") % {"most": said[0]}
        if low == high:
            return said[0]
        return gettext("from %(least)s to %(most)s") % {"least": said[0], "most": said[1]}


def _money(amount: Decimal | float, currency: str, language: str) -> str:
    """A sum from a column, or one of those kept as JSON."""
    amount = Decimal(str(amount))
    if amount != amount.to_integral_value():
        return str(format_currency(amount, currency, locale=language))
    pattern = str(Locale.parse(language).currency_formats["standard"].pattern).replace("0.00", "0")
    return str(format_currency(amount, currency, format=pattern, locale=language, currency_digits=False))


def _ask(version: FactVersion) -> dict[str, str]:
    return {language: _question(version, language) for language, _name in settings.LANGUAGES}


def _question(version: FactVersion, language: str) -> str:
    name = _title(version)[language]
    with translation.override(language):
        return gettext("“%(name)s”: does it fit us, and how do we apply?") % {"name": name}


def _until(version: FactVersion) -> date | None:
    """The last day to act: the deadline where there is one, else the last day on which it holds."""
    told = version.details.get("deadline") or version.details.get("apply_until")
    return date.fromisoformat(told) if told else version.valid_to


def standing(item: OfferItem, day: date | None = None) -> str:
    """Why the fact behind `item` cannot go out as it stands, "" when it can (OFF-08).

    "due" and "hidden": its owner has not confirmed it in time; "changed": a later version says something else; "over",
    "not_yet"; else the state of the fact: ended, withdrawn, reported, … An item marked "to be confirmed" can go out.
    """
    if item.vacancy or item.dwelling:
        return openings.standing(item, day)
    if item.fact_version is None or item.certainty == OfferItem.Certainty.UNCONFIRMED:
        return ""
    fact = item.fact_version.fact
    freshness = fact.freshness(day or timezone.localdate())
    if freshness != FRESH:
        return freshness
    return "changed" if fact.current_id != item.fact_version_id else ""
