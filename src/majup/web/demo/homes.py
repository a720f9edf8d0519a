"""The demo's home in the letters of every region whose last day was yesterday: one phone call brings it back (J6)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from majup.cases.models import Case, Stage
from majup.network.queries import equip
from majup.offers import actions as offers
from majup.openings import actions
from majup.openings.models import Dwelling
from majup.places.models import Municipality
from majup.places.pack import read
from majup.staff.models import User
from majup.staff.scope import acting
from majup.web.demo.caseload import Clock

HANDED_IN, PUT_IN = 21, 5  # days ago


@transaction.atomic
def play() -> None:
    """Through the same actions as the pages use, under a moved clock: nobody can enter a last day that has passed."""
    now = datetime.now(UTC).replace(hour=9, minute=0)
    coordinators = [equip(one) for one in User.objects.filter(email__startswith="coordinator.").order_by("email")]
    clock = Clock(now - timedelta(days=HANDED_IN))
    try:
        home = _home(coordinators[0], (now - timedelta(days=1)).date())
        clock.forward(days=HANDED_IN - PUT_IN)
        for coordinator in coordinators:
            _put_into_a_letter(home, coordinator)
    finally:
        clock.stop()


def _home(by: User, last_day: Any) -> Dwelling:
    texts = read(settings.COUNTRY_PACK, "demo")["openings"]
    home, _secret = actions.offer_dwelling(
        owner={**texts["owner"], "language": settings.LANGUAGE_CODE},
        kind=Dwelling.Kind.PRIVATE_RENT,
        municipality=Municipality.objects.in_force().first(),
        area=texts["areas"][0],
        rooms=3,
        size=Decimal(72),
        price=Decimal(310),
        price_unit="month",
        condition="ready",
        valid_to=last_day,
    )
    return actions.publish(entry=home, by=by)


def _put_into_a_letter(home: Dwelling, coordinator: User) -> None:
    """Into the letter of the family that has none yet, or waits for its next one."""
    with acting(coordinator.scope):
        opened = Case.objects.filter(region__in=coordinator.scope.regions, opened_at__lt=timezone.now())
        waiting = opened.filter(stage__in=[Stage.ASSESSING, Stage.COLLECTING, Stage.OFFERED, Stage.IN_DIALOGUE])
        case = waiting.annotate(letters=Count("offers")).order_by("letters", "-opened_at").first()
        if case is not None:
            offer = offers.draft(case=case, language=settings.LANGUAGE_CODE, by=coordinator)
            if offer.versions.exists():
                offers.revise(offer=offer, by=coordinator)
            offers.put_in_opening(offer=offer, entry=home, need=None, by=coordinator)
