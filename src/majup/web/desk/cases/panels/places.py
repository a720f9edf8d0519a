"""The places that the family thinks of (NEE-07) and who answers there: contact, arrangement, last check (K-C17)."""

from typing import Any

from django.utils.translation import gettext as _

from majup.cases.models import Case
from majup.network.models import Role
from majup.network.queries import people_of
from majup.places.queries import today_of
from majup.staff.models import User
from majup.web.components import codes


def panel(case: Case, user: User) -> dict[str, Any]:
    named = [candidate.municipality for candidate in case.candidates.select_related("municipality__successor")]
    today = {place.pk: today_of(place) for place in named}
    answering = _answering(today.values())
    return {
        "name": "places",
        "title": _("Places they think of"),
        "template": "desk/cases/panels/places.html",
        "lines": [
            {"named": place, "place": today[place.pk], **answering.get(today[place.pk].pk, {})} for place in named
        ],
        "all_places": codes.places(),
    }


def _answering(places: Any) -> dict[int, dict[str, Any]]:
    """Specialist's role and its people by municipality."""
    roles = list(Role.objects.filter(kind=Role.Kind.SPECIALIST, municipality__in=places).select_related("municipality"))
    people = people_of(roles)
    return {role.municipality_id: {"role": role, "people": people[role.pk]} for role in roles}
