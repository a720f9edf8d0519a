"""The desk's start page: one glance, everything that is due today (NET-09)."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from majup.network.models import Role
from majup.network.queries import vacant
from majup.places.models import RegionMembership, in_force
from majup.staff.access import log_view
from majup.staff.roles import Permission
from majup.web.components import codes
from majup.web.desk.cases.find import StaffRequest
from majup.web.desk.cases.forms import QUICK
from majup.web.desk.start.counts import SHOWN, Row, sources, up_to_limit
from majup.web.desk.start.reports import report_waits
from majup.web.navigation import items_for


@require_safe
def start(request: StaffRequest) -> HttpResponse:
    """Coordinators work here; everybody else goes on to a report that waits, or to the first line of the own menu."""
    if not request.user.may(Permission.CASE_READ):
        return _elsewhere(request)
    today = timezone.localdate()
    rows = todays_rows(request.user, today)
    log_view(user=request.user, household_id=None, record="today", page="start")
    context = {
        "counts": [source.count(request.user) for source in sources() if hasattr(source, "count")],
        "rows": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "today": today,
        "vacant": up_to_limit(_vacant(request.user, today)),
        "channels": codes.code_choices("channels"),
        "quick": [choice for choice in QUICK if choice[0] != "date"],
    }
    return render(request, "desk/start/start.html", context)


def _elsewhere(request: StaffRequest) -> HttpResponse:
    if report_waits(request.user):
        return redirect("reports")
    own = [item for item in items_for(request.user) if item.url_name != "start"]
    return redirect(own[0].url_name) if own else render(request, "desk/start/nothing.html")


def todays_rows(user: Any, day: date) -> list[Row]:
    """What burns most stands first."""
    found = [row for source in sources() if hasattr(source, "rows") for row in source.rows(user, day)]
    return sorted(found, key=lambda row: row.due)


def _vacant(user: Any, day: date) -> Any:
    """Specialists' roles of one's own municipalities that nobody holds: gaps to close (NET-03)."""
    own = RegionMembership.objects.filter(in_force(day), region__in=user.scope.regions).values("municipality")
    return vacant(day).filter(kind=Role.Kind.SPECIALIST, municipality__in=own)
