"""Before the return: what is settled and what is not (Q-R4 to Q-R6), and the first months in figures (NEE-14).

The four answers stand in the address. The figures are sent and answered, and stand nowhere.
"""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from majup.matching.guide import Fit, library
from majup.places.pack import read
from majup.web.http import page_or_422
from majup.web.navigation import with_menu
from majup.web.public_pages import public_page
from majup.web.steps import words
from majup.web.steps.forms import NO, YES, MonthsForm, ReadyForm, budget


@cache
def _pack(folder: Path) -> dict[str, Any]:
    row: dict[str, Any] = read(folder, "ready")
    return row


@public_page
def ready(request: HttpRequest) -> HttpResponse:
    with_menu(request)
    pack = _pack(settings.COUNTRY_PACK)
    form = ReadyForm(request.GET if request.GET else None, pack=pack)
    context = {"form": form, "pack": pack, **(_found(form, pack) if form.is_bound and form.is_valid() else {})}
    return page_or_422(request, "steps/ready.html", context, form)


def _found(form: ReadyForm, pack: dict[str, Any]) -> dict[str, Any]:
    """For each "no" what is still to do, for each "yes" what it means, and what else should be watched."""
    said = form.cleaned_data
    to_do = [row for row in pack["questions"] if said[row["code"]] == NO]
    good = [row for row in pack["questions"] if said[row["code"]] == YES]
    watched = [row for row in pack["checks"] if row["code"] in said["check"]]
    return {
        "to_do": [(row, _steps(row["steps"])) for row in to_do],
        "good": good,
        "watched": [(row, _steps(row["steps"])) for row in watched],
        "is_answered": bool(to_do or good or watched),
    }


def _steps(codes: list[str]) -> list[words.Shown]:
    steps = [library().steps[code] for code in codes]
    known = words.contacts(words.institutions_of(steps))
    return [words.shown_step(step, Fit.YES, known) for step in steps]


@login_not_required
@never_cache
@csrf_exempt  # nobody is signed in and nothing is kept: there is nothing to forge
@require_http_methods(["GET", "HEAD", "POST"])
def first_months(request: HttpRequest) -> HttpResponse:
    with_menu(request)
    form = MonthsForm(request.POST if request.method == "POST" else None)
    found = budget(form) if form.is_bound and form.is_valid() else None
    return page_or_422(request, "steps/first_months.html", {"form": form, "budget": found}, form)
