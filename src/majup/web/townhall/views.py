"""What is asked of the roles one holds: oldest promise first, answered in the same form as by link."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from majup.network.models import Role
from majup.network.queries import people_of
from majup.questions import actions, queries
from majup.questions.models import Question
from majup.staff.access import log_view
from majup.staff.roles import Permission
from majup.staff.scope import acting
from majup.web.answer import pages, words
from majup.web.desk.questions.lists import due_page
from majup.web.http import keyset_page, needs


@needs(Permission.QUESTION_ANSWER)
@require_safe
def asked_of_me(request: HttpRequest) -> HttpResponse:
    rows = Question.objects.asked_of(request.user).open().select_related("topic", "municipality")
    page = due_page(rows, request.GET.get("after", ""))
    roles = list(
        Role.objects.filter(pk__in=request.user.scope.roles)
        .select_related("municipality", "institution", "region")
        .order_by("pk")
    )
    lost = queries.roles_that_lost_their_holder(roles)
    people = people_of(lost)
    log_view(user=request.user, household_id=None, record="questions", page="townhall")
    context = {
        "page": page,
        "lines": [(question, words.state_word(question), words.state_tone(question)) for question in page.rows],
        "roles": [words.name_of(role) for role in roles],
        "gaps": [(words.name_of(role), people[role.pk].deputy) for role in lost],
    }
    return render(request, "townhall/asked.html", context)


@needs(Permission.QUESTION_ANSWER)
@require_safe
def answered(request: HttpRequest) -> HttpResponse:
    given = queries.answers_of(request.user)
    page = keyset_page(given, by="answered_at", after=request.GET.get("after", ""), parse=datetime.fromisoformat)
    log_view(user=request.user, household_id=None, record="answers", page="townhall_answers")
    lines = [(answer, words.said(answer.question.form.fields, answer.form)) for answer in page]
    return render(request, "townhall/answered.html", {"page": page, "lines": lines})


def _asked(request: HttpRequest, pk: int) -> pages.Asked:
    rows = Question.objects.asked_of(request.user).select_related(*pages.RELATED, "escalated_to__municipality")
    question = get_object_or_404(rows, pk=pk)
    role = question.role if question.role_id in request.user.scope.roles else question.escalated_to
    names = {"answer": "townhall_question", "pass_on": "townhall_pass_on", "refuse": "townhall_refuse"}
    urls = {key: reverse(name, args=[pk]) for key, name in names.items()} | {"done": reverse("townhall")}
    log_view(user=request.user, household_id=question.household_id, record=f"question {pk}", page="townhall_question")
    return pages.Asked(question, role, urls, "majup/desk.html", request.user)


def _show(request: HttpRequest, pk: int, page) -> HttpResponse:
    asked = _asked(request, pk)
    if why := pages.barrier(asked.question, asked.role):
        return pages.closed_page(request, asked, why)
    with acting(replace(request.user.scope, question_id=pk)):
        if request.method == "GET" and asked.role == asked.question.role:
            actions.mark_seen(question=asked.question)
        return page(request, asked)


both = require_http_methods(["GET", "HEAD", "POST"])


@needs(Permission.QUESTION_ANSWER)
@both
def question(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, pk, pages.answer_page)


@needs(Permission.QUESTION_ANSWER)
@both
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, pk, pages.pass_on_page)


@needs(Permission.QUESTION_ANSWER)
@both
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, pk, pages.refuse_page)
