"""Jobs of the family stage: links asked for by address, and families of whom nothing was heard for long."""

from datetime import datetime, time

from django.utils import timezone
from procrastinate.contrib.django import app

from majup.family import farewell
from majup.family.actions import ask_to_keep, send_link_again
from majup.family.queries import people_of_address, silent_since
from majup.kernel.periods import add_months
from majup.network.calendar import country_settings
from majup.people.models import Person
from majup.places.models import PlanningRegion
from majup.plumbing.crypto import decrypt
from majup.staff.scope import Scope, acting

MOST_A_DAY = 50  # so that one bad setting never writes to everybody at once


@app.task(queue="mail")
def send_links_to(address: str) -> None:
    """Whoever is written to at this (encrypted) address gets a fresh link; nothing happens for an unknown one.

    A job, so that the page answers as fast for an unknown address as for a known one.
    """
    email = decrypt(address)
    for person_id, _household_id, region_id in people_of_address(email):
        with acting(Scope(regions=frozenset({region_id}))):
            person = Person.objects.select_related("household").get(pk=person_id)
            send_link_again(person=person, to=email)


@app.periodic(cron="40 8 * * 1-5")
@app.task(queue="mail", queueing_lock="ask_silent_families")
def ask_silent_families(timestamp: int) -> None:
    """PRV-07: whoever was silent for the country's number of months is asked whether to keep the case."""
    day = add_months(timezone.localdate(), -country_settings()["inactive_months"])
    before = timezone.make_aware(datetime.combine(day, time.min))
    left = MOST_A_DAY
    for region in PlanningRegion.objects.all():
        with acting(Scope(regions=frozenset({region.pk}))):
            for case in silent_since(before)[:left]:
                left -= ask_to_keep(case=case) is not None


@app.periodic(cron="10 4 * * *")
@app.task(queue="upkeep", queueing_lock="forget_last_letters")
def forget_last_letters(timestamp: int) -> None:
    """The letter that said "everything is erased" must not stay either (PRV-04)."""
    farewell.forget_last_letters()
