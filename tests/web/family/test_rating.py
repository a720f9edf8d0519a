"""SUR-02: the family rates the help it had, by mail or on its page; its coordinator sees it, figures only together."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from majup.cases.models import Case
from majup.outcomes import ratings
from majup.outcomes.actions import record_return
from majup.outcomes.models import Rating
from majup.outcomes.tasks import ask_for_ratings
from majup.people.merging import Join
from majup.people.models import ContactPoint
from majup.staff.scope import acting
from majup.web import merging
from tests.support.family import mails, own, token_of
from tests.support.offers import make_family_case, need, sent_offer
from tests.support.people import municipality, sign_in, today

pytestmark = pytest.mark.django_db
SAID = {"met": "partly", "recommend": "yes", "communication": "9", "usefulness": "7"}
AFTER = {**SAID, "influence": "some", "useful": ["talk", "school"], "settlement": "other_town"}


@pytest.fixture
def case(alise):
    case = make_family_case(alise)
    need(case, "school", alise, person="Anna")
    return case


def back(case, alise, days=100):
    with acting(alise.scope):
        return record_return(
            case=case, on=today() - timedelta(days=days), adults=2, children=1, municipality=municipality("0054000"),
            from_country="GB", support_kind="offer_before_move", by=alise,
        )  # fmt: skip


def link_in(mail):
    return "/en/my/rating/" + mail.text.split("/my/rating/")[1].split()[0]


def rows(alise):
    with acting(alise.scope):
        return {row.occasion: row for row in Rating.objects.all()}


@pytest.fixture
def backdated(monkeypatch):
    """What was sent may not change, so the clock is moved instead of the letter."""
    day = today() + timedelta(days=22)
    monkeypatch.setattr("majup.outcomes.ratings.timezone.localdate", lambda value=None: day)


def test_sur_02_one_mail_after_the_letter_leads_to_four_questions(case, alise, client, backdated):
    sent_offer(case, alise)
    ask_for_ratings(0)
    ask_for_ratings(0)
    (mail,) = mails("rating_offer")
    page = client.get(link_in(mail))
    assert list(page.context["form"].fields) == ["met", "recommend", "communication", "usefulness"]
    assert "Kalniņa" not in page.content.decode()
    assert "Thank you" in client.post(link_in(mail), SAID).content.decode()
    said = rows(alise)["offer"]
    assert (said.met, said.recommend, said.communication, said.usefulness) == ("partly", True, 9, 7)
    changed = client.post(link_in(mail), {**SAID, "met": "yes", "communication": ""})
    assert changed.status_code == 200
    said = rows(alise)["offer"]
    assert (said.met, said.communication) == ("yes", None)


def test_sur_02_who_is_not_to_be_approached_gets_no_mail(case, alise, backdated):
    sent_offer(case, alise)
    with acting(alise.scope):
        Case.objects.update(may_be_approached=False)
    ask_for_ratings(0)
    assert mails("rating_offer") == []


def test_sur_02_families_without_an_address_do_not_hold_up_the_others(case, alise, backdated, monkeypatch):
    monkeypatch.setattr("majup.outcomes.tasks.MOST_A_DAY", 1)
    other = make_family_case(alise)
    need(other, "school", alise, person="Anna")
    for one in (case, other):
        sent_offer(one, alise, key=f"key-{one.pk}")
    with acting(alise.scope):
        ContactPoint.objects.filter(household=case.household_id).delete()
    ask_for_ratings(0)
    with acting(alise.scope):
        assert Rating.objects.get().case == other


def test_sur_02_do_not_ask_again_holds_for_both_occasions(case, alise, client, backdated):
    sent_offer(case, alise)
    ask_for_ratings(0)
    (mail,) = mails("rating_offer")
    assert mail.unsubscribe_url.endswith("/no-more/")
    path = "/my/rating/" + mail.unsubscribe_url.split("/my/rating/")[1]
    assert client.get(path).status_code == 302
    assert client.post(path).status_code == 200
    back(case, alise, days=70)  # the moved clock is three weeks ahead
    ask_for_ratings(0)
    assert mails("rating_return") == []
    assert rows(alise)["offer"].skipped_at


def test_sur_02_after_the_return_three_more_questions_b_74(case, alise, client):
    sent_offer(case, alise)
    back(case, alise)
    ask_for_ratings(0)
    (mail,) = mails("rating_return")
    assert client.post(link_in(mail), AFTER).status_code == 200
    said = rows(alise)["return"]
    assert (said.influence, said.useful, said.settlement, said.support_kind) == (
        "some", ["talk", "school"], "other_town", "offer_before_move",
    )  # fmt: skip
    text = sign_in(alise).get(f"/en{reverse('case', args=[case.reference])}").content.decode()
    assert "usefulness 7 of 10" in text
    assert "the support helped them to decide" in text


def test_sur_02_on_its_own_page_the_family_answers_unasked_and_may_skip(case, alise, client):
    sent_offer(case, alise)
    token = token_of(case, alise)
    assert "About our letter to you" in client.get("/en" + own(token)).content.decode()
    url = "/en" + own(token, "own_rating", "offer")
    nothing = client.post(url, {})
    assert nothing.status_code == 422
    assert "Answer at least one of the questions" in nothing.content.decode()
    assert client.post(url, {"communication": "11"}).status_code == 422
    assert client.post(url, {"what": "skip"}).status_code == 302
    assert rows(alise)["offer"].skipped_at
    assert "About our letter to you" not in client.get("/en" + own(token)).content.decode()
    assert client.get("/en" + own(token, "own_rating", "return")).status_code == 404


def test_sur_02_after_two_weeks_what_was_said_stays(case, alise, client):
    sent_offer(case, alise)
    token = token_of(case, alise)
    url = "/en" + own(token, "own_rating", "offer")
    assert client.post(url, SAID).status_code == 302
    assert client.get(url).context["form"].initial["communication"] == 9
    with acting(alise.scope):
        Rating.objects.update(said_at=timezone.now() - timedelta(days=15))
    assert client.get(url).status_code == 404
    with acting(alise.scope), pytest.raises(ratings.OutcomeRefused, match="closed"):
        ratings.rate(case=case, occasion="offer", met="no")


def test_sur_02_a_link_that_is_over_or_made_up_leads_to_a_friendly_page(case, alise, client, backdated):
    sent_offer(case, alise)
    ask_for_ratings(0)
    (mail,) = mails("rating_offer")
    assert client.get(link_in(mail)).status_code == 200
    with acting(alise.scope):
        Rating.objects.update(link_expires_at=timezone.now() - timedelta(hours=1))
    assert client.get(link_in(mail)).status_code == 404
    assert client.get("/en/my/rating/made-up/").status_code == 404
    assert client.post("/en/my/rating/made-up/no-more/").status_code == 404


def test_sur_02_the_other_region_sees_no_rating(case, alise, cilda, client):
    sent_offer(case, alise)
    client.post("/en" + own(token_of(case, alise), "own_rating", "offer"), SAID)
    with acting(cilda.scope):
        assert not Rating.objects.exists()
    assert rows(alise)["offer"].met == "partly"


def test_sur_02_a_family_that_was_written_down_twice_is_asked_once(case, alise):
    other = make_family_case(alise)
    for one in (case, other):
        back(one, alise)
    with acting(alise.scope):
        ours, theirs = (list(one.household.members.all()) for one in (case, other))
        joins = [Join(absorbed=a.pk, kept=k.pk) for k, a in zip(ours, theirs, strict=True)]
        merging.merge(kept=case.household, absorbed=other.household, take=(), joins=joins, by=alise)
    ask_for_ratings(0)
    assert len(mails("rating_return")) == 1
