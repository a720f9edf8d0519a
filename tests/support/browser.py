"""Debian's Chromium for tests that need a real page; axe says what a person with a screen reader would stumble over."""

import asyncio
import atexit
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles import handlers
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium-headless-shell"
JUDGE = f"""colours => {{ {AXE_SCRIPT}
;return axe.run({{resultTypes: ["violations"], rules: Object.fromEntries(
  ["color-contrast", "link-in-text-block"].map(rule => [rule, {{enabled: colours}}]))}}).then(
  found => found.violations.map(rule => [rule.id, rule.nodes[0].html])
) }}"""

# What the contrast of a text depends on, for each text of the page: its colour, size and weight, and the grounds under
# it; what stands outside the flow may lie on something else, so its place in the page counts too. A link must also
# stand out from the words around it.
LOOKS = r"""() => {
  const grounds = new Map([[null, ""]])
  const groundOf = node => {
    if (!grounds.has(node)) {
      const {backgroundColor, backgroundImage, opacity, position} = getComputedStyle(node)
      const place = /static|relative/.test(position) ? "" : `${node.tagName} ${node.className}`
      const own = [backgroundColor, backgroundImage, opacity, place].join()
      const below = groundOf(node.parentElement)
      grounds.set(node, own === "rgba(0, 0, 0, 0),none,1," ? below : `${below}/${own}`)
    }
    return grounds.get(node)
  }
  const hasText = node => /INPUT|SELECT|TEXTAREA/.test(node.tagName) ||
    [...node.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim())
  const lookOf = node => {
    const {color, fontSize, fontWeight, textShadow, textDecorationLine} = getComputedStyle(node)
    const around = node.tagName === "A" && hasText(node.parentElement) ? lookOf(node.parentElement) : ""
    return [color, fontSize, fontWeight, textShadow, textDecorationLine, around, groundOf(node)].join()
  }
  return [...new Set([...document.body.querySelectorAll("*")].filter(hasText).map(lookOf))]
}"""
_judged: set[str] = set()


class Kept(handlers.StaticFilesHandler):
    """As in production a browser fetches a style or script once, not with every page."""

    def serve(self, request):
        answer = super().serve(request)
        answer["Cache-Control"] = "max-age=3600"
        return answer


handlers.StaticFilesHandler = Kept


@cache
def _chromium() -> tuple[Browser, asyncio.AbstractEventLoop]:
    """One Chromium for all tests of a process, and the event loop through which it is driven."""
    kept = ExitStack()
    playwright = kept.enter_context(sync_playwright())
    loop = asyncio.get_running_loop()
    browser = playwright.chromium.launch(executable_path=CHROMIUM)
    kept.callback(browser.close)

    def end() -> None:
        asyncio._set_running_loop(loop)
        kept.close()
        asyncio._set_running_loop(None)

    atexit.register(end)
    return browser, loop


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this process; what is opened in it is closed again by whoever opened it.

    Between two uses its event loop must not look as if it ran: Django would refuse every query then.
    """
    around = asyncio._get_running_loop()
    browser, loop = _chromium()
    asyncio._set_running_loop(loop)
    try:
        yield browser
    finally:
        asyncio._set_running_loop(around)


@contextmanager
def page(base_url: str, *, width: int = 1280, **options: Any) -> Iterator[Page]:
    """A page in a browser context of its own, `width` pixels wide; `options` go to the context.

    An error in the console (a script that fails, a style that the security policy refuses) fails the test.
    """
    with chromium() as browser:
        context = browser.new_context(base_url=base_url, viewport={"width": width, "height": 900}, **options)
        opened, problems = context.new_page(), []
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.on("console", lambda line: problems.append(line.text) if "Security Policy" in line.text else None)
        try:
            yield opened
        finally:
            context.close()
    assert problems == []


def violations(opened: Page) -> list[tuple[str, str]]:
    """(rule, first element) for every rule of axe that the page breaks.

    The colours cost more than all other rules together; they are judged where a text looks in a way not judged before.
    """
    opened.wait_for_load_state()
    looks = set(opened.evaluate(LOOKS))
    found = opened.evaluate(JUDGE, not looks <= _judged)
    _judged.update(looks)
    return [(rule, element) for rule, element in found]


def overflow(opened: Page) -> int:
    """By how many pixels the page is wider than its window."""
    opened.wait_for_load_state()
    return opened.evaluate("document.documentElement.scrollWidth - window.innerWidth")
