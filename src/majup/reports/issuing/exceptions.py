"""What in a region's cases does not fit together in a period: some would make sums wrong, others need a word.

Every search runs under row-level security and finds only records of cases that the caller may see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from majup.cases.models import ENDED, Case
from majup.intake.models import WAITING, Enquiry
from majup.kernel.periods import Period
from majup.network.calendar import country_settings
from majup.offers.models import OfferVersion
from majup.outcomes.models import Intention, Return
from majup.people.models import Person
from majup.places.models import PlanningRegion
from majup.staff.models import User
from majup.staff.scope import Scope, acting

Found = QuerySet[Any]
# What stayed with a household that was written down twice is not counted.
ONCE = {"case__household__merged_into": None}


@dataclass(frozen=True)
class Rule:
    """One kind of exception. `blocks`: with such records nobody can sign. `day`: what the list is ordered by."""

    code: str
    blocks: bool
    find: Callable[[PlanningRegion, Period], Found]
    day: str
    case: str = "case"  # path to the case; "" where there is none yet


def zone() -> ZoneInfo:
    return ZoneInfo(country_settings()["timezone"])


def bounds(period: Period) -> tuple[datetime, datetime]:
    """The first moment of the period, and the first one after it, in the country's time."""
    first, after = (datetime.combine(day, time(), zone()) for day in (period.start, period.end + timedelta(days=1)))
    return first, after


def _returns(region: PlanningRegion, period: Period) -> QuerySet[Return]:
    rows = Return.objects.filter(region=region, on__range=(period.start, period.end))
    return rows.filter(**ONCE)


def _without_municipality(region: PlanningRegion, period: Period) -> Found:
    return _returns(region, period).filter(municipality=None)


def _without_country(region: PlanningRegion, period: Period) -> Found:
    return _returns(region, period).filter(from_country="", is_internal=False)


def _before_opening(region: PlanningRegion, period: Period) -> Found:
    """Counted as returned with support, yet nobody supported them before: the day or the kind of support is wrong."""
    rows = _returns(region, period).filter(alone=False)
    return rows.alias(opened_on=TruncDate("case__opened_at", tzinfo=zone())).filter(on__lt=F("opened_on"))


def _in_two_regions(region: PlanningRegion, period: Period) -> Found:
    days = (period.start, period.end)
    others = Return.objects.filter(case=OuterRef("case_id"), on__range=days).exclude(region=region)
    return _returns(region, period).filter(Exists(others))


def _without_members(region: PlanningRegion, period: Period) -> Found:
    """Households that count in the period while nobody knows how many people they are."""
    since, until = bounds(period)
    sent = OfferVersion.objects.filter(region=region, sent_at__gte=since, sent_at__lt=until)
    opened = Case.objects.filter(region=region, opened_at__gte=since, opened_at__lt=until)
    written_to = Case.objects.filter(region=region, household__in=sent.values("household"))
    counts = opened.values("pk").union(written_to.values("pk"))  # not one condition with OR: it would walk all cases
    rows = Case.objects.filter(pk__in=counts, household__erased_at=None, household__merged_into=None)
    return rows.exclude(Exists(Person.objects.filter(household=OuterRef("household_id"))))


def _after_return(region: PlanningRegion, period: Period) -> Found:
    since, until = bounds(period)
    sent = OfferVersion.objects.filter(region=region, sent_at__gte=since, sent_at__lt=until)
    back = Return.objects.filter(case__household=OuterRef("household_id"), on__lt=OuterRef("sent_on"))
    return sent.alias(sent_on=TruncDate("sent_at", tzinfo=zone())).filter(Exists(back))


def _intention_after_return(region: PlanningRegion, period: Period) -> Found:
    stated = Intention.objects.filter(region=region, stated_on__range=(period.start, period.end), **ONCE)
    return stated.filter(Exists(Return.objects.filter(case=OuterRef("case_id"), on__lt=OuterRef("stated_on"))))


def _unanswered(region: PlanningRegion, period: Period) -> Found:
    since, until = bounds(period)
    asked = Enquiry.objects.filter(region=region, received_at__gte=since, received_at__lt=until)
    return asked.filter(state__in=WAITING, first_answer_at=None)


def _no_contact_ahead(region: PlanningRegion, period: Period) -> Found:
    """Its day came by the end of the period and nobody made it. A case that rests without a day waits for nobody."""
    last = min(period.end, timezone.localdate() - timedelta(days=1))
    rows = Case.objects.filter(region=region, opened_at__lt=bounds(period)[1]).exclude(stage__in=ENDED)
    return rows.filter(next_contact_on__lte=last)


RULES = {
    rule.code: rule
    for rule in (
        Rule("return_without_municipality", True, _without_municipality, "on"),
        Rule("return_before_opening", True, _before_opening, "on"),
        Rule("return_in_two_regions", True, _in_two_regions, "on"),
        Rule("household_without_members", True, _without_members, "opened_at", ""),
        Rule("return_without_country", False, _without_country, "on"),
        Rule("offer_after_return", False, _after_return, "sent_at", "offer__case"),
        Rule("intention_after_return", False, _intention_after_return, "stated_on"),
        Rule("enquiry_unanswered", False, _unanswered, "received_at"),
        Rule("case_without_next_contact", False, _no_contact_ahead, "opened_at", ""),
    )
}


def count(region: PlanningRegion, period: Period) -> dict[str, int]:
    """{code: how many} of what exists, counted as the region sees its own cases; who asks gets numbers alone."""
    with acting(Scope(regions=frozenset({region.pk}))):
        found = {code: rule.find(region, period).count() for code, rule in RULES.items()}
    return {code: number for code, number in found.items() if number}


def records(code: str, user: User, region: PlanningRegion, period: Period) -> Found:
    """The records behind one exception that `user` may see; nothing for who sees no case."""
    rule = RULES[code]
    rows = rule.find(region, period)
    if rule.code == "enquiry_unanswered":
        return rows.filter(pk__in=Enquiry.objects.visible_to(user))
    seen = Case.objects.visible_to(user)
    if not rule.case:
        return rows.filter(pk__in=seen)
    return rows.filter(**{f"{rule.case}__in": seen}).select_related(rule.case)


def blocking(found: dict[str, int]) -> dict[str, int]:
    return {code: number for code, number in found.items() if RULES[code].blocks}


def needing_words(found: dict[str, int]) -> dict[str, int]:
    return {code: number for code, number in found.items() if not RULES[code].blocks}


def day_of(code: str, record: Any) -> date:
    """The day by which a record stands in the list of its exception."""
    value = getattr(record, RULES[code].day)
    return timezone.localdate(value) if isinstance(value, datetime) else value
