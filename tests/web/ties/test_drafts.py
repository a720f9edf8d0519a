"""B-21: drafts of a municipality's policy documents and by-laws by mail, and comments on them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from majup.guides.models import ReviewedText
from majup.staff.scope import acting
from majup.ties.models import Idea, Subscription
from majup.ties.tasks import tell_municipality_news
from tests.support.family import mails
from tests.support.people import municipality, sign_in, today
from tests.support.texts import published

pytestmark = pytest.mark.django_db
PLACE, OTHER = "0054000", "0001000"
DRAFT = {"title": {"lv": "Saistošo noteikumu projekts", "en": "Draft by-law on flats"}}


def draft(dace, alise, *, days: int = 14) -> ReviewedText:
    details = {"comments_until": (today() + timedelta(days=days)).isoformat()}
    place = {"municipality": municipality(PLACE)}
    return published(dace, alise, kind="news", details=details, place=place, **DRAFT)


def english(path: str, **query) -> str:
    return Client().get(f"/en{path}", query).text


def test_b_21_a_draft_reaches_who_subscribed_and_the_comment_reaches_the_specialist(dace, alise):
    long_ago = timezone.now() - timedelta(weeks=2)
    Subscription.objects.create(
        municipality=municipality(PLACE), language="en", email="r@x.example", digest="d", confirmed_at=long_ago
    )
    text = draft(dace, alise)
    tell_municipality_news(0)
    [letter] = mails("municipality_news")
    assert "Draft, comments welcome: Draft by-law on flats" in letter.text
    page = english(reverse("news_item", args=[text.code]))
    form = f"{reverse('place_idea', args=[PLACE])}?about={text.code}"
    assert form in page
    assert 'value="Comment on: Draft by-law on flats"' in Client().get(f"/en{form}").text
    comment = {
        "title": "Comment on: Draft by-law on flats",
        "text": "Families abroad cannot come in person.",
        "form_key": "b",
    }
    assert Client().post(f"/en{form}", comment).status_code == 200
    assert "Comment on: Draft by-law on flats" in sign_in(dace).get(reverse("townhall_ideas")).text
    with acting(dace.scope):
        assert Idea.objects.get().text == comment["text"]


def test_b_21_when_the_days_for_comments_are_over_the_draft_is_news_like_any_other(dace, alise):
    text = draft(dace, alise, days=-1)
    assert "Send a comment" not in english(reverse("news_item", args=[text.code]))
    form = english(reverse("place_idea", args=[PLACE]), about=text.code)
    assert "Comment on" not in form
    assert "Comment on" not in english(reverse("place_idea", args=[OTHER]), about=draft(dace, alise).code)


def first_place(client) -> str:
    choices = client.get(reverse("text_new", args=["news"])).context["form"].fields["where"].choices
    return next(value for value, _label in choices if value)


def test_b_21_only_a_municipality_asks_for_comments(dace, alise):
    written = {"kind": "news", "title_lv": "Plāns", "comments_until": (today() + timedelta(days=5)).isoformat()}
    regional, municipal = sign_in(alise), sign_in(dace)
    refused = regional.post(reverse("text_new", args=["news"]), {**written, "where": first_place(regional)})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["comments_until"])
    sent = municipal.post(reverse("text_new", args=["news"]), {**written, "where": first_place(municipal)})
    assert sent.status_code == 302
