"""Somebody in front of the browser: what they do is written down, and what costs an interaction is counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from playwright.sync_api import Locator, Page

from majup.staff.models import User
from tests.support import browser
from tests.support.people import sign_in


class Hands:
    """A click or a key that acts is an interaction; typing and going on to the next field are free."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done: list[str] = []
        self.typed = 0

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def text(self) -> str:
        return self.main.inner_text()

    def goto(self, path: str) -> None:
        self.page.goto(path)

    def _act(self, what: str) -> None:
        self.done.append(what)

    def click(self, name: str, *, role: str = "button", within: Locator | None = None, exact: bool = True) -> None:
        self._act(f"click {name}")
        (within or self.main).get_by_role(role, name=name, exact=exact).first.click()
        self.page.wait_for_load_state()

    def follow(self, name: str, *, within: Locator | None = None, exact: bool = True) -> None:
        self.click(name, role="link", within=within, exact=exact)

    def open(self, name: str, *, within: Locator | None = None) -> None:
        """Open what is folded away."""
        self._act(f"open {name}")
        (within or self.main).locator("summary", has_text=name).first.click()

    def tick(self, label: str, *, within: Locator | None = None, exact: bool = True) -> None:
        self._act(f"tick {label}")
        (within or self.main).get_by_label(label, exact=exact).first.check()

    def untick(self, label: str, *, within: Locator | None = None) -> None:
        self._act(f"untick {label}")
        (within or self.main).get_by_label(label).first.uncheck()

    def choose(self, label: str, option: str, *, within: Locator | None = None, exact: bool = True) -> None:
        self._act(f"choose {option}")
        (within or self.main).get_by_label(label, exact=exact).first.select_option(label=option)

    def press(self, key: str) -> None:
        self._act(f"press {key}")
        self.page.keyboard.press(key)
        self.page.wait_for_load_state()

    def fill(self, label: str, text: str, *, within: Locator | None = None, exact: bool = False) -> None:
        self.typed += 1
        (within or self.main).get_by_label(label, exact=exact).first.fill(text)

    def sees(self, *words: str) -> None:
        text = self.text
        missing = [word for word in words if word not in text]
        assert missing == [], f"{missing} not on {self.page.url}: {text[:1500]}"

    def check_page(self) -> None:
        """What must hold wherever somebody stands in a story."""
        broken = browser.violations(self.page)
        assert broken == [], broken
        assert browser.overflow(self.page) <= 0


@contextmanager
def hands(
    site: str, user: User | None = None, *, width: int = 1440, language: str = "en", **options
) -> Iterator[Hands]:
    """A browser of somebody of their own; signed in when it is a member of staff."""
    with browser.page(site, width=width, reduced_motion="reduce", **options) as page:
        cookies = [{"name": "language", "value": language, "url": site}]
        if user is not None:
            session = sign_in(user).cookies["sessionid"].value
            cookies.append({"name": "sessionid", "value": session, "url": site})
        page.context.add_cookies(cookies)
        page.set_default_timeout(30_000)
        try:
            yield Hands(page)
        finally:
            # Beside the browser's event loop Django opens its own connection, which the next test must not inherit.
            connection.close()
