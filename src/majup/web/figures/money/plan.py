"""Tasks of the plan with who is responsible, and the assessment that brings plan and proposals together (B-58, N-5)."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majup.places.models import PlanningRegion
from majup.reports import money, proposing
from majup.reports.models import Plan, PlanTask, Proposal, TaskInstitution
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain
from majup.web.figures.money.forms import ResponsibleForm, TaskNoteForm
from majup.web.figures.money.proposals import with_steps
from majup.web.figures.money.statements import summed, yearly
from majup.web.http import StaffRequest, needs, page_or_422
from majup.web.office.pages import form_page


def whole_plans() -> QuerySet[Plan]:
    """Plans with their tasks, who answers for them, and what was done."""
    named = TaskInstitution.objects.select_related("institution").prefetch_related("institution__names")
    found = PlanTask.objects.prefetch_related(Prefetch("institutions", queryset=named), "notes__by")
    return Plan.objects.prefetch_related(Prefetch("tasks", queryset=found))


def shared(task: PlanTask) -> tuple[list[str], list[str]]:
    """Names of the responsible, and of those responsible with them."""
    lead = [_name(one) for one in task.institutions.all() if one.is_lead]
    return lead, [_name(one) for one in task.institutions.all() if not one.is_lead]


def _name(one: TaskInstitution) -> str:
    return localized_plain(one.institution.name_on() if one.institution else one.name)


def lines(plan: Plan) -> list[dict[str, Any]]:
    return [_line(task) for task in plan.tasks.all()]


def _line(task: PlanTask) -> dict[str, Any]:
    lead, others = shared(task)
    return {"task": task, "lead": lead, "others": others, "notes": task.notes.all()}


@needs(Permission.TOTALS_READ)
@require_safe
def tasks(request: StaffRequest) -> HttpResponse:
    plans = [(plan, lines(plan)) for plan in whole_plans()]
    return render(request, "figures/money/tasks.html", {"plans": plans, "today": timezone.localdate()})


@needs(Permission.TOTALS_READ)
@require_http_methods(["GET", "POST"])
def task(request: StaffRequest, code: str) -> HttpResponse:
    """One task: who answers for it, what was done in each year, what was proposed about it."""
    found = get_object_or_404(PlanTask.objects.select_related("plan"), code=code)
    may_edit = request.user.may(Permission.BUDGET_KEEP)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = TaskNoteForm(request.POST or None, initial={"year": timezone.localdate().year}) if may_edit else None
    if form and form.is_valid():
        proposing.note_task(task=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("It is noted."))
        return redirect("plan_task", code=code)
    context = {**_line(found), "form": form, "proposals": with_steps(Proposal.objects.filter(task=found))}
    return page_or_422(request, "figures/money/task.html", context, form)


@needs(Permission.BUDGET_KEEP)
@require_http_methods(["GET", "POST"])
def responsible(request: StaffRequest, code: str) -> HttpResponse:
    found = get_object_or_404(PlanTask, code=code)
    named = list(found.institutions.filter(institution__isnull=False))
    initial = {
        "lead": [one.institution_id for one in named if one.is_lead],
        "others": [one.institution_id for one in named if not one.is_lead],
    }
    form = ResponsibleForm(request.POST or None, initial=initial)
    if form.is_valid():
        proposing.name_responsible(task=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("It is kept who is responsible."))
        return redirect("plan_task", code=code)
    return form_page(
        request,
        form,
        title=_("Who is responsible"),
        text=localized_plain(found.text),
        button=_("Keep it"),
        back=reverse("plan_task", args=[code]),
    )


@needs(Permission.TOTALS_READ)
@require_safe
def assessment(request: StaffRequest) -> HttpResponse:
    """One page to print: tasks and what was done, proposals and what became of them, money, municipalities (N-5)."""
    today = timezone.localdate()
    plans = [plan for plan in whole_plans() if plan.valid_from <= today <= plan.valid_to]
    newest = money.budgets()
    context = {
        "plans": [(plan, lines(plan)) for plan in plans],
        "regions": _by_region(with_steps(Proposal.objects.all())),
        "idle": [(one, line) for one in newest for line in one.idle],
        "statements": summed(yearly(today.year)),
        "year": today.year,
        "today": today,
    }
    return render(request, "figures/money/assessment.html", context)


def _by_region(rows: Iterable[Proposal]) -> list[tuple[PlanningRegion | None, list[Proposal]]]:
    """Every region, also those that proposed nothing; the national contact point last, if it did."""
    found = list(rows)
    places: list[PlanningRegion | None] = [*PlanningRegion.objects.all(), None]
    groups = [(place, [row for row in found if row.region_id == (place.pk if place else None)]) for place in places]
    return [(place, group) for place, group in groups if place or group]
