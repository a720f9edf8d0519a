"""The texts of the country pack: published, dated, and never over what people wrote."""

import json
from datetime import date

import pytest
from django.conf import settings

from majup.guides import actions, pack
from majup.guides.models import Kind, ReviewedText
from majup.network.models import Topic
from tests.support.texts import content

pytestmark = pytest.mark.django_db


def loaded(row: dict) -> ReviewedText:
    pack._load(Kind.QUESTION, {"order": 1, **row}, {topic.code: topic for topic in Topic.objects.all()})
    return ReviewedText.objects.get(code=row["code"])


@pytest.fixture
def row():
    return json.loads((settings.COUNTRY_PACK / "faq.json").read_text())[0]


def test_faq_03_every_text_of_the_pack_has_an_owner_a_day_of_its_check_and_of_the_next():
    texts = list(ReviewedText.objects.filter(kind=Kind.QUESTION, pack_digest__gt="").select_related("current"))
    assert texts
    for text in texts:
        assert text.role_id
        assert date(2026, 1, 1) <= text.checked_on < text.review_on
        assert text.current.sources
        assert all(source["on"] for source in text.current.sources)


def test_a_changed_row_is_the_next_version_and_the_same_row_nothing(row):
    before = loaded(row)
    assert loaded(row).current_id == before.current_id
    after = loaded({**row, "summary": {"lv": "Citādi", "en": "Otherwise"}})
    assert (after.current.number, after.pk) == (before.current.number + 1, before.pk)


def test_what_people_wrote_is_not_overwritten(row, alise, cilda):
    text = ReviewedText.objects.get(code=row["code"])
    actions.change(text=text, content=content(), by=alise, saves=0)
    actions.send(text=text, by=alise)
    actions.approve(text=text, by=cilda)
    assert loaded({**row, "title": {"lv": "No paketes"}}).current.title == content().title
