"""What others give to a letter: parts that it waits for, answers, and all that fits at once."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from majup.cases.actions import seed_steps
from majup.cases.models import Need
from majup.network.models import Role
from majup.offers import answers, contacts
from majup.offers.actions.composing import add, add_block, editable, mark_no_solution, move
from majup.offers.errors import NotAwaited
from majup.offers.models import Contribution, Offer, OfferItem, Section, State
from majup.offers.queries import owed_needs
from majup.questions.actions import mark_used
from majup.questions.models import Answer
from majup.staff.models import User


@transaction.atomic
def await_contribution(*, offer: Offer, role: Role, what: str, by: User, need: Need | None = None) -> Contribution:
    """The letter waits for a part that `role` adds; it still goes out as one (OFF-04)."""
    offer = editable(offer)
    contribution, _made = Contribution.objects.get_or_create(
        offer=offer,
        role=role,
        need=need,
        received_at=None,
        given_up_at=None,
        defaults={"what": what, "asked_by": by, "asked_at": timezone.now()},
    )
    if offer.state in {State.DRAFT, State.READY}:
        move(offer, State.WAITING)
    return contribution


@transaction.atomic
def receive_contribution(*, contribution: Contribution, by: User, **fields: Any) -> OfferItem:
    """Put in what `contribution.role` gave; the item says from whom it comes. After the last one the wait ends.

    NotAwaited when it is there already, or nobody waits for it any more.
    """
    offer = editable(contribution.offer)
    if not offer.contributions.filter(pk=contribution.pk, received_at=None, given_up_at=None).exists():
        raise NotAwaited(contribution)
    need = contribution.need
    item = add(
        offer,
        by,
        section=fields.pop("section", need.topic.section if need else Section.EVERYDAY),
        need=need,
        role=contribution.role,
        contributor=contacts.name_of(contribution.role),
        **fields,
    )
    _end(offer, contribution, received_at=timezone.now())
    return item


@transaction.atomic
def give_up_contribution(*, contribution: Contribution, by: User) -> None:
    """Wait no longer."""
    _end(editable(contribution.offer), contribution, given_up_at=timezone.now())


def _end(offer: Offer, contribution: Contribution, **ended: Any) -> None:
    Contribution.objects.filter(pk=contribution.pk, received_at=None, given_up_at=None).update(**ended)
    waits = offer.contributions.filter(received_at=None, given_up_at=None).exists()
    if offer.state == State.WAITING and not waits:
        move(offer, State.DRAFT if not offer.versions.exists() else State.REVISED)


@transaction.atomic
def put_in_answer(*, offer: Offer, answer: Answer, by: User) -> OfferItem:
    """Make an answer part of the letter; it can no longer be edited by who gave it."""
    return _put_in_answer(editable(offer), answer, by)


def _put_in_answer(offer: Offer, answer: Answer, by: User) -> OfferItem:
    present = offer.items.filter(answer=answer, removed_at=None).first()
    if present:
        return present
    item = add(offer, by, **answers.item_fields(answer))
    mark_used(answer=answer, by=by)
    waited_for = offer.contributions.filter(
        role=answer.role, need=item.need, received_at=None, given_up_at=None
    ).first()
    if waited_for:
        _end(offer, waited_for, received_at=item.created_at)
    return item


@transaction.atomic
def put_in_all(*, offer: Offer, by: User) -> list[OfferItem]:
    """Everything that fits, at once: fresh answers of all needs, standard texts and reasons of bare needs."""
    offer = editable(offer)
    bare = {need.pk for need in owed_needs(offer.case)} - set(
        offer.items.filter(removed_at=None).values_list("need_id", flat=True)
    )
    put_in = []
    for card in answers.cards(offer):
        if not card.is_owed:
            continue
        if card.need.state == Need.State.IMPOSSIBLE and card.need.pk in bare:
            reason = {offer.language: card.need.reason}
            put_in.append(mark_no_solution(offer=offer, need=card.need, reason=reason, by=by))
            continue
        put_in += [
            _put_in_answer(offer, fit.source, by)
            if isinstance(fit.source, Answer)
            else add_block(offer, fit.source, by, card.need)
            for fit in card.fits
            if fit.is_fresh and (fit.is_answer or card.need.pk in bare)
        ]
    seed_steps(offer.case)
    return put_in
