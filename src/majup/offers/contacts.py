"""Whom an item sends the family to: drawn from the network, so that a phone is changed in one place (NET-02)."""

from __future__ import annotations

from typing import Any

from majup.cases.models import Case
from majup.kernel.localized import pick
from majup.network.models import Institution, Role, Topic
from majup.network.queries import addressee, place_of
from majup.places.models import Municipality
from majup.places.queries import today_of


def name_of(role: Role) -> dict[str, str]:
    """Localized name as the letter gives it: an institution's own; else the place and the title."""
    if role.institution:
        return dict(role.institution.name_on())
    place = place_of(role)
    named = {language: pick(place, language, ("", *place)).text for language in role.title}
    return {
        language: f"{named[language]}, {title}" if named[language] else title for language, title in role.title.items()
    }


def contact_of(role: Role) -> str:
    return ", ".join(part for part in (role.phone, role.mailbox) if part)


def role_for(case: Case, topic: Topic, institution: Institution | None = None) -> Role:
    """Who answers for `topic`: the institution named, else as routed in the first candidate municipality (REF-05)."""
    if institution:
        named = Role.objects.filter(kind=Role.Kind.INSTITUTION, institution=institution).first()
        if named:
            return named
    return addressee(topic=topic, municipality=first_candidate(case), region=case.region).role


def first_candidate(case: Case) -> Municipality | None:
    candidate = case.candidates.select_related("municipality__successor").first()
    return today_of(candidate.municipality) if candidate else None


def fields_of(role: Role) -> dict[str, Any]:
    """Columns of an item that names `role`."""
    return {"role": role, "institution": name_of(role), "contact": contact_of(role)}
