"""Facts of the catalogue beside the needs of the letter: the first of each, with reason, freshness and one press."""

from __future__ import annotations

from typing import Any

from majup.matching import queries
from majup.offers.answers import NeedCard
from majup.offers.models import Offer, OfferItem
from majup.web.desk.fits.page import candidate_line, drawn

SHOWN = 3  # of each need; all of them stand on the page of what fits


def with_facts(offer: Offer, cards: list[NeedCard], items: list[OfferItem]) -> list[tuple[NeedCard, dict[str, Any]]]:
    """Each card with `first` lines that may be put in and are not in yet, and `more`: how many others there are."""
    used = {(item.need_id, item.fact_version_id) for item in items if item.fact_version_id}
    found = {fitting.need.pk: fitting.found for fitting in queries.fits(offer.case).fittings if fitting.need}
    return [(card, _beside(card, found.get(card.need.pk, []), used)) for card in cards]


def _beside(card: NeedCard, found: list[queries.Candidate], used: set[tuple[int | None, int | None]]) -> dict[str, Any]:
    free = [one for one in found if one.can_be_offered and (card.need.pk, one.version.pk) not in used]
    free.sort(key=lambda one: (queries.ORDER[one.verdict.answer], one.freshness != "fresh"))
    level = 4 if card.items else 5  # where the need has an item already the heading above is a fold
    first = [line | drawn(line, level) for line in map(candidate_line, free[:SHOWN])]
    return {"first": first, "more": len(free) - len(first)}
