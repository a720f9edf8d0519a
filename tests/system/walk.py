"""One browser page that goes where it is told as who it is told, and notes what is wrong there."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from playwright.sync_api import Page, Response

from tests.support import browser
from tests.system.addresses import name_of
from tests.system.conftest import Filled
from tests.web.access_table import ANONYMOUS

WIDE, PHONE, NARROWEST = 1440, 390, 320
# The browser says this of every answer that is not 200; which answer it must be is looked at apart.
NOT_A_PROBLEM = "Failed to load resource: the server responded with a status of"
NOT_ALLOWED = 405
# What holds for every page, asked for at once: each question to the browser costs as much as the answer. A place in our
# papers is where the pack found a fact; a reader gets the report and its date.
LOOK = r"""() => ({
  headings: document.querySelectorAll("h1").length,
  title: document.title,
  language: document.documentElement.getAttribute("lang"),
  paper: (document.documentElement.outerHTML.match(/\b(?:seeds|spec)\/\d+/) || [""])[0],
  over: document.documentElement.scrollWidth - window.innerWidth,
})"""
# The page in its parts, without what differs at every request: the content; the breadcrumb; each place in a menu that
# is marked as the open one; the frame around them, which is else the same on all pages of a role.
PARTS = """async html => {
  const page = new DOMParser().parseFromString(html, "text/html").documentElement
  page.querySelectorAll("[name=csrfmiddlewaretoken], [name=form_key]").forEach(node => node.remove())
  page.querySelectorAll("[nonce]").forEach(node => node.removeAttribute("nonce"))
  page.querySelectorAll(".desk-me b").forEach(node => { node.textContent = "" })
  const main = page.querySelector("main")
  const content = main ? main.outerHTML : ""
  main?.remove()
  page.querySelectorAll("title").forEach(node => node.remove())
  const path = page.querySelector(".breadcrumb")
  path?.remove()
  const marked = [...page.querySelectorAll("[aria-current]")].map(node => node.outerHTML)
  page.querySelectorAll("[aria-current]").forEach(node => node.removeAttribute("aria-current"))
  page.querySelectorAll("[name=next], link[rel=canonical], link[rel=alternate]").forEach(node => node.remove())
  page.querySelectorAll(".language a").forEach(node => node.removeAttribute("href"))
  const digest = async part => {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(part))
    return btoa(String.fromCharCode(...new Uint8Array(bytes)))
  }
  return Promise.all([content, path ? path.outerHTML : "", ...marked, page.outerHTML].map(digest))
}"""
# The same of an answer that is only fetched: neither it nor its parts leave the browser.
FETCHED = f"""async path => {{
  const answer = await fetch(path, {{cache: "no-store"}})
  return [answer.status, await ({PARTS})(await answer.text())]
}}"""
EMPTIED = """form => {
  for (const field of form.elements) {
    if (field.type === "hidden" || field.disabled || field.closest("[hidden]")) continue
    if (field.type === "checkbox" || field.type === "radio") field.checked = false
    else if (field.tagName === "SELECT") { if (field.querySelector("option[value='']")) field.value = "" }
    else if (field.tagName !== "BUTTON" && field.type !== "submit") field.value = ""
  }
}"""
FORMS_TO_FILL_IN = """() => [...document.querySelectorAll("main form[method=post]")].map((form, number) => ({
  number,
  path: new URL(form.action).pathname,
  fields: [...form.elements].filter(field => !/hidden|submit|button|fieldset/.test(field.type)).length,
})).filter(form => form.fields)"""


class Walk:
    # (part of a page, width) that axe has judged; the same part need not be judged for the next role or walk.
    _seen: ClassVar[set[tuple[str, int]]] = set()
    # Parts that were seen at any width: who is shown nothing but these needs no browser.
    _known: ClassVar[set[str]] = set()
    # (url name, role) -> whether it only acts; no walk changes that.
    _acts: ClassVar[dict[tuple[str, str], bool]] = {}

    def __init__(self, page: Page, site: str, base: Filled) -> None:
        self.page, self.site, self.base = page, site, base
        self.problems: list[str] = []
        self.visits = 0
        self.sent: set[str] = set()  # url names of forms that were tried
        self._where = ""
        page.on("pageerror", lambda error: self.note(f"script: {error}"))
        page.on("console", self._hear)

    def note(self, problem: str) -> None:
        self.problems.append(f"{self._where}: {problem}")

    def _hear(self, line) -> None:
        if line.type == "error" and not line.text.startswith(NOT_A_PROBLEM):
            self.note(f"console: {line.text}")

    def go(self, path: str, role: str, *, language: str = "en", width: int = WIDE) -> Response:
        """Open `path` as `role` and return the answer; the page is not judged yet."""
        self._where = f"{path} as {role}, {language}, {width} px"
        self._sign_in(role, language)
        self.page.set_viewport_size({"width": width, "height": 900})
        return self.page.goto(path)

    def _sign_in(self, role: str, language: str = "en") -> None:
        cookies = [{"name": "language", "value": language, "url": self.site}]
        if role != ANONYMOUS:
            cookies.append({"name": "sessionid", "value": self.base.sessions[role], "url": self.site})
        self.page.context.clear_cookies()
        self.page.context.add_cookies(cookies)

    def visit(
        self,
        path: str,
        role: str,
        *,
        expect: int = 200,
        language: str = "en",
        width: int = WIDE,
        by_axe: bool = True,
    ) -> None:
        """Open a page and judge it."""
        answer = self.go(path, role, language=language, width=width)
        if answer.status == expect:
            self.judge(language, answer, by_axe=by_axe)
        else:
            self.note(f"answered {answer.status} instead of {expect}")

    def visit_if_new(self, path: str, role: str, *, language: str, width: int) -> None:
        """Fetch the page as the server sends it; open it in the browser only when a part of it was never judged."""
        self._where = f"{path} as {role}, {language}, fetched"
        self._sign_in(role, language)
        status, parts = self.page.evaluate(FETCHED, path)
        if status != 200:
            self.note(f"answered {status} instead of 200")
        elif set(parts) <= Walk._known:
            self.visits += 1
        else:
            self.visit(path, role, language=language, width=width)

    def fetch(self, path: str, role: str, language: str) -> tuple[int, str]:
        """Status and text of the answer, without opening it."""
        self._sign_in(role, language)
        answer = self.page.context.request.get(self.site + path)
        return answer.status, answer.text()

    def only_acts(self, path: str, role: str) -> bool:
        """Whether the address takes nothing but POST, and so has no page."""
        asked = name_of(path), role
        if asked not in Walk._acts:
            self._sign_in(role)
            answer = self.page.context.request.fetch(self.site + path, method="OPTIONS", max_redirects=0)
            Walk._acts[asked] = answer.status == NOT_ALLOWED and "GET" not in answer.headers.get("allow", "")
        return Walk._acts[asked]

    def judge(self, language: str, answer: Response, *, by_axe: bool = True) -> None:
        """What holds for every page in every state; `answer` is what the server sent for it."""
        self.visits += 1
        if self._is_new(answer.text(), by_axe) and by_axe:
            for rule, element in browser.violations(self.page):
                self.note(f"axe {rule}: {element[:300]}")
        seen = self.page.evaluate(LOOK)
        if seen["headings"] != 1:
            self.note(f"{seen['headings']} first headings")
        if not seen["title"].split("·")[0].strip():
            self.note("no title")
        if seen["language"] != language:
            self.note("the language of the page is not said")
        if seen["paper"]:
            self.note(f"names a place in our papers: {seen['paper']}")
        self._note_width(seen["over"])

    def _is_new(self, html: str, by_axe: bool) -> bool:
        """Whether a part of the page (content, menu, header, foot) was not judged by axe yet at this width."""
        parts = self.page.evaluate(PARTS, html)
        here = {(part, self.page.viewport_size["width"]) for part in parts}
        is_new = not here <= Walk._seen
        Walk._known.update(parts)
        Walk._seen.update(here if by_axe else ())
        return is_new

    def measure(self) -> None:
        self._note_width(browser.overflow(self.page))

    def _note_width(self, over: int) -> None:
        if over > 0:
            self.note(f"{over} px too wide")

    def measure_at(self, width: int) -> None:
        self._where = f"{self._where} at {width}"
        self.page.set_viewport_size({"width": width, "height": 900})
        self.measure()

    def forms_to_fill_in(self) -> list[tuple[int, str]]:
        """(number on the page, url name of the action) of each form that has something to fill in."""
        return [(form["number"], name_of(form["path"])) for form in self.page.evaluate(FORMS_TO_FILL_IN)]

    def send_emptied(self, number: int, *, language: str, refusal: int = 422) -> None:
        """Send the form with nothing in it; it must come back with status `refusal` and say what to change."""
        form = self.page.locator("main form[method=post]").nth(number)
        form.evaluate(EMPTIED)
        with self.page.expect_navigation() as sent:
            form.evaluate("form => { form.noValidate = true; form.submit() }")
        self._where += f", emptied form {number}"
        if sent.value.status == refusal:
            self.judge(language, sent.value)
            if not self.page.locator("[data-error-summary]").count():
                self.note("no summary of what to change")
        else:
            self.note(f"accepted with nothing in it ({sent.value.status})")


@contextmanager
def walking(site: str, base: Filled) -> Iterator[Walk]:
    """A walk over the pages of `base`; at its end nothing may have been noted."""
    with browser.chromium() as chromium:
        context = chromium.new_context(base_url=site, reduced_motion="reduce", service_workers="block")
        walk = Walk(context.new_page(), site, base)
        walk.page.on("dialog", lambda dialog: dialog.accept())
        try:
            yield walk
        finally:
            context.close()
    assert walk.problems == [], "\n" + "\n".join(walk.problems)
