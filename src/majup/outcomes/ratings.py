"""Asking families to rate the help they had, and what they say (SUR-02): short, optional, once on each occasion."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from majup.cases.models import ENDED, Case
from majup.family.letters import language_of, url_of, write
from majup.family.queries import adult_with_address, has_address
from majup.kernel.hashing import token, token_digest
from majup.offers.models import OfferVersion
from majup.outcomes.errors import OutcomeRefused
from majup.outcomes.models import Departure, Rating, Return
from majup.outcomes.pack import rating_settings
from majup.people.actions import record_event
from majup.people.models import Person
from majup.plumbing.days import Day

OFFER, RETURN = Rating.Occasion.OFFER, Rating.Occasion.RETURN
ANSWERS = ("met", "recommend", "communication", "usefulness", "influence", "useful", "settlement")
AFTER_RETURN = ("influence", "useful", "settlement")


def by_link(digest: str) -> tuple[int, int] | None:
    """(rating, household) of the link in a mail, whoever asks; None when there is none or its time is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM majup_rating_of(%s)", [digest])
        return cursor.fetchone()


def occasions(case: Case) -> list[str]:
    """What this family can rate today: a letter that was sent, a return; not what it skipped or can change no more."""
    known = {rating.occasion: rating for rating in Rating.objects.filter(case=case)}
    can = (
        [OFFER]
        if OFFER in known or OfferVersion.objects.filter(household=case.household_id, erased_at=None).exists()
        else []
    )
    can += [RETURN] if RETURN in known or Return.objects.filter(case=case).exists() else []
    return [one for one in can if one not in known or is_open(known[one])]


def is_open(rating: Rating) -> bool:
    """Whether the family may still answer, or change what it answered."""
    if rating.said_at is None:
        return rating.skipped_at is None
    return timezone.now() < rating.said_at + timedelta(days=rating_settings()["change_days"])


def to_ask(occasion: str) -> QuerySet[Case]:
    """Cases that the scope sees whose letter went out, or whose family came back, so long ago that it may be asked."""
    known = rating_settings()
    last = timezone.localdate() - timedelta(days=known["after_days"][occasion])
    first = last - timedelta(days=known["ask_within_days"])
    asked = Rating.objects.filter(case=OuterRef("pk"), occasion=occasion)
    refused = Rating.objects.filter(case=OuterRef("pk"), no_more=True)
    cases = Case.objects.filter(~Exists(asked), ~Exists(refused), has_address())
    cases = cases.filter(household__erased_at=None, household__merged_into=None)
    cases = cases.exclude(may_be_approached=False).select_related("household", "region").order_by("pk")
    if occasion == OFFER:
        sent = OfferVersion.objects.filter(sent_at__gte=_midnight(first), sent_at__lt=_midnight(last), erased_at=None)
        return cases.exclude(stage__in=ENDED).filter(household__in=sent.values("household"))
    back = Return.objects.filter(on__gte=first, on__lt=last)
    return cases.filter(pk__in=back.exclude(pk__in=Departure.objects.values("return_event")).values("case"))


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@transaction.atomic
def ask(*, case: Case, occasion: str) -> Rating | None:
    """Mail one adult the link to the questions; None when nobody of the family has an address."""
    found = adult_with_address(case.household_id)
    if found is None:
        return None
    person, to = found
    secret, now = token(), timezone.now()
    until = now + timedelta(days=rating_settings()["link_days"])
    asked = {"asked_at": now, "token_digest": token_digest(secret), "link_expires_at": until}
    rating = Rating.objects.create(case=case, occasion=occasion, **_whose(case, occasion), **asked)
    _mail(rating, person, to, secret)
    record_event(household=case.household, kind="rating.asked", by=None, details={"name": str(person)})
    return rating


def _mail(rating: Rating, person: Person, to: str, secret: str) -> None:
    language = language_of(person)
    assert rating.link_expires_at is not None  # noqa: S101 -- it was just made
    write(
        f"rating_{rating.occasion}",
        case=rating.case,
        to=to,
        language=language,
        key=f"rating {rating.pk}",
        unsubscribe_url=url_of(secret, language, "rating_no_more"),
        link=url_of(secret, language, "rating"),
        valid_until=Day(timezone.localdate(rating.link_expires_at), language),
    )


def _whose(case: Case, occasion: str) -> dict[str, Any]:
    """Region and kind of the help that is rated; raises OutcomeRefused "nothing_to_rate"."""
    is_internal = case.kind == Case.Kind.INTERNAL
    if occasion == RETURN:
        event = Return.objects.filter(case=case).order_by("-on").first()
        if event:
            return {"region_id": event.region_id, "is_internal": is_internal, "support_kind": event.support_kind}
    elif occasion == OFFER:
        version = OfferVersion.objects.filter(household=case.household_id, erased_at=None).order_by("-sent_at").first()
        if version:
            return {"region_id": version.region_id, "is_internal": is_internal}
    raise OutcomeRefused("nothing_to_rate")


def _row(case: Case, occasion: str) -> Rating:
    """The row of this occasion, locked; a new one when the family was not asked."""
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    found = Rating.objects.filter(case=case, occasion=occasion).first()
    return found or Rating(case=case, occasion=occasion, **_whose(case, occasion))


@transaction.atomic
def rate(*, case: Case, occasion: str, **answers: Any) -> Rating:
    """Keep what the family says, over what it said before; `answers` are some of ANSWERS.

    Raises OutcomeRefused "nothing_to_rate", "closed" (too long after the first answer), "says_nothing".
    """
    rating = _row(case, occasion)
    if rating.said_at and not is_open(rating):
        raise OutcomeRefused("closed")
    given = {name: answers[name] for name in ANSWERS if name in answers}
    if occasion == OFFER:
        given = {name: value for name, value in given.items() if name not in AFTER_RETURN}
    if not any(value not in ("", None, []) for value in given.values()):
        raise OutcomeRefused("says_nothing")
    is_new, now = rating.said_at is None, timezone.now()
    for name, value in given.items():
        setattr(rating, name, value)
    rating.said_at, rating.changed_at, rating.skipped_at = rating.said_at or now, now, None
    rating.save()
    kind = "rating.said" if is_new else "rating.changed"
    record_event(household=case.household, kind=kind, by=None, by_family=True)
    return rating


@transaction.atomic
def skip(*, case: Case, occasion: str, no_more: bool = False) -> Rating:
    """The family would rather not say, this time or (`no_more`) at any time; what it said already stays."""
    rating = _row(case, occasion)
    if rating.said_at is None:
        rating.skipped_at = timezone.now()
    rating.no_more = rating.no_more or no_more
    rating.save()
    record_event(household=case.household, kind="rating.skipped", by=None, by_family=True)
    return rating
