"""Addresses of our pages: the first part may be a language, and letters need the whole of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, reverse, set_script_prefix


def split_language(path: str) -> tuple[str, str]:
    """(language, the rest) of a path: `/en/places/` is ("en", "/places/"); without a language ("", path)."""
    first, _slash, rest = path.removeprefix("/").partition("/")
    return (first, f"/{rest}") if first in settings.PUBLIC_LANGUAGES else ("", path)


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Every address made meanwhile begins with the language `code`; with "" with none."""
    before = get_script_prefix()
    set_script_prefix(f"/{code}/" if code else "/")
    try:
        yield
    finally:
        set_script_prefix(before)


def whole(path: str) -> str:
    """`path` of this site, as a letter or another site needs it."""
    return settings.SITE_URL.rstrip("/") + path


def page_address(name: str, *args: Any, language: str = "") -> str:
    """Whole address of the page `name`; it opens in `language`, or with "" in the one its reader has chosen."""
    with in_language(language):
        return whole(reverse(name, args=args))
