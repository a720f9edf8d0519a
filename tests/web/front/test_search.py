"""Search over everything, and what editors learn of searches in vain."""

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from majup.catalogue import missed
from majup.catalogue.models import Fact, MissedSearch
from majup.guides.models import ReviewedText
from majup.web.components.texts import localized_plain
from majup.web.search.everyday import terms
from tests.support.facts import service_of
from tests.support.openings import dwelling, employer, vacancy
from tests.support.people import sign_in, today
from tests.support.profiles import PLACE, say
from tests.support.worker import run_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    client = Client()
    client.cookies["language"] = "en"
    return client


def found(visitor, text, **more) -> dict[str, list[str]]:
    """Addresses of results by heading."""
    groups = visitor.get(reverse("site_search"), {"q": text, **more}).context["found"].groups
    return {group.label: [hit.url for hit in group.hits] for group in groups}


@pytest.mark.parametrize(
    "text",
    [
        "school with support for a returning child",
        "skola ar atbalstu bērnam, kas atgriežas",
        "skolas atbalsts berniem kas atgriezas",
        "SCHOOLS HELPING CHILDREN RETURN",
    ],
)
def test_faq_08_j1_a_school_with_support_is_found_by_everyday_words_in_both_languages(visitor, dace, text):
    say(dace, school_support="yes")
    assert found(visitor, text)["Places"] == [reverse("public_place", args=[PLACE])]


def test_faq_08_a_slip_of_an_everyday_word_is_put_right_and_said(visitor, dace):
    say(dace, school_support="yes")
    page = visitor.get(reverse("site_search"), {"q": "schoool suport"})
    assert page.context["found"].groups[0].label == "Places"
    assert "Nothing was found for “schoool suport”. This is for “school support”." in page.text


def test_faq_08_an_answer_no_is_no_result(visitor, dace):
    say(dace, school_support="no")
    assert "Places" not in found(visitor, "school with support for a returning child")


@pytest.mark.parametrize("text", ["Valmiera", "valmieras novads", "Valmierā", "VALMIERAS"])
def test_faq_08_a_place_is_found_by_its_name_in_any_form(visitor, text):
    assert reverse("public_place", args=[PLACE]) in found(visitor, text)["Places"]


def test_faq_08_a_region_is_found_by_its_name(visitor):
    assert found(visitor, "vidzeme")["Places"][0] == reverse("public_region", args=["vidzeme"])


def test_issue_4_one_search_finds_support_vacancies_homes_and_employers(visitor, dace, alise):
    fact = service_of(dace, name={"lv": "Metināšanas kurss", "en": "Welding course"})
    job, home, firm = vacancy(alise), dwelling(alise), employer(alise, name="Metālists SIA")
    by_word = found(visitor, "metinatajs")
    assert reverse("job", args=[job.pk]) in by_word["Work"]
    assert reverse("support_entry", args=[fact.pk]) in found(visitor, "metinasanas kursi")["Support"]
    assert reverse("employer", args=[firm.pk]) in found(visitor, "metalists")["Employers"]
    assert reverse("home_entry", args=[home.pk]) in found(visitor, "dzīvoklis Valmierā")["Homes"]
    assert reverse("home_entry", args=[home.pk]) in found(visitor, "flats")["Homes"]
    assert "Homes" not in found(visitor, "Valmiera")


def test_faq_08_support_that_only_was_reported_comes_after_what_holds_and_says_so(visitor, dace):
    reported = Fact.objects.filter(state="reported_2022", current__isnull=False).earliest("pk")
    fact = service_of(dace, name=reported.name)
    page = visitor.get(reverse("site_search"), {"q": localized_plain(reported.name)})
    hits = next(group.hits for group in page.context["found"].groups if group.label == "Support")
    assert [(hit.url, str(hit.note)) for hit in hits][:2] == [
        (reverse("support_entry", args=[fact.pk]), "Confirmed"),
        (reverse("support_entry", args=[reported.pk]), "Reported in 2022, never confirmed"),
    ]


def test_faq_08_when_nothing_has_all_words_one_is_left_out_and_said(visitor, dace):
    service_of(dace)
    page = visitor.get(reverse("site_search"), {"q": "pagarinātā grupa zirafei"})
    assert page.context["found"].left_out == "zirafei"
    assert "without “zirafei”" in page.text


@pytest.mark.parametrize("text", ["'", "a & b | !", "\\", ":*", "( )", "č'č", "%", "x" * 120, "the", "\u200b"])
def test_faq_08_no_typed_sign_breaks_the_search(visitor, text):
    assert visitor.get(reverse("site_search"), {"q": text}).status_code == 200


def test_faq_08_too_many_words_are_refused_beside_the_field(visitor):
    page = visitor.get(reverse("site_search"), {"q": "x" * 121})
    assert (page.status_code, 'aria-invalid="true"' in page.text) == (422, True)


def test_faq_08_words_that_say_nothing_are_left_out_and_english_forms_meet():
    assert [term.typed for term in terms("a school for the child")] == ["school", "child"]
    assert [term.typed for term in terms("the")] == ["the"]
    returning = terms("returning")[0]
    assert all(returning.has(word) for word in ("return", "returns", "returned", "atgriezas"))
    assert not returning.has("retail")


@pytest.mark.django_db(transaction=True)
def test_faq_08_a_search_in_vain_is_noted_by_the_worker_for_editors(gunta):
    visitor = Client()
    for _time in range(3):
        assert visitor.get(reverse("site_search"), {"q": "Kosmosa kuģis"}).status_code == 200
    assert MissedSearch.objects.count() == 0, "a page that shows something does not write"
    assert ProcrastinateJob.objects.filter(task_name__endswith="note_missed_search", status="todo").count() == 1
    assert run_worker() == ["note_missed_search"]
    visitor.get(reverse("site_search"), {"q": "kosmosa kugis"})
    run_worker()
    (row,) = MissedSearch.objects.all()
    assert (row.words, row.language, row.times, row.last_on) == ("kosmosa kugis", "lv", 2, today())
    columns = {field.column for field in MissedSearch._meta.concrete_fields}
    assert columns == {"id", "words", "language", "times", "first_on", "last_on"}
    page = sign_in(gunta).get(reverse("missed_searches")).text
    assert "kosmosa kugis" in page


@pytest.mark.parametrize("text", ["ieva@example.org", "+371 2612 3456", "https://example.org/x", "ab", "010190-12345"])
def test_faq_08_addresses_and_numbers_of_people_are_not_noted(text):
    assert missed.worth_noting(text) == ""


def test_faq_08_old_words_are_forgotten():
    missed.note(words="vecs", language="lv")
    MissedSearch.objects.update(last_on="2020-01-01", first_on="2020-01-01")
    missed.note(words="jauns", language="lv")
    assert missed.forget_old() == 1
    assert [row.words for row in missed.most_wanted()] == ["jauns"]


def test_faq_08_whoever_edits_nothing_does_not_see_the_list(dace):
    assert sign_in(dace).get(reverse("missed_searches")).status_code == 403


def test_issue_4_a_search_costs_the_same_however_much_is_found(visitor, alise, django_assert_max_num_queries):
    for number in range(8):
        vacancy(alise, f"Pavārs {number}", employer=None)
    visitor.get(reverse("site_search"), {"q": "pavars"})
    with django_assert_max_num_queries(30):
        visitor.get(reverse("site_search"), {"q": "pavars"})


def test_issue_4_guides_and_questions_are_found_in_both_languages(visitor):
    by_words = found(visitor, "health care")
    assert reverse("guide", args=["health-care"]) in by_words["Guides"]
    assert reverse("faq_question", args=["school-before-return"]) in found(visitor, "apply school abroad")["Questions"]
    latvian = Client().get(f"/lv{reverse('site_search')}", {"q": "veselibas aprupes"}).context["found"].groups
    assert f"/lv{reverse('guide', args=['health-care'])}" in {hit.url for group in latvian for hit in group.hits}


def test_amb_05_faq_08_what_is_no_longer_public_is_not_found_either(visitor):
    assert "Guides" in found(visitor, "health care")
    ReviewedText.objects.filter(code="health-care").update(state="draft")
    assert reverse("guide", args=["health-care"]) not in found(visitor, "health care").get("Guides", [])
