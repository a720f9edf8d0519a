"""Answering, passing on and refusing: the same pages for who came by a link and for who is signed in."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from majup.network.models import Role
from majup.network.queries import contact_of, coordinator_role
from majup.questions import actions, queries
from majup.questions.errors import NobodyToWriteTo, NothingAnswered, QuestionRefused
from majup.questions.models import Answer, Question, State
from majup.staff.models import User
from majup.web.answer import words
from majup.web.answer.forms import AnswerForm, PassOnForm, RefuseForm
from majup.web.http import page_or_422

RELATED = ("topic", "form", "region", "role__municipality", "role__institution", "role__region", "municipality")


@dataclass(frozen=True)
class Asked:
    """One question before the role that is to answer it. `urls` has answer, pass_on, refuse and done."""

    question: Question
    role: Role
    urls: dict[str, str]
    layout: str
    by: User | None = None

    @property
    def former(self) -> Answer | None:
        return self.question.answers.filter(role=self.role).first()

    @property
    def name(self) -> str:
        return self.by.name if self.by else queries.acting_name(self.role)


def barrier(question: Question, role: Role) -> str:
    """Why the form is not shown: "withdrawn", "refused", "passed_on", "used", "answered"; "" when it is."""
    if question.state in {State.WITHDRAWN, State.REFUSED}:
        return question.state
    if role.pk not in {question.role_id, question.escalated_to_id}:
        return "passed_on"
    former = question.answers.filter(role=role).first()
    if former and former.used_at:
        return "used"
    return "answered" if question.state == State.ANSWERED and former is None else ""


def ground(asked: Asked) -> dict[str, Any]:
    """What every one of these pages shows: the question, the facts with it, the chain, who asks."""
    question = asked.question
    stops = list(question.stops.select_related("role__municipality", "role__institution", "role__region"))
    return {
        "question": question,
        "asked": asked,
        "layout": asked.layout,
        "urls": asked.urls,
        "shown": words.shown(question.shown, question.support),
        "previous": words.said(question.form.fields, question.previous.get("form", {})),
        "previous_on": _day(question.previous.get("answered_on")),
        "contact": contact_of(coordinator_role(question.region)),
        "chain": [(words.name_of(stop.role), stop) for stop in stops],
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def closed_page(request: HttpRequest, asked: Asked, why: str) -> HttpResponse:
    former = asked.former
    answered = former or asked.question.answers.first()
    given = words.said(asked.question.form.fields, answered.form) if answered else []
    context = {**ground(asked), "why": why, "answer": answered, "given": given}
    return render(request, "answer/closed.html", {**context, "now_with": words.name_of(asked.question.role)})


def _finish(request: HttpRequest, asked: Asked, words_of_thanks: str) -> HttpResponse:
    """By link a page of thanks follows; who is signed in reads it above the list."""
    if asked.by is not None:
        messages.success(request, words_of_thanks)
    return redirect(asked.urls["done"])


def answer_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    former = asked.former
    form = AnswerForm(request.POST if request.method == "POST" else None, asked.question, former, asked.name)
    if request.method == "POST" and form.is_valid():
        data = {key: form.cleaned_data[key] for key in ("text", "is_part", "for_others", "valid_until", "name")}
        try:
            actions.answer(question=asked.question, role=asked.role, form=form.said, by=asked.by, **data)
        except NothingAnswered:
            form.add_error("text", _("Fill in a field or write a few words"))
        except QuestionRefused:
            return redirect(asked.urls["answer"])
        else:
            return _finish(request, asked, _("Thank you. The coordinator sees your answer now."))
    return page_or_422(request, "answer/answer.html", {**ground(asked), "form": form, "former": former}, form)


def pass_on_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    roles = {role.pk: role for role in queries.others_in_reach(asked.question)}
    form = PassOnForm(request.POST if request.method == "POST" else None, roles.values(), asked.name)
    if request.method == "POST" and form.is_valid():
        to = roles[form.cleaned_data["to"]]
        said = {key: form.cleaned_data[key] for key in ("note", "name")}
        try:
            actions.pass_on(question=asked.question, role=asked.role, to=to, by=asked.by, **said)
        except NobodyToWriteTo:
            form.add_error("to", _("Nobody reads mail there at the moment. Choose another unit."))
        except QuestionRefused:
            return redirect(asked.urls["answer"])
        else:
            return _finish(request, asked, _("The question has been passed on."))
    return page_or_422(request, "answer/pass_on.html", {**ground(asked), "form": form}, form)


def refuse_page(request: HttpRequest, asked: Asked) -> HttpResponse:
    form = RefuseForm(request.POST if request.method == "POST" else None, asked.name)
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse(question=asked.question, role=asked.role, by=asked.by, **form.cleaned_data)
        except QuestionRefused:
            return redirect(asked.urls["answer"])
        return _finish(request, asked, _("The coordinator sees your reason now."))
    return page_or_422(request, "answer/refuse.html", {**ground(asked), "form": form}, form)
