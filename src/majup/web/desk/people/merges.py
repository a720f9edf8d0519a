"""Two families side by side, what would move, and the merge; taken back by one button."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from majup.people.errors import MergeRefused
from majup.people.models import Household, Merge
from majup.staff.access import log_views
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web import merging
from majup.web.desk.people.families import families
from majup.web.desk.people.merge_form import MergeForm
from majup.web.http import StaffRequest, needs, page_or_422

REFUSALS = {
    "same-household": lazy("This is one and the same family."),
    "already-merged": lazy("Somebody has merged one of these families already."),
    "erased": lazy("One of these families has been erased."),
    "different-regions": lazy("The families are in the care of two regions. Hand one case over first."),
    "handover-open": lazy(
        "The second case is proposed to another region. Wait for the answer or withdraw the proposal first."
    ),
    "two-offers-open": lazy("Both cases have an offer that is still open. Settle one of them first."),
    "person-elsewhere": lazy("The members have changed meanwhile. Look at the page again."),
    "already-rolled-back": lazy("This merge has been taken back already."),
    "merged-further": lazy("The family was merged into another one since. Take that merge back first."),
}


@needs(Permission.HOUSEHOLD_MERGE)
@require_http_methods(["GET", "POST"])
def merge_page(request: StaffRequest, kept: int, absorbed: int) -> HttpResponse:
    """The first family takes up the second one."""
    rows = Household.objects.visible_to(request.user).filter(erased_at=None)
    first, second = get_object_or_404(rows, pk=kept), get_object_or_404(rows, pk=absorbed)
    form = MergeForm(request.POST if request.method == "POST" else None, kept=first, absorbed=second)
    if request.method == "POST" and form.is_valid():
        try:
            done = merging.merge(
                kept=first, absorbed=second, take=form.cleaned_data.get("take", ()), joins=form.joins(), by=request.user
            )
        except MergeRefused as refusal:
            form.add_error(None, REFUSALS[refusal.code])
        else:
            return _merged(request, done)
    log_views(user=request.user, household_ids=[kept, absorbed], record="merge", page="merge")
    return page_or_422(request, "desk/people/merge.html", _context(request.user, first, second, form), form)


def _context(user: User, first: Household, second: Household, form: MergeForm) -> dict[str, Any]:
    found = {family.household.pk: family for family in families(user, [first.pk, second.pk])}
    people = [
        (person, form[f"same_{person.pk}"], form[f"take_{person.pk}"] if f"take_{person.pk}" in form.fields else None)
        for person in form.absorbed
    ]
    return {
        "form": form,
        "kept": found.get(first.pk),
        "absorbed": found.get(second.pk),
        "people": people,
        "moves": merging.preview(second),
        "swap": reverse("merge", args=[second.pk, first.pk]),
    }


def _merged(request: StaffRequest, done: Merge) -> HttpResponse:
    undo_tag = f"undo:{reverse('merge_undo', args=[done.pk])}"
    messages.success(request, _("The two families are one now. Nothing was lost."), extra_tags=undo_tag)
    return _to_case(request.user, done.kept)


def _to_case(user: User, household: Household) -> HttpResponse:
    family = next(iter(families(user, [household.pk])), None)
    return redirect("case", reference=family.case.reference) if family and family.case else redirect("duplicates")


@needs(Permission.HOUSEHOLD_MERGE)
@require_POST
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    merge = get_object_or_404(Merge.objects.filter(kept__in=Household.objects.visible_to(request.user)), pk=pk)
    try:
        merging.roll_back(merge=merge, by=request.user)
    except MergeRefused as refusal:
        messages.error(request, REFUSALS[refusal.code])
    else:
        messages.success(request, _("They are two families again. What was edited since stays."))
    return _to_case(request.user, merge.kept)
