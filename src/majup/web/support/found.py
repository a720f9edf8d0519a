"""Support in the search over everything: what holds first, then what nobody has confirmed."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from majup.catalogue import queries
from majup.catalogue.models import Fact
from majup.web.components.texts import localized_plain
from majup.web.facts.words import place_words, standing
from majup.web.search.sources import Asked, Hit

LABEL = pgettext_lazy("menu of the public side", "Support")


def find(asked: Asked, most: int) -> list[Hit]:
    wanted = queries.Wanted(meaning=tuple(term.condition for term in asked.terms))
    found: list[Fact] = []
    for rows in (Fact.objects.available(), Fact.objects.unconfirmed()):
        if len(found) < most:
            found += queries.newest(wanted, rows.select_related("current"), most - len(found))
    return [_hit(fact) for fact in found]


def _hit(fact: Fact) -> Hit:
    words, tone = standing(fact)
    summary = localized_plain(fact.current.summary) if fact.current else ""
    said = f"{place_words(fact)} \N{EN DASH} {summary}" if summary else place_words(fact)
    return Hit(fact.name, reverse("support_entry", args=[fact.pk]), said, words, tone)


def all_url(asked: Asked) -> str:
    return f"{reverse('support')}?{urlencode({'q': asked.text})}"
