"""Interest in money for a business, per household: written down, and why they did not apply (GRA-02)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from majup.catalogue.models import Fact
from majup.matching import interests, self_check
from majup.matching.models import GrantInterest
from majup.places.models import Municipality
from majup.staff.roles import Permission
from majup.web.components import codes
from majup.web.components.forms import AmountField
from majup.web.components.texts import localized_plain
from majup.web.desk.cases.find import StaffRequest, find_child, log
from majup.web.desk.fits.find import find_own
from majup.web.http import needs, page_or_422

OUTCOMES: dict[str, tuple[Any, str]] = {
    "open": (gettext_lazy("interested"), "wait"),
    "applied": (gettext_lazy("applied"), "good"),
    "not_applied": (gettext_lazy("did not apply"), "plain"),
}
ANSWERS: dict[str, Any] = {
    "yes": gettext_lazy("Fits"),
    "possibly": gettext_lazy("May fit: check with the institution"),
    "no": gettext_lazy("Does not fit"),
    "unknown": gettext_lazy("Not known yet: ask"),
}


class NewInterestForm(forms.Form):
    fact = forms.ChoiceField(
        label=gettext_lazy("Support"),
        error_messages={"required": gettext_lazy("Choose the support that they ask about.")},
    )
    business = forms.CharField(label=gettext_lazy("Field of the business"), max_length=160, required=False)
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label=gettext_lazy("Municipality"), required=False, to_field_name="atvk"
    )
    amount = AmountField(label=gettext_lazy("Support wished for"), required=False)
    jobs = forms.IntegerField(label=gettext_lazy("Jobs planned"), min_value=0, max_value=999, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        facts = [(fact.code, localized_plain(fact.name)) for fact in self_check.business_measures()]
        self.fields["fact"].choices = [("", _("Choose")), *facts]  # type: ignore[attr-defined]
        self.fields["municipality"].queryset = Municipality.objects.in_force().order_by("sort_key")  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """What became of an interest; who did not apply had a reason."""

    mark_optional = False
    outcome = forms.ChoiceField(label=gettext_lazy("What became of it"))
    reason = forms.ChoiceField(label=gettext_lazy("Why they did not apply"), required=False)

    def __init__(self, data: Any = None, *, interest: GrantInterest) -> None:
        initial = {"outcome": interest.outcome, "reason": interest.reason}
        super().__init__(data, prefix=f"i{interest.pk}", initial=initial)
        self.fields["outcome"].choices = [(code, words) for code, (words, _tone) in OUTCOMES.items()]  # type: ignore[attr-defined]
        self.fields["reason"].choices = [("", _("Choose")), *codes.code_choices("grant_reasons")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("outcome") == "not_applied" and not data.get("reason"):
            self.add_error("reason", _("Say why they did not apply: the next call learns from it."))
        return data


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def grants(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_own(request, reference)
    form = NewInterestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        fact = Fact.objects.get(code=data.pop("fact"))
        interests.register(fact=fact, household=case.household, by=request.user, **data)
        messages.success(request, _("The interest is written down."))
        return redirect("case_grants", reference=case.reference)
    return _page(request, case, form)


@needs(Permission.CASE_WRITE)
@require_POST
def settle(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    case = find_own(request, reference)
    interest = find_child(interests.of_household(case.household_id), pk)
    form = SettleForm(request.POST, interest=interest)
    if not form.is_valid():
        return _page(request, case, NewInterestForm(), form, interest)
    interests.settle(interest=interest, household=case.household, by=request.user, **form.cleaned_data)
    messages.success(request, _("What became of it is written down."))
    return redirect("case_grants", reference=case.reference)


def _page(
    request: StaffRequest, case: Any, form: forms.Form, refused: SettleForm | None = None, of: Any = None
) -> HttpResponse:
    log(request, case, "case_grants")
    rows = [_row(one, refused if of and one.pk == of.pk else None) for one in interests.of_household(case.household_id)]
    context = {"case": case, "form": form, "rows": rows}
    return page_or_422(request, "desk/fits/grants.html", context, form, refused)


def _row(interest: GrantInterest, refused: SettleForm | None) -> dict[str, Any]:
    words, tone = OUTCOMES[interest.outcome]
    fields = self_check.book().fields
    return {
        "interest": interest,
        "words": words,
        "tone": tone,
        "answer": ANSWERS.get(interest.answer, ""),
        "unmet": [localized_plain(fields[code].label) for code in interest.unmet if code in fields],
        "form": refused or SettleForm(interest=interest),
    }
