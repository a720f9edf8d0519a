"""What was reported then, what is known now, what is counted today; corrections; figures since the start."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from majup.places.models import PlanningRegion
from majup.reports.issuing import actions, cumulative, known, queries
from majup.reports.issuing.errors import ReportRefused
from majup.reports.issuing.figures import COLUMNS
from majup.reports.models import Report
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain
from majup.web.figures.counted.shown import signed
from majup.web.figures.issuing import words
from majup.web.figures.issuing.forms import CorrectionForm
from majup.web.figures.issuing.ministry import find_report
from majup.web.http import StaffRequest, needs, page_or_422


def find_issued(pk: int) -> Report:
    found = find_report(pk)
    if not found.is_issued:
        raise Http404
    return found


@needs(Permission.TOTALS_READ)
@require_safe
def compared(request: StaffRequest, pk: int) -> HttpResponse:
    """OUT-07: three figures side by side wherever they differ, and why."""
    found = find_issued(pk)
    comparison = known.compare(found)
    context = {
        "report": found,
        "name": words.name_of(found),
        "days": words.days(found.period),
        "rows": [(words.column(figure.column), figure, _why(figure)) for figure in comparison.differing],
        "same": len(comparison.figures) - len(comparison.differing),
        "corrections": [(words.column(row.column), row) for row in comparison.corrections],
        "may_correct": _regions(request.user).exists(),
    }
    return page_or_422(request, "figures/issuing/compared.html", context)


def _why(figure: known.Figure) -> str:
    """What makes the figures differ, with sign: corrections, and records entered or changed since."""
    said = []
    if figure.corrected_by:
        said.append(_("%(change)s by corrections") % {"change": signed(figure.corrected_by)})
    if figure.unexplained:
        said.append(_("%(change)s in today's records") % {"change": signed(figure.unexplained)})
    return "; ".join(said)


def _regions(user: Any) -> Any:
    """Whose figures the user may correct: the ministry all, a region its own."""
    rows = PlanningRegion.objects.all()
    return rows if user.may(Permission.REPORT_ISSUE) else rows.filter(pk__in=queries.regions_of(user))


@needs(Permission.REPORT_SIGN, Permission.REPORT_ISSUE)
@require_http_methods(["GET", "POST"])
def correct(request: StaffRequest, pk: int) -> HttpResponse:
    found = find_issued(pk)
    form = CorrectionForm(request.POST or None, regions=_regions(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(report=found, by=request.user, **form.cleaned_data)
        except ReportRefused as refused:
            form.add_error("after" if refused.code == "nothing_changed" else None, words.refusal(refused))
        else:
            messages.success(request, _("The correction stands beside the report; what was issued is unchanged."))
            return redirect("report_compared", pk=pk)
    context = {"form": form, "report": found, "name": words.name_of(found)}
    return page_or_422(request, "figures/issuing/correct.html", context, form)


class SinceForm(forms.Form):
    mark_optional = False
    figure = forms.ChoiceField(label=gettext_lazy("Which figure?"), required=False)
    region = forms.ChoiceField(label=gettext_lazy("Region"), required=False)

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["figure"].choices = [(code, words.column(code)) for code in COLUMNS]
        names = [(region.code, localized_plain(region.name)) for region in regions]
        self.fields["region"].choices = [("", gettext_lazy("The whole country")), *names]


SOURCES = {
    cumulative.PUBLISHED: pgettext_lazy("where a figure comes from", "Published by others"),
    cumulative.ISSUED: pgettext_lazy("where a figure comes from", "Issued report, with its corrections"),
    cumulative.LIVE: pgettext_lazy("where a figure comes from", "Counted today, not issued yet"),
}


@needs(Permission.TOTALS_READ)
@require_safe
def since_start(request: StaffRequest) -> HttpResponse:
    """A figure since the start of the programme: published, issued, live; a stretch without a source is named."""
    regions = {region.code: region for region in PlanningRegion.objects.all()}
    form = SinceForm(request.GET or None, regions=regions.values(), initial={"figure": "people_returned"})
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    column = chosen.get("figure") or "people_returned"
    region = regions.get(chosen.get("region", ""))
    found = cumulative.since_start(column, region=region)
    context = {
        "form": form,
        "figure": words.column(column),
        "region": region,
        "found": found,
        "rows": [(words.days(row.period), SOURCES[row.source], row) for row in found.stretches],
        "gaps": [words.days(gap) for gap in found.gaps],
    }
    return page_or_422(request, "figures/issuing/since.html", context, form)
