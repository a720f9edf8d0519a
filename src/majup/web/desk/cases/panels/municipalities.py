"""Who answers in the places that the family thinks of: contact, arrangement, last confirmation (K-C17)."""

from typing import Any

from django.utils.translation import gettext as _

from majup.cases.models import Case
from majup.network.models import Role
from majup.network.queries import people_of
from majup.places.queries import today_of
from majup.staff.models import User


def panel(case: Case, user: User) -> dict[str, Any] | None:
    candidates = case.candidates.select_related("municipality__successor")
    places = [today_of(candidate.municipality) for candidate in candidates]
    roles = Role.objects.filter(kind=Role.Kind.SPECIALIST, municipality__in=places).select_related("municipality")
    by_place = {role.municipality_id: role for role in roles}
    people = people_of(by_place.values())
    lines = [
        {"place": place, "role": role, "people": people[role.pk]}
        for place in places
        if (role := by_place.get(place.pk))
    ]
    if not lines:
        return None
    return {
        "name": "municipalities",
        "title": _("Who answers there"),
        "template": "desk/cases/panels/municipalities.html",
        "lines": lines,
    }
