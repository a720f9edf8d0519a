"""The office pages in a real browser: nobody is kept out by how they are built."""

import pytest
from playwright.sync_api import expect

from majup.network.models import Role
from tests.support import browser
from tests.support.people import give_role, make_user, municipality, sign_in, today

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server, monkeypatch):
    """The address of the server; the browser's own event loop makes Django see an asynchronous thread at clean-up."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    return live_server.url


@pytest.fixture
def filled(alise, bruno, dace):
    """A coordinator with a deputy, a substitution, something that happened, and an entry on every list."""
    from majup.network import actions, territory

    role = Role.objects.get(kind="coordinator", region__code="vidzeme")
    actions.arrange_substitution(role=role, user=bruno, valid_from=today(), valid_to=today(), reason="ill", by=alise)
    actions.confirm_contact(role=role, by=alise)
    actions.log_consultation(municipality=municipality("0054000"), on=today(), subject="Guide", by=alise)
    territory.exclude_internal(municipality=municipality("0001000"), valid_from=today(), source="S2:7", by=alise)
    return role


def cookies(user, site):
    """Signed in; asked for before the browser opens, whose event loop has database connections of its own."""
    return [{"name": "sessionid", "value": sign_in(user).cookies["sessionid"].value, "url": site}]


def test_q_r19_advice_to_municipalities_passes_axe_with_and_without_entries(site, filled, alise, cilda):
    for signed_in in [cookies(user, site) for user in (alise, cilda)]:
        with browser.page(site, width=320, reduced_motion="reduce") as page:
            page.context.add_cookies(signed_in)
            page.goto("/consultations/")
            assert (browser.violations(page), browser.overflow(page)) == ([], 0)
            page.locator("main form button").last.click()
            page.wait_for_selector("[data-error-summary]")
            assert (browser.violations(page), browser.overflow(page)) == ([], 0)


def test_net_03_the_administrator_names_a_new_holder_in_the_browser(site, filled, admin_user):
    ilze = make_user("Ilze")
    give_role(make_user("Juris"), Role.objects.get(kind="coordinator", region__code="riga"))
    signed_in = cookies(admin_user, site)
    with browser.page(site) as page:
        page.context.add_cookies(signed_in)
        page.goto("/en/directory/")
        page.get_by_role("link", name="Vidzeme", exact=True).click()
        page.get_by_role("link", name="Regional remigration coordinator").click()
        page.get_by_role("link", name="Name a holder or deputy").click()
        page.get_by_label("Who", exact=True).select_option(str(ilze.pk))
        page.get_by_role("button", name="Name this person").click()
        expect(page.get_by_text("Ilze is named.")).to_be_visible()
    assert filled.holdings.get(valid_to=None, is_deputy=False).user == ilze
