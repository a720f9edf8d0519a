"""Debian's Chromium for tests that need a real page; axe says what a person with a screen reader would stumble over."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"


@contextmanager
def page(base_url: str, *, width: int = 1280, **options: Any) -> Iterator[Page]:
    """A page in a browser of its own, `width` pixels wide; `options` go to the browser context.

    An error in the console (a script that fails, a style that the security policy refuses) fails the test.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        context = browser.new_context(base_url=base_url, viewport={"width": width, "height": 900}, **options)
        opened, problems = context.new_page(), []
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.on("console", lambda line: problems.append(line.text) if "Security Policy" in line.text else None)
        try:
            yield opened
        finally:
            browser.close()
    assert problems == []


def violations(opened: Page) -> list[tuple[str, str]]:
    """(rule, first element) for every rule of axe that the page breaks."""
    found = Axe().run(opened).response["violations"]
    return [(rule["id"], rule["nodes"][0]["html"]) for rule in found]


def overflow(opened: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return opened.evaluate("document.documentElement.scrollWidth - window.innerWidth")
