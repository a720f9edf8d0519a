"""What the coordinator does about the family's own page: links, corrections, a request to erase, whether to keep it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from majup.family import actions, farewell
from majup.family.errors import FamilyError
from majup.family.models import Correction, ErasureRequest, FamilyLink
from majup.family.queries import address_of, adults
from majup.kernel.periods import add_months
from majup.network.calendar import country_settings
from majup.people.errors import EraseRefused
from majup.people.models import ContactPoint
from majup.staff.roles import Permission
from majup.web import erasure
from majup.web.desk.cases.find import StaffRequest, find_case, find_child, log
from majup.web.desk.cases.page import back
from majup.web.desk.people.file import REFUSALS
from majup.web.family.forms import LABELS
from majup.web.family_file import gather
from majup.web.http import needs, page_or_422


class LinkForm(forms.Form):
    to = forms.ChoiceField(
        label=gettext_lazy("To which address?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose an address. Without one, write it down with the family first.")
        },
    )

    def __init__(self, addresses: list[str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = [(address, address) for address in addresses]
        self.initial["to"] = next(iter(addresses), "")


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why? The family reads this."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        error_messages={"required": gettext_lazy("Say why, so that the family understands.")},
    )


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def send(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    """Mail one adult the way to the family's page; its own addresses stand first."""
    case = find_case(request, reference)
    person = find_child(adults(case.household_id).select_related("household"), pk)
    points = case.household.contact_points.filter(kind=ContactPoint.Kind.EMAIL).order_by("-is_preferred", "pk")
    addresses = [p.value for p in sorted(points, key=lambda point: point.person_id != person.pk)]
    form = LinkForm(addresses, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.send_link(person=person, by=request.user, to=form.cleaned_data["to"])
        messages.success(request, _("The link is on its way."))
        return back(case, "own_page")
    log(request, case, "own_page_send")
    context = {"case": case, "form": form, "person": person, "addresses": addresses}
    return page_or_422(request, "desk/cases/own_page_send.html", context, form)


@needs(Permission.CASE_WRITE)
@require_POST
def end(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    case = find_case(request, reference)
    actions.end_link(link=find_child(FamilyLink.objects.filter(household=case.household_id), pk), by=request.user)
    messages.success(request, _("The link opens nothing any more."))
    return back(case, "own_page")


@needs(Permission.CASE_WRITE)
@require_POST
def take(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    """One press: what the family says stands from now on."""
    case = find_case(request, reference)
    try:
        actions.take_over(correction=_correction(case, pk), by=request.user)
    except FamilyError:
        messages.info(request, _("A colleague has decided on this already."))
    else:
        messages.success(request, _("It is taken over."))
    return back(case, "own_page")


def _correction(case: Any, pk: int) -> Correction:
    return find_child(Correction.objects.filter(household=case.household_id).select_related("person"), pk)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def decline(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    case = find_case(request, reference)
    correction = _correction(case, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decline(correction=correction, reason=form.cleaned_data["reason"], by=request.user)
        except FamilyError:
            messages.info(request, _("A colleague has decided on this already."))
        else:
            messages.success(request, _("It stays as it was; the family reads why."))
        return back(case, "own_page")
    log(request, case, "correction")
    context = {"case": case, "form": form, "correction": correction, "label": LABELS[correction.field]}
    return page_or_422(request, "desk/cases/correction.html", context, form)


@needs(Permission.HOUSEHOLD_ERASE)
@require_http_methods(["GET", "POST"])
def decide_erasure(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    """Refuse in words that the family reads, or carry it out: each a form of its own, beside what is stored."""
    case = find_case(request, reference)
    asked = find_child(ErasureRequest.objects.filter(household=case.household_id), pk)
    form = ReasonForm(request.POST if request.method == "POST" and "reason" in request.POST else None)
    if asked.state != ErasureRequest.State.OPEN:
        messages.info(request, _("This is decided already."))
        return back(case, "own_page")
    if form.is_bound and form.is_valid():
        farewell.refuse(request=asked, case=case, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("It stays; the family reads why."))
        return back(case, "own_page")
    if "carry_out" in request.POST:
        return _carry_out(request, case)
    log(request, case, "erasure_request")
    months = country_settings()["erasure_answer_months"]
    context = {
        "case": case,
        "form": form,
        "asked": asked,
        "answer_by": add_months(timezone.localdate(asked.at), months),
        "stored": [(part.title, len(part.rows)) for part in gather(case.household)],
        "told": list(dict.fromkeys(filter(None, map(address_of, adults(case.household_id))))),
    }
    return page_or_422(request, "desk/cases/erasure.html", context, form)


def _carry_out(request: StaffRequest, case: Any) -> HttpResponse:
    try:
        with farewell.told_after(case=case):
            erasure.erase(household=case.household, reason="asked", by=request.user)
    except EraseRefused as refusal:
        messages.error(request, REFUSALS[refusal.code])
        return back(case, "own_page")
    messages.success(request, _("The family is erased. Counts and dates stay, without names."))
    return redirect("cases")


@needs(Permission.CASE_WRITE)
@require_POST
def ask_to_keep(request: StaffRequest, reference: str) -> HttpResponse:
    """Ask by mail whether to keep the case, without waiting for the years of silence (PRV-07)."""
    case = find_case(request, reference)
    if actions.ask_to_keep(case=case, by=request.user):
        messages.success(request, _("The family is asked by mail whether to keep the case."))
    else:
        messages.error(request, _("Nobody of the family has an e-mail address. Ask by another way."))
    return back(case, "own_page")
