"""Who looked at this family's data, and when (PRV-03)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majup.people.erasing import of_whom
from majup.staff.models import AccessLog
from majup.staff.roles import Permission
from majup.web.desk.cases.find import find_case, log
from majup.web.http import StaffRequest, keyset_page, needs

PAGES = {
    "case": _("The case"),
    "case_family": _("Family and facts"),
    "search": _("Results of a search"),
    "duplicates": _("Possible duplicates"),
    "merge": _("Two families side by side"),
    "access_log": _("Who looked"),
    "own_page": _("The family's own page"),
    "own_data": _("The family's own page"),
    "own_copy": _("Copy for the family"),
    "family_file": _("Everything that is stored"),
    "family_file_copy": _("Copy for the family"),
}


@needs(Permission.CASE_READ)
@require_safe
def access_log(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_case(request, reference)
    log(request, case, "access_log")
    views = AccessLog.objects.filter(household_id__in=of_whom(case.household)).select_related("user")
    page = keyset_page(views, by="at", after=request.GET.get("after", ""), parse=parse_datetime, size=50)
    rows = [(view, PAGES.get(view.page, view.record)) for view in page]
    return render(request, "desk/people/access_log.html", {"case": case, "page": page, "rows": rows})
