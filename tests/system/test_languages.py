"""LNG-01: every page in both languages, switching keeps the page, and nothing is lost when letters are twice as large."""

import pytest
from django.urls import reverse

from tests.system import walk as walks
from tests.system.addresses import FILES, PAGES, roles_of
from tests.system.conftest import using
from tests.web.access_table import ANONYMOUS, OWN

AREAS = sorted({page.area for page in PAGES.values()} - {"components_page", "demo", "health", "sign-in"})
# What the pages themselves say, not what people wrote: names of things to press, to fill in, and of parts of the page.
WORDS = """() => {
  const own = "main button, main label, main legend, main th[scope=col], main summary, nav a, main h1, main h2, main h3"
  return [...document.querySelectorAll(own)]
    .filter(element => element.offsetParent && !element.closest("[lang]:not(html), [data-row], .language, .letter"))
    .map(element => element.innerText.trim())
    .filter(text => /\\p{Letter}{3}/u.test(text))
}"""


def pages_of(area: str) -> list[str]:
    return [page.name for page in PAGES.values() if page.area == area and page.name not in FILES]


@pytest.mark.parametrize("area", AREAS)
def test_lng_01_no_page_says_the_same_words_in_both_languages(area, site, full, settings):
    settings.DOCUMENTS_DIR = full.documents
    with using(full.name), walks.walking(site, full) as walk:
        for name in pages_of(area):
            for path in full.addresses.get(name, []):
                compare(walk, path, roles_of(name)[0])


def compare(walk: walks.Walk, path: str, role: str) -> None:
    if walk.go(path, role, language="lv") != 200:
        return
    latvian = set(walk.page.evaluate(WORDS))
    walk.go(path, role, language="en")
    same = latvian & set(walk.page.evaluate(WORDS)) - names_on(walk)
    if same:
        walk.note(f"the same in both languages: {sorted(same)[:6]}")


def names_on(walk: walks.Walk) -> set[str]:
    """Names of people, places and languages stay what they are; so does a text that somebody wrote."""
    return set(walk.page.evaluate("() => [...document.querySelectorAll('[data-name]')].map(e => e.innerText.trim())"))


@pytest.mark.parametrize(("name", "role"), [("home", ANONYMOUS), ("ask", ANONYMOUS), ("enquiries", OWN), ("case", OWN)])
def test_lng_01_switching_the_language_keeps_the_page(name, role, site, full):
    with using(full.name), walks.walking(site, full) as walk:
        path = full.addresses[name][0]
        walk.go(path, role, language="lv")
        with walk.page.expect_navigation():
            walk.page.locator("a[hreflang=en], button[lang=en]").first.click()
        assert walk.page.url.split("?")[0].endswith(path)
        assert walk.page.locator("html").get_attribute("lang") == "en"
        walk.page.goto(reverse("ask"))
        assert walk.page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize(
    "name", ["home", "ask", "start", "enquiries", "cases", "case", "offer_compose", "family_offer"]
)
def test_q_r19_nothing_is_lost_at_twice_the_size(name, site, full, settings):
    """Letters of 200 % are a window of half the width; whatever could be pressed before can be pressed now."""
    settings.DOCUMENTS_DIR = full.documents
    role = roles_of(name)[0]
    with using(full.name), walks.walking(site, full) as walk:
        walk.go(full.addresses[name][0], role)
        before = walk.page.evaluate(TO_PRESS)
        walk.go(full.addresses[name][0], role, width=walks.WIDE // 2)
        walk.measure()
        assert walk.page.evaluate(TO_PRESS) == before


TO_PRESS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea")]
  .filter(element => element.offsetParent && getComputedStyle(element).visibility !== "hidden")
  .map(element => element.innerText || element.name).filter(Boolean).sort()"""
