"""Everything stored about a family: to look at, to hand over as a copy, to erase (PRV-04)."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from majup.family.queries import may_be_asked
from majup.people.errors import EraseRefused
from majup.people.models import Merge
from majup.staff.roles import Permission
from majup.web import erasure
from majup.web.desk.cases.find import find_case, log
from majup.web.desk.people.readable import lines
from majup.web.family_file import gather
from majup.web.http import StaffRequest, needs, page_or_422


@needs(Permission.HOUSEHOLD_ERASE)
@require_safe
def family_file(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_case(request, reference)
    log(request, case, "family_file")
    parts = [(part.title, len(part.rows), lines(part)) for part in gather(case.household)]
    merges = Merge.objects.filter(kept=case.household, rolled_back_at=None).select_related("by").order_by("-at")
    return render(request, "desk/people/file.html", {"case": case, "parts": parts, "merges": merges})


@needs(Permission.HOUSEHOLD_ERASE)
@require_safe
def family_file_copy(request: StaffRequest, reference: str) -> HttpResponse:
    """The same as one file that the family may take elsewhere."""
    case = find_case(request, reference)
    log(request, case, "family_file_copy")
    parts = [{"title": str(part.title), "rows": part.rows} for part in gather(case.household)]
    response = JsonResponse(
        {"reference": case.reference, "parts": parts}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = f'attachment; filename="{case.reference}.json"'
    return response


class EraseForm(forms.Form):
    reason = forms.ChoiceField(
        label=lazy("Why?"),
        choices=[("asked", lazy("The family asked for it")), ("inactive", lazy("No contact for a long time"))],
        widget=forms.RadioSelect,
    )


REFUSALS = {
    "already-erased": lazy("This family has been erased already."),
    "merged": lazy("This family belongs to another one by now. Erase that one."),
}


@needs(Permission.HOUSEHOLD_ERASE)
@require_http_methods(["GET", "POST"])
def erase(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_case(request, reference)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.data.get("reason") == "inactive" and may_be_asked(case.household_id):
        form.add_error("reason", _("Ask the family first whether to keep the case, and wait for its answer."))
    if request.method == "POST" and form.is_valid():
        try:
            erasure.erase(household=case.household, reason=form.cleaned_data["reason"], by=request.user)
        except EraseRefused as refusal:
            form.add_error(None, REFUSALS[refusal.code])
        else:
            messages.success(request, _("The family is erased. Counts and dates stay, without names."))
            return redirect("cases")
    context = {
        "title": _("Erase everything about this family"),
        "text": _(
            "Names, contacts, notes, letters and offers are deleted for good. What stays: how many people, which"
            " municipality, when, and proof that an offer was sent on its day. This cannot be taken back."
        ),
        "button": _("Erase for good"),
        "back": reverse("family_file", args=[case.reference]),
        "form": form,
    }
    return page_or_422(request, "majup/confirm.html", context, form)
