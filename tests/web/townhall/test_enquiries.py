"""INT-05: a municipal specialist who is asked first."""

import pytest
from django.urls import reverse

from majup.intake import actions
from majup.intake.models import Enquiry, Message
from majup.staff.scope import acting
from tests.intake.test_actions import ask, outgoing
from tests.support.people import region, sign_in

pytestmark = pytest.mark.django_db
ASKED = {
    "text": "Vai bērnam būs vieta dārziņā?",
    "name": "Ieva",
    "email": "ieva@example.org",
    "country": "IE",
    "place": "",
    "language": "lv",
    "topics": ["kindergarten"],
    "form_key": "t",
}


def test_int_05_what_she_passes_on_waits_with_the_coordinator_with_all_facts(dace, alise, cilda):
    client = sign_in(dace)
    assert "Alise" in client.get(reverse("townhall_enquiry_new")).content.decode()
    response = client.post(reverse("townhall_enquiry_new"), ASKED)
    client.post(reverse("townhall_enquiry_new"), ASKED)
    with acting(alise.scope):
        enquiry = Enquiry.objects.visible_to(alise).untaken().get()
        assert (enquiry.name, enquiry.email, enquiry.country, enquiry.channel, enquiry.entered_by) == (
            "Ieva",
            "ieva@example.org",
            "IE",
            "via_municipality",
            dace,
        )
        assert [topic.code for topic in enquiry.topics.all()] == ["kindergarten"]
        assert enquiry.region == region("vidzeme")
    assert response.url == reverse("townhall_enquiry", args=[enquiry.pk])
    (confirmation,) = outgoing()
    assert "Alise" in confirmation.text
    with acting(cilda.scope):
        assert list(Enquiry.objects.all()) == []


def test_int_05_what_is_purely_local_she_answers_at_once(dace, alise):
    client = sign_in(dace)
    url = reverse("townhall_enquiry_new")
    refused = client.post(url, ASKED | {"answered": "1"})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"answer"})
    client.post(url, ASKED | {"answered": "1", "answer": "Jā, Dzērves ielā."})
    with acting(alise.scope):
        enquiry = Enquiry.objects.get()
        assert (enquiry.state, enquiry.region) == ("answered", region("vidzeme"))
        assert enquiry.events.last().note == "Jā, Dzērves ielā."
        assert enquiry.first_answer_at
    assert outgoing() == []


def test_int_05_without_a_way_back_nothing_is_passed_on(dace):
    refused = sign_in(dace).post(reverse("townhall_enquiry_new"), ASKED | {"email": ""})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"email"})
    assert "Vai bērnam būs vieta" in refused.content.decode()


def test_int_05_she_sees_what_she_entered_and_not_the_letters_that_follow(dace, alise):
    client = sign_in(dace)
    client.post(reverse("townhall_enquiry_new"), ASKED)
    foreign = ask("vidzeme", text="Cita saruna")
    with acting(alise.scope):
        enquiry = Enquiry.objects.get(entered_by=dace)
        actions.answer(enquiry=enquiry, text="Personiska vēstule", by=alise)
        actions.answer(enquiry=enquiry, text="Personisks zvans", by=alise, channel="phone")
    listed = client.get(reverse("townhall_enquiries"))
    assert [row.pk for row in listed.context["page"]] == [enquiry.pk]
    page = client.get(reverse("townhall_enquiry", args=[enquiry.pk])).content.decode()
    assert "Vai bērnam būs vieta" in page
    for hidden in ("Personiska vēstule", "Personisks zvans", "Cita saruna"):
        assert hidden not in page
    assert client.get(reverse("townhall_enquiry", args=[foreign.pk])).status_code == 404
    with acting(dace.scope):
        assert list(Message.objects.all()) == []


def test_int_05_she_may_answer_later_while_nobody_took_it(dace, alise):
    client = sign_in(dace)
    url = client.post(reverse("townhall_enquiry_new"), ASKED).url
    assert client.post(url, {"text": ""}).status_code == 422
    assert client.post(url, {"text": "Pati uzzināju: ir vieta."}).status_code == 302
    with acting(alise.scope):
        assert Enquiry.objects.get().state == "answered"


def test_only_specialists_enter(alise, gunta):
    for user in (alise, gunta):
        assert sign_in(user).get(reverse("townhall_enquiry_new")).status_code == 403


def test_k_m2_an_enquiry_goes_from_the_municipality_to_the_coordinator_and_back_with_its_history(dace, alise, cilda):
    specialist, coordinator = sign_in(dace), sign_in(alise)
    own = specialist.post(reverse("townhall_enquiry_new"), ASKED).url
    with acting(alise.scope):
        enquiry = Enquiry.objects.visible_to(alise).get()
        actions.take(enquiry=enquiry, by=alise)
    give_back = reverse("enquiry_give_back", args=[enquiry.pk])
    assert give_back in coordinator.get(reverse("enquiry", args=[enquiry.pk])).text
    assert coordinator.post(give_back, {"note": " "}).status_code == 422
    assert coordinator.post(give_back, {"note": "Rindu zina tikai dome."}).status_code == 302
    told = outgoing()[-1]
    assert (told.purpose, told.to_address) == ("enquiry_given_back", dace.email)
    assert (own in told.text, "Ieva" in told.text) == (True, False)
    owed = specialist.get(reverse("townhall_owed")).text
    assert (own in owed, ASKED["text"] in owed) == (True, True)
    page = specialist.get(own).text
    assert "Atdots pašvaldībai" in page
    assert "Rindu zina tikai dome." in page
    assert specialist.post(own, {"text": "Vieta būs no septembra."}).status_code == 302
    assert own not in specialist.get(reverse("townhall_owed")).text
    with acting(alise.scope):
        enquiry.refresh_from_db()
        history = list(enquiry.events.order_by("at", "pk").values_list("kind", "by"))
    assert enquiry.state == "answered"
    assert history == [("entered", dace.pk), ("taken", alise.pk), ("passed_on", alise.pk), ("answered", dace.pk)]
    assert coordinator.post(give_back, {"note": "Vēlreiz"}).status_code == 422


def test_k_m2_what_no_municipality_passed_on_cannot_be_given_back(alise):
    enquiry = ask("vidzeme")
    refused = sign_in(alise).post(reverse("enquiry_give_back", args=[enquiry.pk]), {"note": "Lūdzu"})
    assert refused.status_code == 422
    assert (
        reverse("enquiry_give_back", args=[enquiry.pk])
        not in sign_in(alise).get(reverse("enquiry", args=[enquiry.pk])).text
    )
