"""K-P13: a municipality's news by mail, from the wish to the way out; one reader, one letter, one municipality."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from django.urls import reverse
from django.utils import timezone

from majup.plumbing.mail import as_sender
from majup.plumbing.mail_build import build
from majup.plumbing.models import OutgoingMail
from majup.ties import actions
from majup.ties.models import Subscription
from majup.ties.tasks import forget_unconfirmed, tell_municipality_news
from tests.support import openings
from tests.support.family import mails
from tests.support.people import municipality

pytestmark = pytest.mark.django_db
PLACE, OTHER = "0054000", "0001000"
READER = {"email": "reader@abroad.example", "language": "en"}


def ask(client, atvk=PLACE, **data):
    return client.post("/en" + reverse("place_subscribe", args=[atvk]), READER | data)


def link_in(mail) -> str:
    return "/en/subscription/" + mail.text.split("/subscription/")[1].split()[0]


def weeks_ago(weeks):
    """Let every subscription be as old as that."""
    moment = timezone.now() - timedelta(weeks=weeks)
    Subscription.objects.update(confirmed_at=moment, told_at=None)


@pytest.fixture
def reader(client):
    ask(client)
    client.post(link_in(mails("news_confirm")[0]))
    weeks_ago(2)
    return Subscription.objects.get()


def test_k_p13_nothing_is_sent_before_the_owner_of_the_address_has_confirmed(client):
    assert ask(client).status_code == 200
    ask(client)
    [first, _second] = mails("news_confirm")
    assert Subscription.objects.get().confirmed_at is None
    link = link_in(first)
    assert client.get(link).status_code == 200
    assert Subscription.objects.get().confirmed_at is None  # a program that opens links confirms nothing
    assert "Confirmed." in client.post(link).content.decode()
    assert Subscription.objects.get().confirmed_at is not None
    before = len(mails("news_confirm"))
    assert ask(client).status_code == 200
    assert len(mails("news_confirm")) == before


def test_k_p13_the_address_is_not_readable_in_the_table(client, as_owner):
    from django.db import connection

    ask(client)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM ties_subscription s")
        assert "reader@abroad.example" not in str(cursor.fetchall())


@pytest.mark.parametrize("wrong", [{"email": ""}, {"email": "reader"}, {"language": "xx"}, {"website": "spam"}])
def test_k_p13_bad_input_is_refused(client, wrong):
    assert ask(client, **wrong).status_code == 422
    assert not Subscription.objects.exists()


def test_k_p13_a_new_vacancy_is_told_once_and_at_most_once_a_week(client, reader, alise):
    vacancy = openings.vacancy(alise, municipality=municipality(PLACE), title="Night welder")
    tell_municipality_news(0)
    tell_municipality_news(0)
    [letter] = mails("municipality_news")
    assert "Night welder" in letter.text
    assert reverse("job", args=[vacancy.pk]) in letter.text
    openings.vacancy(alise, municipality=municipality(PLACE), title="Baker")
    tell_municipality_news(0)
    assert len(mails("municipality_news")) == 1  # not within the week
    Subscription.objects.update(told_at=timezone.now() - timedelta(days=8))
    with as_sender():
        OutgoingMail.objects.filter(pk=letter.pk).delete()
    tell_municipality_news(0)
    [letter] = mails("municipality_news")
    assert "Baker" in letter.text


def test_k_p13_nothing_new_means_no_letter_and_other_places_are_not_told(client, reader, alise):
    openings.vacancy(alise, municipality=municipality(OTHER), title="Elsewhere")
    tell_municipality_news(0)
    assert mails("municipality_news") == []


def test_lng_05_each_letter_goes_to_one_reader_about_the_municipality_that_reader_chose(client, reader, alise):
    ask(client, OTHER, email="second@abroad.example", language="lv")
    client.post(link_in(mails("news_confirm")[-1]))
    weeks_ago(2)
    for atvk, title in ((PLACE, "Welder"), (OTHER, "Nurse")):
        openings.vacancy(alise, municipality=municipality(atvk), title=title)
    tell_municipality_news(0)
    told = {mail.to_address: mail for mail in mails("municipality_news")}
    first, second = told["reader@abroad.example"], told["second@abroad.example"]
    assert (municipality(PLACE).name_in("en") in first.subject, "Nurse" in first.text) == (True, False)
    assert (municipality(OTHER).name in second.subject, second.language) == (True, "lv")


def test_lng_06_news_of_the_municipality_reach_who_subscribed(client, reader):
    from majup.guides.models import ReviewedText

    text = ReviewedText.objects.filter(kind="news", state="published").first()
    if text is None:
        text = _published_news()
    ReviewedText.objects.filter(pk=text.pk).update(
        municipality=municipality(PLACE), region=None, published_at=timezone.now(), speaks_to=None
    )
    tell_municipality_news(0)
    [letter] = mails("municipality_news")
    assert text.current.title["en"] in letter.text


def _published_news():
    from majup.guides.models import ReviewedText, TextVersion
    from majup.network.models import Role

    now = timezone.now()
    role = Role.objects.get(kind="specialist", municipality__atvk=PLACE)
    text = ReviewedText.objects.create(code="fair", kind="news", role=role, changed_at=now, state="draft")
    version = TextVersion.objects.create(
        text=text, number=1, state="published", title={"lv": "Gadatirgus", "en": "A fair"}, made_at=now,
        published_at=now, body={"lv": "Nāciet", "en": "Come"}, sources=[{"title": "Us", "url": "https://x.example"}],
    )  # fmt: skip
    day = timezone.localdate()
    dates = {"checked_on": day, "review_on": day + timedelta(days=90), "published_at": now}
    ReviewedText.objects.filter(pk=text.pk).update(current=version, state="published", **dates)
    return ReviewedText.objects.select_related("current").get(pk=text.pk)


def test_k_p13_one_press_ends_it_and_erases_the_address_everywhere(client, reader, alise):
    openings.vacancy(alise, municipality=municipality(PLACE), title="Welder")
    tell_municipality_news(0)
    [letter] = mails("municipality_news")
    message = message_from_bytes(build(letter).as_bytes())
    url = message["List-Unsubscribe"].strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = "/" + url.split("/", 3)[3]
    assert client.get(path).status_code == 200
    assert Subscription.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(path).status_code == 200
    assert not Subscription.objects.exists()
    with as_sender():
        assert not OutgoingMail.objects.filter(to_address="reader@abroad.example").exists()


def test_k_p13_an_address_that_nobody_confirmed_is_forgotten(client):
    ask(client)
    forget_unconfirmed(0)
    assert Subscription.objects.exists()
    Subscription.objects.update(made_at=timezone.now() - timedelta(days=8))
    forget_unconfirmed(0)
    assert not Subscription.objects.exists()
    assert mails("news_confirm") == []


def test_k_p13_links_of_another_kind_open_nothing(client, reader):
    from majup.ties.letters import confirm_token, out_token

    assert client.get(reverse("subscription_out", args=[confirm_token(reader)])).status_code == 404
    assert client.get(reverse("subscription_confirm", args=[out_token(reader)])).status_code == 404
    assert client.get(reverse("subscription_out", args=["forged"])).status_code == 404


def test_k_p13_who_types_too_many_addresses_waits(client):
    answers = [ask(client, email=f"a{n}@abroad.example").status_code for n in range(12)]
    assert (answers[0], answers[-1]) == (200, 429)


def test_a_mail_with_a_way_out_keeps_it_no_longer_than_it_waits(client, reader, alise, smtp_server):
    from majup.plumbing import mail

    openings.vacancy(alise, municipality=municipality(PLACE), title="Welder")
    actions.tell_news(pk=reader.pk)
    [letter] = mails("municipality_news")
    mail.send(letter.pk)
    [sent] = mails("municipality_news")
    assert (letter.unsubscribe_url != "", sent.unsubscribe_url) == (True, "")
