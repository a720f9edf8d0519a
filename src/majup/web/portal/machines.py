"""For machines that read the public side: what may be read, and the list of pages with their languages."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, get_resolver, reverse

from majup.catalogue.models import Fact
from majup.guides.models import Kind, ReviewedText
from majup.matching import self_check
from majup.matching.guide import guide_texts
from majup.openings.models import Dwelling, Employer, PublicEvent, Vacancy
from majup.places.models import Municipality, PlanningRegion
from majup.plumbing.addresses import page_address, whole
from majup.web.front.situations import situations
from majup.web.public_pages import public_page
from majup.web.results.datasets import DATASETS

MOST = 5_000  # of each kind; the newest

Row = tuple[Any, date | None]
# Pages with a number or name in their address: what stands there, and when it was last checked.
LISTED: dict[str, Callable[[], Any]] = {
    "job": lambda: _newest(Vacancy.objects.open(), "posted_on"),
    "home_entry": lambda: _newest(Dwelling.objects.open(), "posted_on"),
    "employer": lambda: _newest(Employer.objects.published(), "confirmed_on"),
    "public_event": lambda: [(row.pk, row.confirmed_on) for row in PublicEvent.objects.coming()],
    "support_entry": lambda: _newest(Fact.objects.available(), "confirmed_on"),
    "public_place": lambda: [(atvk, None) for atvk in _codes(Municipality.objects.in_force(), "atvk")],
    "public_region": lambda: [(code, None) for code in _codes(PlanningRegion.objects.filter(valid_to=None), "code")],
    "situation": lambda: [(code, None) for code in situations()],
    "faq_question": lambda: _texts(Kind.QUESTION),
    "news_item": lambda: _texts(Kind.NEWS),
    "story": lambda: _texts(Kind.STORY),
    "guide": lambda: guide_texts().values_list("code", "checked_on"),
    "results_dataset": lambda: [(one.code, one.changed()) for one in DATASETS.values()],
    "self_check_place": lambda: [(code, None) for code in self_check.pack().situations],
    "self_check_measure": lambda: [(fact.code, fact.confirmed_on) for fact in self_check.business_measures()],
}
PRIVATE = ("desk", "townhall", "accounts", "directory", "own", "o", "my", "call", "subscription", "answer", "demo")


def _newest(rows: Any, by: str) -> Any:
    return rows.order_by(f"-{by}").values_list("pk", by)[:MOST]


def _codes(rows: Any, name: str) -> Iterator[str]:
    return rows.values_list(name, flat=True)


def _texts(kind: str) -> Any:
    """Local additions stand on the page of the common answer."""
    found = ReviewedText.objects.listed().filter(kind=kind, common=None)
    return found.order_by("-published_at").values_list("code", "checked_on")[:MOST]


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    codes = ["", *(f"/{code}" for code in settings.PUBLIC_LANGUAGES)]
    closed = [f"Disallow: {code}/{path}/" for code in codes for path in PRIVATE]
    text = "\n".join(["User-agent: *", *closed, f"Sitemap: {whole(reverse('sitemap'))}", ""])
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """The parts: pages that stand by themselves, then one part for each kind of entry."""
    parts = ["pages", *LISTED]
    context = {"parts": [page_address("sitemap_part", part) for part in parts]}
    return render(request, "portal/sitemap.xml", context, content_type="application/xml")


@public_page
def sitemap_part(request: HttpRequest, part: str) -> HttpResponse:
    if part not in {"pages", *LISTED}:
        raise Http404
    rows = islice(_pages(part), MOST)
    context = {"rows": [(_in_languages(part, args), day) for part, args, day in rows]}
    return render(request, "portal/sitemap_part.xml", context, content_type="application/xml")


def _pages(part: str) -> Iterator[tuple[str, tuple[Any, ...], date | None]]:
    if part in LISTED:
        yield from ((part, (key,), day) for key, day in LISTED[part]())
    else:
        yield from ((name, (), None) for name, takes in public_names() if not takes)


def _in_languages(name: str, args: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(code, page_address(name, *args, language=code)) for code in settings.PUBLIC_LANGUAGES]


def public_names() -> list[tuple[str, bool]]:
    """(name of the address, whether it takes arguments) of each page that is the same for everybody."""
    patterns = [pattern for pattern in _flat(get_resolver().url_patterns) if pattern.callback.__module__ != __name__]
    public = [pattern for pattern in patterns if getattr(pattern.callback, "is_public_page", False)]
    return [(pattern.name or "", bool(pattern.pattern.converters)) for pattern in public]


def _flat(patterns: Any) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _flat(pattern.url_patterns)
