"""All reports, the next one, and taking away one that was begun by mistake."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.reports.issuing import actions, periods, queries
from majup.reports.issuing.errors import ReportRefused
from majup.reports.models import Report
from majup.staff.roles import Permission
from majup.web.figures.issuing import words
from majup.web.figures.issuing.forms import NewReportForm
from majup.web.figures.issuing.ministry import reports_for
from majup.web.http import StaffRequest, needs, page_or_422

SHOWN = 60  # fifteen years of quarters


@needs(Permission.TOTALS_READ)
@require_safe
def reports(request: StaffRequest) -> HttpResponse:
    rows = Report.objects.select_related("issued_by").prefetch_related("regions__region")[:SHOWN]
    own = queries.regions_of(request.user)
    context = {
        "rows": [_row(report, own) for report in rows],
        "has_own": bool(own),
        "may_begin": reports_for(request.user),
        "next_start": periods.next_start(),
        "to_issue": queries.waiting_for_ministry() if request.user.may(Permission.REPORT_ISSUE) else [],
    }
    return render(request, "figures/issuing/reports.html", context)


def _row(report: Report, own: frozenset[int]) -> dict[str, Any]:
    parts = list(report.regions.all())
    return {
        "report": report,
        "name": words.name_of(report),
        "days": words.days(report.period),
        "signed": sum(part.is_signed for part in parts),
        "parts": len(parts),
        "own": [part for part in parts if part.region_id in own],
    }


@needs(Permission.REPORT_SIGN, Permission.REPORT_ISSUE)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """A draft before its time, or for days of another kind; what the worker would draft stands filled in."""
    start = periods.next_start()
    kind, period = periods.usual(start)
    form = NewReportForm(request.POST or None, initial={"kind": kind, "start": start})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            report = actions.draft(
                kind=given["kind"], start=given["start"], end=given["end"], label=given["label"], by=request.user
            )
        except ReportRefused as refused:
            form.add_error(FIELDS.get(refused.code), words.refusal(refused))
        else:
            messages.success(request, _("The drafts are made; every region finds its own."))
            return redirect("report", pk=report.pk)
    context = {"form": form, "usual": words.days(period), "start": start}
    return page_or_422(request, "figures/issuing/new.html", context, form)


# Which field a refusal is about.
FIELDS = {"overlapping": "start", "gap": "start", "not_begun": "start", "not_of_kind": "end", "reversed": "end"} | {
    "no_label": "label"
}


@needs(Permission.REPORT_SIGN, Permission.REPORT_ISSUE)
@require_POST
def discard(request: StaffRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(Report, pk=pk)
    try:
        actions.discard(report=report, by=request.user)
    except ReportRefused as refused:
        messages.error(request, words.refusal(refused))
        return redirect("report", pk=pk)
    messages.success(request, _("The drafts are taken away; nothing of the cases changed."))
    return redirect("reports")
