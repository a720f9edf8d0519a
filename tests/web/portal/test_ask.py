"""The public pages, as a visitor without account meets them."""

import re

import pytest
from django.apps import apps
from django.core import signing
from django.test import Client
from django.urls import reverse

from majup.intake import limits, queries
from majup.intake.models import Enquiry
from majup.plumbing import mail
from majup.plumbing.models import OutgoingMail
from majup.staff.scope import Scope, acting
from tests.support.people import region

pytestmark = pytest.mark.django_db
GOOD = {
    "contact": "ieva@example.org",
    "country": "IE",
    "place": "Cēsu novads",
    "question": "Vai ir skola?",
    "website": "",
}


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "lv"})


def send(visitor, language="lv", **changes):
    return visitor.post(f"/{language}{reverse('ask')}", GOOD | changes)


def all_enquiries():
    regions = frozenset(region(code).pk for code in ("kurzeme", "latgale", "vidzeme", "zemgale", "riga"))
    with acting(Scope(regions=regions, common_queue=True)):
        return list(Enquiry.objects.select_related("region", "municipality").order_by("pk"))


def letters():
    with mail.as_sender():
        return list(OutgoingMail.objects.order_by("pk"))


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_int_01_the_form_asks_at_most_four_things_and_needs_no_account(visitor):
    page = visitor.get(reverse("ask"))
    assert page.status_code == 200
    asked = [name for name, field in page.context["form"].fields.items() if name not in {"website", "form_key"}]
    assert asked == ["contact", "country", "place", "question"]
    assert [name for name in asked if page.context["form"].fields[name].required] == ["contact", "question"]


def test_b_01_nothing_in_the_form_has_a_price(visitor):
    assert "bez maksas" in text_of(visitor.get(reverse("ask")))
    assert "€" not in text_of(visitor.get(reverse("ask")))


def test_b_01_no_table_on_the_way_of_a_family_has_an_amount_to_pay():
    models = [
        m for app in ("intake", "people", "cases", "offers", "family") for m in apps.get_app_config(app).get_models()
    ]
    fields = [field for model in models for field in model._meta.get_fields()]
    assert len(fields) > 200
    assert [
        str(f) for f in fields if re.search(r"fee|price|payment|cost|amount", f.name) or "Decimal" in type(f).__name__
    ] == []


def test_int_01_int_02_a_sent_question_lies_with_the_coordinator_of_the_place(visitor, alise):
    response = send(visitor)
    assert response.status_code == 302
    (enquiry,) = all_enquiries()
    assert (enquiry.channel, enquiry.email, enquiry.country, enquiry.text, enquiry.language) == (
        "web_form",
        "ieva@example.org",
        "IE",
        "Vai ir skola?",
        "lv",
    )
    assert (enquiry.region, enquiry.municipality.name, enquiry.state) == (region("vidzeme"), "Cēsu novads", "new")
    page = visitor.get(response.url)
    assert page.status_code == 200
    for words in ("Alise", "vidzeme@majup.example", enquiry.reference, "Vai ir skola?"):
        assert words in text_of(page)


def test_int_02_undecided_goes_to_the_common_queue(visitor):
    send(visitor, place="")
    assert [enquiry.region for enquiry in all_enquiries()] == [None]


def test_b_02_a_region_or_several_places_can_be_named(visitor):
    send(visitor, place="Latgale")
    send(visitor, place="Madonas novads, Rīga")
    first, second = all_enquiries()
    assert (first.region, first.municipality) == (region("latgale"), None)
    assert (second.region, second.municipality.name) == (region("vidzeme"), "Madonas novads")
    with acting(queries.scope_of(second.region)):
        assert [place.name for place in second.places.all()] == ["Madonas novads", "Rīga"]


def test_int_08_the_confirmation_comes_at_once_in_the_language_of_the_form(visitor, alise):
    send(visitor, language="en")
    (letter,) = letters()
    assert (letter.language, letter.to_address) == ("en", "ieva@example.org")
    assert "Alise" in letter.text


def test_int_09_a_phone_number_is_enough(visitor):
    assert send(visitor, contact="+353 1").status_code == 422
    response = send(visitor, contact="00353 86 123 4567")
    assert response.status_code == 302
    (enquiry,) = all_enquiries()
    assert (enquiry.phone, enquiry.email, enquiry.name) == ("+353861234567", "", "")
    assert letters() == []
    assert "atzvanīsim" in text_of(visitor.get(response.url))


def test_a_refused_form_says_what_to_change_and_keeps_what_was_typed(visitor):
    response = send(visitor, contact="ieva at example", question="", place="Cēsu novafs")
    assert response.status_code == 422
    form = response.context["form"]
    assert set(form.errors) == {"contact", "question", "place"}
    page = text_of(response)
    for typed in ("ieva at example", "Cēsu novafs", 'value="IE" selected'):
        assert typed in page
    assert 'href="#id_contact"' in page
    assert all_enquiries() == []


def test_a_place_spelled_wrong_is_proposed_and_one_tick_settles_it(visitor):
    refused = send(visitor, place="Cēsu novafs")
    assert refused.status_code == 422
    ((key, name),) = refused.context["form"].fields["meant"].choices
    assert name == "Cēsu novads"
    assert send(visitor, place="Cēsu novafs", meant=key).status_code == 302
    (enquiry,) = all_enquiries()
    assert enquiry.municipality.name == "Cēsu novads"


def test_the_same_form_sent_twice_makes_one_enquiry_and_one_letter(visitor):
    key = visitor.get(reverse("ask")).context["form"]["form_key"].value()
    first, second = send(visitor, form_key=key), send(visitor, form_key=key)
    assert (first.status_code, second.status_code) == (302, 302)
    assert len(all_enquiries()) == 1
    assert len(letters()) == 1
    assert visitor.get(second.url).status_code == 200


def test_a_program_that_fills_everything_is_stopped_and_a_person_is_told_why(visitor):
    response = send(visitor, website="http://spam.example")
    assert response.status_code == 422
    assert "website" in response.context["form"].errors
    assert all_enquiries() == []


def test_one_address_may_send_ten_questions_an_hour_and_loses_nothing_then(visitor):
    for number in range(limits.FORMS_AN_HOUR):
        assert send(visitor, question=f"Jautājums {number}").status_code == 302
    response = send(visitor, question="Vienpadsmitais jautājums")
    assert response.status_code == 429
    assert "Vienpadsmitais jautājums" in text_of(response)
    assert visitor.post(reverse("ask"), GOOD, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_q_r16_n_64_b_03_topics_name_and_where_they_heard_of_us_are_optional_afterwards(visitor, alise):
    url = send(visitor).url
    page = visitor.get(url)
    offered = dict(page.context["form"].fields["topics"].choices)
    assert {"kindergarten", "school", "job", "business", "dwelling", "benefits", "foreign_pension", "taxes"} <= set(
        offered
    )
    assert {"municipal_support", "e_services", "wellbeing", "large_family", "remote_work"} <= set(offered)
    assert {"friends", "eures", "embassy"} <= set(dict(page.context["form"].fields["heard_from"].choices))
    assert visitor.post(url, {}).status_code == 302
    answer = visitor.post(url, {"name": "Ieva", "topics": ["school", "job"], "heard_from": "friends"})
    assert answer.url == url
    with acting(alise.scope):
        enquiry = Enquiry.objects.get()
        assert (enquiry.name, enquiry.heard_from) == ("Ieva", "friends")
        assert [topic.code for topic in enquiry.topics.all()] == ["school", "job"]
    assert visitor.post(url, {"topics": ["astrology"]}).status_code == 422


def test_a_link_that_is_old_or_changed_shows_the_way_on(visitor, settings, monkeypatch):
    url = send(visitor).url
    changed = visitor.get(url[:-3] + "x/")
    assert changed.status_code == 404
    assert reverse("ask") in text_of(changed)
    monkeypatch.setattr("majup.web.portal.views.LINK_DAYS", -1)
    assert visitor.get(url).status_code == 410


def test_a_link_opens_its_own_question_only(visitor):
    url = send(visitor).url
    send(visitor, question="Cita cilvēka noslēpums", contact="cits@example.org")
    page = text_of(visitor.get(url))
    assert "Cita cilvēka noslēpums" not in page
    assert "cits@example.org" not in page
    token = signing.dumps(10**9, salt="enquiry")
    assert visitor.get(reverse("asked", args=[token])).status_code == 410


def test_net_02_prv_08_home_names_who_answers_with_the_roles_own_contacts(visitor, alise):
    role = queries.responsible_role(region("vidzeme"))
    role.phone, role.mailbox = "+37164200001", "vidzeme.jauns@majup.example"
    role.save()
    page = text_of(visitor.get(reverse("home")))
    for words in ("Alise", "+37164200001", "vidzeme.jauns@majup.example", "Latgale", "kontaktpunkts@majup.example"):
        assert words in page
    assert alise.email not in page
    assert "vidzeme@majup.example" not in page


@pytest.mark.parametrize("name", ["privacy", "accessibility"])
def test_what_happens_with_data_and_for_whom_the_site_works_is_told(visitor, name):
    page = visitor.get(reverse(name))
    assert page.status_code == 200
    assert "kontaktpunkts@majup.example" in text_of(page)
    assert reverse(name) in text_of(visitor.get(reverse("home")))


def test_absurd_addresses_give_pages(visitor):
    assert visitor.get(reverse("ask"), {"place": "x" * 5000}).status_code == 200
    assert visitor.get(reverse("asked", args=["x"])).status_code == 404
    assert visitor.post(reverse("ask"), {"contact": "\0", "question": "?" * 5000}).status_code == 422


def test_issue_4_the_same_text_from_many_addresses_is_held_back_and_nothing_typed_is_lost(visitor):
    for number in range(limits.TEXTS_AN_HOUR):
        answer = visitor.post(
            reverse("ask"), GOOD | {"question": "Pērciet  lētus jumtus!"}, REMOTE_ADDR=f"10.0.0.{number}"
        )
        assert answer.status_code == 302
    held = visitor.post(reverse("ask"), GOOD | {"question": "pērciet lētus JUMTUS!"}, REMOTE_ADDR="10.0.1.1")
    assert (held.status_code, "viens un tas pats teksts" in text_of(held)) == (429, True)
    assert "pērciet lētus JUMTUS!" in held.text
    assert visitor.post(reverse("ask"), GOOD, REMOTE_ADDR="10.0.1.1").status_code == 302
