"""K-P12: an idea from abroad reaches the municipality's role, which answers it."""

import pytest
from django.urls import reverse

from majup.staff.scope import acting
from majup.ties.models import Idea
from tests.support.family import mails
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db
PLACE = "0054000"
IDEA = {
    "title": "A night bus",
    "text": "Cork has one.",
    "name": "Ieva",
    "email": "ieva@abroad.example",
    "form_key": "k",
}


def send(client, **data):
    return client.post("/en" + reverse("place_idea", args=[PLACE]), IDEA | data)


def test_k_p12_the_specialist_reads_it_and_answers_and_the_address_is_forgotten(client, dace):
    assert send(client).status_code == 200
    send(client)  # the same form again
    [told] = mails("idea_received")
    assert "Cork has one." in told.text
    desk = sign_in(dace)
    assert "A night bus" in desk.get(reverse("townhall_ideas")).content.decode()
    with acting(dace.scope):
        idea = Idea.objects.get()
    page = reverse("townhall_idea", args=[idea.pk])
    assert desk.post(page, {"answer": " "}).status_code == 422
    assert desk.post(page, {"answer": "From spring."}).status_code == 302
    desk.post(page, {"answer": "Twice."})
    [answer] = mails("idea_answered")
    assert (answer.to_address, answer.language, "From spring." in answer.text) == ("ieva@abroad.example", "en", True)
    with acting(dace.scope):
        idea.refresh_from_db()
    assert (idea.email, idea.name, idea.answer) == ("", "", "From spring.")


def test_k_p12_nobody_else_reads_it(client, dace, alise, edgars):
    send(client)
    with acting(dace.scope):
        pk = Idea.objects.get().pk
    with acting(alise.scope):
        assert not Idea.objects.exists()
    assert sign_in(edgars).get(reverse("townhall_idea", args=[pk])).status_code == 404


def test_k_p12_without_a_specialist_it_reaches_the_unit_that_takes_the_rest(client):
    send(client, email="")
    [told] = mails("idea_received")
    assert told.to_address


@pytest.mark.parametrize("wrong", [{"title": ""}, {"text": " "}, {"email": "ieva"}, {"website": "spam"}])
def test_k_p12_bad_input_is_refused_and_nothing_is_lost(client, wrong):
    answer = send(client, **wrong)
    assert answer.status_code == 422
    assert "Cork has one." in answer.content.decode() or "text" in wrong
    assert mails("idea_received") == []


def test_k_p12_a_place_that_does_not_exist_is_not_found(client):
    assert client.get(reverse("place_idea", args=["9999999"])).status_code == 404


def test_k_p12_k_p13_the_page_of_a_place_leads_to_its_news_and_to_an_idea(client):
    text = client.get(reverse("public_place", args=[PLACE])).content.decode()
    assert reverse("place_subscribe", args=[PLACE]) in text
    assert reverse("place_idea", args=[PLACE]) in text
