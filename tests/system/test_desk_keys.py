"""NET-09: a coordinator's morning by keyboard alone, and a contact logged on the spot with the mouse."""

from datetime import timedelta

import pytest
from django.urls import reverse

from majup.staff.scope import acting
from tests.support import browser
from tests.support.cases import IEVA, case_of
from tests.support.people import sign_in, today

pytestmark = pytest.mark.django_db(transaction=True)


def test_net_09_a_morning_by_keyboard(site, alise):
    """NET-09, FUP-01: to the second row, into the case, a contact written, back to the start page."""
    case_of(alise, members=(IEVA,), next_contact_on=today() - timedelta(days=1))
    second = case_of(alise, next_contact_on=today())
    with browser.page(site, width=1440, reduced_motion="reduce") as page:
        session = sign_in(alise).cookies["sessionid"].value
        cookies = {"sessionid": session, "language": "en"}
        page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
        page.goto(reverse("start"))
        for key in ("j", "j", "Enter"):
            page.keyboard.press(key)
        page.wait_for_url(f"**{reverse('case', args=[second.reference])}")
        page.keyboard.press("n")
        page.keyboard.press("Tab")
        page.locator("#id_summary").fill("Talked about school")
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Save the contact").press("Enter")
        page.get_by_text("The contact is on the time line.").wait_for()
        page.locator("h1").click()
        for key in ("g", "d"):
            page.keyboard.press(key)
        page.wait_for_url(f"**{reverse('start')}")
        assert page.locator("[data-row]").count() == 1
        page.get_by_text("Log the contact").click()
        page.get_by_label("What was said").fill("No answer, will call again")
        page.get_by_role("button", name="Save the contact").click()
        page.get_by_text("Nothing is due today").wait_for()
        assert browser.violations(page) == []
    with acting(alise.scope):
        assert second.contacts.get().summary == "Talked about school"
