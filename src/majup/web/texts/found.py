"""Questions, guides, news and stories in the search over everything: what is listed, in this order."""

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majup.catalogue.words import Asked as TsQuery
from majup.guides.models import Kind, ReviewedText
from majup.guides.queries import WITH
from majup.plumbing.markdown import plain_of
from majup.web.components.texts import localized_plain
from majup.web.search.sources import Asked, Hit
from majup.web.texts.shown import KINDS, text_place, text_url

LABEL = _("Questions and answers")
ORDER = (Kind.GUIDE, Kind.QUESTION, Kind.NEWS, Kind.STORY)
LONGEST = 160


def find(asked: Asked, most: int) -> list[Hit]:
    """Texts that have every word; withdrawn stories and drafts are never among them."""
    wanted = " & ".join(term.condition for term in asked.terms)
    rank = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(ORDER)), output_field=IntegerField())
    rows = ReviewedText.objects.listed().filter(words=TsQuery(wanted)).select_related(*WITH, "common")
    return [_hit(text) for text in rows.order_by(rank, "order", "-published_at")[:most]]


def _hit(text: ReviewedText) -> Hit:
    version = text.current
    said = localized_plain(version.summary) or plain_of(localized_plain(version.body))[:LONGEST]
    place = text_place(text)
    return Hit(version.title, text_url(text), f"{place} \N{EN DASH} {said}" if place else said, KINDS[Kind(text.kind)])


def all_url(asked: Asked) -> str:
    return reverse("faq")
