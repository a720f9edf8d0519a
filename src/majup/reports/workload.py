"""Work of a region's coordinator and deputies, so that a substitution can be planned; never a ranking (RPT-10).

Numbers of the last weeks stand beside each other in the order of names, without sums or shares of anybody.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from majup.kernel.text import Alphabet, sort_key
from majup.network.calendar import country_settings
from majup.network.models import Holding, Role
from majup.places.models import PlanningRegion
from majup.staff.models import User

WEEKS = 12


@dataclass(frozen=True)
class Load:
    user: User
    role: Role
    is_deputy: bool
    open_cases: int
    contacts: int
    offers: int
    promises: int

    @property
    def contacts_a_week(self) -> float:
        return self.contacts / WEEKS

    @property
    def offers_a_week(self) -> float:
        return self.offers / WEEKS


def workload(regions: Collection[PlanningRegion], today: date) -> dict[int, list[Load]]:
    """{region id: people who hold or stand in for its coordinator's role today, by name}."""
    held = Holding.objects.on(today).filter(role__kind=Role.Kind.COORDINATOR, role__region__in=regions)
    holdings = list(held.select_related("user", "role"))
    since = timezone.now() - timedelta(weeks=WEEKS)
    with connection.cursor() as cursor:
        users = sorted({holding.user_id for holding in holdings})
        cursor.execute("SELECT * FROM majup_quality_workload(%s, %s)", [users, since])
        numbers = {user: rest for user, *rest in cursor.fetchall()}
    found: dict[int, list[Load]] = {region.pk: [] for region in regions}
    alphabet = Alphabet.of(country_settings()["alphabet"])
    for holding in sorted(holdings, key=lambda one: sort_key(one.user.name, alphabet)):
        if holding.role.region_id is not None:
            load = Load(holding.user, holding.role, holding.is_deputy, *numbers[holding.user_id])
            found[holding.role.region_id].append(load)
    return found
