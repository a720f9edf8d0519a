"""What every press on the page of what fits needs: the case in one's own care, and the way back."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from majup.cases.models import Case
from majup.web.desk.cases.find import StaffRequest, find_case


def find_own(request: StaffRequest, reference: str) -> Case:
    """The case, when the user's region is responsible: answers are for it alone (PRV-05)."""
    case = find_case(request, reference)
    if case.region_id not in request.user.scope.regions:
        raise Http404
    return case


def back_to(case: Case, anchor: str = "ask") -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('case_fits', args=[case.reference])}#{anchor}")


def number_of(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)
