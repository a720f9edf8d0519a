"""The report of one region: its figures, what does not fit, two texts, and the signature; ten minutes' work."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majup.cases.models import Case
from majup.intake.models import Enquiry
from majup.outcomes.models import Intention, Return
from majup.reports.issuing import actions, exceptions, held, queries
from majup.reports.issuing.document import events_of
from majup.reports.issuing.errors import ReportRefused
from majup.reports.issuing.figures import by_place, counted, of_region
from majup.reports.models import RegionReport
from majup.reports.totals import rules_in_force
from majup.staff.access import log_view
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain
from majup.web.figures.counted.periods import query
from majup.web.figures.issuing import tables, words
from majup.web.figures.issuing.forms import ReturnForm, WordsForm
from majup.web.http import StaffRequest, aware_moment, keyset_page, needs, page_or_422


def find(pk: int, code: str) -> RegionReport:
    rows = RegionReport.objects.select_related("report", "region", "signed_by", "returned_by")
    return get_object_or_404(rows, report=pk, region__code=code)


def may_sign(user: Any, part: RegionReport) -> bool:
    return user.may(Permission.REPORT_SIGN) and part.region_id in queries.regions_of(user)


@needs(Permission.TOTALS_READ)
@require_http_methods(["GET", "POST"])
def regional(request: StaffRequest, pk: int, region: str) -> HttpResponse:
    part = find(pk, region)
    own = may_sign(request.user, part)
    if request.method == "POST" and not own:
        raise PermissionDenied
    live = _live(part)
    stay = exceptions.needing_words(live.exceptions)
    form = None
    if own and part.is_editable:
        initial = {"comment": part.comment, "problems": part.problems, "words": part.words, "version": part.version}
        form = WordsForm(request.POST or None, initial=initial, asks_word=bool(stay))
        if request.method == "POST" and form.is_valid() and _done(request, part, form):
            return redirect("report_region", pk=pk, region=region)
    elif request.method == "POST":
        messages.error(request, words.PLAIN["not_editable"])
        return redirect("report_region", pk=pk, region=region)
    context = {**_shown(request, live), "form": form, "own": own}
    return page_or_422(request, "figures/issuing/regional.html", context, form)


def _live(part: RegionReport) -> RegionReport:
    """A draft follows the cases: its figures are counted as the page opens. A signed one shows what was signed."""
    if part.is_editable:
        period = part.report.period
        part.figures = of_region(counted(period), part.region)
        part.places = by_place(part.region, period)
        part.exceptions = exceptions.count(part.region, period)
    return part


def _done(request: StaffRequest, part: RegionReport, form: WordsForm) -> bool:
    """Save or sign, whichever button was pressed; False and an error at the form when it is refused."""
    signs = request.POST.get("act") == "sign"
    act = actions.sign if signs else actions.save_words
    try:
        act(regional=part, by=request.user, seen_version=form.cleaned_data["version"], **form.written())
    except ReportRefused as refused:
        at = "words" if refused.code == "word_missing" and "words" in form.fields else None
        form.add_error(at, words.refusal(refused))
        return False
    messages.success(request, _("Signed. The ministry sees it now.") if signs else _("Saved."))
    return True


def _shown(request: StaffRequest, part: RegionReport) -> dict[str, Any]:
    rules = [_rule(rule) for rule in rules_in_force(part.report.period_to, reported=False)]
    return {
        "part": part,
        "report": part.report,
        "name": words.name_of(part.report),
        "days": words.days(part.report.period),
        "state": words.state(part),
        "findings": [(part.figures.get(code, 0), words.column(code)) for code in words.FINDINGS],
        "table": tables.table([_("Number")], lambda code: [part.figures.get(code, 0)], _behind(request, part)),
        "places": tables.chosen(part.places),
        "events": tables.events(_events(part)),
        "exceptions": [_exception(request, part, code, number) for code, number in part.exceptions.items()],
        "blocked": exceptions.blocking(part.exceptions),
        "rules": tables.definitions(rules),
        "may_return": request.user.may(Permission.REPORT_ISSUE) and part.state == RegionReport.State.SIGNED,
        "return_form": ReturnForm(),
    }


def _events(part: RegionReport) -> list[dict[str, Any]]:
    """What the figure of events names: of an issued report as it was issued, else as it is known now."""
    if part.report.is_issued:
        return events_of(part.report.document).get(part.region.code, [])
    return held.as_lines(held.of_region(part.report.period, part.region))


def _sees_records(request: StaffRequest, part: RegionReport) -> bool:
    return part.region_id in request.user.scope.regions and request.user.may(Permission.CASE_READ)


def _behind(request: StaffRequest, part: RegionReport) -> Callable[[str], str] | None:
    """While it is a draft, each figure opens to the records behind it, for who sees them."""
    if not (part.is_editable and _sees_records(request, part)):
        return None
    asked = query(part.report.period, region=part.region.code)
    return lambda code: reverse("figure_behind", args=[code]) + asked


def _rule(rule: Any) -> dict[str, Any]:
    return {"code": rule.code, "name": rule.name, "text": rule.text, "valid_from": rule.valid_from.isoformat()}


def _exception(request: StaffRequest, part: RegionReport, code: str, number: int) -> dict[str, Any]:
    """Who sees cases of the region gets a link to the records; everybody else the number alone."""
    title, why = words.EXCEPTIONS[code]
    sees = _sees_records(request, part)
    return {
        "title": title,
        "why": why,
        "number": number,
        "blocks": exceptions.RULES[code].blocks,
        "url": reverse("report_exception", args=[part.report_id, part.region.code, code]) if sees else "",
    }


@needs(Permission.CASE_READ)
@require_safe
def exception(request: StaffRequest, pk: int, region: str, code: str) -> HttpResponse:
    """The records behind one exception, each with the page on which it is mended."""
    part = find(pk, region)
    if code not in exceptions.RULES or part.region_id not in request.user.scope.regions:
        raise Http404
    rows = exceptions.records(code, request.user, part.region, part.report.period)
    by = exceptions.RULES[code].day
    parse = aware_moment if by.endswith("_at") else date.fromisoformat
    page = keyset_page(rows, by=by, after=request.GET.get("after", ""), parse=parse)
    log_view(user=request.user, household_id=None, record=f"report {pk} {code}", page="report exception")
    title, why = words.EXCEPTIONS[code]
    context = {
        "part": part,
        "report": part.report,
        "name": words.name_of(part.report),
        "region": localized_plain(part.region.name),
        "title": title,
        "why": why,
        "day": words.day_of(code),
        "blocks": exceptions.RULES[code].blocks,
        "page": page,
        "rows": [_record(code, row) for row in page],
    }
    return render(request, "figures/issuing/exception.html", context)


def _record(code: str, row: Any) -> dict[str, Any]:
    if isinstance(row, Enquiry):
        title, url, what = row.reference, reverse("enquiry", args=[row.pk]), _("Answer it")
    else:
        case = row if isinstance(row, Case) else row.offer.case if hasattr(row, "offer") else row.case
        title, what = f"{case.reference} {case.title}", _("Open the case")
        url = reverse("case", args=[case.reference])
        if isinstance(row, Return):
            url, what = reverse("outcome_correct", args=[row.pk]), _("Correct the return")
        elif isinstance(row, Intention):
            url, what = reverse("intention_correct", args=[row.pk]), _("Correct the intention")
    day: date = exceptions.day_of(code, row)
    return {"title": title, "url": url, "what": what, "day": day}
