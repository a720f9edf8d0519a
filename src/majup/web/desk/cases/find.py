"""Every view of a case begins here: what this user may see, or 404."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from majup.cases.models import Case, Contact, Handover, Step
from majup.people.models import HouseholdShare
from majup.staff.access import log_view
from majup.web.http import StaffRequest

RELATED = ("household", "region", "responsible", "origin_municipality", "present_municipality")


def find_case(request: StaffRequest, reference: str) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.user).select_related(*RELATED), reference=reference)


def find_whole_case(request: StaffRequest, reference: str) -> Any:
    """The case with what its page would else ask one by one: number of steps, whether promises or other regions."""
    steps = Step.objects.filter(case=OuterRef("pk")).order_by().values("case")
    promised = Contact.objects.filter(case=OuterRef("pk"), promise_due_on__isnull=False, promise_kept_at=None)
    shares = HouseholdShare.objects.filter(household=OuterRef("household_id"), ended_at=None)
    rows = Case.objects.visible_to(request.user).select_related(*RELATED)
    rows = rows.annotate(
        steps_all=Coalesce(Subquery(steps.annotate(n=Count("pk")).values("n")), 0),
        steps_done=Coalesce(Subquery(steps.annotate(n=Count("done_at")).values("n")), 0),
        has_promises=Exists(promised),
        has_other_regions=Exists(shares) | Exists(Handover.objects.filter(case=OuterRef("pk"))),
    )
    return get_object_or_404(rows, reference=reference)


def find_child(rows: QuerySet, pk: int) -> Any:
    """A need, step, contact … of a case that was found before."""
    return get_object_or_404(rows, pk=pk)


def log(request: StaffRequest, case: Case, page: str) -> None:
    log_view(user=request.user, household_id=case.household_id, record=f"case {case.reference}", page=page)
