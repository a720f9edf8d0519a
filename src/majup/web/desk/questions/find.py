"""Every view of questions on the desk begins here: what this user may see, or 404, and the row in the access log."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from majup.cases.models import Case
from majup.questions.models import Question
from majup.staff.access import log_view


def find_question(request: HttpRequest, pk: int) -> Question:
    return get_object_or_404(Question.objects.visible_to(request.user).with_answers(), pk=pk)


def find_case(request: HttpRequest, reference: str) -> Case:
    cases = Case.objects.visible_to(request.user).select_related("household", "region")
    return get_object_or_404(cases, reference=reference)


def log(request: HttpRequest, household_id: int, record: str, page: str) -> None:
    log_view(user=request.user, household_id=household_id, record=record, page=page)
