"""Homes in the search over everything: their kind, their place and what is written of them."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majup.kernel.text import words
from majup.openings.models import Dwelling
from majup.openings.queries import DwellingWish, dwellings
from majup.web.components.texts import named
from majup.web.openings.words import KINDS
from majup.web.search.everyday import words_for_homes
from majup.web.search.sources import Asked, Hit

LABEL = _("Homes")
LOOKED_THROUGH = 300


def find(asked: Asked, most: int) -> list[Hit]:
    """Among the newest entries those that have every word; one of the words has to be about homes."""
    if not any(term.among(words_for_homes()) for term in asked.terms):
        return []
    rows = dwellings(DwellingWish()).order_by("-posted_on", "-pk")[:LOOKED_THROUGH]
    hits = (row for row in rows if all(term.among(_words_of(row)) for term in asked.terms))
    return [_hit(row) for _number, row in zip(range(most), hits, strict=False)]


def _words_of(row: Dwelling) -> set[str]:
    place = row.municipality
    said = [str(KINDS[row.kind]), row.area, row.text, row.priority, place.name if place else "", named(place)]
    return {word for text in said for word in words(text)} | words_for_homes()


def _hit(row: Dwelling) -> Hit:
    where = ", ".join(filter(None, (row.area, named(row.municipality))))
    return Hit(str(KINDS[row.kind]), reverse("home_entry", args=[row.pk]), where)


def all_url(asked: Asked) -> str:
    return reverse("homes")
