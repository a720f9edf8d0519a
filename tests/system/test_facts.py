"""Facts on a phone: an owner confirms by the link in a mail; the specialist checks what an answer became (J5, 5)."""

import re
import time
from contextlib import contextmanager

import pytest

from majup.catalogue.models import Fact, State
from majup.catalogue.tasks import ask_to_confirm_facts
from tests.support import browser
from tests.support.facts import grown_old, service_of
from tests.support.people import sign_in, today
from tests.support.questions import ask, mails, reply

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server, monkeypatch, settings):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.SITE_URL = live_server.url
    return live_server.url


@contextmanager
def phone(site, user=None, **options):
    with browser.page(site, width=390, reduced_motion="reduce", **options) as page:
        cookies = [{"name": "language", "value": "en", "url": site}]
        if user is not None:
            cookies.append({"name": "sessionid", "value": sign_in(user).cookies["sessionid"].value, "url": site})
        page.context.add_cookies(cookies)
        yield page


def usable(page) -> None:
    assert browser.violations(page) == []
    assert browser.overflow(page) == 0


def test_cat_04_and_ref_10_one_press_in_the_mail_confirms_and_a_draft_is_checked(site, alise, dace):
    fact = grown_old(service_of(dace), due=3)
    ask_to_confirm_facts(timestamp=0)
    link = next(word for word in mails("facts_due")[-1].text.split() if "/f/" in word)
    with phone(site) as page:
        page.goto(link)
        usable(page)
    with phone(site, java_script_enabled=False) as page:
        page.goto(link)
        assert "After-school group" in page.get_by_role("main").inner_text()
        page.get_by_role("button", name=re.compile("^Still so.*After-school group")).click()
        assert "is confirmed with today's date" in page.get_by_role("main").inner_text()
        assert page.get_by_role("heading", name="After-school group").count() == 0
    fact.refresh_from_db()
    assert (fact.confirmed_on, fact.freshness()) == (today(), "fresh")

    reply(ask(alise), form={"available": "no", "count": 0}, text="A new group opens in August.", for_others=True)
    with phone(site, dace) as page:
        page.goto("/facts/due/")
        usable(page)
        page.get_by_role("link", name="Check and publish").first.click()
        usable(page)
        page.get_by_label("Name", exact=True).fill("Kindergarten places")
        page.get_by_label("In a sentence or two", exact=True).fill("No places now; a new group opens in August.")
        assert not page.get_by_label("Web page").is_visible()
        missing = page.get_by_role("group", name="What is still missing")
        missing.get_by_role("radio", name="For everybody").check()
        page.get_by_role("button", name="Publish: it holds from today").click()
        page.wait_for_url("**/facts/*/")
        usable(page)
        assert "Confirmed" in page.get_by_role("main").inner_text()
    draft = Fact.objects.get(topics__code="kindergarten", kind="service")
    assert (draft.state, draft.confirmed_on) == (State.VALID, today())


def test_k_m5_what_is_typed_while_the_editor_fetches_its_next_part_stays(site, dace):
    fact = service_of(dace)
    with phone(site, dace) as page:
        page.goto(f"/facts/{fact.pk}/conditions/")
        page.locator("[name=fact_0-0]").select_option("person.age")
        page.locator("[name=op_0-0]").wait_for()
        page.route("**/conditions/", lambda route: (time.sleep(0.5), route.continue_()))
        with page.expect_response("**/conditions/"):
            page.locator("[name=op_0-0]").select_option(">=")
            page.locator("[name=value_0-0]").fill("18")
            page.locator("[name=unit_0-0]").select_option("years")
        page.wait_for_function("() => !document.querySelector('.htmx-request')")
        shown = [page.locator(f"[name={name}_0-0]").input_value() for name in ("op", "value", "unit")]
        assert shown == [">=", "18", "years"]
        usable(page)
