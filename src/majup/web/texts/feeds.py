"""RSS of the news: for the whole country or one place, in the reader's language."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from majup.guides import queries
from majup.guides.models import Kind, ReviewedText
from majup.web.components.texts import localized_plain
from majup.web.context import PRODUCT
from majup.web.public_pages import public_page
from majup.web.texts.choices import PlaceForm
from majup.web.texts.public import _in_place
from majup.web.texts.shown import plain, text_url

MOST = 30


class NewsFeed(Feed):
    """Django's own syndication over the listed news."""

    def get_object(self, request: HttpRequest) -> Any:
        form = PlaceForm(request.GET if request.GET else None)
        return form.chosen()

    def title(self, chosen: Any) -> str:
        return _("News of %(product)s") % {"product": PRODUCT}

    def description(self, chosen: Any) -> str:
        return _("What changed for people who think of coming home")

    def link(self, chosen: Any) -> str:
        return reverse("news")

    def items(self, chosen: Any) -> list[ReviewedText]:
        texts = _in_place(queries.listed(Kind.NEWS), *chosen)
        return list(texts.order_by("-published_at", "-pk")[:MOST])

    def item_title(self, text: ReviewedText) -> str:
        return localized_plain(text.current.title)

    def item_description(self, text: ReviewedText) -> str:
        return localized_plain(text.current.summary) or plain(text.current.body)[:400]

    def item_link(self, text: ReviewedText) -> str:
        return text_url(text)

    def item_pubdate(self, text: ReviewedText) -> Any:
        return text.published_at

    def item_updateddate(self, text: ReviewedText) -> Any:
        return text.current.published_at


@public_page
def news_feed(request: HttpRequest) -> HttpResponse:
    response: HttpResponse = NewsFeed()(request)
    return response


news_feed.is_public_page = False  # type: ignore[attr-defined]  # kept ready like one, but no page for the sitemap
