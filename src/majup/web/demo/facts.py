"""The demo's catalogue: owners who confirm some of what was reported, let some grow old, and write down more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from majup.catalogue import actions
from majup.catalogue.models import Fact, State
from majup.network.models import Holding, Role
from majup.places.pack import read
from majup.web.demo.caseload import Clock

# Days ago on which an owner last said that a fact holds, one after the other; None: never. A measure of a municipality
# is to be confirmed after 180 days and hidden after 210.
CONFIRMED = (12, None, 95, 188, None, 40, 214, None, 150, None)
EACH = 3  # new facts of every municipality with a specialist


@transaction.atomic
def play() -> None:
    """Through the same actions as the pages use, under a moved clock."""
    texts = read(settings.COUNTRY_PACK, "demo")["facts"]
    holdings = Holding.objects.on().filter(is_deputy=False, role__kind=Role.Kind.SPECIALIST)
    held = list(holdings.select_related("role__municipality", "user").order_by("role__municipality__sort_key"))
    now = datetime.now(UTC).replace(hour=9, minute=0)
    clock = Clock(now - timedelta(days=400))
    try:
        for number, holding in enumerate(held):
            _confirm(clock, now, holding, number)
            for step in range(EACH):
                _at(clock, now, 5 + (number * 7 + step) % 25)
                _write(clock, holding, texts[(number * EACH + step) % len(texts)])
    finally:
        clock.stop()


def _confirm(clock: Clock, now: datetime, holding: Holding, number: int) -> None:
    facts = Fact.objects.filter(role=holding.role, state=State.REPORTED).order_by("code")
    for place, fact in enumerate(facts, number):
        days = CONFIRMED[place % len(CONFIRMED)]
        if days is not None:
            _at(clock, now, days)
            actions.confirm(fact=fact, by=holding.user)


def _write(clock: Clock, holding: Holding, row: dict[str, Any]) -> None:
    details = dict(row["details"])
    if row["kind"] == "school_places":
        details["places_on"] = clock.today.isoformat()
    place = actions.Place(municipalities=[holding.role.municipality])
    texts = {key: value for key, value in row.items() if key not in {"kind", "details"}}
    texts |= {"details": details, "source": holding.role.municipality.name}
    actions.write(kind=row["kind"], place=place, role=holding.role, by=holding.user, texts=texts, state=State.VALID)


def _at(clock: Clock, now: datetime, days_ago: int) -> None:
    clock.moment = now - timedelta(days=days_ago)
    clock.forward()
