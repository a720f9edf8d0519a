"""CAT-13: what a municipality entered once can be shown on its own site: a block to embed, a feed as JSON or CSV.

Public, without cookies, kept for some minutes by whoever stands between; nothing is counted about the reader.
"""

import csv
from collections.abc import Callable
from functools import wraps
from io import StringIO
from typing import Any

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from majup.catalogue.models import Fact
from majup.openings import queries
from majup.openings.models import Dwelling, Vacancy
from majup.openings.pay import opening_settings
from majup.places.models import Municipality
from majup.plumbing.addresses import page_address
from majup.plumbing.written_tables import safe_cell
from majup.web.components.texts import localized_plain

MOST = 500
SHOWN = 20
VACANCY = (
    "title", "employer", "pay_from", "pay_to", "pay_period", "net_from", "net_to", "net_year", "remote",
    "without_latvian", "housing_help", "training_help", "relocation_help", "abroad_useful", "flexible_hours",
    "internship",
)  # fmt: skip
DWELLING = ("kind", "area", "rooms", "size", "price", "price_unit", "condition", "free_from", "priority", "conditions")
COMMON = ("id", "type", "municipality", "posted_on", "valid_to", "source", "url")


def shared(view: Callable) -> Callable:
    """Open to every site, and kept for some minutes; never a cookie, so that nothing about a reader is stored."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **options)
        response["Cache-Control"] = f"public, max-age={opening_settings()['feed_minutes'] * 60}"
        response["Access-Control-Allow-Origin"] = "*"
        del response["Vary"]
        response.cookies.clear()
        return response

    return answer


def _line(entry: Vacancy | Dwelling | Fact) -> dict[str, Any]:
    if isinstance(entry, Fact):
        return _measure(entry)
    is_vacancy = isinstance(entry, Vacancy)
    line: dict[str, Any] = {
        "id": f"{'vacancy' if is_vacancy else 'dwelling'}-{entry.pk}",
        "type": "vacancy" if is_vacancy else "dwelling",
        "municipality": entry.municipality.atvk if entry.municipality else None,
        "posted_on": entry.posted_on,
        "valid_to": entry.valid_to,
        "source": entry.source.name if entry.source else None,
        "url": page_address("job" if is_vacancy else "home_entry", entry.pk),
    }
    for name in VACANCY if is_vacancy else DWELLING:
        line[name] = entry.employer_title if name == "employer" else getattr(entry, name)
    return line


def _measure(fact: Fact) -> dict[str, Any]:
    return {
        "id": f"fact-{fact.pk}",
        "type": fact.kind,
        "posted_on": fact.confirmed_on,
        "valid_to": fact.valid_to,
        "source": localized_plain(fact.institution.name_on()) if fact.institution else None,
        "url": page_address("support_entry", fact.pk),
        "title": localized_plain(fact.name),
        "audience": fact.audience,
    }


def _measures(municipality: Municipality, most: int) -> list[Fact]:
    """What the municipality itself gives and has confirmed in time; nothing that was only reported."""
    own = Fact.objects.available().filter(municipalities=municipality)
    rows = own.select_related("institution").prefetch_related("institution__names")
    return list(rows.order_by("-confirmed_on", "-pk")[:most])


def _entries(municipality: Municipality, most: int) -> list[Vacancy | Dwelling]:
    vacancies, dwellings = queries.of_municipality(municipality)
    newest = ("-posted_on", "-pk")
    return [*vacancies.order_by(*newest)[:most], *dwellings.order_by(*newest)[:most]]


def _lines(municipality: Municipality) -> list[dict[str, Any]]:
    return [_line(entry) for entry in (*_entries(municipality, MOST), *_measures(municipality, MOST))]


@login_not_required
@require_safe
@shared
def feed(request: HttpRequest, atvk: str) -> HttpResponse:
    place = get_object_or_404(Municipality, atvk=atvk)
    body = {"municipality": {"atvk": place.atvk, "name": place.name}, "licence": "CC0-1.0",
            "entries": _lines(place)}  # fmt: skip
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
@shared
def table(request: HttpRequest, atvk: str) -> HttpResponse:
    place = get_object_or_404(Municipality, atvk=atvk)
    text = StringIO()
    columns = list(dict.fromkeys((*COMMON, *VACANCY, *DWELLING, "audience")))
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    for line in _lines(place):
        writer.writerow({name: safe_cell(value) for name, value in line.items()})
    return HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@shared
def embed(request: HttpRequest, atvk: str) -> HttpResponse:
    """A small page that the municipality's site frames; every line leads to the entry here."""
    place = get_object_or_404(Municipality, atvk=atvk)
    context = {"place": place, "entries": _entries(place, SHOWN), "measures": _measures(place, SHOWN)}
    return render(request, "openings/embed.html", context)
