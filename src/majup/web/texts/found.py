"""Reviewed texts in the search over everything; each kind has a module of its own in the registry."""

from collections.abc import Sequence

from django.db.models import F, QuerySet
from django.urls import reverse

from majup.catalogue.words import Asked as Condition
from majup.guides.models import Kind, ReviewedText
from majup.web.search.sources import Asked, Hit

ADDRESSES = {Kind.QUESTION: "faq_question", Kind.GUIDE: "guide", Kind.STORY: "story", Kind.NEWS: "news_item"}


def texts_with(kind: Kind, asked: Asked, most: int) -> list[Hit]:
    """Texts of one kind that hold now and have every word, in their own language or another."""
    condition = " & ".join(term.condition for term in asked.terms)
    rows = listed(kind).filter(words=Condition(condition)).order_by("order", "-published_at", "pk")
    return [hit(row) for row in rows[:most]]


def listed(kind: Kind) -> QuerySet[ReviewedText]:
    """Local additions stand on the page of the common answer."""
    rows: QuerySet[ReviewedText] = ReviewedText.objects.listed().filter(kind=kind, common=None, current__isnull=False)
    return rows.select_related("current")


def on_topics(kind: Kind, topics: Sequence[str], most: int, each: int = 2) -> list[Hit]:
    """Texts of one kind on `topics`: the first `each` of every topic, in the order in which the topics matter."""
    rows = listed(kind).filter(topics__code__in=topics).annotate(topic=F("topics__code")).order_by("order", "pk")
    found = list(rows)
    chosen = [row for topic in topics for row in [row for row in found if row.topic == topic][:each]]
    return [hit(row) for row in list(dict.fromkeys(chosen))[:most]]


def for_situation(kind: Kind, code: str, topics: Sequence[str], most: int) -> list[Hit]:
    """Texts that name the life situation first, as their editors wish it; then what else there is on its topics."""
    named = [hit(row) for row in listed(kind).filter(situations__contains=[code]).order_by("order", "pk")[:most]]
    rest = [one for one in on_topics(kind, topics, most) if one.url not in {known.url for known in named}]
    return [*named, *rest][:most]


def hit(row: ReviewedText) -> Hit:
    version = row.current
    assert version  # noqa: S101 -- `listed` leaves out texts without one
    return Hit(version.title, reverse(ADDRESSES[Kind(row.kind)], args=[row.code]), version.summary)
