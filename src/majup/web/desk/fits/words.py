"""Conditions in words: what is needed, what is known, and how an answer is asked for."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext_lazy

from majup.places.models import Municipality
from majup.rules.answers import Answer
from majup.rules.decide import Finding, Verdict
from majup.rules.fields import Field, Kind
from majup.rules.tree import Test
from majup.web.components.texts import country_name, localized_plain, longdate, money, name_field

UNITS: Mapping[str, Any] = {
    "years": ngettext_lazy("%(number)s year", "%(number)s years", "number"),
    "months": ngettext_lazy("%(number)s month", "%(number)s months", "number"),
    "days": ngettext_lazy("%(number)s day", "%(number)s days", "number"),
    "jobs": ngettext_lazy("%(number)s job", "%(number)s jobs", "number"),
    "flats": ngettext_lazy("%(number)s flat", "%(number)s flats", "number"),
    "children": ngettext_lazy("%(number)s child", "%(number)s children", "number"),
    "people": ngettext_lazy("%(number)s person", "%(number)s people", "number"),
    "addresses": ngettext_lazy("%(number)s address", "%(number)s addresses", "number"),
}
PRICES: Mapping[str, Any] = {
    "EUR": "%(value)s",
    "EUR/month": gettext_lazy("%(value)s a month"),
    "EUR/m2": gettext_lazy("%(value)s a square metre"),
}
NEEDED: Mapping[str, Any] = {
    "==": "%(value)s",
    "!=": gettext_lazy("not %(value)s"),
    "<": gettext_lazy("less than %(value)s"),
    "<=": gettext_lazy("at most %(value)s"),
    ">": gettext_lazy("more than %(value)s"),
    ">=": gettext_lazy("at least %(value)s"),
    "in": gettext_lazy("one of these (%(value)s)"),
    "not in": gettext_lazy("none of these (%(value)s)"),
}
ON_A_DAY: Mapping[str, Any] = {
    "<": gettext_lazy("before: %(value)s"),
    "<=": gettext_lazy("not later than: %(value)s"),
    ">": gettext_lazy("after: %(value)s"),
    ">=": gettext_lazy("not earlier than: %(value)s"),
}
ANSWERS: Mapping[Answer, tuple[Promise | str, str]] = {
    Answer.YES: (pgettext_lazy("condition", "met"), "good"),
    Answer.NO: (pgettext_lazy("condition", "not met"), "late"),
    Answer.UNKNOWN: (pgettext_lazy("condition", "not known"), "wait"),
}

FRESHNESS: Mapping[str, tuple[Promise, str]] = {
    "fresh": (pgettext_lazy("freshness of a fact", "Confirmed"), "good"),
    "due": (pgettext_lazy("freshness of a fact", "To be confirmed again"), "wait"),
    "reported_2022": (pgettext_lazy("freshness of a fact", "Reported in 2022, never confirmed"), "wait"),
    "unclear": (pgettext_lazy("freshness of a fact", "Not known whether it runs"), "wait"),
}


def verdict_words(verdict: Verdict) -> tuple[str, str]:
    """What a verdict says in a few words, and its tone."""
    if verdict.answer == Answer.YES:
        return _("Fits"), "good"
    if verdict.answer == Answer.NO:
        return _("Does not fit"), "plain"
    if verdict.possibly:
        return _("May fit: check with the institution"), "info"
    return (
        (_("Not known yet: ask"), "wait")
        if verdict.missing
        else (_("Not known: no conditions are written down"), "plain")
    )


def finding_words(finding: Finding) -> dict[str, Any]:
    """One condition as a line: label, what is needed, what is known, answer and tone, note of the source."""
    test = finding.leaf.test
    said, tone = ANSWERS[finding.answer]
    return {
        "label": localized_plain(test.field.label),
        "needed": needed_words(test, finding.threshold),
        "known": "" if finding.known is None else value_words(test.field, finding.known),
        "answer": said,
        "tone": tone,
        "note": localized_plain(finding.leaf.note) if finding.leaf.note else "",
    }


def needed_words(test: Test, threshold: Any) -> str:
    """What a condition asks for, such as "at least 36 months"."""
    if test.other:
        return _("compared with “%(label)s”") % {"label": localized_plain(test.other.label)}
    if threshold is None:
        return _("the source does not say how much or which: ask")
    words = ON_A_DAY.get(test.op) if test.field.kind == Kind.DATE else None
    return str(words or NEEDED[test.op]) % {"value": value_words(test.field, threshold)}


def value_words(field: Field, value: Any) -> str:
    """A value of a field as a reader says it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, frozenset):
        return ", ".join(text_words(field, item) for item in sorted(value, key=_in_order))
    if isinstance(value, Decimal):
        return _amount(field, value)
    return longdate(value) if isinstance(value, date) else text_words(field, value)


def _in_order(text: str) -> tuple[int, str]:
    return (int(text), "") if text.isdigit() and len(text) < 4 else (0, text)


def _amount(field: Field, value: Decimal) -> str:
    if field.unit in PRICES:
        return str(PRICES[field.unit]) % {"value": money(value)}
    if field.unit in {"share", "percent"}:
        return f"{_number(value * 100 if field.unit == 'share' else value)} %"
    unit = UNITS.get(field.unit)
    rounded = value.quantize(Decimal("0.1"))
    return str(unit % {"number": int(rounded)}) if unit and rounded % 1 == 0 else _with_unit(unit, rounded)


def _with_unit(unit: Any, number: Decimal) -> str:
    """A broken number takes the form of many: 35.5 months."""
    return str(unit % {"number": 10}).replace("10", _number(number), 1) if unit else _number(number)


def _number(value: Decimal) -> str:
    return number_format(value.normalize() if value % 1 else int(value))


def text_words(field: Field, code: str) -> str:
    if code in field.option_names:
        return localized_plain(field.option_names[code])
    if field.kind == Kind.COUNTRY:
        return country_name(code)
    return places(name_field()).get(code, code) if code.isdigit() else code


@cache
def places(column: str) -> dict[str, str]:
    """Names of municipalities by territory code; they change only with a new pack."""
    return dict(Municipality.objects.values_list("atvk", column))
