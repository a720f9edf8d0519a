"""Families that may be one, written down twice: found by the worker, decided by people."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from majup.people.duplicates import dismiss_pair
from majup.people.models import DuplicatePair
from majup.staff.access import log_views
from majup.staff.roles import Permission
from majup.web.desk.people.families import families
from majup.web.http import StaffRequest, keyset_page, needs


@needs(Permission.HOUSEHOLD_MERGE)
@require_safe
def pairs(request: StaffRequest) -> HttpResponse:
    found = DuplicatePair.objects.visible_to(request.user).open()
    page = keyset_page(found, by="found_at", after=request.GET.get("after", ""), parse=parse_datetime)
    ids = {pk for pair in page for pk in (pair.first_id, pair.second_id)}
    by_id = {family.household.pk: family for family in families(request.user, ids)}
    log_views(user=request.user, household_ids=sorted(by_id), record="duplicates", page="duplicates")
    rows = [
        (pair, by_id[pair.first_id], by_id[pair.second_id])
        for pair in page
        if {pair.first_id, pair.second_id} <= by_id.keys()
    ]
    return render(request, "desk/people/duplicates.html", {"page": page, "rows": rows})


@needs(Permission.HOUSEHOLD_MERGE)
@require_POST
def dismiss(request: StaffRequest, pk: int) -> HttpResponse:
    pair = get_object_or_404(DuplicatePair.objects.visible_to(request.user), pk=pk)
    dismiss_pair(pair=pair, by=request.user)
    messages.success(request, _("They are two families; the pair is not proposed again."))
    return redirect("duplicates")
