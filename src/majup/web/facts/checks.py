"""Reports on the catalogue: pages that do not answer, what became of the records."""

from __future__ import annotations

import re

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from majup.catalogue import links, queries
from majup.catalogue.models import ImportedRecord, LinkCheck
from majup.staff.roles import Permission
from majup.web.http import StaffRequest, needs

BECAME = {
    ImportedRecord.Became.FACT: gettext_lazy("In the catalogue"),
    ImportedRecord.Became.HISTORY: gettext_lazy("History of a measure of today"),
    ImportedRecord.Became.CONTACT: gettext_lazy("Contact in the directory"),
    ImportedRecord.Became.PARTICIPATION: gettext_lazy("On a list of participants"),
}
REASONS = {
    "reported": gettext_lazy(
        "Reported in 2022 and never confirmed: shown with this mark, offered only as “to be confirmed”"
    ),
    "planned": gettext_lazy("Only planned: never shown as available"),
    "proposed": gettext_lazy("Only proposed: never shown as available"),
    "unclear": gettext_lazy("The source does not say whether it runs: reads “not known”"),
    "ended": gettext_lazy("Had ended: kept as history"),
    "round": gettext_lazy("One more round of a programme: a version of that fact"),
    "replaced_by_today": gettext_lazy("What holds today stands instead of it"),
    "in_directory": gettext_lazy("Says who takes enquiries: stands with the municipality in the directory"),
    "on_list_of_participants": gettext_lazy("Says who took part: stands on a list of participants"),
}
LINK_PROBLEMS = {
    "404": gettext_lazy("The page is not there"),
    "410": gettext_lazy("The page is not there"),
    "no-answer": gettext_lazy("Nobody answers"),
}
CONDITIONS = {
    "tree": gettext_lazy("conditions a program decides"),
    "words": gettext_lazy("conditions in words"),
    "none": gettext_lazy("no conditions recorded: ask"),
}
PAGE = 50


def link_problem(check: LinkCheck) -> str:
    """In words, what is wrong with a page."""
    other = gettext_lazy("The page answers with an error")
    return str(LINK_PROBLEMS.get(check.problem, other))


@needs(Permission.FACT_READ)
@require_safe
def broken_links(request: StaffRequest) -> HttpResponse:
    """K-X1: pages that did not answer at the weekly check, and who names them."""
    rows = [(one, link_problem(one.check)) for one in links.broken()]
    return render(request, "facts/links.html", {"rows": rows, "checked": LinkCheck.objects.count()})


@needs(Permission.FACT_CHECK)
@require_safe
def imported(request: StaffRequest) -> HttpResponse:
    """All given records in the order of their sources, fifty on a page."""
    became = request.GET.get("became", "")
    became = became if became in ImportedRecord.Became.values else ""
    after = request.GET.get("after", "")
    found = list(queries.imported(became, after=int(after) if re.fullmatch("[0-9]{1,9}", after) else 0)[: PAGE + 1])
    totals = queries.import_totals()
    tabs = [(_("All"), "", sum(totals.values()))]
    tabs += [(BECAME[code], code.value, totals[code.value]) for code in ImportedRecord.Became]
    rows = [
        (record, BECAME[ImportedRecord.Became(record.became)], REASONS[record.reason], CONDITIONS[record.conditions])
        for record in found[:PAGE]
    ]
    more = f"?became={became}&after={found[PAGE - 1].pk}" if len(found) > PAGE else ""
    context = {"rows": rows, "tabs": tabs, "became": became, "total": sum(totals.values()), "more": more}
    return render(request, "facts/imported.html", context)
