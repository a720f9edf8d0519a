"""LNG-01: every page in both languages, switching keeps the page; nothing is lost when letters are twice as large."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from majup.openings.models import Employer, Reading, Vacancy
from majup.places.models import Municipality
from majup.places.pack import read
from majup.staff.models import User
from tests.support.cases import EMMA, IEVA, JURIS
from tests.system import walk as walks
from tests.system.addresses import FILES, PAGES, roles_of
from tests.system.conftest import using
from tests.web.access_table import ANONYMOUS, OWN

AREAS = sorted({page.area for page in PAGES.values()} - {"components_page", "demo", "health", "sign-in"})
WORD = re.compile(r"[^\W\d_]+")
REGIONS = ("Kurzeme", "Latgale", "Vidzeme", "Zemgale")
# What the pages themselves say, not what people wrote: names of things to press, to fill in, and of parts of the page.
WORDS = """html => {
  const own = "main button, main label, main legend, main th[scope=col], main summary, nav a, main h1, main h2, main h3"
  const apart = "[lang]:not(html), [data-row], .language, .letter, [hidden], template"
  return [...new DOMParser().parseFromString(html, "text/html").querySelectorAll(own)]
    .filter(element => !element.closest(apart))
    .map(element => {
      const said = element.cloneNode(true)
      said.querySelectorAll("[lang], option").forEach(other => other.remove())
      return said.textContent.replace(/\\s+/g, " ").trim()
    })
    .filter(text => /\\p{Letter}{3}/u.test(text))
}"""


def pages_of(area: str) -> list[str]:
    return [page.name for page in PAGES.values() if page.area == area and page.name not in FILES]


def names() -> set[str]:
    """Words that are the same in every language: people, places, employers, posts as they were written, files."""
    pack = read(settings.COUNTRY_PACK, "names")
    people = [*pack["given_f"], *pack["given_m"], *(form for pair in pack["family"] for form in pair)]
    people += [member.given_name + " " + member.family_name for member in (IEVA, JURIS, EMMA)]
    places = [*Municipality.objects.values_list("name", flat=True), *REGIONS]
    written = [*Vacancy.objects.values_list("title", flat=True), *Employer.objects.values_list("name", flat=True)]
    spellings = [one for row in read(settings.COUNTRY_PACK, "occupations") for one in row["spellings"]["lv"]]
    written += [*spellings, *(one.capitalize() for one in spellings), *read(settings.COUNTRY_PACK, "demo")["skills"]]
    written += ["A bus", "A flat for the first months"]  # titles of an idea and of a proposal
    written += ["gimene6@example.org"]  # the address of a family
    files = Reading.objects.values_list("file_name", flat=True)
    users = User.objects.values_list("name", flat=True)
    return {word for name in (*people, *places, *written, *files, *users) for word in WORD.findall(name)}


def is_named_only(text: str, known: set[str]) -> bool:
    return all(word in known or len(word) < 3 for word in WORD.findall(text))


@pytest.mark.parametrize("area", AREAS)
def test_lng_01_no_page_says_the_same_words_in_both_languages(area, site, full, settings):
    settings.DOCUMENTS_DIR = full.documents
    with using(full.name):
        known = names()
        with walks.walking(site, full) as walk:
            for name in pages_of(area):
                for path in full.addresses.get(name, []):
                    compare(walk, path, roles_of(name)[0], known)


def compare(walk: walks.Walk, path: str, role: str, known: set[str]) -> None:
    if walk.only_acts(path, role):
        return
    (status, latvian), (_status, english) = (walk.fetch(path, role, language) for language in ("lv", "en"))
    if status != 200:
        return
    said = [set(walk.page.evaluate(WORDS, html)) for html in (latvian, english)]
    if not all(said):
        walk.note(f"{path}: no words were found")
    same = [text for text in sorted(set.intersection(*said)) if not is_named_only(text, known)]
    if same:
        walk.note(f"{path}: the same in both languages: {same[:8]}")


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
    """Letters of 200 % are a window of half the width; whatever could be pressed before can be pressed now.

    The menu of the desk is folded there and opens with a key; the field of the search over everything is a link there.
    """
    settings.DOCUMENTS_DIR = full.documents
    role = roles_of(name)[0]
    with using(full.name), walks.walking(site, full) as walk:
        walk.go(full.addresses[name][0], role)
        before = walk.page.evaluate(TO_PRESS)
        walk.go(full.addresses[name][0], role, width=walks.WIDE // 2)
        walk.measure()
        folded_menu = walk.page.locator(".menu-button summary")
        if folded_menu.is_visible():
            folded_menu.press("Enter")
        now = walk.page.evaluate(TO_PRESS)
        assert set(before) - set(now) <= SEARCH_FIELD
        assert len(before) - len(now) <= 2 * len(SEARCH_FIELD)


TO_PRESS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea")]
  .filter(element => element.offsetParent && getComputedStyle(element).visibility !== "hidden")
  .map(element => element.ariaLabel || element.innerText || element.name).filter(Boolean).sort()"""
SEARCH_FIELD = {"q"}
