"""Proposing a case to another region, and answering such a proposal (REF-09)."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.cases import actions
from majup.cases.errors import CaseRefused, HandoverRefused
from majup.cases.models import Handover
from majup.staff.roles import Permission
from majup.web.desk.cases import forms
from majup.web.desk.cases.find import StaffRequest, find_case, find_child, log
from majup.web.desk.cases.page import back
from majup.web.desk.cases.stages import refuse
from majup.web.http import needs, page_or_422

REFUSALS = {
    "same-region": lazy("The case is in this region already."),
    "already-proposed": lazy("A proposal is open already. Withdraw it first."),
    "already-shared": lazy("The case is shared with this region already."),
    "not-agreed": lazy("The family has to agree first."),
    "not-open": lazy("This proposal was answered or withdrawn meanwhile."),
    "not-yours": lazy("This proposal is for another region."),
}


def incoming(request: StaffRequest) -> QuerySet[Handover]:
    """Proposals to the user's regions. The case itself is not to be seen before it is accepted."""
    mine = Handover.objects.filter(to_region__in=request.user.scope.regions)
    return mine.select_related("from_region", "to_region", "proposed_by")


def _refuse(form: Any, refusal: CaseRefused) -> None:
    if isinstance(refusal, HandoverRefused):
        form.add_error(None, REFUSALS[refusal.code])
    else:
        refuse(form, refusal)


@needs(Permission.CASE_HAND_OVER)
@require_http_methods(["GET", "POST"])
def propose(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_case(request, reference)
    form = forms.HandoverForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_handover(case=case, by=request.user, **form.cleaned_data)
        except CaseRefused as refusal:
            _refuse(form, refusal)
        else:
            messages.success(request, _("The proposal is with the other coordinator."))
            return back(case, "regions", "case_family")
    log(request, case, "case_handover")
    context = {"case": case, "form": form, "title": _("Hand over or share"), "button": _("Propose it")}
    return page_or_422(request, "desk/cases/form.html", context, form)


@needs(Permission.CASE_HAND_OVER)
@require_POST
def withdraw(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    case = find_case(request, reference)
    try:
        actions.withdraw_handover(handover=find_child(case.handovers.all(), pk), by=request.user)
    except HandoverRefused as refusal:
        messages.error(request, REFUSALS[refusal.code])
    else:
        messages.success(request, _("The proposal is withdrawn."))
    return back(case, "regions", "case_family")


@needs(Permission.CASE_HAND_OVER)
@require_POST
def end_share(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    case = find_case(request, reference)
    actions.end_share(share=find_child(case.household.shares.select_related("region"), pk), case=case, by=request.user)
    messages.success(request, _("The other region sees the case no longer."))
    return back(case, "regions", "case_family")


@needs(Permission.CASE_HAND_OVER)
@require_safe
def proposals(request: StaffRequest) -> HttpResponse:
    rows = incoming(request).filter(state=Handover.State.PROPOSED).order_by("proposed_at")[:50]
    return render(request, "desk/cases/proposals.html", {"proposals": rows})


@needs(Permission.CASE_HAND_OVER)
@require_http_methods(["GET", "POST"])
def decide(request: StaffRequest, pk: int) -> HttpResponse:
    handover = get_object_or_404(incoming(request), pk=pk)
    form = forms.DecisionForm(request.POST or None, initial={"next_choice": "week"})
    if request.method == "POST" and form.is_valid():
        accept = request.POST.get("decision") == "accept"
        try:
            decided = actions.decide_handover(handover=handover, accept=accept, by=request.user, **form.cleaned_data)
        except CaseRefused as refusal:
            _refuse(form, refusal)
        else:
            return _after(request, decided)
    context = {"handover": handover, "form": form, "is_open": handover.state == Handover.State.PROPOSED}
    return page_or_422(request, "desk/cases/decide.html", context, form)


def _after(request: StaffRequest, handover: Handover) -> HttpResponse:
    if handover.state == Handover.State.DECLINED:
        messages.success(request, _("You declined; the other coordinator reads your reason."))
        return redirect("handovers")
    messages.success(request, _("The case is on your desk."))
    return redirect("case", reference=handover.case.reference)
