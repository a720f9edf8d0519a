"""Work for this family: portals by profession and place (EMP-08), our vacancies, and introductions (EMP-07)."""

from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from majup.places.pack import read
from majup.places.queries import today_of
from majup.plumbing.prepared import Prepared
from majup.questions.models import Introduction
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.components.texts import language, named

MOST = 3
INTRODUCED = Prepared(
    lambda case: Introduction.objects.filter(case=case, withdrawn_at=None).select_related(
        "employer", "person", "vacancy"
    )
)


def panel(case: Any, user: User) -> dict[str, Any] | None:
    if not user.may(Permission.OPENING_REQUEST):
        return None
    people = [person for person in case.known_members if person.occupation and not person.is_child][:MOST]
    candidates = case.candidates.select_related("municipality__successor")[:MOST] if people else []
    places = [today_of(candidate.municipality) for candidate in candidates]
    return {
        "name": "openings",
        "title": _("Work"),
        "template": "desk/cases/panels/openings.html",
        "people": [(person, _own(person.occupation, places), _portals(person.occupation, places)) for person in people],
        "introduced": list(INTRODUCED(case=case.pk)) if case.has_introductions else [],
        "actions": [(_("Introduce to an employer"), reverse("introduction_new", args=[case.reference]), "")],
    }


def _own(occupation: str, places: list[Any]) -> list[tuple[str, str]]:
    """Our list, filtered: for each place with its neighbours, or everywhere while no place is named."""
    jobs = reverse("jobs")
    if not places:
        return [(_("everywhere"), f"{jobs}?{urlencode({'q': occupation})}")]
    return [
        (named(place), f"{jobs}?{urlencode({'q': occupation, 'place': place.pk, 'near': 'on'})}") for place in places
    ]


def _portals(occupation: str, places: list[Any]) -> list[tuple[dict[str, str], str, dict[str, str]]]:
    """Name, address and hint of each portal of the pack; the address carries what the portal can take."""
    values = {"profession": occupation, "place": places[0].name if places else "", "language": language()}
    quoted = {name: quote(value) for name, value in values.items()}
    return [
        (row["name"], row["url"].format(**quoted), row["hint"]) for row in read(settings.COUNTRY_PACK, "job_portals")
    ]
