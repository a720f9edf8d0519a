"""Every view of a case begins here: what this user may see, or 404."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from majup.cases.models import Case
from majup.staff.access import log_view
from majup.web.http import StaffRequest

RELATED = ("household", "region")


def find_case(request: StaffRequest, reference: str) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.user).select_related(*RELATED), reference=reference)


def find_case_with(request: StaffRequest, reference: str, **computed: Any) -> Any:
    """The case with what its page would else ask one by one: each expression becomes an attribute."""
    rows = Case.objects.visible_to(request.user).select_related(*RELATED).annotate(**computed)
    return get_object_or_404(rows, reference=reference)


def find_child(rows: QuerySet, pk: int) -> Any:
    """A need, step, contact … of a case that was found before."""
    return get_object_or_404(rows, pk=pk)


def log(request: StaffRequest, case: Case, page: str) -> None:
    log_view(user=request.user, household_id=case.household_id, record=f"case {case.reference}", page=page)
