"""Markdown of texts that people write, to HTML that every page may show: CommonMark without raw HTML, then cleaned.

"[1]" in a text becomes a link to the first of its sources where the caller asks for it.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape

import nh3
from markdown_it import MarkdownIt

TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h2", "h3", "h4", "h5", "blockquote", "br", "sup"}
ADDRESSES = {"http", "https", "mailto", "tel"}
SOURCE = re.compile(r"\s*\[([1-9][0-9]?)\](?!\()")
LINK = re.compile(r"\]\((https?://[^\s)]+)\)|<(https?://[^\s>]+)>")
HEADING = re.compile(r"<(/?)h([1-6])>")
_parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "code", "fence", "hr", "reference"])


@lru_cache(4000)
def html_of(text: str, *, level: int = 2, sources: str = "") -> str:
    """Safe HTML of `text`; its highest headings stand on `level`. `sources`: begin of the ids of its sources."""
    marked = SOURCE.sub(_mark(sources), text) if sources else text
    raw = _parser.render(marked)
    shifted = HEADING.sub(lambda tag: f"<{tag[1]}h{min(int(tag[2]) + level - 1, 5)}>", raw)
    return nh3.clean(
        shifted,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes=ADDRESSES,
        link_rel="noopener",
    )


def _mark(sources: str) -> Callable[[re.Match[str]], str]:
    return lambda found: f" [\\[{found[1]}\\]](#{sources}{found[1]})"


def links_of(text: str) -> list[str]:
    """Web addresses that a text leads to."""
    return [first or second for first, second in LINK.findall(text)]


@lru_cache(4000)
def plain_of(text: str) -> str:
    """The words alone, for structured data, feeds and search: one line."""
    bare = nh3.clean(_parser.render(SOURCE.sub("", text)).replace("</p>", " ").replace("</li>", " "), tags=set())
    return " ".join(unescape(bare).split())
