"""Words for what a fact is, how far it can be relied on, and what happened to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from majup.catalogue.models import Aim, Audience, Fact, FactVersion, Level, State
from majup.kernel.dates import long_date
from majup.network.models import Role
from majup.network.queries import place_of
from majup.offers.facts import amount_words
from majup.web.components.codes import code_name
from majup.web.components.texts import language, localized_plain, named

STATES: dict[str, Any] = {
    State.DRAFT: pgettext_lazy("state of a fact", "Draft, not checked yet"),
    State.VALID: pgettext_lazy("state of a fact", "Valid"),
    State.REPORTED: pgettext_lazy("state of a fact", "Reported in 2022, never confirmed"),
    State.PLANNED: pgettext_lazy("state of a fact", "Planned"),
    State.PROPOSED: pgettext_lazy("state of a fact", "Only proposed"),
    State.UNCLEAR: pgettext_lazy("state of a fact", "Not known"),
    State.ENDED: pgettext_lazy("state of a fact", "Ended"),
    State.WITHDRAWN: pgettext_lazy("state of a fact", "Withdrawn"),
}
FRESHNESS: dict[str, Any] = {
    **STATES,
    "fresh": pgettext_lazy("state of a fact", "Confirmed"),
    "due": pgettext_lazy("state of a fact", "To be confirmed again"),
    "hidden": pgettext_lazy("state of a fact", "Hidden: overdue"),
    "over": pgettext_lazy("state of a fact", "Its time is over"),
    "not_yet": pgettext_lazy("state of a fact", "Begins later"),
}
TONES = {
    "fresh": "good",
    "due": "wait",
    "hidden": "late",
    State.REPORTED: "wait",
    State.UNCLEAR: "wait",
    State.DRAFT: "draft",
    State.WITHDRAWN: "late",
    "not_yet": "info",
    State.PLANNED: "info",
}
AUDIENCES: dict[str, Any] = {
    Audience.ALL: gettext_lazy("For everybody"),
    Audience.FIRST: gettext_lazy("Returnees come first"),
    Audience.ONLY: gettext_lazy("For returnees alone"),
    "": gettext_lazy("Not known for whom"),
}
AIMS: dict[str, Any] = {
    Aim.ACTIVE: gettext_lazy("Draws people back"),
    Aim.REINTEGRATION: gettext_lazy("Helps those who are back"),
    Aim.BOTH: gettext_lazy("Both"),
    "": gettext_lazy("Not known"),
}
LEVELS: dict[str, Any] = {
    Level.STATE: gettext_lazy("The whole state"),
    Level.REGION: gettext_lazy("Region"),
    Level.MUNICIPALITY: gettext_lazy("Municipality"),
}
EVENTS: dict[str, Any] = {
    "loaded": gettext_lazy("Taken over from the source"),
    "written": gettext_lazy("Written"),
    "changed": gettext_lazy("Changed"),
    "published": gettext_lazy("Checked and published"),
    "confirmed": gettext_lazy("Confirmed: it holds"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "ended": gettext_lazy("Said to have ended"),
    "restored": gettext_lazy("Withdrawal undone"),
    "owner_named": gettext_lazy("Owner named"),
}
SIGNS = {"confirmed": "check", "published": "check", "withdrawn": "alert", "ended": "alert", "owner_named": "person"}
AMOUNTS: dict[str, Any] = {
    "rate_min": gettext_lazy("Support, % of cost, from"),
    "rate_max": gettext_lazy("Support, % of cost, up to"),
    "rate_by_year": gettext_lazy("Support by year, %"),
    "own_share": gettext_lazy("Own share, at least, %"),
    "own_share_note": gettext_lazy("Own share"),
    "ceiling": gettext_lazy("Ceiling"),
    "ceiling_higher": gettext_lazy("Higher ceiling"),
    "ceiling_higher_when": gettext_lazy("Higher ceiling applies"),
    "per_month": gettext_lazy("A month"),
    "budget": gettext_lazy("Whole budget"),
    "eligible": gettext_lazy("What it may be used for"),
    "not_eligible": gettext_lazy("What it may not be used for"),
    "months": gettext_lazy("Length in months, at most"),
    "calls_per_year": gettext_lazy("Calls a year"),
    "extra_points": gettext_lazy("Extra points for returnees"),
    "points_of": gettext_lazy("Out of points"),
    "note": gettext_lazy("About the sum"),
}
MONEY = frozenset({"ceiling", "ceiling_higher", "per_month", "budget"})
MISSING: dict[str, Any] = {
    "role": gettext_lazy("somebody who answers for it"),
    "contact": gettext_lazy("a phone or mailbox of its owner"),
    "name": gettext_lazy("a name"),
    "summary": gettext_lazy("a short summary"),
    "topics": gettext_lazy("at least one topic"),
    "place": gettext_lazy("a place"),
    "source": gettext_lazy("where it is from"),
}


def role_words(role: Role | None) -> str:
    """Title and place of who answers for a fact."""
    if role is None:
        return _("Nobody yet")
    title, place = localized_plain(role.title), localized_plain(place_of(role))
    return title if not place or role.institution_id else f"{title}, {place}"


def place_words(fact: Fact) -> str:
    """Where it holds, as a list shows it."""
    if fact.level == Level.STATE:
        return str(LEVELS[Level.STATE])
    if fact.level == Level.REGION:
        return ", ".join(localized_plain(region.full_name) for region in fact.regions.all())
    return ", ".join(named(place) for place in fact.municipalities.all())


def standing(fact: Fact) -> tuple[str, str]:
    """(words, tone) of how far a fact can be relied on today."""
    code = fact.freshness()
    return str(FRESHNESS[code]), TONES.get(code, "plain")


def missing_words(missing: Iterable[str]) -> str:
    return _("It cannot be published yet. It lacks: %(what)s.") % {
        "what": ", ".join(str(MISSING[code]) for code in missing)
    }


def amount_lines(version: FactVersion) -> list[tuple[str, str]]:
    """(label, value) of the sums and their rules."""
    lines = []
    if version.amount_max is not None:
        lines.append((_("Amount"), amount_words(version.amount_min, version.amount_max, language())))
    return lines + [(str(AMOUNTS[code]), _said(code, value)) for code, value in version.amounts.items()]


def _said(code: str, value: Any) -> str:
    if isinstance(value, dict):
        return localized_plain(value)
    if code in MONEY:
        return amount_words(value, value, language())
    if isinstance(value, list):
        return ", ".join(f"{year}: {rate} %" for year, rate in enumerate(value, 1))
    return str(value)


def detail_lines(version: FactVersion, fields: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """(label, value) of what the kind asks for, in the order of the kind; rows come as a list of dicts."""
    return [
        (localized_plain(spec["label"]), _detail(spec, version.details[spec["code"]]))
        for spec in fields
        if spec["code"] in version.details
    ]


def _detail(spec: dict[str, Any], value: Any) -> Any:
    if spec["kind"] == "flag":
        return _("yes") if value == "yes" else _("no")
    if spec["kind"] in {"choice", "many"}:
        names = {option["code"]: localized_plain(option["label"]) for option in spec["options"]}
        return ", ".join(names[code] for code in ([value] if isinstance(value, str) else value))
    if spec["kind"] == "date":
        return long_date(date.fromisoformat(value), language())
    return localized_plain(value) if isinstance(value, dict) else value


def row_words(rows: list[dict[str, Any]]) -> list[tuple[str, Any, Any]]:
    """(class or age, free places, queue) of each row; a figure that nobody gave is not known, and not nought."""
    unknown = _("not known")
    return [(row["label"], row.get("free", unknown), row.get("waiting", unknown)) for row in rows]


def group_names(codes: Iterable[str]) -> list[str]:
    return [code_name(code, "target_groups") for code in codes]


def headings() -> dict[str, str]:
    """Headings of the plain-language texts (CAT-15)."""
    return {
        "summary": _("In short"),
        "who": _("Who can get it"),
        "what": _("What one gets"),
        "how": _("How to get it"),
        "where": _("Where"),
    }


FIELDS: dict[str, Any] = {
    "state": gettext_lazy("how it stands"),
    "name": gettext_lazy("name"),
    "summary": gettext_lazy("summary"),
    "who": gettext_lazy("who can get it"),
    "what": gettext_lazy("what one gets"),
    "how": gettext_lazy("how to get it"),
    "where": gettext_lazy("where"),
    "audience": gettext_lazy("who may use it"),
    "conditions": gettext_lazy("conditions"),
    "condition_words": gettext_lazy("conditions in words"),
    "open_conditions": gettext_lazy("open conditions"),
    "not_required": gettext_lazy("what is not needed"),
    "amount_min": gettext_lazy("sum"),
    "amount_max": gettext_lazy("sum"),
    "amounts": gettext_lazy("rules of the sum"),
    "valid_from": gettext_lazy("first day"),
    "valid_to": gettext_lazy("last day"),
    "topics": gettext_lazy("topics"),
    "target_groups": gettext_lazy("for whom it is meant"),
    "parts": gettext_lazy("parishes or towns"),
    "details": gettext_lazy("details"),
    "url": gettext_lazy("web page"),
    "legal_basis": gettext_lazy("rules it rests on"),
    "source": gettext_lazy("source"),
    "round": gettext_lazy("round"),
    "languages": gettext_lazy("languages"),
}
