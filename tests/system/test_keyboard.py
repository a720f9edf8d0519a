"""Keys alone are enough: signing in, start page, case, search, help; and nothing typed is lost on the way."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.urls import reverse
from playwright.sync_api import Page

from majup.staff.models import User
from majup.web.demo.people import PASSWORD
from tests.support import browser
from tests.system.conftest import using
from tests.web.access_table import OWN

EMAIL, COLLEAGUE = "coordinator.vidzeme@majup.example", "coordinator.latgale@majup.example"
KEPT = "Spoke about a flat; the landlord wants to see them in person"


@pytest.fixture
def desk(site, full, settings):
    """Signed in as the coordinator, on the played caseload."""
    settings.DOCUMENTS_DIR = full.documents
    with using(full.name), browser.page(site, width=1440, reduced_motion="reduce") as page:
        page.context.add_cookies(
            [
                {"name": "language", "value": "en", "url": site},
                {"name": "sessionid", "value": full.sessions[OWN], "url": site},
            ]
        )
        yield page


def focused(page: Page, what: str) -> str:
    return page.evaluate(f"document.activeElement.{what}")


def focus_is_seen(page: Page) -> bool:
    """Whether what has the focus is drawn with a ring of at least 2 px."""
    return page.evaluate(
        """() => {
          const style = getComputedStyle(document.activeElement)
          return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        }"""
    )


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """Go on with Tab until the focus is on `selector`; every stop on the way must be seen."""
    for _stop in range(most):
        page.keyboard.press("Tab")
        assert focus_is_seen(page), focused(page, "outerHTML")[:200]
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")


def test_signing_in_with_the_keyboard(site, full):
    with using(full.name), browser.page(site, width=1440) as page:
        page.goto("/en/accounts/login/")
        tab_to(page, "#id_login")
        page.keyboard.type(COLLEAGUE)
        tab_to(page, "#id_password")
        page.keyboard.type(PASSWORD)
        press(page, "Enter")
        page.wait_for_url("**/2fa/authenticate/**")
        tab_to(page, "[name=code]") if focused(page, "name") != "code" else None
        page.keyboard.type(code_of(COLLEAGUE))
        press(page, "Enter")
        page.wait_for_url(f"**{reverse('start')}")


def code_of(email: str) -> str:
    """The present code of the second factor. It is good for one sign-in, so each test signs in somebody else."""
    secret = decrypt(User.objects.get(email=email).authenticator_set.get(type="totp").data["secret"])
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_skip_link_is_the_first_stop_and_leads_to_the_content(desk):
    desk.goto(reverse("cases"))
    press(desk, "Tab")
    assert focused(desk, "textContent") == "Skip to the content"
    assert focus_is_seen(desk)
    press(desk, "Enter")
    assert focused(desk, "id") == "main"


@pytest.mark.parametrize(("key", "name"), [("d", "start"), ("e", "enquiries"), ("c", "cases"), ("o", "offers")])
def test_g_and_a_letter_lead_to_the_lists(desk, key, name):
    desk.goto(reverse("directory"))
    press(desk, "g", key)
    desk.wait_for_url(f"**{reverse(name)}")


def test_rows_are_walked_with_j_and_k_and_opened_with_enter(desk):
    desk.goto(reverse("cases"))
    rows = desk.locator("[data-row]")
    assert rows.count() >= 2
    press(desk, "j", "j", "k")
    assert rows.nth(0).evaluate("row => row.contains(document.activeElement)")
    assert focus_is_seen(desk)
    href = focused(desk, "href")
    press(desk, "Enter")
    desk.wait_for_url(href)


def test_n_in_a_case_leads_to_the_new_contact_and_it_is_logged(desk, full):
    desk.goto(full.addresses["case"][0])
    press(desk, "n")
    desk.wait_for_function("() => document.activeElement.closest('form') !== null || location.hash === '#id_summary'")
    tab_to(desk, "#id_summary") if focused(desk, "id") != "id_summary" else None
    desk.keyboard.type("Called, nobody answered")
    tab_to(desk, "#contact button:not([type=button])")
    press(desk, "Enter")
    desk.get_by_text("The contact is on the time line.").wait_for()
    assert "Called, nobody answered" in desk.locator("#timeline").inner_text()


def test_slash_leads_to_the_search(desk, full):
    desk.goto(reverse("start"))
    press(desk, "/")
    assert focused(desk, "name") == "q"
    desk.keyboard.type("ann")
    press(desk, "Enter")
    desk.wait_for_url(re.compile(r"\?q=ann"))
    assert desk.locator("h1").count() == 1


def test_help_opens_with_a_question_mark_and_closes_with_escape(desk):
    desk.goto(reverse("start"))
    press(desk, "?")
    assert desk.locator("#keys-help").is_visible()
    press(desk, "Escape")
    assert not desk.locator("#keys-help").is_visible()


def test_what_was_typed_survives_a_session_that_ended(desk, full):
    """Q-R19: the session is over, the sign-in comes between, and the text is there again."""
    path = full.addresses["case"][1]
    desk.goto(path)
    desk.locator("#id_summary").fill(KEPT)
    desk.context.clear_cookies(name="sessionid")
    desk.locator("#contact button:not([type=button])").click()
    desk.wait_for_url("**/accounts/login/**")
    sign_in_again(desk)
    desk.wait_for_url(f"**{path}**")
    assert desk.locator("#id_summary").input_value() == KEPT
    assert desk.locator("#contact [data-draft-note]").is_visible()
    desk.locator("#contact button:not([type=button])").click()
    desk.get_by_text("The contact is on the time line.").wait_for()
    desk.goto(path)
    assert desk.locator("#id_summary").input_value() == ""


def sign_in_again(page: Page) -> None:
    page.locator("#id_login").fill(EMAIL)
    page.locator("#id_password").fill(PASSWORD)
    press(page, "Enter")
    page.wait_for_url("**/2fa/authenticate/**")
    page.locator("[name=code]").fill(code_of(EMAIL))
    press(page, "Enter")
