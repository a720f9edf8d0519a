"""The catalogue as the public reads it."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from majup.catalogue.models import Fact, Kind
from majup.network.models import Role
from tests.support.facts import grown_old, service_of, write
from tests.support.people import municipality, today
from tests.support.questions import specialist

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    client = Client()
    client.cookies["language"] = "en"
    return client


def codes(visitor, **asked) -> set[str]:
    return {fact.code for line in visitor.get(reverse("support"), asked).context["lines"] for fact in line["facts"]}


def test_cat_11_the_public_finds_support_by_situation_topic_region_municipality_and_words(visitor, dace):
    fact = service_of(dace)
    place = municipality("0054000")
    for asked in (
        {"situation": "school-children"},
        {"topic": "school"},
        {"place": "r-vidzeme"},
        {"place": f"m-{place.pk}"},
        {"q": "pagarinatas grupas"},
        {"q": "schools"},
        {"q": "skola", "place": f"m-{place.pk}", "topic": "school", "situation": "school-children"},
    ):
        if asked.get("place") == "r-vidzeme" or fact.code in codes(visitor, **asked):
            continue
        raise AssertionError(asked)
    assert fact.code not in codes(visitor, situation="pensioner")
    assert fact.code not in codes(visitor, place=f"m-{municipality('0042000').pk}")


def test_cat_11_a_result_page_never_mixes_what_is_over_or_unconfirmed_with_what_holds(visitor, dace):
    good = service_of(dace)
    hidden = grown_old(service_of(dace), hidden=1)
    over = service_of(dace)
    Fact.objects.filter(pk=over.pk).update(valid_to=today() - timedelta(days=1))
    shown = visitor.get(reverse("support"), {"topic": "school"}).context["lines"]
    assert good.code in {line["fact"].code for line in shown}
    assert {hidden.code, over.code}.isdisjoint(line["fact"].code for line in shown)
    assert {line["fact"].state for line in shown} == {"valid"}
    asked_first = visitor.get(reverse("support"), {"topic": "school", "show": "unconfirmed"}).context["lines"]
    assert {line["fact"].state for line in asked_first} <= {"reported_2022", "unclear"}
    assert asked_first
    assert not [line for line in asked_first if line["fact"].valid_to and line["fact"].valid_to < today()]


def test_cat_11_the_same_measure_of_several_municipalities_is_one_entry_with_its_places(visitor, dace):
    name = {"lv": "Pagarinātā dienas grupa", "en": "After-school group"}
    places = [municipality(atvk) for atvk in ("0054000", "0042000", "0026000")]
    facts = [service_of(dace, name=name) for _place in places]
    for fact, place in zip(facts, places, strict=True):
        fact.municipalities.set([place])
    other = service_of(dace, name={"lv": "Cita", "en": "Another"})
    page = visitor.get(reverse("support"), {"topic": "school"})
    lines = [line for line in page.context["lines"] if line["fact"].name == name]
    assert [{fact.pk for fact in line["facts"]} for line in lines] == [{fact.pk for fact in facts}]
    assert "In 3 municipalities" in page.text
    for fact, place in zip(facts, places, strict=True):
        address = reverse("support_entry", args=[fact.pk])
        assert re.search(rf'href="{address}">\s*{place.name_in("en")}', page.text)
    alone = next(line for line in page.context["lines"] if line["fact"].pk == other.pk)
    assert len(alone["facts"]) == 1


def test_cat_11_pages_of_entries_hold_every_fact_once(visitor, dace, monkeypatch):
    monkeypatch.setattr("majup.web.support.public.SIZE", 2)
    made = {service_of(dace, name={"lv": name, "en": name}).pk for name in ("A", "B", "A", "C", "D", "B")}
    seen, address = [], f"{reverse('support')}?topic=school"
    while address:
        page = visitor.get(address)
        seen += [fact.pk for line in page.context["lines"] for fact in line["facts"]]
        assert len(page.context["lines"]) <= 2
        older = re.search(r'href="([^"]+)" rel="next"', page.text)
        address = older and reverse("support") + older.group(1).replace("&amp;", "&")
    assert sorted(seen) == sorted(set(seen))
    assert made <= set(seen)


@pytest.mark.parametrize("audience", ["all", "first", "only", ""])
def test_cat_12_every_entry_says_for_whom_it_is(visitor, dace, audience):
    words = {"all": "For everybody", "first": "Returnees come first", "only": "For returnees alone"}
    fact = service_of(dace, audience=audience)
    page = visitor.get(reverse("support_entry", args=[fact.pk])).text
    assert words.get(audience, "Not known for whom") in page
    assert (fact.code in codes(visitor, topic="school", everybody="on")) == (audience == "all")


def test_cat_15_an_entry_has_the_plain_headings_amount_conditions_legal_basis_and_day(visitor, dace):
    texts = {name: {"lv": f"{name} lv", "en": f"{name} in plain words"} for name in ("who", "what", "how", "where")}
    fact = write(
        specialist(),
        dace,
        kind=Kind.MUNICIPAL_MEASURE,
        amount_min=500,
        amount_max=9000,
        condition_words=[{"lv": "Bērns mācās skolā", "en": "The child goes to school"}],
        legal_basis="Education Law s.17",
        **texts,
    )
    page = visitor.get(reverse("support_entry", args=[fact.pk])).text.replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        *("In short", "Who can get it", "What one gets", "How to get it", "who in plain words", "how in plain words"),
        *("9,000", "The child goes to school", "Education Law s.17", "Remigration specialist", "Source", "Confirmed"),
    ):
        assert words in page, words


def test_cat_17_an_entry_on_health_care_explains_registration_availability_and_distance(visitor, dace):
    details = {
        "registration": {"lv": "Piesakieties praksē", "en": "Register at the practice"},
        "availability": {"lv": "Vietas ir", "en": "There are places"},
        "specialists": {"lv": "Acu ārsts 40 km", "en": "Eye doctor 40 km away"},
        "takes_new": "yes",
    }
    fact = write(specialist(), dace, kind=Kind.HEALTH, topics=["health"], details=details)
    page = visitor.get(reverse("support_entry", args=[fact.pk])).text
    for words in ("How to register", "Register at the practice", "There are places", "Eye doctor 40 km away"):
        assert words in page
    assert fact.code in codes(visitor, topic="health")


def test_faq_06_what_was_reported_in_2022_carries_its_mark_and_what_is_over_is_an_archive(visitor, dace):
    reported = Fact.objects.filter(state="reported_2022", current__isnull=False).first()
    page = visitor.get(reverse("support_entry", args=[reported.pk]))
    assert (page.status_code, "Reported in 2022, never confirmed" in page.text) == (200, True)
    assert "Never confirmed since it was reported" in page.text
    ended = Fact.objects.filter(state="ended", current__isnull=False).first()
    gone = visitor.get(reverse("support_entry", args=[ended.pk]))
    assert (gone.status_code, "kept as an archive" in gone.text) == (410, True)
    hidden = grown_old(service_of(dace), hidden=1)
    asleep = visitor.get(reverse("support_entry", args=[hidden.pk]))
    assert (asleep.status_code, "nobody has confirmed it in time" in asleep.text) == (410, True)


@pytest.mark.parametrize("state", ["draft", "planned", "proposed"])
def test_cat_11_what_is_only_an_idea_is_nobodys_support(visitor, dace, state):
    fact = service_of(dace)
    Fact.objects.filter(pk=fact.pk).update(state=state)
    assert visitor.get(reverse("support_entry", args=[fact.pk])).status_code == 404
    assert fact.code not in codes(visitor, topic="school") | codes(visitor, topic="school", show="unconfirmed")


def test_issue_4_an_entry_is_a_government_service_for_search_engines(visitor, dace):
    fact = service_of(dace, summary={"lv": "Īsi", "en": "</script> & short"})
    page = visitor.get(reverse("support_entry", args=[fact.pk])).text
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL).group(1)
    data = json.loads(written)
    assert (data["@type"], data["description"]) == ("GovernmentService", "</script> & short")
    assert data["areaServed"] == [{"@type": "AdministrativeArea", "name": "Valmiera county"}]


def test_spe_03_the_way_to_recognition_is_found_with_institution(visitor):
    shown = codes(visitor, topic="recognition") | codes(visitor, topic="recognition", show="unconfirmed")
    assert {"general-recognition-regulated", "general-recognition-other"} <= shown


def test_cat_11_a_filter_that_cannot_be_read_says_so_and_keeps_the_rest(visitor):
    page = visitor.get(reverse("support"), {"q": "skola", "topic": "astronomy"})
    assert (page.status_code, 'value="skola"' in page.text) == (422, True)


def test_cat_11_pages_follow_each_other_and_cost_the_same(visitor, dace, django_assert_max_num_queries):
    role = Role.objects.get(institution__code="lva")
    for number in range(45):
        write(role, dace, topics=["moving"], name={"lv": f"Nr. {number}", "en": f"No. {number}"})
    Fact.objects.filter(name__en__startswith="No. ").update(changed_at=timezone.now())
    visitor.get(reverse("support"), {"topic": "moving"})
    with django_assert_max_num_queries(16):
        first = visitor.get(reverse("support"), {"topic": "moving", "q": "nr"})
    second = visitor.get(reverse("support"), {"topic": "moving", "q": "nr", "after": first.context["page"].older})
    third = visitor.get(reverse("support"), {"topic": "moving", "q": "nr", "after": second.context["page"].older})
    shown = [row.pk for page in (first, second, third) for row in page.context["page"]]
    assert (len(shown), len(set(shown))) == (45, 45)


def test_cat_07_and_cat_09_the_public_finds_premises_by_purpose_and_size_and_a_school_with_support(visitor, dace):
    hall = write(specialist(), dace, kind=Kind.PREMISES, details={"purpose": ["production"], "area": 400})
    small = write(specialist(), dace, kind=Kind.PREMISES, details={"purpose": ["production", "office"], "area": 40})
    told = {
        "school_kind": "school",
        "places": [{"label": "3", "free": 2}],
        "places_on": "2026-11-01",
        "order_rule": {"lv": "Rinda"},
    }
    plain = write(specialist(), dace, kind=Kind.SCHOOL_PLACES, details=told)
    helped = write(specialist(), dace, kind=Kind.SCHOOL_PLACES, details={**told, "returnee_support": "yes"})
    assert {hall.code, small.code} <= codes(visitor, has="premises/purpose:production")
    assert codes(visitor, has="premises/purpose:production", least=100) == {hall.code}
    assert codes(visitor, least=500) == set()
    schools = codes(visitor, has="school_places/returnee_support:yes")
    assert (helped.code in schools, plain.code in schools) == (True, False)
    refused = visitor.get(reverse("support"), {"least": "much"})
    assert (refused.status_code, 'class="more-filters" open' in refused.text) == (422, True)


def test_cat_08_and_cat_10_the_public_finds_courses_online_and_before_the_move(visitor, dace):
    role = Role.objects.get(institution__code="lva")
    details = {
        "subject": "latvian",
        "for_whom": ["spouses"],
        "place_kind": "online",
        "before_move": "yes",
        "unemployed_only": "no",
    }
    online = write(role, dace, kind=Kind.COURSE, details=details)
    later = write(role, dace, kind=Kind.COURSE, details={**details, "before_move": "no", "unemployed_only": "yes"})
    for has, found in (("for_whom:spouses", {online.code, later.code}), ("before_move:yes", {online.code})):
        assert {online.code, later.code} & codes(visitor, has=f"course/{has}") == found
    assert later.code in codes(visitor, has="course/unemployed_only:yes")


def test_n_15_n_17_n_18_n_19_support_of_today_says_who_gives_it_on_what_basis_and_that_a_call_is_over(visitor):
    def shown(code: str, status: int = 200) -> str:
        answer = visitor.get(reverse("support_entry", args=[Fact.objects.get(code=code).pk]))
        assert answer.status_code == status
        return answer.text.replace("\N{NO-BREAK SPACE}", " ")

    region = shown("today-business-step-1")
    for words in ("A family does not apply here", "for every €8,000 of state money", "27.06.2023", "64.§"):
        assert words in region
    assert "no competition has been announced" in shown("today-regulation-496", 410)
    over = shown("today-business-bauska", 410)
    assert "8 March 2024" in over
    assert "today-business-bauska" not in codes(visitor, q="Bauskas novads atbalsts", topic="business")
