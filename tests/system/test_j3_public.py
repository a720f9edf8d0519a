"""J3, steps 1 to 3: guide, check before writing and interest by keyboard alone on a phone; then needs and questions."""

import re

import pytest
from playwright.sync_api import Page

from majup.cases.models import Case
from majup.matching.models import GrantInterest
from majup.questions.models import Question
from majup.staff.scope import acting
from tests.support import browser
from tests.support.people import municipality
from tests.support.questions import link_in, mails
from tests.system.hands import hands
from tests.system.test_keyboard import press, tab_to

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = 390
GO_ON = "main form button.primary"
PREMISES = "A workshop of 80 square metres, later land for a drying shed"
PREMISES_QUESTION = "Is there a workshop of about 80 square metres to let?"
MARKET_QUESTION = "Does a carpenter's workshop fit the market of the county?"
SPECIALIST, AGENCY = "Specialist", "Investment and Development Agency"
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


def test_j3_a_carpenter_registers_interest_by_keyboard_and_the_coordinator_asks_for_premises(site, smtp_server, alise):
    """J3 1-3: GRA-10, GRA-03, GRA-02, Q-R19."""
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
        assert page.locator(".checks > .fit > h3").first.bounding_box()["width"] > PHONE / 2  # no letter under a letter
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
    case = the_coordinator_opens_a_case(site, alise, interest.enquiry_id)
    premises_are_asked_of_the_municipality_and_a_market_check_of_the_agency(site, alise, case)


def the_coordinator_opens_a_case(site, alise, enquiry: int) -> Case:
    """J3 3: needs for premises and land, a loan, advice on taxes; the interest goes along with the case."""
    with hands(site, alise) as desk:
        desk.goto(f"/desk/enquiries/{enquiry}/")
        desk.sees("Carpenter", "€8,000")
        desk.click("Take")
        desk.follow("Open a case")
        line = desk.main.get_by_role("group", name="Member 1")
        desk.fill("Given name", "Jānis", within=line)
        desk.fill("Family name", "Kalns", within=line)
        desk.click("Open the case")
        desk.page.wait_for_url("**/desk/cases/2*/")
        assert "interested" in desk.page.locator("#grants").inner_text()
        desk.follow("New needs", exact=False)
        for topic in ("Own business", "Credit", "Taxes"):
            desk.tick(f"{topic}: The whole family")
        desk.fill("Wish, in the family's words: Own business", PREMISES)
        desk.click("Write the needs down")
        desk.sees("The needs are written down.", PREMISES)
        desk.goto(desk.page.url.split("#")[0] + "grants/")
        desk.sees("Carpenter", "Check before the application:")
        desk.check_page()
    with acting(alise.scope):
        return Case.objects.get()


def premises_are_asked_of_the_municipality_and_a_market_check_of_the_agency(site, alise, case: Case) -> None:
    asked = ((PREMISES_QUESTION, SPECIALIST), (MARKET_QUESTION, AGENCY))
    with hands(site, alise) as desk:
        for text, whom in asked:
            desk.goto(f"/desk/cases/{case.reference}/")
            desk.follow("Ask a municipality or institution", exact=False)
            desk.tick("Own business", exact=False)
            desk.click("Show the form for these")
            desk.fill("The question in one sentence", text)
            desk.tick(whom, exact=False)
            desk.check_page()
            desk.click("See what they will see")
            desk.sees(text)
            desk.click("Send the questions")
            desk.sees("1 question was sent.")
    with acting(alise.scope):
        sent = {question.text: question.role for question in Question.objects.select_related("role__municipality")}
    assert sent[PREMISES_QUESTION].municipality == municipality("0054000")
    assert sent[MARKET_QUESTION].institution.code == "liaa"
    link = next(link_in(mail) for mail in mails() if MARKET_QUESTION in mail.text)
    with hands(site, width=PHONE) as adviser:
        adviser.goto(link)
        adviser.sees(MARKET_QUESTION)
        assert "Kalns" not in adviser.page.content()
        adviser.tick("Yes")
        adviser.fill("In your own words", "The idea fits: joiners are lacking in the north of the county")
        adviser.fill("Who answers", "Adviser")
        adviser.click("Send the answer")
        adviser.sees("Thank you")
    with hands(site, alise) as desk:
        desk.goto(f"/desk/cases/{case.reference}/")
        assert "joiners are lacking" in desk.page.locator("#questions").inner_text()
        desk.check_page()
