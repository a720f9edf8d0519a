"""Questions out: the list, the overdue ones first; one question with its chain; taking back; outcome of a search."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majup.cases.models import Case
from majup.questions import actions, queries
from majup.questions.errors import NotResponsible, QuestionRefused
from majup.questions.models import CLOSED, Answer, Question, Search
from majup.staff.roles import Permission
from majup.web.answer import words
from majup.web.desk.questions.find import find_question, log
from majup.web.desk.questions.forms import FilterForm, SearchForm, WithdrawForm
from majup.web.http import needs, page_or_422

SIZE = 25


@dataclass(frozen=True)
class DuePage:
    """One page in the order of the due day; `later` is where the next one begins, "" at the end."""

    rows: list[Question]
    later: str
    is_first: bool


def due_page(rows: QuerySet[Question], after: str, *, latest_first: bool = False) -> DuePage:
    """The day longest past comes first. `after` is "<day>~<id>" of the last row seen; a broken one means the start."""
    start, further = _position(after), "lt" if latest_first else "gt"
    ordered = rows.order_by("-due_on", "-pk") if latest_first else rows.order_by("due_on", "pk")
    if start:
        beyond = {f"due_on__{further}": start[0]}
        ordered = ordered.filter(Q(**beyond) | Q(due_on=start[0], **{f"pk__{further}": start[1]}))
    found = list(ordered[: SIZE + 1])
    last = found[SIZE - 1] if len(found) > SIZE else None
    return DuePage(found[:SIZE], f"{last.due_on.isoformat()}~{last.pk}" if last else "", start is None)


def _position(after: str) -> tuple[date, int] | None:
    day, _sign, pk = after.rpartition("~")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


@needs(Permission.QUESTION_SEND)
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    filters = FilterForm(request.GET)
    rows = _filtered(Question.objects.in_care_of(request.user), filters.chosen).with_names()
    closed = filters.chosen["state"] in {*CLOSED, "all"}
    page = due_page(rows, request.GET.get("after", ""), latest_first=closed)
    log(request, None, "questions", "questions")
    query = request.GET.copy()
    query.pop("after", None)
    lines = [_line(question) for question in page.rows]
    return render(
        request,
        "desk/questions/list.html",
        {"filters": filters, "page": page, "lines": lines, "query": query.urlencode()},
    )


def _filtered(rows: QuerySet[Question], chosen: dict[str, str]) -> QuerySet[Question]:
    state = chosen["state"]
    if state == "overdue":
        rows = rows.overdue()
    elif state != "all":
        rows = rows.filter(state=state) if state else rows.open()
    if chosen["topic"]:
        rows = rows.filter(topic__code=chosen["topic"])
    return rows.filter(municipality__atvk=chosen["place"]) if chosen["place"] else rows


def _line(question: Question) -> dict[str, Any]:
    return {
        "question": question,
        "addressee": words.name_of(question.role),
        "state": words.state_word(question),
        "tone": words.state_tone(question),
    }


def told(question: Question, against: dict[int, list[queries.Said]]) -> dict[str, Any]:
    """Everything a coordinator reads of one question, taken `with_answers`, and what contradicts them (REF-12)."""
    return {
        **with_answers(question, question.answers.all(), against),
        "shown": words.shown(question.shown, question.support),
        "chain": [(words.name_of(stop.role), stop) for stop in question.stops.all()],
        "escalated_to": words.name_of(question.escalated_to) if question.escalated_to else "",
    }


def with_answers(
    question: Question, answers: Iterable[Answer], against: dict[int, list[queries.Said]]
) -> dict[str, Any]:
    """To whom, in what state, and each of its `answers` with what contradicts it."""
    return {**_line(question), "answers": [_said(question, answer, against) for answer in answers]}


def _said(question: Question, answer: Answer, against: dict[int, list[queries.Said]]) -> dict[str, Any]:
    fields = question.form.fields
    others = against.get(answer.pk, [])
    return {
        "answer": answer,
        "by": words.name_of(answer.role),
        "said": words.said(fields, answer.form),
        "against": [{"at": said.changed_at, "said": words.said(fields, said.form)} for said in others],
    }


@needs(Permission.QUESTION_SEND)
@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_question(request, pk)
    log(request, found.household_id, f"question {found.pk}", "question")
    line = told(found, queries.contradictions(found.answers.select_related("question__form")))
    return render(request, "desk/questions/question.html", {**line, "told": line})


@needs(Permission.QUESTION_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_question(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(question=found, by=request.user, **form.cleaned_data)
        except NotResponsible:
            form.add_error(None, _("Only the region that is responsible for the case takes a question back."))
        except QuestionRefused:
            form.add_error(None, _("The question is closed already."))
        else:
            messages.success(request, _("The question was withdrawn."))
            return redirect("case", reference=found.case.reference)
    log(request, found.household_id, f"question {found.pk}", "question_withdraw")
    return page_or_422(request, "desk/questions/withdraw.html", {**_line(found), "form": form}, form)


@needs(Permission.QUESTION_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest, pk: int) -> HttpResponse:
    searches = Search.objects.filter(case__in=Case.objects.visible_to(request.user))
    found = get_object_or_404(searches.select_related("case", "need__topic"), pk=pk)
    form = SearchForm(request.POST if request.method == "POST" else None, found)
    if request.method == "POST" and form.is_valid():
        actions.close_search(search=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("The outcome of the search was recorded."))
        return redirect("case", reference=found.case.reference)
    asked = list(Question.objects.visible_to(request.user).filter(search=found).with_answers())
    answers = Answer.objects.filter(question__in=asked).select_related("question__form")
    against = queries.contradictions(answers)
    log(request, found.case.household_id, f"search {found.pk}", "question_search")
    context = {"search": found, "form": form, "lines": [told(question, against) for question in asked]}
    return page_or_422(request, "desk/questions/search.html", context, form)
