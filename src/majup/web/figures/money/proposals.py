"""Proposals of regions for improvement, answered and followed by the ministry (B-56, N-5)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from majup.network.models import Role
from majup.places.models import PlanningRegion
from majup.reports import proposing
from majup.reports.models import Proposal, ProposalStep
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.components.library import register
from majup.web.figures.money.forms import AnswerForm, ProposalForm
from majup.web.http import StaffRequest, keyset_page, needs, page_or_422
from majup.web.office.pages import form_page

State = Proposal.State
STATES = {
    State.NEW: (gettext_lazy("Not answered yet"), "wait"),
    State.ACCEPTED: (gettext_lazy("Accepted"), "info"),
    State.IN_WORK: (gettext_lazy("In work"), "info"),
    State.DONE: (gettext_lazy("Done"), "good"),
    State.DECLINED: (gettext_lazy("Not taken up"), "plain"),
}


@register.filter
def proposal_state(state: str) -> str:
    return str(STATES[State(state)][0])


@register.filter
def proposal_tone(state: str) -> str:
    return STATES[State(state)][1]


def with_steps(rows: QuerySet[Proposal]) -> QuerySet[Proposal]:
    steps = Prefetch("steps", queryset=ProposalStep.objects.select_related("by"))
    return rows.select_related("region", "municipality", "task", "by").prefetch_related(steps)


def region_of(user: User) -> PlanningRegion | None:
    """The region for which `user` speaks; None for the national contact point."""
    role = Role.objects.filter(pk__in=user.scope.roles, region__isnull=False).select_related("region").first()
    return role.region if role else None


@needs(Permission.TOTALS_READ)
@require_safe
def proposals(request: StaffRequest) -> HttpResponse:
    """Newest first; by how far they have come, or of one region."""
    rows = with_steps(Proposal.objects.all())
    state = request.GET.get("state", "")
    if state in State.values:
        rows = rows.filter(state=state)
    page = keyset_page(rows, by="at", after=request.GET.get("after", ""), parse=parse_datetime)
    context = {
        "page": page,
        "state_url": f"?state={state}" if state in State.values else "?",
        "waiting": Proposal.objects.filter(state=State.NEW).count(),
        "may_propose": request.user.may(Permission.PROPOSAL_MAKE),
    }
    return render(request, "figures/money/proposals.html", context)


@needs(Permission.PROPOSAL_MAKE)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    form = ProposalForm(request.POST or None)
    if form.is_valid():
        made = proposing.propose(region=region_of(request.user), by=request.user, **form.cleaned_data)
        messages.success(request, _("The proposal is recorded. The ministry sees it and answers here."))
        return redirect("proposal", pk=made.pk)
    return form_page(
        request,
        form,
        title=_("A proposal"),
        text=_("What would make returning easier in your region, or our work better? The ministry answers each."),
        button=_("Record the proposal"),
        back=reverse("proposals"),
    )


@needs(Permission.TOTALS_READ)
@require_http_methods(["GET", "POST"])
def proposal(request: StaffRequest, pk: int) -> HttpResponse:
    """All who read counts read it; the ministry answers, as often as something changes."""
    found = get_object_or_404(with_steps(Proposal.objects.all()), pk=pk)
    may_answer = request.user.may(Permission.PROPOSAL_ANSWER)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    states = [(state.value, words) for state, (words, _tone) in STATES.items()]
    initial = {"state": found.state, "due_on": found.due_on}
    form = AnswerForm(request.POST or None, states=states, initial=initial) if may_answer else None
    if form and form.is_valid():
        proposing.answer(proposal=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("The answer is kept; the region sees it here."))
        return redirect("proposal", pk=pk)
    return page_or_422(request, "figures/money/proposal.html", {"proposal": found, "form": form}, form)
