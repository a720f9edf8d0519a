"""Work of coordinators and deputies, to plan a substitution (RPT-10); by name, without sums, never a ranking."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from majup.places.models import PlanningRegion, in_force
from majup.reports import workload as counting
from majup.staff.roles import Permission
from majup.web.http import StaffRequest, needs


@needs(Permission.WORKLOAD_READ)
@require_safe
def workload(request: StaffRequest) -> HttpResponse:
    """Of the regions that one coordinates, stands in for or administers, and of no other."""
    today = timezone.localdate()
    regions = list(PlanningRegion.objects.filter(in_force(today), roles__in=request.user.scope.roles).distinct())
    found = counting.workload(regions, today)
    groups = [(region, found[region.pk]) for region in regions]
    return render(request, "figures/quality/workload.html", {"groups": groups, "weeks": counting.WEEKS})
