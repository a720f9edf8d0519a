"""Places as the public sees them: map, list, finder, comparison, profile, leaflet."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pypdf import PdfReader

from majup.catalogue import links
from majup.network.models import Role
from majup.openings.models import Neighbour
from majup.places import naming
from majup.places.models import Municipality
from majup.profiles.actions import Given, answer_questions
from majup.profiles.models import Block, Question
from tests.support.facts import service_of
from tests.support.openings import dwelling, vacancy
from tests.support.people import municipality, today
from tests.support.profiles import PLACE, say

pytestmark = pytest.mark.django_db
SILENT = "0042000"


@pytest.fixture
def visitor():
    client = Client()
    client.cookies["language"] = "en"
    return client


def opened(visitor, name, *args, query="") -> str:
    answer = visitor.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return answer.text


def test_issue_4_map_and_list_lead_to_every_place_and_leave_the_desk_alone(visitor):
    page = opened(visitor, "public_places")
    assert len(re.findall(r'<a href="/places/\d{7}/" aria-label', page)) == 42
    assert "/desk/" not in page
    listed = re.findall(r'<li><a href="/places/(\d{7})/">', page)
    assert (len(listed), len(set(listed))) == (42, 42)
    assert 'value="net_wage" selected' in page


def test_mun_01_the_profile_has_the_fixed_structure_for_every_place(visitor, dace):
    say(dace, kindergarten="now", about={"lv": "Pilsēta pie upes", "en": "A town by the river"})
    for atvk in (PLACE, SILENT):
        page = opened(visitor, "public_place", atvk)
        at = [page.index(f'id="{block.code}"') for block in Block.objects.exclude(code="policy")]
        assert at == sorted(at)
        assert 'id="policy"' not in page, "the town hall's inner affairs are no answer to a family"
    page = opened(visitor, "public_place", PLACE)
    for words in ("A town by the river", "yes, at once", "Not answered yet:"):
        assert words in page


def test_mun_01_k_p2_what_is_open_there_now_stands_on_the_profile(visitor, dace, alise):
    vacancy(alise)
    dwelling(alise)
    fact = service_of(dace)
    page = opened(visitor, "public_place", PLACE)
    for words in ("Metinātājs", reverse("support_entry", args=[fact.pk]), "Vacancies (1)", "Homes (1)"):
        assert words in page


def test_mun_04_the_profile_stands_in_latvian_and_in_english(visitor, dace):
    say(dace, about={"lv": "Pilsēta pie upes", "en": "A town by the river"})
    assert "A town by the river" in opened(visitor, "public_place", PLACE)
    latvian = visitor.get(f"/lv{reverse('public_place', args=[PLACE])}").text
    assert "Pilsēta pie upes" in latvian
    assert "Valmieras novads" in latvian


def test_mun_07_issue_4_a_place_with_no_data_still_helps(visitor):
    role = Role.objects.get(kind="coordinator", region__code="kurzeme")
    role.mailbox = "kurzeme@example.org"
    role.save()
    kurzeme = Municipality.objects.in_region(role.region).first()
    page = opened(visitor, "public_place", kurzeme.atvk)
    for words in (
        *("has written nothing here yet", "Regional remigration coordinator", "kurzeme@example.org", "Neighbours"),
        *("https://latvija.lv", "https://www.paps.lv", "https://www.vsaa.gov.lv", "Ask about this place", "Leaflet"),
    ):
        assert words in page, words
    assert "confirmed nothing here yet" in page.split('class="page-foot"')[1]


def test_mun_07_a_silent_place_says_so_once_and_names_neighbours_that_have_written(visitor, dace):
    say(dace, about={"lv": "Pilsēta pie upes", "en": "A town by the river"})
    beside = Neighbour.objects.filter(neighbour__atvk=PLACE, municipality__valid_to=None).first().municipality
    page = opened(visitor, "public_place", beside.atvk)
    assert page.count("has written nothing here yet") == 1
    assert "not answered</span>" not in page, "what nobody has answered is said once, not at every question"
    notice = page.split("has written nothing here yet")[1].split("</div>")[0]
    assert reverse("public_place", args=[PLACE]) in notice
    asked = page.split("What we have asked the municipality")[1]
    for question in Question.objects.exclude(block__code="policy"):
        assert str(escape(question.label["en"])) in asked, question.code


def pages_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_k_m17_the_places_one_compares_are_taken_along_as_one_guide(visitor, dace):
    say(dace, about={"lv": "Pilsēta pie upes", "en": "A town by the river"})
    query = f"?place={PLACE}&place={SILENT}"
    page = opened(visitor, "public_compare", query=query)
    for code in ("lv", "en"):
        address = reverse("public_compared_file", args=[code]) + query
        assert address.replace("&", "&amp;") in page
        answer = visitor.get(address)
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    text = pages_of(visitor.get(reverse("public_compared_file", args=["en"]) + query).content)
    for words in ("Places side by side", "What is compared", "A town by the river", "Valmiera county"):
        assert words in text
    assert visitor.get(reverse("public_compared_file", args=["en"]))["Location"].endswith(reverse("public_compare"))
    assert visitor.get(reverse("public_compared_file", args=["fr"]) + query).status_code == 404


def test_net_06_a_place_that_has_ended_leads_to_its_successor(visitor):
    page = opened(visitor, "public_place", "0038000")
    assert reverse("public_place", args=["0038001"]) in page


def test_k_p2_two_places_stand_side_by_side_and_one_or_five_do_not(visitor):
    page = opened(visitor, "public_compare", query=f"?place={PLACE}&place={SILENT}")
    assert page.count('<th scope="col">') >= 3
    assert "Choose two to four places" in opened(visitor, "public_compare", query=f"?place={PLACE}")
    five = "&".join(f"place={code}" for code in re.findall(r'value="(\d{7})"', page)[:5])
    assert "Choose at most four places" in opened(visitor, "public_compare", query=f"?{five}")


def test_q_r10_the_finder_weighs_in_public_and_keeps_nothing(visitor, django_assert_max_num_queries):
    first = visitor.get(reverse("public_finder"))
    weight = next(name for name in first.context["form"].fields if name.startswith("weight_"))
    changed = visitor.get(reverse("public_finder"), {weight: "5"})
    assert (changed.context["asks"], first.context["asks"]) == (True, False)
    assert "csrfmiddlewaretoken" not in changed.text.split("<main", 1)[1]
    assert "/desk/" not in changed.text


def test_k_m17_mun_05_the_relocation_guide_is_assembled_from_the_profile_in_both_languages(visitor):
    for code in ("lv", "en"):
        answer = visitor.get(reverse("public_leaflet", args=[PLACE, code]))
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert visitor.get(reverse("public_leaflet", args=[PLACE, "fr"])).status_code == 404


def test_k_m16_the_check_of_the_municipal_website_stands_with_its_day(visitor, dace):
    page_question = Question.objects.get(code="page")
    answer_questions(
        municipality=municipality(PLACE), given={page_question: Given(link="https://town.example/return")}, by=dace
    )
    say(dace, page_return="relocation", page_grants="yes")
    page = opened(visitor, "public_place", PLACE)
    for words in ("https://town.example/return", "looked at on", "general page on moving here"):
        assert words in page, words
    links.note("https://town.example/return", "404")
    assert "has not answered since" in opened(visitor, "public_place", PLACE)


def test_q_m2_an_answer_that_grew_old_says_so(visitor, dace):
    say(dace, kindergarten="now", months_ago=14)
    page = opened(visitor, "public_place", PLACE)
    assert ">Old<" in page or "Old</span>" in page
    assert (today() - timedelta(days=31 * 14)).strftime("%Y") in page.split('class="page-foot"')[1]


def test_k_p4_a_question_from_a_profile_goes_to_the_coordinator_with_the_municipality(visitor):
    page = opened(visitor, "public_place", PLACE)
    link = re.search(rf'/ask/\?page=%2Fplaces%2F{PLACE}%2F&amp;place=[^"]+', page).group().replace("&amp;", "&")
    given = visitor.get(link).context["form"]["place"].value()
    assert naming.read(given).places == [municipality(PLACE)]


def test_k_p4_a_question_from_a_comparison_names_the_places_compared(visitor):
    page = opened(visitor, "public_compare", query=f"?place={PLACE}&place={SILENT}")
    link = re.search(r'/ask/\?page=%2Fplaces%2Fcompare%2F&amp;place=[^"]+', page).group().replace("&amp;", "&")
    given = visitor.get(link).context["form"]["place"].value()
    assert naming.read(given).places == [municipality(PLACE), municipality(SILENT)]


def test_k_p2_what_none_of_the_places_answers_is_said_once_and_what_one_answers_stands_for_both(visitor, dace):
    query = f"?place={PLACE}&place={SILENT}"
    label = str(Question.objects.get(code="kindergarten").label["en"])
    before = opened(visitor, "public_compare", query=query)
    silent = re.search(r"Not answered \(none of these places\): ([^<]+)", before).group(1)
    assert label in silent
    assert f'<th scope="row">{label}' not in before
    say(dace, kindergarten="now")
    after = opened(visitor, "public_compare", query=query)
    assert f'<th scope="row">{label}' in after
    assert after.split(f'<th scope="row">{label}')[1].split("</tr>")[0].count("not answered") == 1


def test_issue_4_a_profile_costs_the_same_however_much_there_is(visitor, dace, alise, django_assert_max_num_queries):
    opened(visitor, "public_place", PLACE)
    for number in range(12):
        vacancy(alise, f"Pavārs {number}", employer=None)
    say(dace, kindergarten="now", about={"lv": "Te", "en": "Here"})
    opened(visitor, "public_place", PLACE)
    with django_assert_max_num_queries(60):
        opened(visitor, "public_place", PLACE)
