"""Events in the search over everything."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majup.kernel.text import words
from majup.openings.models import PublicEvent
from majup.web.components.codes import code_name
from majup.web.components.texts import longtime, named
from majup.web.search.sources import Asked, Hit

LABEL = _("Meetings and events")
LOOKED_THROUGH = 100


def find(asked: Asked, most: int) -> list[Hit]:
    rows = PublicEvent.objects.coming().select_related("municipality")[:LOOKED_THROUGH]
    found = [row for row in rows if all(term.among(_words_of(row)) for term in asked.terms)]
    return [Hit(row.title, reverse("public_event", args=[row.pk]), longtime(row.starts_at)) for row in found[:most]]


def _words_of(row: PublicEvent) -> set[str]:
    said = [*row.title.values(), *row.summary.values(), row.organiser, row.place, named(row.municipality)]
    return {word for text in (*said, code_name(row.kind, "event_kinds"), str(LABEL)) for word in words(text)}


def all_url(asked: Asked) -> str:
    return reverse("events")
