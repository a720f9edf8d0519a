"""What families of different kinds find without an account: by their situation, their answers, their place."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from majup.catalogue.models import Fact
from majup.guides.models import ReviewedText
from majup.intake.models import Enquiry
from majup.matching.self_check import Said
from majup.staff.scope import acting
from majup.web.front.situations import situations
from tests.support.people import today
from tests.support.texts import published

pytestmark = pytest.mark.django_db
TOWN = "0054000"


@pytest.fixture
def visitor():
    client = Client()
    client.cookies["language"] = "en"
    return client


def result(visitor, said: Said, **answers) -> dict[str, list]:
    """Lines of the result page for a family that answered so, by yes, open and no."""
    for code, value in answers.items():
        said = said.answering(code.replace("__", ".", 1), value)
    page = visitor.get(reverse("self_check_result", args=[said.packed()]))
    assert page.status_code == 200
    return {name: {line.about.fact.code: line for line in page.context[name]} for name in ("yes", "open", "no")}


def answer_for(lines, code) -> str:
    return next((name for name, found in lines.items() if code in found), "nothing")


def shown(visitor, **asked) -> set[str]:
    page = visitor.get(reverse("support"), asked)
    return {fact.code for line in page.context["lines"] for fact in line["facts"]}


MOBILE = {
    "person__employment_status": "employed",
    "employment__started_on": (today() - timedelta(days=40)).isoformat(),
    "employment__country": "LV",
    "employment__municipality": TOWN,
    "employment__fits_education": True,
}


def test_b_10_who_has_work_in_another_municipality_is_shown_mobility_support_and_the_six_months_at_home(visitor):
    said = Said("young-specialist")
    elsewhere = {"person__declared_before_in_latvia": True, "person__moved_inside_municipality": False}
    few = result(visitor, said, **MOBILE, person__months_declared=5, **elsewhere)
    assert answer_for(few, "SM-020") == "no"
    reasons = " ".join(str(reason["label"]) for reason in few["no"]["SM-020"].reasons)
    assert "declared" in reasons.lower()
    six = result(visitor, said, **MOBILE, person__months_declared=6)
    assert answer_for(six, "SM-020") == "yes"
    assert six["yes"]["SM-020"].open, "its other requirements are said, so that nobody counts on it"


def test_b_20_the_path_of_young_people_leads_to_internships_and_the_summer_in_latvia(visitor):
    assert "SM-064" in shown(visitor, q="pavadi vasaru", show="unconfirmed")
    assert "SM-064" in shown(visitor, situation="young-specialist", q="prakse", show="unconfirmed")
    page = visitor.get(reverse("support_entry", args=[Fact.objects.get(code="SM-064").pk])).text
    assert "Spend summer in Latvia" in page


def test_b_22_a_family_with_ties_to_the_country_finds_the_local_partnership_of_its_place(visitor):
    rural = Fact.objects.get(code="aizkraukles-nov--leader")
    place = rural.municipalities.get()
    found = shown(visitor, q="leader", place=f"m-{place.pk}", show="unconfirmed")
    assert {"aizkraukles-nov--leader", "SM-045"} <= found
    assert "tukuma-nov--leader" not in found
    state = visitor.get(reverse("support_entry", args=[Fact.objects.get(code="SM-045").pk])).text
    assert "returnees can also take part in its strategy" in state


def test_b_26_families_and_people_are_counted_apart_on_home(visitor):
    results = {one.column: int(one.value) for one in visitor.get("/").context["results"]}
    assert (results["families_returned"], results["people_returned"]) == (277, 774)


@pytest.mark.parametrize(
    "who", [{"person__return_status": "returned"}, {"person__is_family_of_remigrant": True}], ids=["self", "family"]
)
def test_b_27_adults_who_are_back_and_their_family_find_the_language_courses(visitor, who):
    lines = result(visitor, Said("already-back"), person__is_adult=True, **who)
    assert answer_for(lines, "SM-059") in {"yes", "open"}
    child = result(visitor, Said("already-back"), person__is_adult=False, **who)
    assert answer_for(child, "SM-059") == "no"


def test_b_28_a_family_with_children_finds_school_kindergarten_camps_and_language(visitor):
    found = shown(visitor, situation="school-children", q="nometnes", show="unconfirmed")
    assert "SM-060" in found
    found = shown(visitor, situation="school-children", q="metodika", show="unconfirmed")
    assert "SM-058" in found
    for code, wanted in (("school-children", "child-without-latvian"), ("small-children", "no-kindergarten-place")):
        page = visitor.get(reverse("situation", args=[code]))
        assert reverse("faq_question", args=[wanted]) in {one.url for one in page.context["questions"]}, code


def test_b_29_a_partner_from_a_third_country_is_told_of_the_visa_by_the_law_that_holds(visitor):
    page = visitor.get(reverse("situation", args=["without-latvian"]))
    assert reverse("faq_question", args=["remote-visa"]) in {one.url for one in page.context["questions"]}
    partner = {
        "person__citizenship": "third_country",
        "person__is_russian_citizen": False,
        "employment__employer_in_oecd": True,
        "employment__can_be_remote": True,
    }
    lines = result(visitor, Said("without-latvian"), **partner)
    assert answer_for(lines, "today-remote-work-visa") == "yes"
    assert lines["yes"]["today-remote-work-visa"].reasons
    assert answer_for(lines, "SM-057") == "nothing", "the plan of 2022 is not offered beside the law of today"


def test_b_30_who_stays_in_latvia_may_ask_for_the_family_abroad(visitor, alise):
    assert "live in Latvia and somebody of your family is abroad" in visitor.get(reverse("ask")).text
    asked = {"contact": "ilze@example.org", "country": "LV", "place": "Valmiera", "question": "My husband is abroad."}
    assert visitor.post(f"/en{reverse('ask')}", {**asked, "website": ""}).status_code == 302
    with acting(alise.scope):
        assert Enquiry.objects.get(email="ilze@example.org").country == "LV"


def test_issue_4_editors_choose_situations_and_the_page_of_a_situation_shows_those_texts_first(visitor, dace, alise):
    text = published(
        dace, alise, title={"lv": "Vai suns var braukt līdzi?", "en": "May the dog come along?"},
        place={"situations": ("pensioner",), "topic": "moving"},
    )  # fmt: skip
    assert text.code not in {row.code for row in ReviewedText.objects.filter(topics__code__in=["foreign_pension"])}
    page = visitor.get(reverse("situation", args=["pensioner"]))
    assert reverse("faq_question", args=[text.code]) in {one.url for one in page.context["questions"]}
    other = visitor.get(reverse("situation", args=["school-children"]))
    assert reverse("faq_question", args=[text.code]) not in {one.url for one in other.context["questions"]}


def test_issue_4_every_situation_has_its_self_check_from_one_file(visitor):
    start = visitor.get(reverse("self_check")).text
    for code, one in situations().items():
        assert reverse("self_check_place", args=[code]) in start
        assert one.name["en"] in start
        assert visitor.get(reverse("self_check_place", args=[code])).status_code == 200


def test_faq_01_questions_lie_folded_by_topic_and_words_open_what_fits(visitor):
    page = visitor.get(reverse("faq")).text
    assert page.count('<details class="topic"') >= 10
    assert not re.search(r'<details class="topic" id="\w+" open', page)
    sought = visitor.get(reverse("faq"), {"q": "diplomas"})
    assert re.search(r'<details class="topic" id="\w+" open', sought.text)
    assert 'id="diploma"' in sought.text
    assert 'id="kept-address-grant"' not in sought.text
    nothing = visitor.get(reverse("faq"), {"q": "xyzzy"}).text
    assert "No answer has these words" in nothing
