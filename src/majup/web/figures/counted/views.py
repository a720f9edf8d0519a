"""Figures of any period: the overview, one figure, what lies behind it, and files to go on with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majup.cases.models import Case
from majup.intake.models import Enquiry
from majup.kernel.periods import Period
from majup.places.models import PlanningRegion
from majup.reports import counts
from majup.reports.issuing.periods import first_day
from majup.reports.measures import COLUMNS, Measure, split
from majup.reports.totals import SumsDiffer, as_known
from majup.staff.access import log_view
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain
from majup.web.figures.counted import files, periods, shown, words
from majup.web.http import StaffRequest, keyset_page, needs, page_or_422


@needs(Permission.TOTALS_READ)
@require_safe
def figures(request: StaffRequest) -> HttpResponse:
    """Everything that is counted, by region and in all, beside the period before (OUT-02, OUT-05, K-V1)."""
    form, period = periods.asked(request)
    context: dict[str, Any] = {"form": form, "prepared": counts.prepared()}
    if period:
        context |= _named(period) | {"choices": list(periods.choices(period))}
        try:
            context["panels"] = list(shown.panels(sheet_of(request, period)))
        except SumsDiffer as differ:
            context["differences"] = [(words.column_name(name), pair) for name, pair in differ.differences.items()]
    return page_or_422(request, "figures/counted/figures.html", context, form)


def sheet_of(request: StaffRequest, period: Period, columns: tuple[str, ...] = COLUMNS) -> shown.Sheet:
    """Raises SumsDiffer: figures that do not add up are not shown (OUT-06)."""
    now = as_known(period, columns).refuse_wrong_sums()
    return shown.Sheet(now, as_known(periods.before(period), columns), request.user)


def _named(period: Period) -> dict[str, Any]:
    before, first = periods.before(period), first_day()
    return {
        "period": period,
        "period_name": periods.named_period(period),
        "before_name": periods.named_period(before),
        "counts_since": first if before.start < first else None,
        "query": periods.query(period),
        "is_running": period.end >= timezone.localdate(),
    }


@needs(Permission.TOTALS_READ)
@require_safe
def figure(request: StaffRequest, column: str) -> HttpResponse:
    """One figure: by region, over time, taken apart, and since the start of the programme (OUT-03, OUT-04, OUT-11)."""
    measure, _is_internal = _measure(column)
    form, period = periods.asked(request)
    region = _region(request)
    context: dict[str, Any] = {
        "form": form,
        "column": column,
        "title": words.column_name(column),
        "region": region,
        "regions": list(PlanningRegion.objects.all()),
        "prepared": counts.prepared(),
        "rules": shown.rules_of(measure),
    }
    if period:
        context |= _named(period) | _figure(request, column, period, region)
    return page_or_422(request, "figures/counted/figure.html", context, form)


def _figure(request: StaffRequest, column: str, period: Period, region: PlanningRegion | None) -> dict[str, Any]:
    measure, is_internal = split(column)
    sheet = sheet_of(request, period, (column,))
    notes = notes_of(period, region)
    years, whole = shown.yearly(column, period, [one for one, _values in sheet.now.regions])
    value = next((values[column] for one, values in sheet.now.regions if one == region), sheet.now.total[column])
    return {
        "value": value,
        "table": shown.table_of(sheet, [column], words.column_name(column)),
        "course": shown.course(column, period, region, notes),
        "parts": list(shown.parts(shown.Cut(measure, is_internal, sheet, region, notes))),
        "years": years,
        "whole": whole,
        "whole_name": periods.named_period(periods.since_start(period)),
        "group_rules": words.group_rules() if "group" in measure.dimensions else [],
    }


def notes_of(period: Period, region: PlanningRegion | None) -> list[str]:
    """Below every chart: whose figures, of when, from where."""
    where = localized_plain(region.full_name) if region else _("All regions.")
    return [
        where,
        _("Period: %(periods)s.") % {"periods": periods.named_period(period)},
        words.source_now(),
    ]


def _measure(column: str) -> tuple[Measure, bool]:
    try:
        return split(column)
    except KeyError:
        raise Http404 from None


def _region(request: StaffRequest) -> PlanningRegion | None:
    """The region of the address; an unknown one means all."""
    return PlanningRegion.objects.filter(code=request.GET.get("region", "")).first()


LISTED = {Case: "opened_at", Enquiry: "received_at"}


@dataclass(frozen=True)
class Behind:
    """Which figure one looks behind: of one region or all, and of one part of it or the whole."""

    measure: Measure
    is_internal: bool
    region: PlanningRegion | None
    by: str
    key: str

    @classmethod
    def of(cls, request: StaffRequest, column: str) -> Behind:
        measure, is_internal = _measure(column)
        by = request.GET.get("by", "")
        if by and by not in measure.dimensions:
            raise Http404
        return cls(measure, is_internal, _region(request), by, request.GET.get("key", "").replace("\0", "")[:80])

    def rows(self, user: User, period: Period) -> QuerySet[Any]:
        return counts.records(
            user, self.measure.code, period, self.region, self.by, self.key, is_internal=self.is_internal
        )

    def value(self, period: Period) -> int:
        if self.by:
            found = counts.broken_down(
                self.measure.code, period, self.by, region=self.region, is_internal=self.is_internal
            )
            return found.get(self.key, 0)
        (value,) = counts.over_time(self.measure.code, [period], self.region, is_internal=self.is_internal)
        return value or 0

    def named(self) -> dict[str, str]:
        """Dimension and part in words."""
        if not self.by:
            return {}
        part = words.key_names(self.measure, self.by, [self.key])[self.key]
        return {"dimension": words.dimension_name(self.measure, self.by), "part": part}


@needs(Permission.CASE_READ)
@require_safe
def behind(request: StaffRequest, column: str) -> HttpResponse:
    """The cases, enquiries or events behind a figure, of the user's own regions."""
    wanted = Behind.of(request, column)
    form, period = periods.asked(request)
    context: dict[str, Any] = {"form": form, "column": column, "title": words.column_name(column)}
    if period:
        rows = wanted.rows(request.user, period)
        after = request.GET.get("after", "")
        page = keyset_page(rows, by=LISTED.get(rows.model, "starts_at"), after=after, parse=parse_datetime)
        log_view(user=request.user, household_id=None, record="cases", page="figure_behind")
        context |= _named(period) | wanted.named() | {"page": page, "of": rows.model._meta.model_name}
        context |= {"value": wanted.value(period), "region": wanted.region}
    return page_or_422(request, "figures/counted/behind.html", context, form)


@needs(Permission.TOTALS_READ)
@require_safe
def figures_file(request: StaffRequest, form: str) -> HttpResponse:
    """Figures of the period with their definitions, as CSV or XLSX."""
    asked, period = periods.asked(request)
    if form not in files.TYPES:
        raise Http404
    if period is None:
        return page_or_422(
            request, "figures/counted/figures.html", {"form": asked, "prepared": counts.prepared()}, asked
        )
    try:
        return files.answer(form, sheet_of(request, period).now)
    except SumsDiffer as differ:
        differences = [(words.column_name(name), pair) for name, pair in differ.differences.items()]
        context = {"form": asked, "prepared": counts.prepared(), "differences": differences}
        return render(request, "figures/counted/figures.html", context | _named(period), status=409)
