"""Employers in the search over everything, by the words of their name."""

from functools import reduce
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majup.openings.models import Employer
from majup.openings.queries import employers
from majup.web.components.texts import named
from majup.web.search.sources import Asked, Hit

LABEL = _("Employers")


def find(asked: Asked, most: int) -> list[Hit]:
    """The words themselves, without everyday ones that mean the same: it is a name that is looked for."""
    conditions = (Q(folded__contains=term.typed) for term in asked.terms)
    rows = employers().filter(reduce(Q.__and__, conditions)).order_by("folded", "pk")[:most]
    return [_hit(row) for row in rows]


def _hit(row: Employer) -> Hit:
    return Hit(row.name, reverse("employer", args=[row.pk]), named(row.municipality))


def all_url(asked: Asked) -> str:
    return f"{reverse('employers')}?{urlencode({'q': asked.text})}"
