"""Reviewed texts in the search over everything; each kind has a module of its own in the registry."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from majup.catalogue.words import Asked as Condition
from majup.guides.models import Kind, ReviewedText
from majup.web.search.sources import Asked, Hit

ADDRESSES = {Kind.QUESTION: "faq_question", Kind.GUIDE: "guide", Kind.STORY: "story", Kind.NEWS: "news_item"}


def texts_with(kind: Kind, asked: Asked, most: int) -> list[Hit]:
    """Texts of one kind that hold now and have every word, in their own language or another."""
    return asked.once("texts", lambda: _texts_with(asked, most))[kind]


def _texts_with(asked: Asked, most: int) -> Mapping[str, list[Hit]]:
    """The first `most` of each kind, read together: each is asked for by every search."""
    condition = " & ".join(term.condition for term in asked.terms)
    order = (F("order").asc(), F("published_at").desc(), F("pk").asc())
    place = Window(RowNumber(), partition_by=F("kind"), order_by=order)
    rows = _listed().filter(words=Condition(condition)).annotate(place=place).filter(place__lte=most).order_by("place")
    found: dict[str, list[Hit]] = defaultdict(list)
    for row in rows.only("kind", "code", "current__title", "current__summary"):
        found[row.kind].append(hit(row))
    return found


def listed(kind: Kind) -> QuerySet[ReviewedText]:
    """Local additions stand on the page of the common answer."""
    return _listed().filter(kind=kind)


def _listed() -> QuerySet[ReviewedText]:
    rows: QuerySet[ReviewedText] = ReviewedText.objects.listed().filter(common=None, current__isnull=False)
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
