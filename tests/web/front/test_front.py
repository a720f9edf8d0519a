"""Home, situations and regions, as a visitor without account meets them."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from majup.catalogue.models import Fact
from majup.network.models import Role
from majup.offers.models import StandardBlock
from majup.places.models import Municipality
from majup.web.front.situations import awaits, situations
from tests.support.facts import service_of, write
from tests.support.people import region, today
from tests.support.questions import specialist

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    client = Client()
    client.cookies["language"] = "en"
    return client


def test_issue_4_home_leads_by_situation_by_place_and_to_a_person(visitor):
    page = visitor.get("/").text
    ways = [reverse("situation", args=[code]) for code in situations()]
    assert (len(ways), [way for way in ways if f'href="{way}"' not in page]) == (9, [])
    on_map = re.findall(r'<a href="/places/(\d{7})/" aria-label="[^"]+"><path', page)
    assert set(on_map) == set(Municipality.objects.in_force().values_list("atvk", flat=True))
    assert page.count("Regional remigration coordinator") == 5
    assert "csrfmiddlewaretoken" not in page.split("<main", 1)[1]


def test_issue_4_results_stand_with_their_period_and_source(visitor):
    page = visitor.get("/")
    assert [int(one.value) for one in page.context["results"]] == [277, 774, 2850]
    assert "2024" in page.text
    assert "Source: LETA / VARAM" in re.sub(r"\s+", " ", page.text)
    assert "seeds/" not in page.text


def test_issue_4_home_weighs_no_more_than_100_kb_and_asks_nobody_else(visitor):
    """The page, its style sheets and scripts as they are sent, and the fonts of a Latvian reader."""
    page = Client().get("/").text
    static = Path(__file__).parents[3] / "src/majup/web/static"
    named = set(re.findall(r'(?:href|src)="/static/(majup/[\w./-]+?)(?:\.[0-9a-f]{12})?(\.css|\.js|\.svg)"', page))
    texts = [page.encode(), *((static / (path + ending)).read_bytes() for path, ending in named)]
    fonts = [path.stat().st_size for path in static.glob("majup/fonts/*-latin*.woff2")]
    assert (len(named) >= 6, len(fonts)) == (True, 4)
    assert sum(len(gzip.compress(text)) for text in texts) + sum(fonts) <= 100 * 1024
    assert not re.findall(r'(?:src|href)="https?://[^"]+\.(?:js|css|woff2?|png|jpe?g)"', page)


@pytest.mark.parametrize("language", ["lv", "en"])
def test_issue_4_every_situation_says_what_awaits_first_steps_support_and_whom_to_ask(visitor, language):
    for code, situation in situations().items():
        page = visitor.get(f"/{language}{reverse('situation', args=[code])}")
        assert [block.code for block in page.context["blocks"]] == list(situation.blocks)
        assert page.context["phases"]
        for block in page.context["blocks"]:
            assert block.title[language] in page.text.replace("&#x27;", "'")
        assert situation.name[language] in page.text
        assert "G-0" not in page.text


def test_issue_4_every_code_of_a_situation_exists():
    topics = set(Fact.topics.rel.model.objects.values_list("code", flat=True))
    for situation in situations().values():
        assert set(situation.topics) <= topics
        assert {"lv", "en"} <= set(situation.name) & set(situation.lead)
        assert [block.code for block in awaits(situation)] == list(situation.blocks)


def test_issue_4_a_statement_whose_time_is_over_is_not_told_any_more(visitor):
    StandardBlock.objects.filter(code="tax_residence").update(valid_to="2026-01-31")
    page = visitor.get(reverse("situation", args=["school-children"]))
    assert "tax_residence" not in [block.code for block in page.context["blocks"]]


def test_irm_04_who_moves_inside_the_country_sees_no_steps_from_abroad_and_no_support_for_returnees_alone(
    visitor, dace
):
    for audience in ("all", "only"):
        service_of(dace, audience=audience, name={"en": f"For {audience}", "lv": audience})
    inside = visitor.get(reverse("situation", args=["inside-latvia"]))
    shown = {line["fact"].name["en"] for line in inside.context["support"]}
    assert ("For all" in shown, "For only" in shown) == (True, False)
    steps = {step.code for phase in inside.context["phases"] for step in phase.steps}
    assert ("declare_home" in steps, "tell_foreign_address" in steps) == (True, False)
    abroad = visitor.get(reverse("situation", args=["school-children"]))
    assert {line["fact"].name["en"] for line in abroad.context["support"]} >= {"For all", "For only"}


def test_issue_4_who_is_back_is_not_told_what_to_do_before_leaving(visitor):
    page = visitor.get(reverse("situation", args=["already-back"]))
    assert [phase.title for phase in page.context["phases"]] == ["On arrival", "In the first months"]


def test_issue_4_an_unknown_situation_is_not_found(visitor):
    assert visitor.get("/for/astronaut/").status_code == 404


def test_k_r10_the_page_of_a_region_is_one_click_from_home_with_contact_and_what_helps(visitor, dace):
    fact = service_of(dace)
    address = reverse("public_region", args=["vidzeme"])
    assert f'href="{address}"' in visitor.get("/").text
    role = Role.objects.get(kind="coordinator", region=region("vidzeme"))
    role.phone = "+37122000000"
    role.save()
    page = visitor.get(address)
    for words in ("Regional remigration coordinator", "+37122000000", "Valmiera county", "First steps"):
        assert words in page.text
    assert fact.code in {line["fact"].code for line in page.context["support"]} or page.context["support"] == []
    assert "place=Vidzeme+planning+region" in page.text


def test_prv_06_public_pages_never_look_at_a_household_a_case_or_an_offer(visitor, dace):
    """What was not read cannot be shown: no statement of these pages names a table about families."""
    fact = service_of(dace)
    of_families = re.compile(
        r'"(people_|intake_|cases_(?!steptemplate)|offers_(?!standardblock)|matching_|outcomes_)\w*"'
    )
    addresses = ["/", *(reverse("situation", args=[code]) for code in situations())]
    addresses += [reverse(name) for name in ("support", "public_places", "public_finder", "jobs", "homes", "employers")]
    addresses += [reverse("public_region", args=["vidzeme"]), reverse("public_place", args=["0054000"])]
    addresses += [reverse("support_entry", args=[fact.pk]), f"{reverse('site_search')}?q=skola"]
    with CaptureQueriesContext(connection) as said:
        for address in addresses:
            assert visitor.get(address).status_code == 200
    assert len(said) > len(addresses)
    assert [query["sql"][:200] for query in said.captured_queries if of_families.search(query["sql"])] == []


def test_issue_4_what_changed_lately_is_what_holds_newest_first(visitor, dace):
    older = write(specialist(), dace, name={"lv": "Vecāks", "en": "Older"})
    newer = write(specialist(), dace, name={"lv": "Jaunāks", "en": "Newer"})
    Fact.objects.filter(pk=older.pk).update(valid_to=today().replace(year=today().year - 1))
    shown = [line["fact"].code for line in visitor.get("/").context["changed"]]
    assert (shown[0], older.code in shown) == (newer.code, False)


def test_b_04_everything_public_is_read_without_account(visitor):
    for name in ("home", "support", "public_places", "public_finder", "public_compare", "site_search", "jobs", "homes"):
        assert visitor.get(reverse(name)).status_code == 200, name
    assert settings.LOGIN_URL not in visitor.get(reverse("support")).text.split("<footer")[0]


def test_issue_4_a_situation_leads_to_its_guides_questions_and_self_check(visitor):
    pages = {code: visitor.get(reverse("situation", args=[code])) for code in situations()}
    for code in situations():
        assert reverse("self_check_place", args=[code]) in pages[code].text
        assert pages[code].context["questions"], code
    page = pages["school-children"]
    assert reverse("guide", args=["kindergarten-and-school"]) in {one.url for one in page.context["guides"]}
    assert reverse("faq_question", args=["child-without-latvian"]) in {one.url for one in page.context["questions"]}
