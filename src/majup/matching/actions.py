"""Answers that conditions ask for, and matches of new facts with cases."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from majup.cases.models import ENDED, Case
from majup.catalogue.models import Fact, FactVersion, Level, State
from majup.matching.errors import NotAnAnswer, UnknownField
from majup.matching.facts import book, facts_of
from majup.matching.models import HouseholdFacts, LookedThrough, Match
from majup.matching.queries import LIVE, may_be_approached, rule_for
from majup.people.actions import record_event
from majup.places.models import PlanningRegion, RegionMembership
from majup.rules.answers import Answer
from majup.rules.decide import decide
from majup.rules.fields import Field, NotAValue, value_of
from majup.staff.models import User


@transaction.atomic
def tell(*, case: Case, code: str, value: Any, by: User) -> HouseholdFacts:
    """Keep what the family answered to the question of field `code`; `value` None: it does not know.

    Raises UnknownField or NotAnAnswer.
    """
    field = _askable(code)
    row, _made = HouseholdFacts.objects.select_for_update(of=("self",)).get_or_create(
        household_id=case.household_id, defaults={"told_text": "{}", "changed_at": timezone.now(), "changed_by": by}
    )
    told = {key: kept for key, kept in row.told.items() if key != code}
    not_known = [kept for kept in row.not_known if kept != code]
    row.told, row.not_known = (told, [*not_known, code]) if value is None else ({**told, code: value}, not_known)
    if value is not None:
        _check(field, value)
    row.changed_at, row.changed_by = timezone.now(), by
    row.save()
    record_event(household=case.household, kind="fits.told", by=by)
    return row


@transaction.atomic
def take_back(*, case: Case, code: str, by: User) -> None:
    """Forget an answer, so that it is asked again."""
    row = HouseholdFacts.objects.select_for_update(of=("self",)).filter(household_id=case.household_id).first()
    if row is None or (code not in row.told and code not in row.not_known):
        return
    row.told = {key: kept for key, kept in row.told.items() if key != code}
    row.not_known = [kept for kept in row.not_known if kept != code]
    row.changed_at, row.changed_by = timezone.now(), by
    row.save()
    record_event(household=case.household, kind="fits.taken_back", by=by)


def _askable(code: str) -> Field:
    fields = book().fields
    if code not in fields or fields[code].computed:
        raise UnknownField(code)
    return fields[code]


def _check(field: Field, value: Any) -> None:
    try:
        value_of(field, value)
    except NotAValue:
        raise NotAnAnswer(field.code) from None


@transaction.atomic
def look_through(*, version: FactVersion, region: PlanningRegion) -> list[Match]:
    """Find the cases of `region` that a new or changed fact fits: each is shown once (FUP-04).

    Looked at are resting and active cases that agreed to be approached, with a live need on a topic of the fact where
    it holds. Those that surely do not meet its conditions are left out.
    """
    now, rule = timezone.now(), rule_for(version, version.fact.code)
    found = []
    for case in _cases_for(version, region):
        verdict = decide(rule, facts_of(case), timezone.localdate())
        if verdict.answer != Answer.NO:
            certain = verdict.answer == Answer.YES
            found.append(
                Match(case=case, household_id=case.household_id, version=version, is_certain=certain, found_at=now)
            )
    return Match.objects.bulk_create(found, ignore_conflicts=True)


def _cases_for(version: FactVersion, region: PlanningRegion) -> list[Case]:
    cases = Case.objects.filter(
        may_be_approached(), region=region, needs__state__in=LIVE, needs__topic__code__in=version.topics
    ).exclude(stage__in=ENDED)
    return list(cases.filter(_where(version, region)).select_related("household").distinct())


def _where(version: FactVersion, region: PlanningRegion) -> Q:
    """A place the family thinks of, or none named yet and the fact holds in all of its region."""
    fact = version.fact
    if fact.level == Level.STATE:
        return Q()
    if fact.level == Level.MUNICIPALITY:
        return Q(candidates__municipality__in=fact.municipalities.all())
    inside = RegionMembership.objects.filter(region__in=fact.regions.all(), valid_to=None).values("municipality")
    own = Q(candidates=None) if fact.regions.filter(pk=region.pk).exists() else Q(pk=None)
    return Q(candidates__municipality__in=inside) | own


@transaction.atomic
def take_up(*, now: Any = None) -> list[FactVersion]:
    """Versions of valid facts that have not been looked through; from now on they count as such."""
    new = FactVersion.objects.filter(pk__in=Fact.objects.filter(state=State.VALID).values("current")).exclude(
        pk__in=LookedThrough.objects.values("version")
    )
    versions = list(new.select_related("fact").order_by("pk"))
    at = now or timezone.now()
    LookedThrough.objects.bulk_create(
        [LookedThrough(version=version, at=at) for version in versions], ignore_conflicts=True
    )
    return versions


@transaction.atomic
def dismiss(*, match: Match, by: User) -> None:
    """Put a match aside; `restore` brings it back."""
    if Match.objects.filter(pk=match.pk, dismissed_at=None).update(dismissed_at=timezone.now(), dismissed_by=by):
        record_event(household=match.household, kind="match.dismissed", by=by, details={"fact": match.name})


@transaction.atomic
def restore(*, match: Match, by: User) -> None:
    if Match.objects.filter(pk=match.pk).exclude(dismissed_at=None).update(dismissed_at=None, dismissed_by=None):
        record_event(household=match.household, kind="match.restored", by=by, details={"fact": match.name})
