"""How long people wait, and who answers what we ask (INT-10, OFF-14, REF-11)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majup.network.models import Institution, Topic
from majup.offers import queries as offers
from majup.places.models import Municipality
from majup.reports import waits as counting
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain, named
from majup.web.figures.quality.common import Shown, chosen, period_page, query_of
from majup.web.http import StaffRequest, needs

DIMENSIONS = ["institution", "municipality", "topic"]


@period_page
def waits(request: StaffRequest, context: dict[str, Any]) -> Shown:
    if context["form"].errors:
        return "figures/quality/waits.html", {}
    found = counting.waits(context["period"])
    period = context["period"]
    letters = {row.region_id: row for row in offers.times(period.start, period.end)}
    return "figures/quality/waits.html", {
        "at": found.at,
        "of": found.of,
        "whole": found.of[counting.ENQUIRY][-1],
        "letters": [(wait, letters.get(wait.region.pk) if wait.region else None) for wait in found.of[counting.OFFER]],
        "query": query_of(period),
    }


@needs(Permission.TOTALS_READ)
@require_safe
def moved(request: StaffRequest) -> HttpResponse:
    """Where the two pages on times stood before; the period that was chosen comes along."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(reverse("quality_waits") + (f"?{query}" if query else ""), permanent=True)


@period_page
def questions(request: StaffRequest, context: dict[str, Any]) -> Shown:
    """REF-11: numbers of questions, median and share unanswered; by name, never by rank."""
    by = chosen(request, "by", DIMENSIONS)
    found, at = ({name: {} for name in DIMENSIONS}, None)
    if not context["form"].errors:
        found, at = counting.questions(context["period"])
    if "by" not in request.GET:
        by = next((name for name in DIMENSIONS if found[name]), by)
    rows = found[by]
    query = query_of(context["period"])
    return "figures/quality/questions.html", {
        "at": at,
        "by": by,
        "lines": [(name, rows[key]) for key, name in _names(by, set(rows))],
        "ways": [(label, f"?by={code}&{query}", code == by) for code, label in _labels()],
        "head": dict(_labels())[by],
    }


def _labels() -> list[tuple[str, str]]:
    return [("institution", _("Institution")), ("municipality", _("Municipality")), ("topic", _("Topic"))]


def _names(by: str, keys: set[int]) -> list[tuple[int, str]]:
    """(id, name) in the order in which such things always stand."""
    if by == "municipality":
        return [(one.pk, named(one)) for one in Municipality.objects.filter(pk__in=keys)]
    rows = (Topic if by == "topic" else Institution).objects.filter(pk__in=keys).order_by("pk")
    pairs = [(one.pk, localized_plain(one.name)) for one in rows]
    return pairs if by == "topic" else sorted(pairs, key=lambda pair: pair[1].casefold())
