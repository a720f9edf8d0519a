"""Facts of the catalogue in the letter: put in, brought up to date, marked as still to be confirmed (OFF-08)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from majup.cases.models import Need
from majup.catalogue.models import Fact
from majup.offers import contacts, facts, openings
from majup.offers.actions.composing import add, editable, touch
from majup.offers.errors import NotOfferable
from majup.offers.models import Offer, OfferItem
from majup.openings.models import Dwelling, Vacancy
from majup.openings.queries import is_fresh
from majup.staff.models import User

RELATED = ("current", "role__institution", "role__municipality", "role__region", "institution")


@transaction.atomic
def put_in_fact(*, offer: Offer, fact: Fact, need: Need | None, by: User) -> OfferItem:
    """Make the current version of `fact` part of the letter, once for a need; NotOfferable for what may not go in."""
    offer = editable(offer)
    fact = _current(fact)
    if (state := fact.freshness()) not in facts.PUT_IN:
        raise NotOfferable(state)
    present = offer.items.filter(fact_version__fact=fact, need=need, removed_at=None).first()
    return present or add(offer, by, **facts.item_fields(fact, need))


@transaction.atomic
def refresh(*, item: OfferItem, by: User) -> OfferItem:
    """Bring an item in step with what its fact, vacancy or dwelling says today; adapted words are written anew.

    NotOfferable while its owner has not confirmed it or it no longer holds.
    """
    offer = editable(item.offer)
    entry = item.vacancy or item.dwelling
    columns = _of_opening(entry, item) if entry else _of_fact(item)
    _write(item, {key: value for key, value in columns.items() if key != "section"})
    touch(offer)
    return item


def _of_opening(entry: Vacancy | Dwelling, item: OfferItem) -> dict[str, Any]:
    if not is_fresh(entry):
        raise NotOfferable("due" if entry.is_open else "over")
    return openings.item_fields(entry, item.need)


def _of_fact(item: OfferItem) -> dict[str, Any]:
    fact = _current(item.fact_version.fact) if item.fact_version else None
    if fact is None or (state := fact.freshness()) not in {facts.FRESH, "reported_2022"}:
        raise NotOfferable(state if fact else "")
    return facts.item_fields(fact, item.need)


@transaction.atomic
def mark_unconfirmed(*, item: OfferItem, by: User) -> OfferItem:
    """Let the letter say that this is still to be confirmed."""
    offer = editable(item.offer)
    _write(item, {"certainty": OfferItem.Certainty.UNCONFIRMED})
    touch(offer)
    return item


def _current(fact: Fact) -> Fact:
    return Fact.objects.select_related(*RELATED).get(pk=fact.pk)


def _write(item: OfferItem, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(item, name, value)
    if columns.get("role"):
        item.institution, item.contact = contacts.name_of(columns["role"]), contacts.contact_of(columns["role"])
    item.revision += 1
    item.save()
