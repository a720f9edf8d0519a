"""Q-R19: every page, for every role that may open it, empty, full and refused, is visited by axe.

A new page is visited by itself. It fails here when no address with something to show is known for it
(tests/web/access_samples.py), and when its form accepts being sent with nothing in it without standing below.
"""

import pytest
from django.urls import reverse

from majup.catalogue.models import Fact
from majup.openings.actions import end
from majup.openings.models import Dwelling, Vacancy
from majup.web.portal.machines import public_names
from tests.system import walk as walks
from tests.system.addresses import FILES, NOT_THERE, PAGES, PAST_THE_END, SIGN_IN, name_of, roles_of
from tests.system.conftest import using
from tests.web.access_table import ANONYMOUS, OWN

AREAS = sorted({page.area for page in PAGES.values()})
# A kept public page is the same answer for everybody; only the frame around it knows who is signed in.
THE_SAME_FOR_EVERYBODY = {name for name, _ in public_names()}
# Nothing here depends on what there is.
ALWAYS_THE_SAME = {"components_page", "demo", "health", "sign-in"}
# Everything in these forms may stay empty; the page of all components shows refused forms anyway.
# Forms that hold nothing but what may be left out, or choices of which one is always taken.
MAY_BE_EMPTY = {
    "asked",
    "call",  # why it is called off is nobody's business
    "case_facts",
    "case_finder",
    "case_grant_settle",  # what became of it always stands chosen
    "case_member",
    "case_member_new",  # a member of whom nothing is told yet, not even the name
    "case_need_state",
    "case_obstacles",
    "case_places",
    "case_stage",
    "components",
    "report_region",  # words are a help; figures are signed without them too
    "enquiry_facts",
    "facts_by_link",  # one press says that it holds or is over; a note is welcome and not asked for
    "family_steps",
    "merge",
    "own_job",  # nothing need matter
    "own_leave",  # why is nobody's business
    "own_member",
    "own_ready",
    "own_speak",
    "own_statement",  # "not known" is an answer
    "own_steps",
    "offer_state",
    "offer_wait_for",
    "offer_words",
    "place_block",
    "subscription_confirm",  # one press
    "subscription_out",
    "keep_case",
    "self_check_place",  # not having decided where is an answer
    "vacancy_push",  # a channel always stands chosen; country and group need not be known
}


def pages_of(area: str) -> list[str]:
    return [page.name for page in PAGES.values() if page.area == area and page.name not in FILES]


@pytest.mark.parametrize("area", AREAS)
def test_q_r19_full_pages_for_every_role(area, site, full, settings):
    settings.DOCUMENTS_DIR = full.documents
    with using(full.name), walks.walking(site, full) as walk:
        for name in pages_of(area):
            for path in full.addresses.get(name, []):
                visit_as_everybody(walk, name, path)
            if name not in full.addresses:
                walk.note(f"no sample in tests/web/access_samples.py for {name}")


def visit_as_everybody(walk: walks.Walk, name: str, path: str) -> None:
    """The first role sees the page in both languages and widths, the others in one of them by turns.

    Axe judges what the first role sees in one of the two by turns; that it is not too wide, has one heading, a title,
    its language and no fault in the console is looked at in both.

    What the server sends to the others is opened and judged only where a part of it was not judged before: most roles
    are shown the same content, and each has a frame of its own that is the same on all pages.

    A page that is the same for everybody is seen by a coordinator and by a visitor without sign-in.
    """
    first, *others = roles_of(name)[:2] if name in THE_SAME_FOR_EVERYBODY else roles_of(name)
    if walk.only_acts(path, first):
        return
    is_wide = len(path) % 2 == 0
    walk.visit(path, first, language="lv", width=walks.WIDE, by_axe=is_wide)
    walk.visit(path, first, language="en", width=walks.PHONE, by_axe=not is_wide)
    walk.measure_at(walks.NARROWEST)
    for number, role in enumerate(others):
        language, width = (("lv", walks.PHONE), ("en", walks.WIDE))[number % 2]
        walk.visit_if_new(path, role, language=language, width=width)


@pytest.mark.parametrize("area", sorted(set(AREAS) - ALWAYS_THE_SAME))
def test_q_r19_empty_pages_for_every_role(area, site, empty, settings):
    """The first morning: nobody has asked anything yet; lists say what would be here and how to begin."""
    settings.DOCUMENTS_DIR = empty.documents
    with using(empty.name), walks.walking(site, empty) as walk:
        for name in pages_of(area):
            if not PAGES[name].converters:
                visit_as_everybody(walk, name, reverse(name))


@pytest.mark.parametrize("area", AREAS)
def test_q_r19_refused_forms(area, site, full, settings):
    """Every form that has something to fill in is sent with nothing in it and comes back saying what to change."""
    settings.DOCUMENTS_DIR = full.documents
    with using(full.spoilt), walks.walking(site, full) as walk:
        for name in pages_of(area):
            for path in full.addresses.get(name, []):
                send_forms_of(walk, path, roles_of(name)[0])


def send_forms_of(walk: walks.Walk, path: str, role: str) -> None:
    if name_of(path) in MAY_BE_EMPTY or walk.only_acts(path, role) or walk.go(path, role).status != 200:
        return
    for turn, (number, name) in enumerate(walk.forms_to_fill_in()):
        if name in MAY_BE_EMPTY or name in walk.sent:
            continue
        walk.sent.add(name)
        language, width = (("lv", walks.PHONE), ("en", walks.WIDE))[turn % 2]
        walk.go(path, role, language=language, width=width)
        walk.send_emptied(number, language=language, refusal=200 if name.startswith(SIGN_IN) else 422)


def test_q_r19_past_the_end_of_every_list(site, full, settings):
    settings.DOCUMENTS_DIR = full.documents
    lists = [page.name for page in PAGES.values() if not page.converters and page.area not in {"sign-in", "demo"}]
    with using(full.name), walks.walking(site, full) as walk:
        for name in lists:
            if name not in FILES and OWN in roles_of(name) and not walk.only_acts(reverse(name), OWN):
                walk.visit(reverse(name) + PAST_THE_END, OWN)


@pytest.mark.parametrize("role", [ANONYMOUS, OWN])
def test_q_r19_links_that_lead_nowhere(role, site, full):
    with using(full.name), walks.walking(site, full) as walk:
        for path, status in NOT_THERE.items():
            needs_sign_in = role == ANONYMOUS and path.startswith(("/desk", "/staff"))
            walk.visit(path, role, expect=200 if needs_sign_in else status, language="lv", width=walks.PHONE)
            walk.visit(path, role, expect=200 if needs_sign_in else status, language="en")


def test_q_r19_pages_of_what_is_over(site, full):
    with using(full.spoilt), walks.walking(site, full) as walk:
        measure = Fact.objects.filter(state="ended", current__isnull=False).first()
        vacancy, dwelling = (model.objects.published().first() for model in (Vacancy, Dwelling))
        for entry in (vacancy, dwelling):
            end(entry=entry, by=None)
        for name, entry in (("support_entry", measure), ("job", vacancy), ("home_entry", dwelling)):
            path = reverse(name, args=[entry.pk])
            walk.visit(path, ANONYMOUS, expect=410, language="lv", width=walks.PHONE)
            walk.visit(path, ANONYMOUS, expect=410, language="en")


def test_q_r19_a_page_that_was_open_too_long(site, full):
    with using(full.name), walks.walking(site, full) as walk:
        walk.go("/desk/answers/new/", OWN)
        walk.page.locator("main [name=csrfmiddlewaretoken]").evaluate("field => { field.value = 'stale' }")
        with walk.page.expect_navigation() as sent:
            walk.page.locator("main form").evaluate("form => form.submit()")
        assert sent.value.status == 403
        walk.judge("en", sent.value)


@pytest.mark.parametrize("role", [ANONYMOUS, OWN])
def test_q_r19_the_page_about_our_own_fault(role, site, full, settings):
    """Q-R19, HTTP 500: in the reader's language, at every width, and without a word about what failed."""
    settings.ROOT_URLCONF = "tests.system.failing_urls"
    with using(full.name), walks.walking(site, full) as walk:
        for language, width in (("lv", walks.WIDE), ("lv", walks.PHONE), ("en", walks.PHONE), ("en", walks.WIDE)):
            walk.visit("/fails/", role, expect=500, language=language, width=width)
            text = walk.page.content()
            assert ("vaina ir mūsu" in text, "our fault" in text) == (language == "lv", language == "en")
            assert [word for word in ("Ieva", "ZeroDivision", "Traceback") if word in text] == []
        walk.measure_at(walks.NARROWEST)
