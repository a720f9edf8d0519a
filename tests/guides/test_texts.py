"""Texts from draft to archive: two people, versions that stay, places, consents of stories."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.utils import translation

from majup.guides import actions, queries
from majup.guides.details import DetailError
from majup.guides.errors import ChangedMeanwhile, TextError
from majup.guides.models import Kind, ReviewedText, TextVersion
from majup.plumbing.markdown import html_of, links_of, plain_of
from tests.support.people import municipality, region, today
from tests.support.texts import TITLE, agreed, content, drafted, published

pytestmark = pytest.mark.django_db


def test_faq_05_nobody_publishes_what_she_wrote_last(alise, cilda):
    text = drafted(alise)
    with pytest.raises(TextError, match="not-waiting"):
        actions.approve(text=text, by=cilda)
    actions.send(text=text, by=alise)
    with pytest.raises(TextError, match="same-person"):
        actions.approve(text=text, by=alise)
    assert not ReviewedText.objects.shown().filter(pk=text.pk).exists()
    actions.approve(text=text, by=cilda)
    assert ReviewedText.objects.listed().filter(pk=text.pk).exists()


def test_faq_05_the_database_too_refuses_one_pair_of_eyes(alise):
    text = drafted(alise)
    with pytest.raises(IntegrityError, match="text_was_read_by_a_second_person"), transaction.atomic():
        TextVersion.objects.filter(text=text).update(
            state="published", published_at="2026-01-01T00:00Z", approved_by=alise
        )


def test_a_text_that_is_given_back_says_what_to_change(alise, cilda):
    text = drafted(alise)
    actions.send(text=text, by=alise)
    with pytest.raises(TextError, match="no-reason"):
        actions.give_back(text=text, reason=" ", by=cilda)
    assert actions.give_back(text=text, reason="Say it shorter", by=cilda).state == "draft"
    assert text.open_version.given_back == "Say it shorter"


def test_the_public_text_stays_until_its_next_version_is_approved(alise, cilda):
    text = published(alise, cilda)
    actions.change(text=text, content=content(title={"lv": "Jauns"}), by=alise, saves=0)
    text.refresh_from_db()
    assert (text.current.title, text.open_version.number) == (TITLE, 2)
    with pytest.raises(ChangedMeanwhile):
        actions.change(text=text, content=content(), by=cilda, saves=0)
    actions.send(text=text, by=alise)
    assert actions.approve(text=text, by=cilda).current.title == {"lv": "Jauns"}
    assert [version.number for version in text.versions.all()] == [2, 1], "versions are kept"


def test_what_was_public_never_changes(alise, cilda):
    """The trigger guides_version_is_frozen answers like a constraint named text_version_is_frozen."""
    text = published(alise, cilda)
    with pytest.raises(IntegrityError, match="published version"), transaction.atomic():
        TextVersion.objects.filter(pk=text.current_id).update(title={"lv": "Cits"})


def test_faq_03_a_text_is_overdue_from_its_day_on_and_fresh_again_when_somebody_read_it(alise, cilda):
    text = published(alise, cilda)
    assert (text.checked_on, text.is_overdue()) == (today(), False)
    ReviewedText.objects.filter(pk=text.pk).update(review_on=today())
    assert queries.overdue(alise).filter(pk=text.pk).exists()
    actions.confirm(text=text, by=alise, review_on=today() + timedelta(days=90))
    assert not queries.overdue(alise).filter(pk=text.pk).exists()


def test_faq_06_archived_or_over_leaves_lists_and_keeps_its_address(alise, cilda):
    over, archived = published(alise, cilda), published(alise, cilda)
    ReviewedText.objects.filter(pk=over.pk).update(speaks_to=today() - timedelta(days=1))
    with pytest.raises(TextError, match="no-reason"):
        actions.archive(text=archived, reason={}, by=alise)
    actions.archive(text=archived, reason={"lv": "Konkurss beidzies"}, by=alise, speaks_to=date(2018, 5, 31))
    found = ReviewedText.objects.filter(pk__in=[over.pk, archived.pk])
    assert (found.listed().count(), found.shown().count()) == (0, 2)
    assert all(text.is_archive() for text in found)


def test_faq_02_the_place_adds_its_part_to_the_common_answer(alise, cilda, dace):
    common = published(alise, cilda)
    town, vidzeme = municipality("0054000"), region("vidzeme")
    local = published(dace, cilda, common=common, place={"municipality": town}, body={"lv": "Pie mums: reizi nedēļā."})
    regional = published(
        alise, cilda, common=common, place={"region": vidzeme}, body={"lv": "Vidzemē: arī tiešsaistē."}
    )
    [here] = queries.with_additions([common], town, vidzeme)
    [there] = queries.with_additions([common], None, region("latgale"))
    assert ([one.pk for one in here.additions], there.additions) == ([regional.pk, local.pk], [])
    with pytest.raises(IntegrityError, match="one_addition_per_place"), transaction.atomic():
        drafted(alise, common=common, place={"region": vidzeme})
    with pytest.raises(IntegrityError, match="addition_names_its_place"), transaction.atomic():
        drafted(alise, common=common)


def test_amb_05_a_story_is_seen_only_while_everybody_in_it_agrees_to_these_words(alise, cilda):
    story = drafted(alise, kind=Kind.STORY, place={"region": region("vidzeme")})
    actions.send(text=story, by=alise)
    with pytest.raises(TextError, match="no-consent"):
        actions.approve(text=story, by=cilda)
    first, second = agreed(story, alise), agreed(story, alise, "Jānis Kalns")
    actions.approve(text=story, by=cilda)
    assert ReviewedText.objects.listed().filter(pk=story.pk).exists()
    actions.withdraw_consent(consent=second, by=alise)
    assert not ReviewedText.objects.shown().filter(pk=story.pk).exists()
    first.refresh_from_db()
    assert first.withdrawn_at is None


def test_amb_05_other_words_need_a_new_yes(alise, cilda):
    story = published(alise, cilda, kind=Kind.STORY)
    agreed(story, alise, "Jānis Kalns")
    actions.change(text=story, content=content(body={"lv": "Pavisam citi vārdi"}), by=alise, saves=0)
    actions.send(text=story, by=alise)
    with pytest.raises(TextError, match="no-consent"):
        actions.approve(text=story, by=cilda)
    agreed(story, alise)
    with pytest.raises(TextError, match="no-consent"):  # of two people one has not said yes to them
        actions.approve(text=story, by=cilda)
    agreed(story, alise, "Jānis Kalns")
    actions.approve(text=story, by=cilda)
    assert ReviewedText.objects.listed().get(pk=story.pk).current.body == {"lv": "Pavisam citi vārdi"}


def test_texts_are_kept_by_who_answers_for_the_place(alise, cilda, dace, edgars, gunta):
    local = drafted(dace, place={"municipality": municipality("0054000")})
    common = drafted(gunta)
    keepers = {user.name for user in (alise, cilda, dace, edgars, gunta) if local in ReviewedText.objects.kept_by(user)}
    assert keepers == {"Alise", "Dace"}
    assert not ReviewedText.objects.kept_by(dace).filter(pk=common.pk).exists()
    assert ReviewedText.objects.kept_by(cilda).filter(pk=common.pk).exists()
    assert not ReviewedText.objects.readable_by(edgars).filter(pk=local.pk).exists(), "a draft of somebody else"


def test_details_are_refused_when_they_are_not_what_their_kind_has(alise):
    with pytest.raises(DetailError, match="unknown"):
        drafted(alise, kind=Kind.QUESTION, details={"url": "https://example.org"})
    with pytest.raises(DetailError, match="address"):
        drafted(alise, kind=Kind.NEWS, details={"url": "javascript:alert(1)"})


def test_markdown_is_safe_and_leads_to_its_sources():
    html = html_of("# Virsraksts\n\n<script>x</script> [a](javascript:x) **Jā** [1]", level=3, sources="s7-")
    assert "<h3>Virsraksts</h3>" in html
    assert "<strong>Jā</strong>" in html
    assert 'href="#s7-1"' in html
    assert ("<script" in html, 'href="javascript' in html) == (False, False)
    assert links_of("[a](https://a.example/x) un <https://b.example>") == ["https://a.example/x", "https://b.example"]
    assert plain_of("**Jā**, [lapā](https://a.example). [1]\n\n- viens") == "Jā, lapā. viens"


def test_a_text_that_is_not_in_the_readers_language_says_so_and_carries_its_language():
    with translation.override("en"):
        shown = Template("{% written body %}").render(Context({"body": {"lv": "Sveiki mājās"}}))
    assert "not yet written in this language" in shown
    assert "Latvian" in shown
    assert '<div lang="lv"><p>Sveiki mājās</p>' in shown
    with translation.override("lv"):
        assert "<div" not in Template("{% written body %}").render(Context({"body": {"lv": "Sveiki mājās"}}))
