"""Guides in the search over everything."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majup.guides.models import Kind
from majup.web.search.sources import Asked, Hit
from majup.web.texts.found import texts_with

LABEL = _("Guides")


def find(asked: Asked, most: int) -> list[Hit]:
    return texts_with(Kind.GUIDE, asked, most)


def all_url(asked: Asked) -> str:
    return reverse("guides")
