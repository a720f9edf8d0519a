"""The library of typical answers: written once, used in letters (K-C10)."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.cases import actions
from majup.cases.errors import ChangedMeanwhile
from majup.cases.models import TypicalAnswer
from majup.places.models import PlanningRegion
from majup.staff.roles import Permission
from majup.web.desk.cases.find import StaffRequest
from majup.web.desk.cases.forms import AnswerForm, answer_values
from majup.web.http import needs, page_or_422

MOST = 200


def _usable(request: StaffRequest) -> QuerySet[TypicalAnswer]:
    return TypicalAnswer.objects.usable_by(request.user).select_related("topic", "region", "changed_by")


def _region(request: StaffRequest) -> PlanningRegion | None:
    return PlanningRegion.objects.filter(pk__in=request.user.scope.regions).first()


@needs(Permission.CASE_WRITE)
@require_safe
def library(request: StaffRequest) -> HttpResponse:
    return render(request, "desk/cases/answers.html", {"answers": _usable(request)[:MOST]})


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    initial = {"language": get_language(), "text": request.GET.get("text", "")[:4000]}
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.save_answer(by=request.user, **_values(request, form.cleaned_data))
        messages.success(request, _("The answer is in the library."))
        return redirect("answers")
    return page_or_422(request, "desk/cases/answer.html", {"form": form, "title": _("New typical answer")}, form)


def _values(request: StaffRequest, data: dict[str, Any]) -> dict[str, Any]:
    region = None if data["for_all"] else _region(request)
    return {**{name: data[name] for name in ("title", "text", "language", "topic")}, "region": region}


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    answer = get_object_or_404(_usable(request), pk=pk)
    form = AnswerForm(request.POST or None, initial=answer_values(answer))
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.change_answer(
                answer=answer, by=request.user, version=version, **_values(request, form.cleaned_data)
            )
        except ChangedMeanwhile as refusal:
            _show_theirs(form, refusal.current)
        else:
            messages.success(request, _("The answer is saved."))
            return redirect("answers")
    context = {"form": form, "answer": answer, "title": _("Typical answer")}
    return page_or_422(request, "desk/cases/answer.html", context, form)


def _show_theirs(form: Any, current: TypicalAnswer) -> None:
    form.data = form.data.copy()
    form.data["version"] = current.version
    text = _("%(name)s changed this answer meanwhile to: %(text)s. Yours stands in the field; save again to keep it.")
    form.add_error("text", text % {"name": current.changed_by, "text": current.text})


@needs(Permission.CASE_WRITE)
@require_POST
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    actions.withdraw_answer(answer=get_object_or_404(_usable(request), pk=pk), by=request.user)
    messages.success(request, _("The answer is offered no longer."))
    return redirect("answers")
