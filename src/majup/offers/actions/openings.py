"""Vacancies and dwellings in the letter: put in as they stand today (OFF-08)."""

from django.db import transaction

from majup.cases.models import Need
from majup.offers import openings
from majup.offers.actions.composing import add, editable
from majup.offers.errors import NotOfferable
from majup.offers.models import Offer, OfferItem
from majup.openings import queries
from majup.openings.models import Dwelling, Vacancy
from majup.staff.models import User


@transaction.atomic
def put_in_opening(*, offer: Offer, entry: Vacancy | Dwelling, need: Need | None, by: User) -> OfferItem:
    """Make `entry` part of the letter, once for a need; NotOfferable when it is over or its confirmation is overdue."""
    offer = editable(offer)
    if not entry.is_open:
        raise NotOfferable("over")
    if not queries.is_fresh(entry):
        raise NotOfferable("due")
    same = {"vacancy": entry} if isinstance(entry, Vacancy) else {"dwelling": entry}
    present = offer.items.filter(need=need, removed_at=None, **same).first()
    return present or add(offer, by, **openings.item_fields(entry, need))
