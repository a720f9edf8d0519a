"""The search box of the desk: people by name, address or number; a case by its exact reference."""

import re

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from majup.cases.models import Case
from majup.people import queries
from majup.people.words import plain
from majup.staff.access import log_views
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.components.codes import stage_name
from majup.web.components.status import badge
from majup.web.desk.people.families import families
from majup.web.http import StaffRequest, needs

REFERENCE = re.compile(r"[0-9A-Za-z-]*\d[0-9A-Za-z-]*")


@needs(Permission.CASE_READ)
@require_safe
def search_page(request: StaffRequest) -> HttpResponse:
    text = plain(request.GET.get("q", ""))
    case = case_of_reference(request.user, text)
    if case:
        return redirect("case", reference=case.reference)
    hits = queries.search(request.user, text)
    near = [hit.household_id for hit in hits if hit.is_near]
    found = families(request.user, [hit.household_id for hit in hits], near)
    log_views(
        user=request.user, household_ids=[family.household.pk for family in found], record="search", page="search"
    )
    stages = {family.case.stage for family in found if family.case}
    badges = {stage: badge(stage_name(stage), stage) for stage in stages}
    rows = [(family, badges.get(family.case.stage) if family.case else None) for family in found]
    context = {"search_text": text, "rows": rows, "is_full": len(hits) == queries.LIMIT}
    return render(request, "desk/people/search.html", context)


def case_of_reference(user: User, text: str) -> Case | None:
    """The visible case with exactly this reference; of a merged household the case that took it up."""
    if not REFERENCE.fullmatch(text):
        return None
    case = Case.objects.visible_to(user).filter(reference=text.upper()).select_related("household").first()
    if case and case.household.merged_into_id:
        return Case.objects.visible_to(user).filter(household=case.household.merged_into_id).first() or case
    return case
