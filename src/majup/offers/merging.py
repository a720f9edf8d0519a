"""Offers, what was sent and what the family marked follow their case when two households become one.

The frozen letters themselves stay as they are; only whose they are changes, so the family's link goes on working.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from majup.cases.models import Case
from majup.offers.models import SETTLED, ItemMark, Offer, OfferVersion
from majup.people.errors import MergeRefused
from majup.people.models import Household


def preview(absorbed: Household) -> Sequence[tuple[Any, int]]:
    return [(_("Offers"), Offer.objects.filter(case__household=absorbed).count())]


def move(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> dict[str, Any]:
    """Runs before the case stage, while each household still has its own case."""
    ours, theirs = (Case.objects.filter(household=household).first() for household in (kept, absorbed))
    if theirs is None or ours is None:
        return {"offers": [_move(offer, kept, theirs, offer.number) for offer in _of(theirs)]}
    if _open(ours) and _open(theirs):
        raise MergeRefused("two-offers-open", theirs.reference)
    last = Offer.objects.filter(case=ours).aggregate(last=Max("number"))["last"] or 0
    return {"offers": [_move(offer, kept, ours, last + n) for n, offer in enumerate(_of(theirs), start=1)]}


def _of(case: Case | None) -> Sequence[Offer]:
    return list(Offer.objects.filter(case=case).order_by("number")) if case else []


def _open(case: Case) -> bool:
    return Offer.objects.filter(case=case).exclude(state__in=SETTLED).exists()


def _move(offer: Offer, kept: Household, case: Case | None, number: int) -> list[Any]:
    former = [offer.pk, offer.case_id, offer.number]
    Offer.objects.filter(pk=offer.pk).update(case=case, number=number)
    _give(offer.pk, kept)
    return former


def _give(offer: int, household: Household) -> None:
    Offer.objects.filter(pk=offer).update(household=household)
    OfferVersion.objects.filter(offer=offer).update(household=household)
    ItemMark.objects.filter(version__offer=offer).update(household=household)


def undo(kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
    for pk, case, number in moved["offers"]:
        if Offer.objects.filter(pk=pk, household=kept).update(case=case, number=number):
            _give(pk, absorbed)
