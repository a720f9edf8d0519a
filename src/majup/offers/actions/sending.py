"""Sending: the letter is frozen as data and PDF, and a mail with the family's link leaves, all in one transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from majup.cases import actions as cases
from majup.cases.models import Need, Stage
from majup.family import actions as family
from majup.family.letters import url_of
from majup.family.queries import person_at
from majup.kernel.hashing import token, token_digest
from majup.network import letters
from majup.network.calendar import country_settings
from majup.network.queries import coordinator_role
from majup.offers import document as doc
from majup.offers import printing, writing
from majup.offers.actions.composing import editable, locked, move
from majup.offers.errors import ChangedMeanwhile, Incomplete, NotEditable
from majup.offers.models import Offer, OfferItem, OfferVersion, State
from majup.offers.queries import addresses_of, items_of, latest, missing
from majup.people.actions import record_event
from majup.people.models import Person
from majup.plumbing import files, mail
from majup.plumbing.addresses import page_address
from majup.plumbing.days import Day
from majup.staff.models import User

EARLY_STAGES = {Stage.NEW, Stage.ASSESSING, Stage.COLLECTING}


@transaction.atomic
def send(*, offer: Offer, by: User, key: str, to: str | None = None, seen: int | None = None) -> OfferVersion:
    """Freeze the letter as its next version and send it once, however often this is called with the same `key`.

    `to`: the family's address; None takes the preferred one, "" sends no mail (the link is handed over otherwise).
    `seen`: revision that was read before pressing the button. Refused by Incomplete, NotEditable, ChangedMeanwhile.
    The PDF is on disk before the commit: killed at any point, there is either nothing or the whole sent version.
    """
    offer = locked(offer)
    earlier = OfferVersion.objects.filter(send_key=key).first()
    if earlier:
        return earlier
    if not offer.is_editable:
        raise NotEditable(offer)
    if seen is not None and seen != offer.revision:
        raise ChangedMeanwhile(offer)
    gaps = missing(offer)
    if gaps:
        raise Incomplete(gaps)
    secret, now = token(), timezone.now()
    to = next(iter(addresses_of(offer.case)), "") if to is None else to
    version = _freeze(offer, by, now, key=key, to=to, digest=token_digest(secret))
    _tell_needs(offer, by)
    move(offer, State.SENT)
    _tell_case(offer, version, by)
    if to:
        _mail(version, secret, code="offer_sent", key=f"offer {version.pk} sent")
    version.secret = secret
    return version


def _freeze(offer: Offer, by: User, now: datetime, *, key: str, to: str, digest: str) -> OfferVersion:
    last = latest(offer)
    number = last.number + 1 if last else 1
    day = timezone.localdate(now)
    languages = writing.languages_of(offer, [language for language, _name in settings.LANGUAGES])
    documents = {
        language: writing.write(offer=offer, version=number, on=day, by=by, language=language) for language in languages
    }
    return OfferVersion.objects.create(
        offer=offer,
        number=number,
        household_id=offer.household_id,
        region_id=offer.region_id,
        people=_people(offer),
        language=offer.language,
        document={language: document.as_json() for language, document in documents.items()},
        document_sha256=doc.sha256_of(documents),
        pdf_sha256=files.store(printing.pdf_of(documents[offer.language])),
        template_version=printing.TEMPLATE_VERSION,
        first_need_at=_first_need_at(offer),
        sent_at=now,
        sent_by=by,
        send_key=key,
        to_address=to,
        token_digest=digest,
        link_expires_at=now + timedelta(days=country_settings()["offer_link_days"]),
    )


def _people(offer: Offer) -> int:
    """Members whom the offer covers: all who have not said that they stay."""
    return Person.objects.filter(household=offer.household_id).exclude(will_move=False).count()


def _first_need_at(offer: Offer) -> datetime | None:
    needs = Need.objects.filter(pk__in=[item.need_id for item in items_of(offer) if item.need_id])
    return needs.order_by("created_at").values_list("created_at", flat=True).first()


def _tell_needs(offer: Offer, by: User) -> None:
    """Needs for which something was found are offered; those without a solution keep their state."""
    items = items_of(offer)
    offered = {item.need_id for item in items if item.need_id and item.kind != OfferItem.Kind.NO_SOLUTION}
    waiting = [Need.State.OPEN, Need.State.ASKED, Need.State.ANSWERED]
    for need in offer.case.needs.filter(pk__in=offered, state__in=waiting):
        cases.set_need(need=need, state=Need.State.OFFERED, by=by)


def _tell_case(offer: Offer, version: OfferVersion, by: User) -> None:
    if offer.case.stage in EARLY_STAGES:
        cases.move(case=offer.case, stage=Stage.OFFERED, by=by)
    record_event(
        household=offer.case.household,
        kind="offer.sent" if version.number == 1 else "offer.sent_again",
        by=by,
        details={"offer": offer.pk, "version": version.number, "to": version.to_address},
        at=version.sent_at,
    )


def link_of(secret: str, language: str) -> str:
    return page_address("family_offer", secret, language=language)


def _own_page(version: OfferVersion) -> str:
    """Link to the family's page of whoever the letter goes to; a former one ends, as with every new link."""
    person = person_at(version.household_id, version.to_address)
    if person is None:
        return ""
    secret, link = family.new_link(person=person, by=version.sent_by, to=version.to_address)
    return url_of(secret, link.language)


def _mail(version: OfferVersion, secret: str, *, code: str, key: str) -> None:
    role = coordinator_role(version.offer.region)
    own_page = {"own_page": _own_page(version)} if code == "offer_sent" else {}
    letter = letters.write(
        code,
        version.language,
        {
            "link": link_of(secret, version.language),
            "reference": version.offer.case.reference,
            "valid_until": Day(timezone.localdate(version.link_expires_at), version.language),
            **own_page,
        },
        role=role,
    )
    mail.queue(
        purpose=code,
        to=version.to_address,
        subject=letter.subject,
        text=letter.body,
        from_address=role.mailbox,
        language=letter.language,
        attachments=[{"name": file_name(version), "content_type": "application/pdf", "sha256": version.pdf_sha256}]
        if code == "offer_sent"
        else [],
        region_id=version.region_id,
        household_id=version.household_id,
        key=key,
    )


def file_name(version: OfferVersion) -> str:
    return f"{version.offer.case.reference}-{version.offer.number}-v{version.number}.pdf"


@transaction.atomic
def renew_link(*, version: OfferVersion, by: User | None) -> str:
    """A new link to the same letter; the former one stops working. Returns it for handing over by another channel."""
    return link_of(_renew(version, by), version.language)


def _renew(version: OfferVersion, by: User | None) -> str:
    secret = token()
    version.token_digest = token_digest(secret)
    version.link_expires_at = timezone.now() + timedelta(days=country_settings()["offer_link_days"])
    version.save(update_fields=["token_digest", "link_expires_at"])
    record_event(
        household=version.household,
        kind="offer.link_renewed",
        by=by,
        by_family=by is None,
        details={"offer": version.offer_id, "version": version.number},
    )
    return secret


@transaction.atomic
def send_link_again(*, version: OfferVersion) -> bool:
    """Mail a new link to the address the letter went to, at most once a day; False when there is no address.

    Asked for on the page of an expired link: whoever asks learns nothing, the mail goes where the letter went.
    """
    version = OfferVersion.objects.select_for_update(of=("self",)).select_related("offer__case").get(pk=version.pk)
    key = f"offer {version.pk} link {timezone.localdate().isoformat()}"
    if not version.to_address:
        return False
    if version.link_expires_at < timezone.now():
        _mail(version, _renew(version, None), code="offer_link_again", key=key)
    return True


@transaction.atomic
def revise(*, offer: Offer, by: User) -> Offer:
    """Open a sent letter for its next version: the items stay, the sent version stays as it went out."""
    offer = locked(offer)
    if offer.state != State.REVISED:
        move(offer, State.REVISED)
        record_event(household=offer.case.household, kind="offer.revised", by=by, details={"offer": offer.pk})
    return offer


@transaction.atomic
def mark_ready(*, offer: Offer, by: User) -> Offer:
    """Say that nothing is missing any more; Incomplete otherwise."""
    offer = editable(offer)
    gaps = missing(offer)
    if gaps:
        raise Incomplete(gaps)
    if offer.state != State.READY:
        move(offer, State.READY)
    return offer
