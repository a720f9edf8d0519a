"""What is new in a municipality since a moment: facts, vacancies, homes and news, as the public sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from majup.catalogue.models import Fact
from majup.guides.models import Kind, ReviewedText
from majup.openings.models import Dwelling, OpeningEvent, Vacancy
from majup.places.models import Municipality

MOST = 10  # of each kind; a letter is no list


@dataclass(frozen=True)
class News:
    """One thing that is new: its kind (fact, vacancy, dwelling, news, draft), its name, and the page it has."""

    kind: str
    title: Any  # localized, or plain
    page: tuple[str, Any] | None = None  # name of the address and its argument


def news_of(municipality: Municipality, since: datetime) -> list[News]:
    """Published or changed after `since` and shown today, at most MOST of each kind; four queries."""
    return [*_texts(municipality, since), *_facts(municipality, since), *_openings(municipality, since)]


def _texts(municipality: Municipality, since: datetime) -> Iterator[News]:
    """Its own news, and those of the region it belongs to (LNG-06)."""
    regions = municipality.memberships.filter(valid_to=None).values("region")
    of_place = Q(municipality=municipality) | Q(region__in=regions)
    texts = ReviewedText.objects.listed().filter(of_place, kind=Kind.NEWS, published_at__gte=since)
    for text in texts.select_related("current").order_by("-published_at")[:MOST]:
        if text.current:
            yield News("draft" if text.comments_until else "news", text.current.title, ("news_item", text.code))


def _facts(municipality: Municipality, since: datetime) -> Iterator[News]:
    """Facts of this very municipality whose text is new; a mere confirmation is no news."""
    facts = Fact.objects.available().filter(municipalities=municipality, current__made_at__gte=since)
    for fact in facts.order_by("-current__made_at")[:MOST]:
        yield News("fact", fact.name, ("support_entry", fact.pk))


def _openings(municipality: Municipality, since: datetime) -> Iterator[News]:
    kinds: tuple[tuple[str, str, str, Any], ...] = (
        ("vacancy", "vacancy", "job", Vacancy.objects),
        ("dwelling", "dwelling", "home_entry", Dwelling.objects),
    )
    for kind, column, page, entries in kinds:
        published = OpeningEvent.objects.filter(**{column: OuterRef("pk")}, kind="published", at__gte=since)
        new = entries.open().filter(Q(created_at__gte=since) | Exists(published), municipality=municipality)
        for entry in new.order_by("-created_at")[:MOST]:
            title = entry.title if kind == "vacancy" else entry.area or municipality.name
            yield News(kind, title, (page, entry.pk))
