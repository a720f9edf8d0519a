"""The demo's calls and one request to erase: times offered for the coming days, asked for, agreed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from majup.calls import actions, zones
from majup.calls.models import CallSlot
from majup.cases.models import ENDED, Case
from majup.family.actions import ask_to_erase
from majup.network.models import Role
from majup.network.queries import equip
from majup.people.models import Person
from majup.places.models import PlanningRegion
from majup.places.pack import read
from majup.staff.models import User
from majup.staff.scope import Scope, acting
from majup.web.demo.people import account

DAYS_OFFERED = 3
TIMES = (time(10), time(10, 30), time(17), time(17, 30), time(18))


def play() -> None:
    """Of every region: a call that waits for a time, one that is agreed; in the first a family that wants to go."""
    texts = read(settings.COUNTRY_PACK, "demo")
    for number, role in enumerate(Role.objects.filter(kind=Role.Kind.COORDINATOR).select_related("region")):
        by = equip(account(f"coordinator.{role.region.code}"))
        _offer(role.region, by)
        with acting(by.scope):
            found = Person.objects.filter(household__case__region=role.region, is_child=False)
            open_cases = found.exclude(household__case__stage__in=ENDED).order_by("-household__case__opened_at", "pk")
            people = list(open_cases.select_related("household__case").distinct()[:40])
        families = list({one.household_id: one for one in reversed(people)}.values())[:3]
        _calls(families, texts["calls"], by)
        if number == 0 and len(families) == 3:
            _wants_to_go(families[2], texts["erasure"])


def _offer(region: PlanningRegion, by: User) -> None:
    days: list[date] = []
    day = timezone.localdate()
    while len(days) < DAYS_OFFERED:
        day += timedelta(days=1)
        days += [day] if day.weekday() < 5 else []
    moments = [timezone.make_aware(datetime.combine(each, at)) for each in days for at in TIMES]
    actions.offer_slots(region=region, moments=moments, by=by)


def _calls(families: list[Person], texts: list[dict[str, Any]], by: User) -> None:
    for number, (person, row) in enumerate(zip(families, texts, strict=False)):
        case: Case = person.household.case
        slots = list(CallSlot.objects.filter(region=case.region, is_taken=False))
        chosen = {"slot": slots[number * 4]} if row["at_offered_time"] else {"proposals": _evenings()}
        zone = next(iter(zones.of_country(person.household.country or "")), settings.TIME_ZONE)
        with acting(Scope(household_id=person.household_id)):
            call = actions.ask(
                kind=row["kind"],
                time_zone=zone,
                language=person.language,
                person=person,
                words=row["words"][person.language],
                phone=row["phone"],
                email=f"call{person.household_id}@example.org",
                **chosen,
            )
        if row["where"]:
            with acting(by.scope):
                actions.confirm(call=call, begins_at=call.times[0], where=row["where"], by=by)


def _evenings() -> list[datetime]:
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return [now.replace(hour=17) + timedelta(days=days) for days in (4, 5)]


def _wants_to_go(person: Person, words: dict[str, str]) -> None:
    with acting(Scope(household_id=person.household_id)):
        ask_to_erase(household=person.household, person=person, text=words[person.language])
