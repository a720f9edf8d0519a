"""What municipalities and institutions owe the region's coordinator: topics and days, nothing of a family (REF-07)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from majup.questions import queries
from majup.questions.models import State
from majup.staff.roles import Permission
from majup.web.answer import words
from majup.web.http import StaffRequest, needs


@needs(Permission.QUESTION_OVERDUE_READ)
@require_safe
def overdue(request: StaffRequest) -> HttpResponse:
    late = [
        (question, words.name_of(question.role), words.STATES[State(question.state)])
        for question in queries.escalated()
    ]
    return render(request, "office/overdue.html", {"late": late})
