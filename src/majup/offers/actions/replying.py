"""What comes back: the family's marks and word, the coordinator's note of having seen them, how the offer ends."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from majup.offers import document as doc
from majup.offers.actions.composing import locked, move
from majup.offers.errors import ReasonNeeded, UnknownItem
from majup.offers.models import SETTLED, Contribution, ItemMark, Offer, OfferItem, OfferVersion, State
from majup.offers.tasks import delete_pdf
from majup.people.actions import record_event
from majup.staff.models import User


@transaction.atomic
def mark_item(*, version: OfferVersion, item_key: str, mark: str, text: str = "") -> ItemMark:
    """The family says of one item that it is useful, not for them, or asks about it (OFF-11).

    An opinion replaces the former one; questions add up, the same words twice are one. UnknownItem for an item that the
    letter does not have, ReasonNeeded for a question without words.
    """
    offer = locked(version.offer)
    item = next((i for i in document_of(version).items() if i.key == item_key), None)
    if item is None or mark not in ItemMark.Mark.values:
        raise UnknownItem(item_key)
    text = text.strip()
    if mark == ItemMark.Mark.QUESTION and not text:
        raise ReasonNeeded
    saved, is_news = _save_mark(offer, version, item_key, mark, text)
    if is_news:
        _tell(offer, f"offer.marked_{mark}", version, item=item.title, text=text)
        if offer.state == State.SENT:
            move(offer, State.DISCUSSED)
    return saved


def _save_mark(offer: Offer, version: OfferVersion, item_key: str, mark: str, text: str) -> tuple[ItemMark, bool]:
    same = version.marks.filter(item_key=item_key)
    opinions = same.exclude(mark=ItemMark.Mark.QUESTION)
    present = same.filter(mark=mark, text=text).first()
    if present:
        return present, False
    if mark != ItemMark.Mark.QUESTION:
        opinions.delete()
    mark_ = ItemMark.objects.create(
        version=version,
        household_id=offer.household_id,
        region_id=offer.region_id,
        item_key=item_key,
        mark=mark,
        text=text,
        at=timezone.now(),
    )
    return mark_, True


def document_of(version: OfferVersion, language: str = "") -> doc.Document:
    """The letter in `language`, or in its own; KeyError when it was erased."""
    documents = version.document or {}
    return doc.from_json(documents.get(language) or documents[version.language])


def _tell(offer: Offer, kind: str, version: OfferVersion, **details: str) -> None:
    record_event(
        household=offer.case.household,
        kind=kind,
        by=None,
        by_family=True,
        details={"offer": offer.pk, "version": version.number, **details},
    )


@transaction.atomic
def settle(*, offer: Offer, state: str, by: User | None, note: str = "", by_family: bool = False) -> Offer:
    """Record that the family accepts all or part, declines, or that the offer lapsed. The same word twice is one."""
    offer = locked(offer)
    if offer.state == state and offer.settled_note == note.strip():
        return offer
    if offer.state != state:
        move(offer, state)
    offer.settled_note = note.strip()
    offer.save(update_fields=["settled_note"])
    record_event(
        household=offer.case.household,
        kind=f"offer.{state}",
        by=by,
        by_family=by_family,
        details={"offer": offer.pk, "text": note.strip()},
    )
    return offer


@transaction.atomic
def note_discussed(*, offer: Offer, by: User) -> Offer:
    """The letter was talked over with the family."""
    offer = locked(offer)
    if offer.state != State.DISCUSSED:
        move(offer, State.DISCUSSED)
        record_event(household=offer.case.household, kind="offer.discussed", by=by, details={"offer": offer.pk})
    return offer


@transaction.atomic
def see_marks(*, offer: Offer, by: User) -> int:
    """The coordinator has read what the family said; it leaves her list of the day. Returns how many marks."""
    unseen = ItemMark.objects.filter(version__offer=offer, seen_at=None)
    return unseen.update(seen_at=timezone.now(), seen_by=by)


@transaction.atomic
def erase(*, household_id: int) -> int:
    """Empty every letter of a household; hash, dates and counts stay (architecture, rule 7). Returns how many letters.

    The PDF goes from the disk by a job of the same transaction: a rolled-back erasure leaves it where it is.
    """
    now = timezone.now()
    versions = list(OfferVersion.objects.select_for_update().filter(household=household_id, erased_at=None))
    for version in versions:
        version.document, version.to_address, version.erased_at = None, "", now
        version.save(update_fields=["document", "to_address", "erased_at"])
    marks = ItemMark.objects.filter(household=household_id)
    marks.filter(mark=ItemMark.Mark.QUESTION).delete()
    marks.update(text="")
    offers = Offer.objects.filter(household=household_id)
    OfferItem.objects.filter(offer__in=offers).delete()
    Contribution.objects.filter(offer__in=offers).delete()
    offers.update(introduction="", gap_reason="", settled_note="", compared=[])
    offers.exclude(state__in=SETTLED).update(state=State.LAPSED)
    for version in versions:
        delete_pdf.defer(sha256=version.pdf_sha256)
    return len(versions)
