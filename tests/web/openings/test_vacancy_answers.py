"""What a vacancy tells people who come back, and how it is found: region, internship, help with the move."""

import pytest
from django.test import Client

from majup.openings import actions, letters
from majup.openings.models import Employer, Push, Vacancy
from tests.support.openings import FAR, NEIGHBOUR, PLACE, csv_of, employer, imported, in_days, vacancy
from tests.support.people import municipality, region, sign_in

pytestmark = pytest.mark.django_db
DESK = "/desk/openings/"


@pytest.fixture
def visitor():
    client = Client()
    client.cookies["language"] = "en"
    return client


def english(user):
    client = sign_in(user)
    client.cookies["language"] = "en"
    return client


def titles(page) -> list[str]:
    return sorted(found.title for found in page.context["page"])


def test_b_15_vacancies_are_searched_by_region_and_by_remote_work(alise, visitor):
    vacancy(alise, "Metinātājs", PLACE, remote="yes")
    vacancy(alise, "Pavārs", NEIGHBOUR, remote="no")
    vacancy(alise, "Skolotājs", FAR, remote="partly")
    vidzeme = region("vidzeme").pk
    assert titles(visitor.get(f"/jobs/?region={vidzeme}")) == ["Metinātājs", "Pavārs"]
    assert titles(visitor.get(f"/jobs/?region={vidzeme}&remote=on")) == ["Metinātājs"]
    assert titles(visitor.get("/jobs/?remote=on")) == ["Metinātājs", "Skolotājs"]
    assert titles(visitor.get(f"/jobs/?region={vidzeme}&place={municipality(NEIGHBOUR).pk}")) == ["Pavārs"]


def test_b_15_a_municipality_of_another_region_is_marked(alise, visitor):
    page = visitor.get(f"/jobs/?region={region('vidzeme').pk}&place={municipality(FAR).pk}")
    assert page.status_code == 422
    assert "This municipality lies in another region. Choose one of the two." in page.text


POSTED = {"title": "Programmētājs", "pay_from": "1 500", "pay_to": "1 800", "pay_period": "month"}


def test_q_p1_a_vacancy_holds_hours_growth_remote_language_and_the_online_interview(dace, visitor):
    told = {
        **POSTED, "valid_to": in_days(30).isoformat(), "flexible_hours": "yes", "growth": "Komandas vadītājs pēc gada",
        "remote": "partly", "without_latvian": "no", "online_interview": "yes",
    }  # fmt: skip
    english(dace).post(f"{DESK}vacancies/new/", told)
    page = " ".join(visitor.get(f"/jobs/{Vacancy.objects.get().pk}/").text.split())
    for label, said in (
        ("Flexible hours", "yes"),
        ("Job interview online", "yes"),
        ("How one can get on", "Komandas vadītājs pēc gada"),
        ("Remote work", "partly"),
        ("Possible to start without the state language", "no"),
    ):
        assert f"<dt>{label}</dt><dd>{said}</dd>" in page.replace("> ", ">").replace(" <", "<"), label


def test_q_p1_a_table_brings_the_same_answers(dace):
    header = ["Nr", "Amats", "Elastīgs darba laiks", "Online interview", "Izaugsme", "Prakse", "Palīdz pārcelties"]
    row = ["1", "Pavārs", "jā", "nē", "Šefpavārs", "jā", "daļēji"]
    imported(csv_of([row], header), by=dace, source="Kafejnīca", atvk=PLACE)
    said = ("flexible_hours", "online_interview", "growth", "internship", "relocation_help")
    assert Vacancy.objects.values_list(*said).get() == ("yes", "no", "Šefpavārs", "yes", "partly")


def test_b_68_an_employer_with_its_kind_size_and_place_posts_a_remote_internship(alise, visitor):
    joined = {"name": "Muzejs", "municipality": municipality(PLACE).pk, "sector": "public", "field": "education",
              "size": "small", "mailbox": "muzejs@koks.example"}  # fmt: skip
    assert visitor.post("/employers/join/", joined).status_code == 200
    museum = Employer.objects.get()
    actions.publish(entry=museum, by=alise)
    secret = letters.send_link(employer=museum)
    posted = {**POSTED, "title": "Prakse krājumā", "municipality": municipality(PLACE).pk, "remote": "yes",
              "internship": "yes", "valid_to": in_days(30).isoformat()}  # fmt: skip
    assert visitor.post(f"/own/{secret}/vacancy/", posted).status_code == 302
    actions.publish(entry=Vacancy.objects.get(), by=alise)
    vacancy(alise, "Pavārs")
    assert titles(visitor.get("/jobs/?internship=on&remote=on")) == ["Prakse krājumā"]
    page = visitor.get(f"/employers/{museum.pk}/").text
    for words in ("Public", "Valmier", "Prakse krājumā", "Internship"):
        assert words in page


def test_b_72_an_employer_flags_help_with_a_home_and_with_the_move(alise, visitor):
    secret = letters.send_link(employer=employer(alise))
    posted = {**POSTED, "municipality": municipality(PLACE).pk, "housing_help": "yes", "relocation_help": "yes",
              "valid_to": in_days(30).isoformat()}  # fmt: skip
    visitor.post(f"/own/{secret}/vacancy/", posted)
    actions.publish(entry=Vacancy.objects.get(), by=alise)
    page = visitor.get("/jobs/?home=on")
    assert titles(page) == ["Programmētājs"]
    card = page.text.split('role="list"', 1)[1]
    assert ("Help with a home" in card, "Help with the move" in card) == (True, True)


def test_b_67_a_vacancy_is_told_in_the_priority_countries_first(alise):
    client, found = english(alise), vacancy(alise)
    page = client.get(f"{DESK}vacancies/{found.pk}/")
    (first, told), (_rest, others) = page.context["countries"]
    assert (str(first), [code for code, _name in told]) == ("Told first", ["GB", "IE", "SE", "DE"])
    assert page.text.index('label="Told first"') < page.text.index("United Kingdom") < page.text.index("All others")
    assert {"GB", "IE"} & {code for code, _name in others} == set()
    client.post(f"{DESK}vacancies/{found.pk}/push/", {"channel": page.context["channels"][0][0], "country": "IE"})
    assert Push.objects.get().country == "IE"


def test_b_20_internships_stand_in_a_list_of_their_own_with_host_place_and_last_day(alise, visitor):
    vacancy(alise, "Prakse muzejā", employer=employer(alise, "Novada muzejs"), internship="yes", valid_to=in_days(20))
    vacancy(alise, "Pavārs")
    page = visitor.get("/jobs/?internship=on")
    assert titles(page) == ["Prakse muzejā"]
    card = page.text.split('role="list"', 1)[1]
    for words in ("Novada muzejs", "Valmier", "Apply by"):
        assert words in card


def test_q_p2_k_p6_a_partner_marks_that_experience_abroad_is_useful_and_the_family_sees_it(dace, visitor):
    told = {**POSTED, "valid_to": in_days(30).isoformat(), "abroad_useful": "yes", "bonuses": "Veselības apdrošināšana"}
    english(dace).post(f"{DESK}vacancies/new/", told)
    found = Vacancy.objects.get()
    assert "Experience abroad counts" in visitor.get("/jobs/").text
    page = visitor.get(f"/jobs/{found.pk}/").text
    for words in ("Experience abroad is useful here", "Veselības apdrošināšana", "a month after tax"):
        assert words in page
    imported(
        csv_of([["1", "Pavārs", "jā"]], ["Nr", "Amats", "Noder pieredze ārzemēs"]), by=dace, source="X", atvk=PLACE
    )
    assert Vacancy.objects.get(title="Pavārs").abroad_useful == "yes"
