"""Subscribing to a municipality, opting out, being told; sending it an idea and answering one."""

import hmac
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from majup.network.calendar import country_settings
from majup.network.models import Role
from majup.network.queries import fallback_of, people_of
from majup.places.models import Municipality
from majup.places.queries import region_of, today_of
from majup.plumbing import mail
from majup.plumbing.models import OutgoingMail
from majup.staff.models import User
from majup.staff.scope import Scope, acting
from majup.ties import letters
from majup.ties.errors import TieError
from majup.ties.models import Idea, Subscription
from majup.ties.queries import news_of


def digest_of(email: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"subscription {email.strip().lower()}".encode(), sha256).hexdigest()


@transaction.atomic
def subscribe(*, municipality: Municipality, email: str, language: str) -> Subscription:
    """Ask the owner of `email` to confirm; asked again it asks again; what is confirmed stays as it is.

    Whoever types an address learns nothing about it.
    """
    subscription, _ = Subscription.objects.get_or_create(
        municipality=municipality, digest=digest_of(email), defaults={"email": email.strip(), "language": language}
    )
    if subscription.confirmed_at is None:
        subscription.language = language
        subscription.save(update_fields=["language"])
        letters.ask_to_confirm(subscription)
    return subscription


@transaction.atomic
def confirm(*, pk: int) -> Subscription | None:
    """The owner said yes; None when it was erased meanwhile. Saying it twice is once."""
    subscription = Subscription.objects.select_for_update(of=("self",)).select_related("municipality").filter(pk=pk)
    found = subscription.first()
    if found and found.confirmed_at is None:
        found.confirmed_at = timezone.now()
        found.save(update_fields=["confirmed_at"])
    return found


@transaction.atomic
def opt_out(*, pk: int) -> Municipality | None:
    """Erase the subscription and every letter that it caused; None when it is gone already."""
    found = Subscription.objects.select_related("municipality").filter(pk=pk).first()
    if found is None:
        return None
    place, email = found.municipality, found.email
    found.delete()
    still = Subscription.objects.filter(digest=digest_of(email)).exists()
    if not still:
        with mail.as_sender():
            OutgoingMail.objects.filter(purpose__in=letters.PURPOSES, to_address__iexact=email).delete()
    return place


@transaction.atomic
def tell_news(*, pk: int) -> bool:
    """One letter with what is new since the last one; False when there is nothing, or it is not yet time.

    The row is locked and remembers up to when it was told: a job that comes twice writes once.
    """
    now = timezone.now()
    before = now - timedelta(days=country_settings()["news_days"])
    rows = Subscription.objects.select_for_update(of=("self",), skip_locked=True).select_related("municipality")
    found = rows.due(before).filter(pk=pk).first()
    if found is None:
        return False
    since = found.told_at or found.confirmed_at
    news = news_of(today_of(found.municipality), since) if since else []
    if not news:
        return False
    letters.tell(found, news)
    found.told_at = now
    found.save(update_fields=["told_at"])
    return True


def forget_unconfirmed() -> int:
    """Addresses that nobody confirmed go, with the letters that asked them."""
    before = timezone.now() - timedelta(days=country_settings()["news_confirm_days"])
    old = list(Subscription.objects.filter(confirmed_at=None, made_at__lt=before).values_list("pk", flat=True))
    for pk in old:
        opt_out(pk=pk)
    return len(old)


def role_for(municipality: Municipality) -> Role:
    """Its specialist, or while nobody holds that role the unit that takes what nobody else takes (NET-05)."""
    place = today_of(municipality)
    specialist = Role.objects.filter(kind=Role.Kind.SPECIALIST, municipality=place).first()
    if specialist and people_of([specialist])[specialist.pk].acting:
        return specialist
    found = fallback_of(place) or specialist
    return found or Role.objects.get(kind=Role.Kind.COORDINATOR, region=region_of(place))


@transaction.atomic
def send_idea(
    *,
    municipality: Municipality,
    title: str,
    text: str,
    language: str,
    name: str = "",
    email: str = "",
    form_key: str | None = None,
) -> Idea:
    """An idea from abroad reaches the municipality's role; the same form twice is one idea (K-P12)."""
    role = role_for(municipality)
    with acting(Scope(roles=frozenset({role.pk}))):
        if form_key and (found := Idea.objects.filter(form_key=form_key).first()):
            return found
        idea = Idea.objects.create(
            municipality=municipality,
            role=role,
            title=title.strip(),
            text=text.strip(),
            name=name.strip(),
            email=email.strip(),
            language=language,
            form_key=form_key,
        )
        letters.tell_role(idea)
        return idea


@transaction.atomic
def answer_idea(*, idea: Idea, answer: str, by: User) -> Idea:
    """Answer once; the sender gets it by mail, and the address is forgotten. Raises TieError."""
    if not answer.strip():
        raise TieError("empty-text")
    idea = Idea.objects.select_for_update(of=("self",)).select_related("role", "municipality").get(pk=idea.pk)
    if idea.answered_at:
        raise TieError("answered")
    idea.answer, idea.answered_at, idea.answered_by = answer.strip(), timezone.now(), by
    if idea.email:
        letters.tell_answer(idea)
    idea.email = idea.name = ""
    idea.save()
    return idea
