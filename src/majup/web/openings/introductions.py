"""EMP-07 on the desk: the person agrees to one employer, and only then, and only what was ticked, can be seen there."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from majup.openings.models import Employer, Vacancy
from majup.people.models import Person
from majup.questions import introducing
from majup.questions.errors import IntroducedAlready
from majup.questions.facts import facts_of_adult
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.components.forms import DayField
from majup.web.components.texts import language
from majup.web.desk.cases.find import find_case, find_child, log
from majup.web.desk.cases.page import back
from majup.web.http import StaffRequest, needs, page_or_422


class IntroductionForm(forms.Form):
    person = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=gettext_lazy("Who agreed?"),
        error_messages={"required": gettext_lazy("Choose the person who agreed.")},
    )
    employer = forms.ModelChoiceField(
        queryset=Employer.objects.none(),
        label=gettext_lazy("To which employer?"),
        error_messages={"required": gettext_lazy("Choose the employer to whom the person agreed.")},
    )
    keys = forms.MultipleChoiceField(
        label=gettext_lazy("What may this employer see?"),
        help_text=gettext_lazy("Without a way to reach the person, the employer can only write to you."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one thing that the person agreed to show.")},
    )
    how = forms.CharField(
        label=gettext_lazy("How did the person say so?"),
        max_length=200,
        help_text=gettext_lazy("For example: by phone, in the mail of 3 May"),
        error_messages={"required": gettext_lazy("Write how the person said so; it is the proof of the consent.")},
    )
    agreed_on = DayField(label=gettext_lazy("On which day?"))

    def __init__(self, *args: Any, case: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        adults = case.household.members.filter(is_child=False)
        self.fields["person"].queryset = adults
        self.fields["employer"].queryset = Employer.objects.published()
        known = {fact.key: fact.label for adult in adults for fact in facts_of_adult(adult, language())}
        self.fields["keys"].choices = list(known.items())

    def clean_agreed_on(self) -> Any:
        day = self.cleaned_data["agreed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


@needs(Permission.OPENING_REQUEST)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_case(request, reference)
    vacancy = _vacancy(request)
    initial = {
        "agreed_on": timezone.localdate(),
        "employer": vacancy.employer_id if vacancy else None,
        "person": request.GET.get("person", ""),
        "keys": ["occupation", "skills", "languages"],
    }
    form = IntroductionForm(request.POST or None, case=case, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            _introduce(case, vacancy, request.user, form.cleaned_data)
        except IntroducedAlready:
            form.add_error("employer", _("This person is introduced to this employer already."))
        else:
            messages.success(request, _told(form.cleaned_data["employer"]))
            return back(case, "openings")
    log(request, case, "introduction")
    return page_or_422(request, "openings/introduction.html", {"case": case, "form": form, "vacancy": vacancy}, form)


def _introduce(case: Any, vacancy: Vacancy | None, by: User, said: dict[str, Any]) -> None:
    """In the language of every letter to employers, not in that of the coordinator's pages."""
    is_theirs = vacancy is not None and vacancy.employer_id == said["employer"].pk
    introducing.introduce(
        case=case, vacancy=vacancy if is_theirs else None, language=settings.LANGUAGE_CODE, by=by, **said
    )


def _told(employer: Employer) -> str:
    if employer.mailbox:
        return _("Noted. The employer is told by mail and sees what was ticked behind the link in it.")
    return _("Noted. No mailbox of this employer is known: tell it yourself.")


def _vacancy(request: StaffRequest) -> Vacancy | None:
    chosen = request.GET.get("vacancy", "")
    open_ones = Vacancy.objects.open().filter(employer__isnull=False)
    return open_ones.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 18 else None


@needs(Permission.OPENING_REQUEST)
@require_POST
def withdraw(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    case = find_case(request, reference)
    row = find_child(case.introductions.select_related("employer", "person", "household"), pk)
    introducing.withdraw(introduction=row, by=request.user)
    messages.success(request, _("Taken back: the employer sees nothing any more."))
    return back(case, "openings")
