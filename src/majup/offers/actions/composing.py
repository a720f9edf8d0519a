"""Composing an offer: items in, out and changed, sections marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from majup.cases.models import Case, Need
from majup.offers import contacts
from majup.offers.errors import (
    AnotherOpen,
    ChangedMeanwhile,
    NotAllowed,
    NotEditable,
    ReasonNeeded,
    StandsAlready,
    TooManyPlaces,
    UnknownItem,
)
from majup.offers.models import (
    SETTLED,
    TRANSITIONS,
    NotNeeded,
    Offer,
    OfferItem,
    StandardBlock,
)
from majup.offers.queries import empty_sections
from majup.people.actions import record_event
from majup.places.models import Municipality
from majup.profiles.comparison import FEWEST, MOST
from majup.staff.models import User

# What of a standard text makes it "adapted" when it is changed.
WORDING = ("title", "text", "ask")
CHANGEABLE = frozenset(
    {*WORDING, "section", "institution", "contact", "role", "confirmed_on", "until", "certainty", "pay_after_tax"}
    | {"bonuses", "remote", "kind", "need", "contributor", "facts"}
)


def locked(offer: Offer) -> Offer:
    """The offer as it stands now, held until the transaction ends."""
    return (
        Offer.objects.select_for_update(of=("self",)).select_related("case__household", "case__region").get(pk=offer.pk)
    )


def editable(offer: Offer) -> Offer:
    offer = locked(offer)
    if not offer.is_editable:
        raise NotEditable(offer)
    return offer


def touch(offer: Offer) -> None:
    """Let other editors notice that something changed."""
    Offer.objects.filter(pk=offer.pk).update(revision=F("revision") + 1, changed_at=timezone.now())
    offer.refresh_from_db(fields=["revision", "changed_at"])


def move(offer: Offer, state: str) -> None:
    """Change the state where `TRANSITIONS` allows it; the caller holds the lock.

    NotAllowed; AnotherOpen where a later letter of the case is being written or waits for the family's word.
    """
    if state not in TRANSITIONS[offer.state]:
        raise NotAllowed(offer, state)
    if offer.state in SETTLED and state not in SETTLED:
        running = Offer.objects.filter(case=offer.case_id).exclude(state__in=SETTLED).first()
        if running:
            raise AnotherOpen(offer, state, running)
    offer.state = state
    offer.save(update_fields=["state"])
    touch(offer)


@transaction.atomic
def draft(*, case: Case, language: str, by: User) -> Offer:
    """Begin the offer of `case`, or go on with the one that is not settled: there is never a second one beside it."""
    Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    running = case.offers.exclude(state__in=SETTLED).first()
    if running:
        return running
    now = timezone.now()
    number = (case.offers.aggregate(last=Max("number"))["last"] or 0) + 1
    offer = Offer.objects.create(
        case=case,
        household_id=case.household_id,
        region_id=case.region_id,
        number=number,
        language=language,
        created_by=by,
        created_at=now,
        changed_at=now,
    )
    record_event(household=case.household, kind="offer.begun", by=by, details={"offer": offer.pk})
    return offer


@transaction.atomic
def write_introduction(
    *, offer: Offer, introduction: str, gap_reason: str, language: str, by: User, seen: int | None = None
) -> Offer:
    """The coordinator's own words, the reason of Q-C4 and the language; `seen` is the revision she had before her."""
    offer = editable(offer)
    if (
        seen is not None
        and seen != offer.revision
        and (offer.introduction, offer.gap_reason)
        != (
            introduction.strip(),
            gap_reason.strip(),
        )
    ):
        raise ChangedMeanwhile(offer)
    offer.introduction, offer.gap_reason, offer.language = introduction.strip(), gap_reason.strip(), language
    offer.save(update_fields=["introduction", "gap_reason", "language"])
    touch(offer)
    return offer


@transaction.atomic
def compare_places(*, offer: Offer, places: Sequence[Municipality], by: User) -> Offer:
    """Put two to four places side by side in the letter (OFF-07); none takes the comparison out. Drawn at sending."""
    if places and not FEWEST <= len(places) <= MOST:
        raise TooManyPlaces(len(places))
    offer = editable(offer)
    offer.compared = [place.atvk for place in places]
    offer.save(update_fields=["compared"])
    touch(offer)
    return offer


@transaction.atomic
def add_item(*, offer: Offer, section: str, by: User, need: Need | None = None, **fields: Any) -> OfferItem:
    """Write an item by hand. A `role` fills in institution and contact from the network."""
    offer = editable(offer)
    return add(offer, by, section=section, need=need, **fields)


def add(offer: Offer, by: User, *, section: str, need: Need | None, **fields: Any) -> OfferItem:
    """One more item at the end of an offer that the caller holds."""
    role = fields.pop("role", None)
    if role is not None:
        fields |= contacts.fields_of(role)
    order = (offer.items.aggregate(last=Max("order"))["last"] or 0) + 1
    item = OfferItem.objects.create(
        offer=offer,
        key=uuid4().hex[:12],
        section=section,
        need=need,
        order=order,
        created_by=by,
        created_at=timezone.now(),
        **fields,
    )
    NotNeeded.objects.filter(offer=offer, section=section).delete()
    touch(offer)
    return item


@transaction.atomic
def put_in_block(*, offer: Offer, block: StandardBlock, by: User, need: Need | None = None) -> OfferItem:
    """Put a standard text in for `need`; a second time it is already there and stays one."""
    return add_block(editable(offer), block, by, need)


def add_block(offer: Offer, block: StandardBlock, by: User, need: Need | None) -> OfferItem:
    present = offer.items.filter(block=block, need=need, removed_at=None).first()
    if present:
        return present
    return add(
        offer,
        by,
        section=block.section,
        need=need,
        title=block.title,
        text=block.text,
        ask=block.ask,
        role=contacts.role_for(offer.case, block.topic, block.institution),
        confirmed_on=block.checked_on,
        until=block.valid_to,
        certainty=OfferItem.Certainty.GENERAL,
        origin=OfferItem.Origin.STANDARD,
        block=block,
    )


@transaction.atomic
def mark_no_solution(*, offer: Offer, need: Need, reason: Mapping[str, str], by: User) -> OfferItem:
    """Say honestly that there is nothing for `need` at present, and why (OFF-01). A later reason replaces it."""
    offer = editable(offer)
    texts = {language: text.strip() for language, text in reason.items() if text.strip()}
    if not texts:
        raise ReasonNeeded
    present = offer.items.filter(need=need, kind=OfferItem.Kind.NO_SOLUTION, removed_at=None).first()
    if present:
        present.text = texts
        present.save(update_fields=["text"])
        touch(offer)
        return present
    return add(
        offer,
        by,
        section=need.topic.section,
        need=need,
        kind=OfferItem.Kind.NO_SOLUTION,
        title=need.topic.name,
        text=texts,
    )


@transaction.atomic
def change_item(*, item: OfferItem, changes: Mapping[str, Any], by: User, seen: int) -> OfferItem:
    """Change an item that was read at revision `seen`.

    ChangedMeanwhile when another editor was quicker, StandsAlready when another item says the same for its new need.
    """
    offer = editable(item.offer)
    item = OfferItem.objects.select_for_update(of=("self",)).get(pk=item.pk, offer=offer)
    if item.revision != seen:
        raise ChangedMeanwhile(item)
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise UnknownItem(", ".join(sorted(unknown)))
    if item.origin == OfferItem.Origin.STANDARD and any(
        changes.get(n, getattr(item, n)) != getattr(item, n) for n in WORDING
    ):
        item.origin = OfferItem.Origin.ADAPTED
    former_need = item.need_id
    for name, value in changes.items():
        setattr(item, name, value)
    if item.need_id != former_need and _twins(item).exists():
        raise StandsAlready(item)
    if item.role is not None:
        item.institution, item.contact = contacts.name_of(item.role), contacts.contact_of(item.role)
    item.revision += 1
    item.save()
    touch(offer)
    return item


@transaction.atomic
def remove_item(*, item: OfferItem, by: User) -> OfferItem:
    """Take an item out; `restore_item` puts it back as it was."""
    offer = editable(item.offer)
    OfferItem.objects.filter(pk=item.pk, removed_at=None).update(removed_at=timezone.now())
    touch(offer)
    item.refresh_from_db()
    return item


def _twins(item: OfferItem) -> QuerySet[OfferItem]:
    """Other items that say the same for the same need; an answer stands in a letter once, whatever its need."""
    others = OfferItem.objects.filter(offer=item.offer_id, removed_at=None).exclude(pk=item.pk)
    if item.answer_id:
        return others.filter(answer=item.answer_id)
    others = others.filter(need=item.need_id)
    for source in ("block", "fact_version", "vacancy", "dwelling"):
        if of_source := getattr(item, f"{source}_id"):
            return others.filter(**{source: of_source})
    return others.filter(kind=item.kind) if item.kind == OfferItem.Kind.NO_SOLUTION else others.none()


@transaction.atomic
def restore_item(*, item: OfferItem, by: User) -> OfferItem:
    """Put back what was taken out, unless the same was put in anew meanwhile."""
    offer = editable(item.offer)
    item.refresh_from_db()
    if not _twins(item).exists():
        OfferItem.objects.filter(pk=item.pk).update(removed_at=None)
        NotNeeded.objects.filter(offer=offer, section=item.section).delete()
        touch(offer)
    item.refresh_from_db()
    return item


@transaction.atomic
def set_section(*, offer: Offer, section: str, needed: bool, by: User) -> None:
    """Mark a section "not needed" (B-32), or take the mark back."""
    offer = editable(offer)
    if needed:
        NotNeeded.objects.filter(offer=offer, section=section).delete()
    else:
        NotNeeded.objects.get_or_create(offer=offer, section=section, defaults={"by": by, "at": timezone.now()})
    touch(offer)


@transaction.atomic
def mark_empty_sections(*, offer: Offer, by: User) -> list[str]:
    """Mark every section that is empty as "not needed"; returns which."""
    offer = editable(offer)
    empty = empty_sections(offer)
    now = timezone.now()
    NotNeeded.objects.bulk_create([NotNeeded(offer=offer, section=section, by=by, at=now) for section in empty])
    touch(offer)
    return empty
