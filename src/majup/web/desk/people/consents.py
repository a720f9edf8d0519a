"""What the family agreed to, per purpose: given and withdrawn by the coordinator in their name (PRV-02)."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from majup.staff.roles import Permission
from majup.web import consents as agreements
from majup.web.components.codes import code_choices
from majup.web.desk.cases.find import find_case, log
from majup.web.desk.cases.page import back
from majup.web.http import StaffRequest, needs, page_or_422


class ConsentForm(forms.Form):
    purpose = forms.ChoiceField(label=lazy("What did they agree to?"), choices=lambda: code_choices("consent_purposes"))
    how = forms.CharField(
        label=lazy("How and when did they say so?"),
        max_length=200,
        help_text=lazy("For example: by phone on 3 May, or in the mail of 3 May"),
    )


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def give(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_case(request, reference)
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        agreements.give(household=case.household, by=request.user, **form.cleaned_data)
        messages.success(request, _("The consent is stored."))
        return back(case, "consents", "case_family")
    log(request, case, "consents")
    context = {"case": case, "form": form, "title": _("The family agrees"), "button": _("Store the consent")}
    return page_or_422(request, "desk/people/consent.html", context, form)


@needs(Permission.CASE_WRITE)
@require_POST
def withdraw(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    """Twice the same changes nothing: what is withdrawn already stays withdrawn."""
    case = find_case(request, reference)
    consent = get_object_or_404(case.household.consents.all(), pk=pk)
    agreements.take_back(consent=consent, by=request.user)
    messages.success(request, _("The consent is withdrawn."))
    return back(case, "consents", "case_family")
