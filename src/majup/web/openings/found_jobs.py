"""Vacancies in the search over everything."""

from functools import reduce
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majup.kernel.text import stem
from majup.openings.models import Vacancy
from majup.openings.queries import Wish, newest_with_words, vacancies
from majup.web.components.texts import named
from majup.web.search.sources import Asked, Hit

LABEL = _("Work")


def find(asked: Asked, most: int) -> list[Hit]:
    """Vacancies whose title, employer or text has every word, the newest first."""
    conditions = (Q(words__overlap=sorted({stem(one) for one in (*t.whole, *t.beginnings)})) for t in asked.terms)
    found = newest_with_words(vacancies(Wish()).filter(reduce(Q.__and__, conditions)), most)
    return [_hit(row) for row in found]


def _hit(row: Vacancy) -> Hit:
    where = ", ".join(filter(None, (row.employer_title, named(row.municipality))))
    return Hit(row.title, reverse("job", args=[row.pk]), where)


def all_url(asked: Asked) -> str:
    return f"{reverse('jobs')}?{urlencode({'q': asked.text})}"
