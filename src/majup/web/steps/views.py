"""Guides as step lists (FAQ-04, Q-R2, Q-R3, GRA-10, SPE-03): for everybody, or for one household by what it ticks.

Ticks of done steps stay on the device; the address of a page holds what a household said of itself, nothing else does.
"""

from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majup.catalogue.models import Audience
from majup.matching import guide as guiding
from majup.matching.guide import Guide
from majup.matching.self_check import business_measures
from majup.plumbing import pdf
from majup.web.components.texts import language, localized_plain, longdate
from majup.web.navigation import with_menu
from majup.web.public_pages import public_page
from majup.web.selfcheck.words import about
from majup.web.steps import words

TEMPLATE = Path(__file__).parent / "guide.typ"


@public_page
def guides(request: HttpRequest) -> HttpResponse:
    with_menu(request)
    return render(request, "steps/guides.html", {"guides": guiding.guide_texts()})


def _find(code: str) -> Guide:
    found = guiding.guide(code)
    if found is None:
        raise Http404
    return found


@public_page
def guide(request: HttpRequest, code: str) -> HttpResponse:
    with_menu(request)
    found, household = _find(code), words.household_of(request.GET)
    context = words.page_of(found, household, found.plan(household))
    return render(request, "steps/guide.html", context)


@public_page
def mine(request: HttpRequest) -> HttpResponse:
    """The way of one household, put together from what it says of itself (K-M17)."""
    with_menu(request)
    household = words.household_of(request.GET)
    return render(request, "steps/mine.html", words.own_page(household, guiding.own_plan(household)))


@login_not_required
@require_safe
def guide_pdf(request: HttpRequest, code: str) -> HttpResponse:
    found, household = _find(code), words.household_of(request.GET)
    context = words.page_of(found, household, found.plan(household))
    title, lead = localized_plain(found.version.title), localized_plain(found.version.summary)
    return _paper(title, lead, context, code)


@login_not_required
@require_safe
def mine_pdf(request: HttpRequest) -> HttpResponse:
    household = words.household_of(request.GET)
    context = words.own_page(household, guiding.own_plan(household))
    return _paper(_("Your way home, step by step"), "", context, "steps")


def _paper(title: str, lead: str, context: dict[str, Any], name: str) -> HttpResponse:
    today = timezone.localdate()
    day = _("As of %(day)s") % {"day": longdate(today)}
    data = words.paper_of(title, lead, context["phases"], day)
    made = pdf.render(TEMPLATE, data, language=language(), title=title, date=today)
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


@public_page
def money(request: HttpRequest) -> HttpResponse:
    """GRA-09: instruments for a business side by side: sum, own share, whether returnees have an advantage."""
    with_menu(request)
    lines = [about(fact) for fact in business_measures(request.GET.get("place", ""))]
    told = [line for line in lines if line.amounts or line.conditions]
    told.sort(key=lambda line: line.version.audience == Audience.ALL)
    return render(request, "steps/money.html", {"lines": told, "others": [one for one in lines if one not in told]})
