"""RPT-04: what was spent and what came of it, for everybody; and the same numbers as open data (B-73)."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from majup.plumbing import files as kept_files
from majup.plumbing.addresses import whole
from majup.reports.models import MadeFile
from majup.web.navigation import with_menu
from majup.web.public_pages import public_page
from majup.web.results import catalog, files, making, shown
from majup.web.results.datasets import DATASETS, Dataset
from majup.web.results.facts import result_facts

PREVIEW = 50  # rows of a table on its page
JSON_LD = "application/ld+json"


def file_for_everybody(view: Callable) -> Callable:
    """A file that any site may fetch; it is the same for all, so that it is kept like a page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **options)
        response["Access-Control-Allow-Origin"] = "*"
        response.same_for_everybody = not response.streaming  # type: ignore[attr-defined]
        return response

    return login_not_required(require_safe(answer))


@public_page
def results(request: HttpRequest) -> HttpResponse:
    with_menu(request)
    found = shown.page()
    context = {
        "shown": found,
        "rules": shown.rules(),
        "facts": result_facts(),
        "datasets": DATASETS.values(),
        "page_checked": found.published_on,
    }
    return render(request, "results/results.html", context)


@public_page
def data(request: HttpRequest) -> HttpResponse:
    with_menu(request)
    tables = [(one, one.title(), one.about(), one.changed()) for one in DATASETS.values()]
    return render(request, "results/data.html", {"tables": tables, "facts": result_facts()})


def _dataset(code: str) -> Dataset:
    if code not in DATASETS:
        raise Http404
    return DATASETS[code]


@public_page
def dataset(request: HttpRequest, code: str) -> HttpResponse:
    with_menu(request)
    found = _dataset(code)
    columns, size = found.columns(), found.size()
    shown = files.for_people(columns)
    rows = [[row[place] for place in shown] for row, _number in zip(found.rows(), range(PREVIEW), strict=False)]
    context = {
        "one": found,
        "title": found.title(),
        "about": found.about(),
        "method": found.method(),
        "columns": columns,
        "heads": [columns[place].title for place in shown],
        "numeric": {at for at, place in enumerate(shown) if columns[place].kind in files.NUMBERS},
        "rows": rows,
        "size": size,
        "is_long": size > files.MOST_AT_ONCE,
        "is_printed": size <= files.MOST_PRINTED,
        "changed": found.changed(),
        "facts": result_facts(),
    }
    return render(request, "results/dataset.html", context)


@file_for_everybody
def file(request: HttpRequest, code: str, ending: str) -> HttpResponse:
    """One file of a dataset; `ending` says which: csv, csv-metadata.json, xlsx, pdf, json (JSON-stat)."""
    found = _dataset(code)
    makers: dict[str, Callable[[], HttpResponse]] = {
        "csv": lambda: StreamingHttpResponse(files.csv(found), content_type="text/csv; charset=utf-8"),
        "csv-metadata.json": lambda: _json(files.csvw(found, whole(_address(found, "csv"))), "application/csvm+json"),
        "json": lambda: _json(files.json_stat(found), "application/json"),
        "xlsx": lambda: _workbook(found),
        "pdf": lambda: _pdf(found),
    }
    if ending not in makers:
        raise Http404
    response = makers[ending]()
    if ending in {"csv", "xlsx", "pdf"} and response.status_code == 200:
        response["Content-Disposition"] = f'attachment; filename="{code}-{request.LANGUAGE_CODE}.{ending}"'  # type: ignore[attr-defined]
    return response


def _address(found: Dataset, ending: str) -> str:
    return reverse("results_file", args=[found.code, ending])


def _json(body: dict[str, Any], kind: str) -> HttpResponse:
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type=f"{kind}; charset=utf-8")


def _workbook(found: Dataset) -> HttpResponse:
    """A long table is written by the worker; the reader is led to the page that says how far it is."""
    if found.size() > files.MOST_AT_ONCE:
        return redirect("results_making", found.code)
    return HttpResponse(files.workbook(found), content_type=catalog.FORMATS["xlsx"][0])


def _pdf(found: Dataset) -> HttpResponse:
    if found.size() > files.MOST_PRINTED:
        raise Http404
    return HttpResponse(files.printed(found), content_type="application/pdf")


@login_not_required
@csrf_exempt  # nobody is signed in here, so there is nothing to forge; cookies may be off
@require_http_methods(["GET", "POST"])
def making_page(request: HttpRequest, code: str) -> HttpResponse:
    """How far the worker is with a long workbook; POST asks for it, once for each state of the data."""
    with_menu(request)
    found = _dataset(code)
    if request.method == "POST":
        making.ask(found, request.LANGUAGE_CODE)  # type: ignore[attr-defined]
        return redirect("results_making", code)
    made = making.current(found, request.LANGUAGE_CODE)  # type: ignore[attr-defined]
    context = {"one": found, "title": found.title(), "made": made, "size": found.size()}
    response = render(request, "results/making.html", context)
    if made and not made.digest:
        response["Refresh"] = "3"
    return response


@login_not_required
@require_safe
def made_file(request: HttpRequest, code: str) -> HttpResponse:
    """The workbook that the worker has written."""
    made: MadeFile | None = making.current(_dataset(code), request.LANGUAGE_CODE)  # type: ignore[attr-defined]
    if made is None or not made.digest:
        return redirect("results_making", code)
    response = HttpResponse(kept_files.read(made.digest), content_type=catalog.FORMATS["xlsx"][0])
    response["Content-Disposition"] = f'attachment; filename="{code}-{request.LANGUAGE_CODE}.xlsx"'  # type: ignore[attr-defined]
    return response


@file_for_everybody
def catalog_turtle(request: HttpRequest) -> HttpResponse:
    return HttpResponse(catalog.turtle(catalog.graph()), content_type="text/turtle; charset=utf-8")


@file_for_everybody
def catalog_json(request: HttpRequest) -> HttpResponse:
    return _json(catalog.json_ld(catalog.graph()), JSON_LD)
