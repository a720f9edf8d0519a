"""What a place has to offer just now, from catalogue and openings: concrete things, not promises (Q-R14, Q-M3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from majup.catalogue.models import Fact
from majup.openings.models import Dwelling, Vacancy
from majup.openings.queries import DwellingWish, Wish, dwellings, vacancies
from majup.places.models import Municipality
from majup.web.facts.words import FRESHNESS, TONES

SHOWN = 5
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Offered:
    """The newest of each, and how many there are; measures with (words of state, tone)."""

    vacancies: list[Vacancy]
    number_of_vacancies: int
    dwellings: list[Dwelling]
    number_of_dwellings: int
    measures: list[tuple[Fact, Any, str]]
    number_of_measures: int


def offered_in(place: Municipality) -> Offered:
    """Open entries and the municipality's own measures."""
    jobs = vacancies(Wish(municipalities=(place.pk,))).select_related(None).select_related("employer")
    homes = dwellings(DwellingWish(municipalities=(place.pk,))).select_related(None)
    measures = Fact.objects.offerable().filter(municipalities=place).order_by("-state", "-pk")
    found, number = _newest(measures, 2 * SHOWN)
    return Offered(
        *_newest(jobs.order_by("-pk"), SHOWN),
        *_newest(homes.order_by("-pk"), SHOWN),
        [(fact, *_state(fact)) for fact in found],
        number,
    )


def _newest(rows: QuerySet[Row], most: int) -> tuple[list[Row], int]:
    """The first `most` and how many there are; what fits is not counted by another query."""
    found = list(rows[:most])
    return found, len(found) if len(found) < most else rows.count()


def number_of_wider(place: Municipality) -> int:
    """Measures of the region or the state that hold in the municipality."""
    return Fact.objects.offerable().in_municipality(place).exclude(municipalities=place).count()


def _state(fact: Fact) -> tuple[Any, str]:
    freshness = fact.freshness()
    return FRESHNESS[freshness], TONES.get(freshness, "plain")
