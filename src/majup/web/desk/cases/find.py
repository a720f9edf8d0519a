"""Every view of a case begins here: what this user may see, or 404."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from majup.cases.models import Case
from majup.staff.access import log_view
from majup.web.http import StaffRequest

RELATED = ("household", "region")


class CaseNotSeen(Http404):
    """No case of this number that the user may see: there is none, or others have it; nobody is told which (ADR 2)."""

    page = "desk/cases/not_seen.html"


def _seen(rows: QuerySet, reference: str) -> Any:
    found = rows.filter(reference=reference).first()
    if found is None:
        raise CaseNotSeen
    return found


def find_case(request: StaffRequest, reference: str) -> Case:
    found: Case = _seen(Case.objects.visible_to(request.user).select_related(*RELATED), reference)
    return found


def find_case_with(request: StaffRequest, reference: str, **computed: Any) -> Any:
    """The case with what its page would else ask one by one: each expression becomes an attribute."""
    rows = Case.objects.visible_to(request.user).select_related(*RELATED).annotate(**computed)
    return _seen(rows, reference)


def find_child(rows: QuerySet, pk: int) -> Any:
    """A need, step, contact … of a case that was found before."""
    return get_object_or_404(rows, pk=pk)


def log(request: StaffRequest, case: Case, page: str) -> None:
    log_view(user=request.user, household_id=case.household_id, record=f"case {case.reference}", page=page)
