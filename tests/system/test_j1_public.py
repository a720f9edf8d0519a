"""J1, first step, from the public side: on a phone, by keyboard alone, in two languages."""

import pytest

from majup.intake.models import Enquiry
from majup.staff.scope import Scope, acting
from tests.support import browser
from tests.support.people import region
from tests.support.profiles import say

pytestmark = pytest.mark.django_db(transaction=True)
SAID = {
    "en": ("school with support for a returning child", "Valmiera county", "Madona county", "We have your question"),
    "lv": (
        "skola ar atbalstu bērnam, kas atgriežas",
        "Valmieras novads",
        "Madonas novads",
        "Jūsu jautājums ir saņemts",
    ),
}
QUESTION = {"en": "Is there a teacher for two children?", "lv": "Vai abiem bērniem ir skolotājs?"}


def tab_to(page, holds: str, most: int = 120) -> None:
    """Go on with the key until what is focused has `holds` in its address, name or words."""
    look = """() => { const at = document.activeElement;
        return [at.getAttribute('href'), at.id, at.name, at.innerText].join(' ') }"""
    for _step in range(most):
        page.keyboard.press("Tab")
        if holds in page.evaluate(look):
            return
    raise AssertionError(f"the key does not reach {holds!r}")


@pytest.mark.parametrize("language", ["en", "lv"])
def test_j1_k_p2_k_p4_from_home_over_two_profiles_to_a_question_by_keyboard_alone(live_server, alise, dace, language):
    say(dace, school_support="yes")
    say(alise, "0038001", school_support="request")
    words, first, second, thanks = SAID[language]
    with browser.page(live_server.url, width=390) as page:
        page.goto(f"{live_server.url}/{language}/")
        tab_to(page, "home-q")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/**")
        hits = page.locator("main .hits a").all_inner_texts()
        assert hits[:2] == [first, second]
        for atvk, name in (("0038001", second), ("0054000", first)):
            tab_to(page, f"/places/{atvk}/")
            page.keyboard.press("Enter")
            page.wait_for_url(f"**/places/{atvk}/")
            assert page.locator("h1").inner_text() == name
            assert browser.overflow(page) == 0
            if atvk == "0038001":
                page.go_back()
        tab_to(page, "/ask/?page=")
        page.keyboard.press("Enter")
        page.wait_for_url("**/ask/**")
        assert page.get_by_role("combobox").or_(page.locator("#id_place")).locator("visible=true").last.input_value()
        tab_to(page, "id_contact")
        page.keyboard.type("ieva@example.org")
        tab_to(page, "id_question")
        page.keyboard.type(QUESTION[language])
        tab_to(page, "Send" if language == "en" else "Nosūtīt")
        page.keyboard.press("Enter")
        page.get_by_role("heading", level=1, name=thanks).wait_for()
    with acting(Scope(regions=frozenset({region("vidzeme").pk}), common_queue=True)):
        enquiry = Enquiry.objects.get()
    assert (enquiry.page, enquiry.municipality.atvk, enquiry.language) == ("/places/0054000/", "0054000", language)
