"""Consents, who looked, all that is stored, and erasing, on the case page and behind it."""

import json

import pytest
from django.urls import reverse

from majup.people.actions import give_consent
from majup.people.models import Consent, Event, Household
from majup.questions.introducing import introduce
from majup.questions.models import Introduction
from majup.staff.models import AccessLog
from majup.staff.scope import acting
from tests.support import openings
from tests.support.family_file import make_case, send_offer_of
from tests.support.people import sign_in, today
from tests.support.questions import ask, link_in, mails, make_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alise):
    with acting(alise.scope):
        made = make_case(alise, "Ieva", "Zvirbule", occupation="plumber", contacts=[("email", "ieva@example.com")])
        send_offer_of(made, alise)
    return made


def url(name, case, *args):
    return reverse(name, args=[case.reference, *args])


def test_prv_02_consent_per_purpose_is_given_and_withdrawn_on_the_case(alise, case):
    """PRV-02: given with how and when, withdrawn by one button, both on the page of the family."""
    client = sign_in(alise)
    response = client.post(url("consent_give", case), {"purpose": "news", "how": "by phone on 3 May"})
    assert (response.status_code, response["Location"]) == (302, url("case_family", case) + "#consents")
    assert "by phone on 3 May" in client.get(url("case_family", case)).content.decode()
    with acting(alise.scope):
        consent = Consent.objects.get()
    for _ in range(2):
        assert client.post(url("consent_withdraw", case, consent.pk)).status_code == 302
    with acting(alise.scope):
        consent.refresh_from_db()
        assert (consent.purpose, consent.recorded_by, consent.withdrawn_at is None) == ("news", alise, False)
    panel = client.get(url("case_family", case)).context["panels"]["consents"]
    assert (panel["given"], panel["withdrawn"]) == ([], [consent])


def test_prv_02_what_rests_on_a_consent_ends_with_it_also_when_the_coordinator_takes_it_back(alise, client):
    """PRV-02: the employer sees the person no more, and an open question shows neither name nor words."""
    need = make_need(alise)
    case = need.case
    with acting(alise.scope):
        consents = [
            give_consent(household=case.household, purpose=purpose, how="by phone", by=alise)
            for purpose in ("share_employer", "share_municipality")
        ]
        agreed = {"keys": ["name"], "agreed_on": today(), "how": "by phone", "language": "en"}
        person = case.household.members.first()
        introduce(case=case, person=person, employer=openings.employer(alise), by=alise, **agreed)
    ask(alise, need, share=["name", "wish", "birth_year"])
    link = link_in(mails()[0])
    assert "Oto" in client.get(link).content.decode()
    for consent in consents:
        assert sign_in(alise).post(url("consent_withdraw", case, consent.pk)).status_code == 302
    seen = client.get(link).content.decode()
    assert ("Oto" in seen, "Rose Street" in seen, "2022" in seen) == (False, False, True)
    with acting(alise.scope):
        ended = Introduction.objects.get()
        assert (ended.withdrawn_at is not None, ended.shown) == (True, [])
        told = Event.objects.get(kind="introduction.withdrawn")
        assert (told.by, told.by_family) == (alise, False)


@pytest.mark.parametrize("data", [{}, {"purpose": "news"}, {"purpose": "nonsense", "how": "by phone"}])
def test_prv_02_a_consent_without_purpose_or_how_is_refused_and_what_was_typed_stays(alise, case, data):
    response = sign_in(alise).post(url("consent_give", case), data)
    assert response.status_code == 422
    if "how" in data:
        assert data["how"] in response.content.decode()
    with acting(alise.scope):
        assert Consent.objects.count() == 0


def test_prv_03_the_coordinator_sees_who_looked(alise, case):
    """PRV-03: each view with user, time and page."""
    client = sign_in(alise)
    client.get(url("case", case))
    client.get(reverse("search"), {"q": "zvirbule"})
    rows = client.get(url("access_log", case)).context["rows"]
    assert [(view.user, view.page) for view, _ in rows] == [(alise, "access_log"), (alise, "search"), (alise, "case")]


def test_prv_04_everything_of_all_stages_is_shown_and_copied(alise, case):
    """PRV-04: a copy of the data held."""
    client = sign_in(alise)
    page = client.get(url("family_file", case)).content.decode()
    copy = client.get(url("family_file_copy", case))
    data = json.loads(copy.content)
    text = json.dumps(data, ensure_ascii=False)
    for words in ("Zvirbule", "plumber", "ieva@example.com", "wish of Ieva Zvirbule", "Ieva Zvirbule called"):
        assert words in page
        assert words in text
    assert "family@example.com" in text
    assert (data["reference"], copy["Content-Type"]) == (case.reference, "application/json")
    assert "token" not in text


def test_prv_04_erased_from_the_page_after_asking_again(alise, case):
    client = sign_in(alise)
    assert client.get(url("household_erase", case)).status_code == 200
    assert client.post(url("household_erase", case), {}).status_code == 422
    assert client.post(url("household_erase", case), {"reason": "asked"})["Location"] == reverse("cases")
    assert client.post(url("household_erase", case), {"reason": "asked"}).status_code == 422
    assert client.get(url("case", case)).status_code == 200
    with acting(alise.scope):
        assert Household.objects.get().erased_at is not None


PAGES = ("access_log", "family_file", "family_file_copy", "household_erase", "consent_give")


def test_prv_01_another_region_and_other_roles_see_none_of_it(alise, cilda, dace, gunta, case):
    """PRV-01."""
    assert [sign_in(cilda).get(url(name, case)).status_code for name in PAGES] == [404] * 5
    for user in (dace, gunta):
        assert [sign_in(user).get(url(name, case)).status_code for name in PAGES] == [403] * 5
    with acting(alise.scope):
        assert AccessLog.objects.count() == 0
