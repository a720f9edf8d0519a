"""What is stored about a family as a person reads it; the copy has every field."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from majup.web.components import codes
from majup.web.components.texts import country_name, language_name, localized_plain, longdate, longtime
from majup.web.desk.people.access import PAGES
from majup.web.family_file import Part

# Fields that a page shows, in this order; a table that does not stand here shows its dates and texts.
SHOWN: Mapping[str, tuple[str, ...]] = {
    "people.Household": ("country", "region", "created_at"),
    "people.Person": ("given_name", "family_name", "relation", "birth_year", "language", "occupation", "school_class"),
    "people.ContactPoint": ("person", "value"),
    "people.PersonLanguage": ("person", "language", "level"),
    "people.Skill": ("person", "name"),
    "people.Residence": ("person", "country", "municipality", "from_date", "to_date"),
    "people.Consent": ("purpose", "given_at", "withdrawn_at", "how"),
    "people.HouseholdShare": ("region", "since", "ended_at"),
    "people.Event": ("at", "by"),
    "cases.Case": ("reference", "title", "stage", "opened_at", "next_contact_on", "stage_reason", "responsible"),
    "cases.Need": ("topic", "person", "wish", "reason", "created_at"),
    "cases.Contact": ("at", "channel", "summary", "next_step", "by"),
    "cases.Readiness": ("area", "state", "note"),
    "cases.Obstacle": ("code", "note", "noted_at"),
    "cases.CandidateMunicipality": ("municipality",),
    "cases.Step": ("text", "done_at"),
    "cases.SupportWish": ("person", "kind", "note"),
    "intake.Enquiry": ("received_at", "channel", "name", "email", "phone", "subject", "text"),
    "intake.Message": ("at", "from_address", "to_address", "subject", "text"),
    "plumbing.OutgoingMail": ("created_at", "to_address", "subject", "text"),
    "matching.GrantInterest": ("registered_at", "business", "amount", "jobs", "settled_at"),
    "cases.Handover": ("proposed_at", "from_region", "to_region", "summary", "reason"),
    "outcomes.Check": ("due_on", "done_on", "note"),
    "questions.Question": ("sent_at", "topic", "role", "text"),
    "questions.Answer": ("answered_at", "answered_by_name", "text"),
    "offers.OfferVersion": ("sent_at", "to_address"),
    "offers.ItemMark": ("text",),
    "staff.AccessLog": ("at", "user", "page"),
}


def _code(kind: str) -> Callable[[Any], str]:
    return lambda value: codes.code_name(value, kind)


WORDS: Mapping[str, Callable[[Any], str]] = {
    "country": country_name,
    "language": language_name,
    "region": codes.region_name,
    "from_region": codes.region_name,
    "to_region": codes.region_name,
    "relation": _code("relations"),
    "purpose": _code("consent_purposes"),
    "channel": _code("channels"),
    "code": _code("obstacles"),
    "level": _code("language_levels"),
    "topic": codes.topic_name,
    "stage": codes.stage_name,
    "area": codes.area_name,
    "state": codes.readiness_name,
    "page": lambda page: str(PAGES.get(page, page)),
}


def lines(part: Part) -> list[str]:
    """Each row of a part in one line; rows that say nothing to a reader are left out."""
    read = [", ".join(filter(None, _values(part.table, row))) for row in part.rows]
    return [line for line in read if line]


def _values(table: str, row: Mapping[str, Any]) -> list[str]:
    names = SHOWN.get(table) or [name for name, value in row.items() if isinstance(value, date)]
    return [_read(name, row[name]) for name in names if name in row]


def _read(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return longtime(value)
    if isinstance(value, date):
        return longdate(value)
    if isinstance(value, dict):
        return localized_plain(value)
    return WORDS[name](value) if name in WORDS else str(value)
