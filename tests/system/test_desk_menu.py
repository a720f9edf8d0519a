"""Q-R19: on a phone the menu of the desk is one line; it opens by touch and by key, without scripts too."""

import pytest
from django.urls import reverse

from tests.support import browser
from tests.support.cases import case_of
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
ONE_LINE = 64


def enter(page, site, user):
    session = sign_in(user).cookies["sessionid"].value
    cookies = {"sessionid": session, "language": "lv"}
    page.context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
    page.goto(reverse("cases"))


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("scripts", [True, False])
def test_q_r19_the_menu_is_one_line_on_a_phone_and_opens(site, alise, width, scripts):
    with browser.page(site, width=width, java_script_enabled=scripts) as page:
        enter(page, site, alise)
        menu = page.get_by_role("navigation", name="Darba vietas izvēlne")
        assert (page.locator(".desk-side").bounding_box()["height"] <= ONE_LINE, menu.is_visible()) == (True, False)
        page.locator(".menu-button summary").press("Enter")
        menu.get_by_role("link", name="Jautājumi", exact=True).click()
        page.wait_for_url(f"**{reverse('enquiries')}")
        assert not menu.is_visible()


def test_q_r19_the_menu_always_stands_open_on_a_desktop(site, alise):
    with browser.page(site, width=1440) as page:
        enter(page, site, alise)
        button = page.locator(".menu-button")
        assert (page.get_by_role("navigation", name="Darba vietas izvēlne").is_visible(), button.is_visible()) == (
            True,
            False,
        )


def test_q_r19_no_table_of_needs_scrolls_sideways_on_a_phone(site, alise):
    case = case_of(alise)
    with browser.page(site, width=390) as page:
        enter(page, site, alise)
        page.goto(reverse("case_needs", args=[case.reference]))
        wide = page.locator(".need-table").evaluate("box => box.scrollWidth - box.clientWidth")
        page.locator(".who", has_text="Emma Kalniņa").first.click()
        assert (wide, page.get_by_label(": Emma Kalniņa").first.is_checked()) == (0, True)


def test_c_and_f_lead_from_one_page_of_the_case_to_the_other(site, alise):
    case = case_of(alise)
    with browser.page(site, width=1440) as page:
        enter(page, site, alise)
        page.goto(reverse("case", args=[case.reference]))
        for key, name in (("f", "case_family"), ("c", "case")):
            page.keyboard.press(key)
            page.wait_for_url(f"**{reverse(name, args=[case.reference])}")
