"""Town hall desk: everything a part-time specialist owes on one page (issue 3, point 7)."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from majup.catalogue.models import Fact
from majup.openings.actions import offer_dwelling, save
from majup.openings.models import Employer, SpecialistRequest
from majup.profiles.models import Answer, Question
from tests.support.facts import grown_old, service_of, write
from tests.support.openings import employer, in_days, vacancy
from tests.support.people import municipality, sign_in, today
from tests.support.questions import LEAKS, ask, make_need, specialist, unit

pytestmark = pytest.mark.django_db
PLACE = "0054000"
OWNER = {"name": "Owner", "email": "owner@majup.example", "language": "lv"}


@pytest.fixture
def page(dace):
    """The page as the specialist sees it; what the study reported of her municipality is somebody else's here."""
    Fact.objects.filter(role__in=dace.scope.roles).update(role=None)
    client = sign_in(dace)
    client.cookies["language"] = "en"

    def get():
        return client.get(reverse("townhall_owed"))

    get.client = client
    return get


def owed(answer) -> dict[str, int]:
    return {kind: answer.context[kind].number for kind in ("questions", "facts", "openings", "profile")}


def answer_all(place: str) -> None:
    """Give every standard question an answer that is fresh."""
    for question in Question.objects.all():
        Answer.objects.create(
            municipality=municipality(place), question=question, number=1, at="2026-01-01T00:00Z", confirmed_on=today()
        )


def test_net_03_questions_facts_and_profile_stand_on_one_page_and_nothing_of_the_family(page, dace, alise):
    ask(alise, make_need(alise), role=specialist())
    grown_old(service_of(dace), due=3)
    fresh = service_of(dace, name={"en": "Fresh one", "lv": "Svaigs"})
    answer = page()
    text = answer.content.decode()
    assert owed(answer)["questions"] == 1
    assert "1 question waits for an answer" in text
    assert "After-school group" in text
    assert "Fresh one" not in text
    assert fresh.state == "valid"
    assert [word for word in LEAKS if word in text] == []


def test_cat_04_a_fact_is_confirmed_with_one_press_and_she_is_back_on_the_page(page, dace):
    fact = grown_old(service_of(dace), due=3)
    answer_all(PLACE)
    assert owed(page()) == {"questions": 0, "facts": 1, "openings": 0, "profile": 0}
    pressed = page.client.post(
        reverse("fact_confirm", args=[fact.pk]), {"seen": fact.current.number, "back": reverse("townhall_owed")}
    )
    assert pressed.url == reverse("townhall_owed")
    after = page()
    assert owed(after) == {"questions": 0, "facts": 0, "openings": 0, "profile": 0}
    assert "Nothing waits for you" in after.content.decode()


def test_mun_02_unanswered_and_old_parts_of_the_profile_are_owed_the_old_ones_first(page):
    assert owed(page())["profile"] > 0
    answer_all(PLACE)
    aging = Question.objects.filter(stale_months__isnull=False).first()
    Answer.objects.filter(question=aging).update(confirmed_on="2019-01-01")
    missing = Question.objects.exclude(block=aging.block).last()
    Answer.objects.filter(question=missing).delete()
    first, second = page().context["profile"].rows
    assert (first.part.block, first.old, first.unanswered) == (aging.block, 1, 0)
    assert (second.part.block, second.old, second.unanswered) == (missing.block, 0, 1)
    assert reverse("place_block", args=[PLACE, missing.block.code]) in page().content.decode()


def test_cat_14_what_owners_handed_in_and_what_ends_soon_is_owed_and_rows_of_other_places_are_not(page, dace, alise):
    offer_dwelling(owner=OWNER, kind="private_rent", municipality=municipality(PLACE), valid_to=in_days(30))
    vacancy(dace, "Ends soon", valid_to=in_days(5))
    vacancy(dace, "Ends later", valid_to=in_days(60))
    vacancy(alise, "Elsewhere", atvk="0026000", valid_to=in_days(5))
    rows = page().context["openings"].rows
    assert [(row.kind, row.is_new) for row in rows] == [("dwellings", True), ("vacancies", False)]
    assert rows[1].entry.title == "Ends soon"
    text = page().content.decode()
    assert [word for word in ("Ends later", "Elsewhere") if word in text] == []
    assert reverse("opening", args=["dwellings", rows[0].entry.pk]) in text


def test_cat_14_a_home_is_told_apart_and_checked_from_the_page_and_she_is_back_on_it(page):
    home = {"area": "Kocēni", "price": 250, "kind": "private_rent", "municipality": municipality(PLACE)}
    offered, _secret = offer_dwelling(owner=OWNER, valid_to=in_days(30), **home)
    here, entry = reverse("townhall_owed"), reverse("opening", args=["dwellings", offered.pk])
    text = page().text
    assert "Kocēni · €250 a month" in text
    assert f'href="{entry}?back={here}"' in text
    (check,) = re.findall(r'action="([^"]+/check/[^"]*)"', page.client.get(f"{entry}?back={here}").text)[:1]
    assert page.client.post(check, {"decision": "publish"}).url == here
    assert page().context["openings"].rows == []
    elsewhere = page.client.post(f"{entry}confirm/?back=https://elsewhere.example/")
    assert elsewhere.url == entry


def test_emp_02_an_employer_handed_in_twice_is_seen_before_it_is_published_twice(page, alise):
    first = employer(alise, "SIA Koks")
    other = employer(alise, "SIA Āboli")
    entry = save(entry=Employer(), by=None, name="Sia koks", municipality=municipality(PLACE), sector="private")
    shown = page.client.get(reverse("opening", args=["employers", entry.pk])).text
    assert "Another entry has the same name" in shown
    assert reverse("opening", args=["employers", first.pk]) in shown
    assert "Another entry" not in page.client.get(reverse("opening", args=["employers", other.pk])).text


def test_emp_06_the_page_says_who_answers_employers_that_look_for_a_specialist(page, dace, alise):
    asked = {"municipality": municipality(PLACE), "valid_to": in_days(30), "text": "Gates"}
    save(entry=SpecialistRequest(employer=employer(alise)), by=None, title="Welder wanted", **asked)
    text = page().content.decode()
    assert "Welder wanted" not in text
    assert "the coordinator of the region answers" in text


def test_what_another_role_owes_is_not_on_the_page(page, dace, alise):
    ask(alise, make_need(alise), role=unit("housing"))
    write(unit("housing"), alise)
    grown_old(Fact.objects.latest("pk"), due=3)
    assert {kind: owed(page())[kind] for kind in ("questions", "facts")} == {"questions": 0, "facts": 0}


def test_fup_10_before_holidays_the_page_says_so_too(dace, page):
    with time_machine.travel("2027-05-03T08:00:00+00:00"):
        client = sign_in(dace)
        text = client.get("/en" + reverse("townhall_owed")).content.decode()
    assert "Families from abroad come to visit from 1 June 2027 to 31 August 2027" in text


def test_the_number_of_queries_does_not_grow_with_what_is_owed(page, dace, alise):
    for number in range(2):
        grown_old(service_of(dace, name={"en": f"Fact {number}", "lv": f"Fakts {number}"}), due=3)
    page()
    with CaptureQueriesContext(connection) as few:
        page()
    for number in range(2, 5):
        grown_old(service_of(dace, name={"en": f"Fact {number}", "lv": f"Fakts {number}"}), due=3)
    with CaptureQueriesContext(connection) as many:
        page()
    assert len(many) == len(few)
