"""What people bring to the demo's first specialist: an idea from abroad, and a question that comes back to her."""

from typing import Any

from django.conf import settings

from majup.intake import actions as intake
from majup.intake import queries
from majup.intake.models import VIA_MUNICIPALITY
from majup.network.models import Role
from majup.network.queries import equip
from majup.places.pack import read
from majup.places.queries import region_of
from majup.staff.models import User
from majup.staff.scope import acting
from majup.ties import actions as ties
from majup.web.demo.people import account


def play() -> None:
    """Through the same actions as the pages use."""
    texts = read(settings.COUNTRY_PACK, "demo")["townhall"]
    specialist = equip(account("specialist.1"))
    role = Role.objects.select_related("municipality").get(pk__in=specialist.scope.roles, kind=Role.Kind.SPECIALIST)
    ties.send_idea(municipality=role.municipality, language=settings.LANGUAGE_CODE, **texts["idea"])
    _passed_on_and_back(texts, specialist, role)


def _passed_on_and_back(texts: dict[str, Any], specialist: User, role: Role) -> None:
    region = region_of(role.municipality)
    with acting(queries.scope_of(region)):
        enquiry = intake.receive(
            channel=VIA_MUNICIPALITY,
            language=settings.LANGUAGE_CODE,
            text=texts["question"],
            region=region,
            municipality=role.municipality,
            email="jautatajs@example.org",
            by=specialist,
        )
        coordinator = equip(account(f"coordinator.{region.code}"))
        enquiry = intake.take(enquiry=enquiry, by=coordinator)
        intake.give_back(enquiry=enquiry, by=coordinator, note=texts["given_back"])
