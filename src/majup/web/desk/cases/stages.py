"""To another stage, to rest, to the end, and back (FUP-03, NEE-04, NEE-06)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from majup.cases import actions
from majup.cases.actions import TRANSITIONS
from majup.cases.errors import (
    CaseRefused,
    ChangedMeanwhile,
    MoveNotAllowed,
    NextContactMissing,
    NotReady,
    NotResponsible,
    OpenNeedsLeft,
    ReasonMissing,
)
from majup.cases.models import ENDED, Case, Need, Stage
from majup.staff.roles import Permission
from majup.web.components.codes import area_name, stage_name, topic_name
from majup.web.desk.cases import forms
from majup.web.desk.cases.find import StaffRequest, find_case, log
from majup.web.desk.cases.page import back
from majup.web.desk.cases.timeline import changes_since
from majup.web.http import needs, page_or_422


def refuse(form: Any, refusal: CaseRefused) -> None:
    """Turn a refusal of the stage into words beside the field that mends it."""
    if isinstance(refusal, NotReady):
        areas = ", ".join(area_name(area) for area in refusal.areas)
        _put(
            form,
            "reason",
            _("Still unknown: %(areas)s. Find out, or say why the move is prepared all the same.") % {"areas": areas},
        )
    elif isinstance(refusal, ReasonMissing):
        _put(form, "reason", _("Say why."))
    elif isinstance(refusal, NextContactMissing):
        _put(form, "next_contact_on", _("Say when the family is contacted next."))
    elif isinstance(refusal, OpenNeedsLeft):
        topics = ", ".join(topic_name(need.topic.code) for need in refusal.needs)
        _put(
            form,
            "needs_reason",
            _("Needs without an answer are left: %(topics)s. Say why they are given up.") % {"topics": topics},
        )
    elif isinstance(refusal, MoveNotAllowed):
        text = _("The case stands at “%(stage)s” and cannot go there from here.")
        form.add_error(None, text % {"stage": stage_name(refusal.before)})
    elif isinstance(refusal, NotResponsible):
        form.add_error(None, _("The other region is responsible for this case and decides on it."))
    elif isinstance(refusal, ChangedMeanwhile):
        _changed_meanwhile(form, refusal.current)


def _put(form: Any, field: str, text: str) -> None:
    form.add_error(field if field in form.fields else None, text)


def _changed_meanwhile(form: Any, current: Case) -> None:
    """Keep what was typed, make the next try go through, and say how the case stands now."""
    form.data = form.data.copy()
    form.data["version"] = current.version
    text = _("Somebody else changed the case meanwhile; it stands at “%(stage)s” now. Look below, then save again.")
    form.add_error(None, text % {"stage": stage_name(current.stage)})


def _page(
    request: StaffRequest, case: Case, form: Any, act: Callable[[dict[str, Any]], Any], **context: Any
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except CaseRefused as refusal:
            refuse(form, refusal)
            meanwhile = (
                changes_since(case, case.opened_at, but=request.user) if isinstance(refusal, ChangedMeanwhile) else []
            )
            context["meanwhile"] = meanwhile
        else:
            messages.success(request, context["done"])
            return back(case)
    log(request, case, "case_stage")
    return page_or_422(request, "desk/cases/form.html", {"case": case, "form": form, **context}, form)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def move(request: StaffRequest, reference: str) -> HttpResponse:
    """Forward or back among the stages of work, and up again from rest or an end."""
    case = find_case(request, reference)
    possible = [stage for stage in Stage if stage in TRANSITIONS[case.stage] and stage not in [*ENDED, Stage.RESTING]]
    reopening = not case.is_in_progress
    initial = {"version": case.version, "stage": Stage.ASSESSING if reopening else _likely(case, possible)}
    form = forms.MoveForm(request.POST or None, initial=initial, stages=possible)
    form.next_is_compulsory = reopening

    def act(values: dict[str, Any]) -> None:
        actions.move(case=case, by=request.user, **values)

    words = {"title": _("Reopen the case"), "button": _("Reopen the case")}
    if not reopening:
        words = {"title": _("New stage"), "button": _("Change the stage")}
    return _page(request, case, form, act, done=_("The stage is changed."), **words)


def _likely(case: Case, possible: list[Stage]) -> Stage | None:
    order = list(Stage)
    return next((stage for stage in possible if order.index(stage) > order.index(Stage(case.stage))), None)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def rest(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_case(request, reference)
    initial = {"version": case.version, "may_be_approached": case.may_be_approached}
    form = forms.RestForm(request.POST or None, initial=initial)

    def act(values: dict[str, Any]) -> None:
        actions.rest(case=case, by=request.user, **values)

    words = {
        "title": _("Let the case rest"),
        "button": _("Let it rest"),
        "done": _("The case rests."),
        "lead": _("A resting case keeps everything and can be reopened after years. Without a day it stays quiet."),
    }
    return _page(request, case, form, act, **words)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def close(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_case(request, reference)
    left = case.needs.filter(state__in=[Need.State.OPEN, Need.State.ASKED]).count()
    form = forms.CloseForm(request.POST or None, initial={"version": case.version}, open_needs=bool(left))

    def act(values: dict[str, Any]) -> None:
        actions.close(case=case, by=request.user, **values)

    lead = ngettext("%(count)d need has no answer yet.", "%(count)d needs have no answer yet.", left) % {"count": left}
    words = {
        "title": _("End the case"),
        "button": _("End the case"),
        "done": _("The case has ended. It can be reopened at any time."),
        "lead": lead if left else "",
    }
    return _page(request, case, form, act, **words)
