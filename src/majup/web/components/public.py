"""What every public page says of itself: who is responsible, when it was last checked, how to ask about it."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from majup.network.calendar import country_settings
from majup.places.pack import read
from majup.web.components.library import register, render
from majup.web.components.texts import localized_plain, named


@lru_cache(maxsize=4)
def _checks(folder: Path) -> dict[str, dt.date]:
    """Day of the last check of pages whose text does not come from the database, by name of the address."""
    return {row["code"]: dt.date.fromisoformat(row["checked_on"]) for row in read(folder, "public_pages")}


def checked_on(url_name: str) -> dt.date | None:
    return _checks(settings.COUNTRY_PACK).get(url_name)


def common_owner() -> str:
    """Who is responsible for pages that belong to no region: the national contact point, by its title."""
    return localized_plain(country_settings()["role_titles"]["contact_point"])


@register.simple_tag(takes_context=True)
def ask_url(context: Context) -> str:
    """Address of the form for a question, with this page and its place filled in; "" where there is no such form."""
    try:
        url = reverse("ask")
    except NoReverseMatch:
        return ""
    request = context.get("request")
    if request is None or request.path == url:
        return url
    is_secret = bool(request.resolver_match and "token" in request.resolver_match.kwargs)
    given = {"page": "" if is_secret else request.path, "place": _place_name(context.get("page_place"))}
    said = urlencode({name: value for name, value in given.items() if value})
    return f"{url}?{said}" if said else url


def _place_name(place: Any) -> str:
    """A municipality by its name, a region by its full name, several with commas, as the form understands them."""
    if place is None:
        return ""
    if isinstance(place, list):
        return ", ".join(map(_place_name, place))
    return localized_plain(place.full_name) if hasattr(place, "full_name") else named(place)


@register.simple_tag(takes_context=True)
def public_foot(context: Context) -> SafeString:
    """Foot of a public page, from `page_owner` (words), `page_checked` (date) and `page_place` of the context.

    Where a view names no owner, the national contact point answers; where it names no day, that of the pack's list.
    """
    request = context.get("request")
    if request is None or not getattr(request, "public_nav", None):
        return mark_safe("")
    name = request.resolver_match.url_name if request.resolver_match else ""
    owner = context.get("page_owner") or common_owner()
    checked = context.get("page_checked") or checked_on(name or "")
    unchecked = "" if checked else context.get("page_unchecked", "")
    url = ask_url(context) if name != "ask" else ""
    return render("page_foot", owner=owner, checked=checked, unchecked=unchecked, url=url, button="")


# As Django's json_script does it: nothing in the data can end the element.
_ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def structured_data(data: Mapping[str, Any]) -> SafeString:
    """`{% structured_data data %}`: a dict in the words of schema.org, for search engines; not a script that runs."""
    written = json.dumps(data, ensure_ascii=False, default=str).translate(_ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')


# Marks of our own files before the source itself: a paragraph of the specification, a line of a document.
MARK = re.compile(r"^(?:[A-Z]-\d+: )|^seeds/[\w:,-]+ \((.*)\)$")


@register.filter
def source_words(source: str) -> str:
    """A source as a reader needs it, without the mark by which we keep it."""
    return MARK.sub(lambda found: found.group(1) or "", source)


@register.filter
def citation(source: str) -> str:
    """`source_words`, each source by its name in the reader's language where the country pack has one."""
    names = _citations(settings.COUNTRY_PACK)
    parts = source_words(source).split("; ")
    return "; ".join(localized_plain(names[part]) if part in names else part for part in parts)


@lru_cache(maxsize=4)
def _citations(folder: Path) -> dict[str, dict[str, str]]:
    return {row["source"]: row["name"] for row in read(folder, "citations")}
