"""The report of the country: who has signed, whether it adds up, issue; and, once issued, exactly what was issued."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.reports import counts
from majup.reports.issuing import actions, checks, queries
from majup.reports.issuing.document import events_of
from majup.reports.issuing.errors import ReportRefused
from majup.reports.issuing.figures import counted, of_region, without_region
from majup.reports.models import RegionReport, Report
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain
from majup.web.figures.issuing import tables, words
from majup.web.figures.issuing.forms import ReturnForm
from majup.web.figures.issuing.regional import find
from majup.web.http import StaffRequest, needs, page_or_422


def find_report(pk: int) -> Report:
    return get_object_or_404(Report.objects.select_related("issued_by"), pk=pk)


def reports_for(user: Any) -> bool:
    """Whether the user has a part in reports: signs one of a region, or issues that of the country."""
    return user.may(Permission.REPORT_SIGN) or user.may(Permission.REPORT_ISSUE)


@needs(Permission.TOTALS_READ)
@require_safe
def report(request: StaffRequest, pk: int) -> HttpResponse:
    found = find_report(pk)
    context = _issued(found) if found.is_issued else _open(found)
    user, parts = request.user, context["parts"]
    context |= {
        "report": found,
        "name": words.name_of(found),
        "days": words.days(found.period),
        "findings": [(context["total"](code), words.column(code)) for code in words.FINDINGS],
        "events": [(words.EVENTS[event.kind], event) for event in found.events.select_related("region", "by")],
        "may_issue": user.may(Permission.REPORT_ISSUE) and not found.is_issued,
        "may_correct": found.is_issued and reports_for(user),
        "may_discard": not found.is_issued and reports_for(user) and not any(row["part"].is_signed for row in parts),
    }
    return render(request, "figures/issuing/report.html", context)


def _open(found: Report) -> dict[str, Any]:
    """Signed figures as they were signed, the others as they are counted now."""
    parts, now = list(found.regions.select_related("region", "signed_by")), counted(found.period)
    for part in parts:
        if part.is_editable:
            part.figures = of_region(now, part.region)
    nowhere = without_region(now)
    signed = [part for part in parts if part.is_signed]
    differences = checks.run(found, signed, now) if len(signed) == len(parts) and found.is_over else []

    def cells(code: str) -> list[int]:
        values = [part.figures.get(code, 0) for part in parts]
        return [*values, sum(values) + nowhere.get(code, 0)]

    return {
        "parts": [_part(part) for part in parts],
        "table": tables.table(_labels(parts), cells),
        "total": lambda code: cells(code)[-1],
        "waiting": actions.missing_regions(found, parts),
        "differences": [words.difference(one) for one in differences],
        "checked": len(signed) == len(parts) and found.is_over,
        "being_counted": not counts.prepared().is_fresh,
        "nowhere": _nowhere(nowhere),
    }


def _labels(parts: list[RegionReport]) -> list[str]:
    return [*(localized_plain(part.region.name) for part in parts), _("Total")]


def _name(part: RegionReport) -> str:
    return f"{localized_plain(part.region.name)}, {words.name_of(part.report)}"


def _nowhere(values: dict[str, int]) -> list[tuple[str, int]]:
    return [(words.column(code), number) for code, number in values.items() if number]


def _part(part: RegionReport) -> dict[str, Any]:
    return {"part": part, "state": words.state(part), "exceptions": words.exceptions(part)}


def _issued(found: Report) -> dict[str, Any]:
    """Every figure from its stored row; words, definitions and author from the frozen document."""
    document, values = found.document or {}, queries.figures_of(found)
    parts = list(found.regions.select_related("region", "signed_by"))

    def cells(code: str) -> list[int | None]:
        return [*(values.get((part.region_id, code)) for part in parts), values.get((None, code))]

    return {
        "parts": [_part(part) for part in parts],
        "table": tables.table(_labels(parts), cells),
        "total": lambda code: cells(code)[-1],
        "rules": tables.definitions(document["definitions"]),
        "nowhere": _nowhere(document["no_region"]),
        "corrections": found.corrections.count(),
        "held": _held(found, parts),
        "stayed": words.staying(document),
    }


def _held(found: Report, parts: list[RegionReport]) -> list[dict[str, Any]]:
    """The events of the country, region by region, and at the end those of no region."""
    issued = events_of(found.document)
    listed = [tables.events(issued[part.region.code], localized_plain(part.region.name)) for part in parts]
    return [*(row for rows in listed for row in rows), *tables.events(issued[""])]


@needs(Permission.REPORT_ISSUE)
@require_POST
def send_back(request: StaffRequest, pk: int, region: str) -> HttpResponse:
    part = find(pk, region)
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            actions.send_back(regional=part, note=form.cleaned_data["note"], by=request.user)
        except ReportRefused as refused:
            messages.error(request, words.refusal(refused))
        else:
            messages.success(request, _("Sent back; the region is told by mail."))
        return redirect("report_region", pk=pk, region=region)
    context = {"form": form, "button": _("Send it back")}
    context["title"] = _("Send the report back: %(region)s") % {"region": _name(part)}
    context |= {"text": _("The region is told by mail, with your note."), "back": f"/reports/{pk}/{region}/"}
    return page_or_422(request, "majup/confirm.html", context, form)


@needs(Permission.REPORT_ISSUE)
@require_http_methods(["GET", "POST"])
def issue(request: StaffRequest, pk: int) -> HttpResponse:
    found = find_report(pk)
    if request.method == "POST":
        try:
            actions.issue(report=found, by=request.user)
        except ReportRefused as refused:
            counts.recount_waiting()  # so that the page names the same differences as the refusal
            messages.error(request, words.refusal(refused))
        else:
            messages.success(request, _("The report is issued. From now on nothing in it changes."))
        return redirect("report", pk=pk)
    context = {
        "title": _("Issue the report: %(period)s") % {"period": words.name_of(found)},
        "text": _("Figures, definitions and words are frozen with your name and this moment; later only corrections."),
        "button": _("Issue the report"),
        "back": f"/reports/{pk}/",
    }
    return render(request, "majup/confirm.html", context)
