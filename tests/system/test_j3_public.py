"""J3, steps 1 and 2, on a phone and by keyboard alone: guide, check before writing, interest registered."""

import re

import pytest
from playwright.sync_api import Page

from majup.matching.models import GrantInterest
from majup.staff.scope import acting
from tests.support import browser
from tests.system.test_keyboard import press, tab_to

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 390
GO_ON = "main form button.primary"
ANSWERS = {
    "person.return_status": "planning",
    "person.months_abroad": "36",
    "person.declares_absence": "yes",
    "project.requested_support": "8000",
    "project.own_money": "9000",
    "project.eligible_cost": "16000",
    "project.cost_kind": "fixed_assets",
    "project.is_rural": "no",
}


def follow(page: Page, selector: str) -> None:
    """To where a link or button leads, with Tab and Enter."""
    tab_to(page, selector)
    with page.expect_navigation():
        press(page, "Enter")


def answer(page: Page) -> None:
    """One question: typed or chosen where there is an answer, else "I do not know"."""
    value = ANSWERS.get(page.input_value("input[name=of]"))
    kind = page.get_attribute("main [name=value]", "type")
    if kind == "radio":
        tab_to(page, "main [name=value]")
        chosen = value or "unknown"
        press(page, "Space")
        while page.input_value("main [name=value]:checked") != chosen:
            press(page, "ArrowDown")
        follow(page, GO_ON)
    elif value is None:
        follow(page, "button[name=unknown]")
    else:
        tab_to(page, "main [name=value]")
        page.keyboard.type(value)
        follow(page, GO_ON)


def judged(page: Page) -> None:
    assert browser.violations(page) == []
    assert browser.overflow(page) == 0


def test_j3_a_carpenter_reads_the_guide_checks_and_registers_interest_by_keyboard_on_a_phone(site, alise):
    """J3 1-2: GRA-10, GRA-03, GRA-02, Q-R19."""
    with browser.page(site, width=PHONE, reduced_motion="reduce") as page:
        page.goto("/en/guides/business/")
        tab_to(page, "[data-tick]")
        press(page, "Space")
        page.reload()
        assert page.is_checked("[data-tick] >> nth=0")  # ticks stay on the device
        follow(page, "a[href$='/self-check/for/own-business/']")
        tab_to(page, "select[name=place]")
        page.keyboard.type("Valmieras")
        follow(page, GO_ON)
        for _question in range(15):
            if "/result/" in page.url:
                break
            answer(page)
        judged(page)
        follow(page, "a[href*='/interest/today-business-valmiera/']")
        for name, typed in (("contact", "janis@family.example"), ("business", "Carpenter"), ("question", "When?")):
            tab_to(page, f"[name={name}]")
            page.keyboard.type(typed)
        judged(page)
        follow(page, GO_ON)
        assert re.search(r"/ask/[^/]+/", page.url)
    with acting(alise.scope):
        interest = GrantInterest.objects.get()
        assert (interest.answer, interest.amount, interest.business) == ("possibly", 8000, "Carpenter")
