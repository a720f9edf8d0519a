"""The second page of a case: who the family is, the places it thinks of, consents, facts and other regions."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from majup.cases.models import Handover, Step
from majup.people.models import HouseholdShare
from majup.staff.roles import Permission
from majup.web.desk.cases.find import StaffRequest, find_case_with, log
from majup.web.desk.cases.page import in_both_pages
from majup.web.desk.cases.panels import ON_FAMILY, panels_for
from majup.web.http import needs

PROPOSALS_SHOWN = 5


@needs(Permission.CASE_READ)
@require_safe
def family_page(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_case_with(request, reference, **_computed())
    log(request, case, "case_family")
    context = {
        **in_both_pages(request, case),
        **_other_regions(case),
        "obstacles": list(case.obstacles.all()),
        "panels": {panel["name"]: panel for panel in panels_for(ON_FAMILY, case, request.user)},
    }
    return render(request, "desk/cases/family.html", context)


def _computed() -> dict[str, Any]:
    """Number of steps, and whether other regions have to do with the case."""
    steps = Step.objects.filter(case=OuterRef("pk")).order_by().values("case")
    shares = HouseholdShare.objects.filter(household=OuterRef("household_id"), ended_at=None)
    return {
        "steps_all": Coalesce(Subquery(steps.annotate(n=Count("pk")).values("n")), 0),
        "steps_done": Coalesce(Subquery(steps.annotate(n=Count("done_at")).values("n")), 0),
        "has_other_regions": Exists(shares) | Exists(Handover.objects.filter(case=OuterRef("pk"))),
    }


def _other_regions(case: Any) -> dict[str, Any]:
    """Proposals to other regions and those that see the case; most cases never meet another region."""
    if not case.has_other_regions:
        return {"handovers": [], "shares": []}
    handovers = case.handovers.select_related("to_region", "from_region").order_by("-proposed_at")
    return {
        "handovers": list(handovers[:PROPOSALS_SHOWN]),
        "shares": list(case.household.shares.filter(ended_at=None).select_related("region")),
    }
