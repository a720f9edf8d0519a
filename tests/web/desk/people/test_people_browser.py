"""The pages of this area in a real browser: axe finds nothing, nothing is wider than a phone, the key finds the box."""

import pytest
from django.conf import settings
from django.urls import reverse

from majup.people import duplicates
from majup.staff.scope import acting
from tests.support import browser
from tests.support.family_file import make_case, send_offer_of
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server, monkeypatch):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    return live_server.url


@pytest.fixture
def two(alise):
    with acting(alise.scope):
        contacts = [("email", "ieva.berzina-zvirbule.from-a-long-street@example.com")]
        first = make_case(alise, "Ieva", "Bērziņa-Zvirbule", contacts=contacts)
        second = make_case(alise, "Eva", "Berzina", birth_year=1985, occupation="nurse", contacts=contacts)
        send_offer_of(first, alise)
        duplicates.look_for_duplicates(household=first.household)
    return first, second


@pytest.fixture
def signed_in(site, alise):
    """Asked for before the browser opens, whose event loop has database connections of its own."""
    name = settings.SESSION_COOKIE_NAME
    return [{"name": name, "value": sign_in(alise).cookies[name].value, "url": site}]


def paths(first, second):
    names = ("access_log", "family_file", "household_erase", "consent_give")
    of_case = [reverse(name, args=[first.reference]) for name in names]
    merge = reverse("merge", args=[first.household_id, second.household_id])
    search = reverse("search")
    return [f"{search}?q=ieva", f"{search}?q=nobody", search, reverse("duplicates"), merge, *of_case]


def test_every_page_passes_axe_in_the_dark_and_fits_a_phone(site, signed_in, two):
    found, visited = {}, paths(*two)
    with browser.page(site, width=320, color_scheme="dark", reduced_motion="reduce") as page:
        page.context.add_cookies(signed_in)
        for path in visited:
            page.goto(path + ("&" if "?" in path else "?") + "language=lv")
            found[path] = (browser.violations(page), browser.overflow(page))
        assert found == dict.fromkeys(found, ([], 0))


def test_the_key_leads_to_the_box_and_enter_to_the_results(site, signed_in, two):
    """INT-06: a person at the telephone searches without the mouse."""
    with browser.page(site) as page:
        page.context.add_cookies(signed_in)
        page.goto(reverse("duplicates"))
        page.keyboard.press("/")
        page.keyboard.type("zvirbulle")
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/search/**")
        references = page.locator("tr[data-row] td:nth-of-type(1)").all_inner_texts()
        assert references == [two[1].reference, two[0].reference]
