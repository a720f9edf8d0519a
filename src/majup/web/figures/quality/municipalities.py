"""Which municipalities are at it (RPT-07), and what exists where: municipality by class of measure (K-V3, K-M13)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from majup.places.models import PlanningRegion, in_force
from majup.reports import activity as counting
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain
from majup.web.figures.quality.common import chosen
from majup.web.http import StaffRequest, needs

SHADES = 5
STATES = ["active", "recorded", "five"]


def _region(request: StaffRequest) -> tuple[list[PlanningRegion], PlanningRegion | None]:
    regions = list(PlanningRegion.objects.filter(in_force(timezone.localdate())))
    return regions, next((one for one in regions if one.code == request.GET.get("region")), None)


@needs(Permission.TOTALS_READ)
@require_safe
def activity(request: StaffRequest) -> HttpResponse:
    """All municipalities in force by name; the quiet ones can be seen by themselves."""
    regions, region = _region(request)
    only = chosen(request, "only", ["", "quiet"])
    lines, at = counting.activity(timezone.localdate())
    mine = [line for line in lines if region is None or line.region == region]
    context = {
        "at": at,
        "groups": _by_region([line for line in mine if line.is_quiet or not only], is_open=bool(only or region)),
        "quiet": sum(line.is_quiet for line in mine),
        "number": len(mine),
        "regions": regions,
        "region": region,
        "only": only,
    }
    return render(request, "figures/quality/activity.html", context)


Group = tuple[str, list[counting.Active], bool]


def _by_region(lines: list[counting.Active], *, is_open: bool) -> list[Group]:
    """(region and what was found in it, its municipalities with the quiet ones first, whether it stands open)."""
    regions: dict[PlanningRegion | None, list[counting.Active]] = {}
    for line in sorted(lines, key=lambda one: (one.region.order if one.region else 99, not one.is_quiet)):
        regions.setdefault(line.region, []).append(line)
    return [(_finding(region, mine), mine, is_open) for region, mine in regions.items()]


def _finding(region: PlanningRegion | None, lines: list[counting.Active]) -> str:
    words = {
        "region": localized_plain(region.name) if region else _("Without a region"),
        "number": len(lines),
        "quiet": sum(line.is_quiet for line in lines),
        "nobody": sum(not line.has_specialist for line in lines),
    }
    if words["quiet"]:
        text = ngettext(
            "%(region)s: %(number)s municipality; nothing shows in %(quiet)s; without a specialist: %(nobody)s",
            "%(region)s: %(number)s municipalities; nothing shows in %(quiet)s; without a specialist: %(nobody)s",
            len(lines),
        )
    else:
        text = ngettext(
            "%(region)s: %(number)s municipality; without a specialist: %(nobody)s",
            "%(region)s: %(number)s municipalities; without a specialist: %(nobody)s",
            len(lines),
        )
    return text % words


@needs(Permission.TOTALS_READ)
@require_safe
def heat(request: StaffRequest) -> HttpResponse:
    """K-V3: where nothing exists. The number stands in every cell; the shade only helps the eye."""
    regions, region = _region(request)
    state, audience = chosen(request, "state", STATES), chosen(request, "for", ["all", "returnees"])
    found = counting.heat(timezone.localdate(), region=region, for_returnees=audience == "returnees", state=state)
    codes = [row.code for row in found.classes]
    context = {
        "heat": found,
        "classes": [localized_plain(row.name) for row in found.classes],
        "rows": [(place, [_cell(found, place.pk, code) for code in codes]) for place in found.places],
        "empty": found.empty(),
        "cells": len(found.places) * len(codes),
        "regions": regions,
        "region": region,
        "state": state,
        "audience": audience,
        "states": [
            ("active", _("confirmed and open today")),
            ("recorded", _("all that is on record, confirmed or not")),
            ("five", _("on record for the last five years")),
        ],
        "audiences": [("all", _("everybody")), ("returnees", _("returnees alone or first"))],
    }
    return render(request, "figures/quality/heat.html", context)


def _cell(found: counting.Heat, place: int, code: str) -> tuple[int, int]:
    """(number, shade from 0 to SHADES)."""
    number = found.cells.get(place, {}).get(code, 0)
    return number, min(SHADES, -(-number * SHADES // found.most)) if number else 0
