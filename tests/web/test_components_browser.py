"""The component library in a real browser: every person can use it, and nothing typed is lost."""

import pytest

from tests.support import browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server, monkeypatch):
    """The address of the server; the browser's own event loop makes Django see an asynchronous thread at clean-up."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    return live_server.url


@pytest.mark.parametrize(
    ("width", "scheme", "language"),
    [(320, "light", "lv"), (390, "dark", "en"), (1440, "light", "en"), (1440, "dark", "lv")],
)
def test_q_r19_components_pass_axe_at_every_width_by_day_and_by_night(site, width, scheme, language):
    """Q-R19: every online step passes WCAG AA checks; the page of all components stands for every step."""
    with browser.page(site, width=width, color_scheme=scheme, reduced_motion="reduce") as page:
        for path in ("/components/", "/accounts/login/"):
            page.goto(f"/{language}{path}")
            assert browser.violations(page) == []
            assert browser.overflow(page) == 0
            assert page.locator("html").get_attribute("lang") == language


def test_refused_form_moves_the_focus_to_the_summary_and_its_links_lead_to_the_fields(site):
    with browser.page(site) as page:
        page.goto("/en/accounts/login/")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_selector("[data-error-summary]")
        assert page.title().startswith("Error: ")
        assert page.evaluate("document.activeElement.matches('[data-error-summary]')")
        page.locator("[data-error-summary] a").first.click()
        assert page.evaluate("document.activeElement.name") == "login"


def test_typed_text_comes_back_after_the_page_was_left(site):
    with browser.page(site) as page:
        page.goto("/en/components/")
        page.locator("#light_story").fill("Is there a school with a Latvian class for Max?")
        page.locator("#light_channel_1").check()
        page.on("dialog", lambda dialog: dialog.accept())
        kept = page.evaluate("Object.values(sessionStorage).flatMap((draft) => JSON.parse(draft).typed)")
        assert [name for name, *_value in kept] == ["story", "channel"]  # not what others may change meanwhile
        page.goto("/accounts/login/")
        page.goto("/components/")
        assert page.locator("#light_story").input_value() == "Is there a school with a Latvian class for Max?"
        assert page.locator("#light_channel_1").is_checked()
        assert page.locator("#dark_story").input_value() == ""
        page.locator("[data-theme=light] [data-draft-discard]").click()
        assert page.locator("#light_story").input_value() == ""


def test_keys_open_the_list_of_keys_move_between_rows_and_can_be_switched_off(site):
    with browser.page(site) as page:
        page.goto("/en/components/")
        page.keyboard.press("j")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.textContent") == "Bruno"
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.textContent") == "Anna"
        page.keyboard.press("?")
        assert page.locator("#keys-help").is_visible()
        page.locator("#keys-off").check()
        page.get_by_role("button", name="Close this list").click()
        page.keyboard.press("?")
        assert not page.locator("#keys-help").is_visible()


def in_dialog(page) -> bool:
    """Whether the focus is in the dialog, or on the browser itself between the last and the first stop."""
    return page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog[open]')")


def test_q_r19_a_question_before_acting_is_answered_with_the_keyboard(site):
    """Q-R19: Enter opens it, Tab goes round in it, Escape gives the focus back, and confirming acts once."""
    with browser.page(site) as page:
        acts: list[str] = []
        page.on("request", lambda request: acts.append(request.url) if request.method == "POST" else None)
        page.goto("/en/components/")
        opener, dialog = page.locator("[data-dialog=light-dialog]"), page.locator("#light-dialog")
        opener.focus()
        page.keyboard.press("Enter")
        assert dialog.is_visible()
        assert page.url.endswith("/en/components/")
        assert page.evaluate("!!document.activeElement.closest('#light-dialog')")
        assert browser.violations(page) == []
        stops = set()
        for _stop in range(8):
            page.keyboard.press("Tab")
            assert in_dialog(page), page.evaluate("document.activeElement.outerHTML")
            stops.add(page.evaluate("document.activeElement.textContent.trim()"))
        assert {"Close the case", "Go back"} <= stops
        page.keyboard.press("Shift+Tab")
        assert in_dialog(page)

        page.keyboard.press("Escape")
        assert not dialog.is_visible()
        assert opener.evaluate("link => link === document.activeElement")
        assert acts == []

        page.keyboard.press("Enter")
        while page.evaluate("document.activeElement.textContent.trim()") != "Go back":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert (dialog.is_visible(), opener.evaluate("link => link === document.activeElement")) == (False, True)

        page.keyboard.press("Enter")
        dialog.get_by_role("button", name="Close the case").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
            page.keyboard.press("Enter")
        page.wait_for_load_state()
        assert len(acts) == 1


def test_keys_do_nothing_while_somebody_types(site):
    with browser.page(site) as page:
        page.goto("/en/components/")
        page.locator("#light_name").press_sequentially("j?k")
        assert page.locator("#light_name").input_value() == "j?k"
        assert not page.locator("#keys-help").is_visible()


def test_without_scripts_the_form_is_sent_and_says_what_to_change(site):
    with browser.page(site, width=320, java_script_enabled=False) as page:
        page.goto("/en/components/")
        page.locator("#light_email").fill("anna@")
        page.locator("[data-theme=light] form[data-draft] .actions button").click()
        assert page.locator("#light_email").input_value() == "anna@"
        error = page.locator("#light_email_error").inner_text()
        assert error == "Write the whole address, for example anna@example.com."
