"""OUT-06, N-12, N-14: histories made by chance, counted once more by hand, in plain Python and row by row."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from majup.cases.models import Contact, Handover
from majup.kernel.periods import Period
from majup.offers.models import Offer, OfferVersion
from majup.outcomes.models import Departure, Intention, Return
from majup.people.merging import Join
from majup.people.models import Household, Person
from majup.reports import counts
from majup.staff.scope import acting
from majup.web import merging
from tests.reports.test_counts import move_to_latgale
from tests.support import counted
from tests.support.people import region

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Europe/Riga")
FIRST = datetime(2019, 11, 20, tzinfo=UTC)
HOURS = 24 * 110  # over a turn of the year and a leap day
SPAN = Period(FIRST.date() - timedelta(days=1), FIRST.date() + timedelta(days=112))
CODES = ("vidzeme", "latgale")


def lived(alise, cilda, chance):
    """Families of Vidzeme, some handed to Latgale on the way, the first two one family; moments are any hour."""
    cases = [counted.family(alise, members=chance.randint(1, 4)) for _number in range(5)]
    for case in cases:
        moments = sorted(FIRST + timedelta(hours=chance.randrange(HOURS)) for _number in range(9))
        handed = chance.choice([None, *range(3, 9)]) if case not in cases[:2] else None
        user = alise
        for place, at in enumerate(moments):
            if place == handed:
                hand_over(case, alise, at)
                user = cilda
            act = chance.choice(["contact", "contact", "offer"])
            if act == "contact":
                counted.contact(user, case, at)
            else:
                counted.version(user, case, at, chance.randint(1, 5))
        counted.intends(user, case, moments[5].date(), chance.randint(1, 3))
        event = counted.came_back(user, case, moments[6].date(), chance.randint(1, 3), alone=chance.random() < 0.3)
        if chance.random() < 0.4:
            counted.left(user, event, moments[8].date())
    return cases


def hand_over(case, user, at):
    with acting(user.scope):
        Handover.objects.create(
            case=case, kind="handover", state="accepted", from_region=case.region, to_region=region("latgale"),
            summary="x", family_agreed_on=at.date(), proposed_by=user, proposed_at=at, decided_at=at,
        )  # fmt: skip
    move_to_latgale(case)


def day_of(moment):
    return moment.astimezone(HERE).date()


def by_hand():
    """{(day, region, measure): number} of all that there is, as the rules say it in words."""
    found = Counter()
    for case, contacts in grouped(Contact.objects.order_by("at", "pk"), "case"):
        known = set()
        people = max(1, Person.objects.filter(household=case.household_id).count())
        for row in contacts:
            day, where = day_of(row.at), who_had(case, row.at)
            found[day, where, "contacts"] += 1
            if (where, day.year) not in known:
                known.add((where, day.year))
                found[day, where, "families_contacted"] += 1
                found[day, where, "people_contacted"] += people
    covered = Counter()
    for row in OfferVersion.objects.order_by("sent_at", "pk"):
        day = day_of(row.sent_at)
        key = (row.household_id, row.region_id, day.year)
        found[day, row.region_id, "offer_versions"] += 1
        found[day, row.region_id, "offers_sent"] += key not in covered
        found[day, row.region_id, "people_offered"] += max(0, row.people - covered[key])
        covered[key] = max(covered[key], row.people)
    for row in Intention.objects.filter(case__household__merged_into=None):
        found[row.stated_on, row.region_id, "families_intending"] += 1
        found[row.stated_on, row.region_id, "intentions_people"] += row.people
    for row in Return.objects.filter(case__household__merged_into=None):
        end = "_alone" if row.alone else ""
        found[row.on, row.region_id, f"families_returned{end}"] += 1
        found[row.on, row.region_id, f"people_returned{end}"] += row.people
    for row in Departure.objects.filter(case__household__merged_into=None):
        found[row.on, row.region_id, "families_left"] += 1
        found[row.on, row.region_id, "people_left"] += row.return_event.people
    return +found


def grouped(rows, name):
    groups = {}
    for row in rows:
        groups.setdefault(getattr(row, name), []).append(row)
    return groups.items()


def who_had(case, at):
    """The region before the next handover; without one, the present region."""
    later = [row for row in Handover.objects.filter(case=case) if row.decided_at > at]
    return min(later, key=lambda row: row.decided_at).from_region_id if later else case.region_id


def counted_by_the_database():
    counts.recount_waiting()
    rows = counts.DayCount.objects.filter(by="", is_internal=False, day__gte=SPAN.start, day__lte=SPAN.end)
    found = Counter()
    for row in rows.exclude(measure="cases_opened"):
        found[row.day, row.region_id, row.measure] += row.count
    return found


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_out_06_a_slow_count_by_hand_says_the_same_before_and_after_a_merge(alise, cilda, as_owner, seed):
    chance = random.Random(seed)
    kept, absorbed, *_others = lived(alise, cilda, chance)
    with as_owner():
        assert counted_by_the_database() == by_hand() != {}
    with acting(alise.scope):
        done = merge(kept, absorbed, alise)
    with as_owner():
        once = by_hand()
        assert counted_by_the_database() == once
    with acting(alise.scope):
        merging.roll_back(merge=done, by=alise)
    with as_owner():
        assert counted_by_the_database() == by_hand() != once


def merge(kept, absorbed, by):
    Offer.objects.filter(case=absorbed).update(state="lapsed")
    theirs, ours = (list(Person.objects.filter(household=case.household)) for case in (absorbed, kept))
    joins = [Join(one.pk, other.pk) for one, other in zip(theirs, ours, strict=False)]
    homes = [Household.objects.get(pk=case.household_id) for case in (kept, absorbed)]
    return merging.merge(kept=homes[0], absorbed=homes[1], take=(), joins=joins, by=by)
