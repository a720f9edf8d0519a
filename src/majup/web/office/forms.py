"""Forms of the office pages; choices are read when a form is made, in the reader's language."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majup.network.models import Institution, Role
from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User
from majup.web.components.codes import code_choices
from majup.web.components.forms import DayField, PlaceChoice
from majup.web.components.texts import localized_plain
from majup.web.office.words import KINDS

PHONE = RegexValidator(
    r"^\+?[0-9 ()-]{5,}$", _("Write the number with digits and spaces, beginning with + and the code of the country.")
)


def choose_from(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Fill a select when the form is made: names come from the database, in the reader's language."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker
    field.choices = choices


def choose_of(form: forms.Form, name: str, rows: QuerySet) -> None:
    """Fill a select of records when the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- tells the type checker
    field.queryset = rows


class LocalizedChoice(forms.ModelChoiceField):
    """A choice whose name stands in several languages."""

    def label_from_instance(self, obj):
        return localized_plain(obj.name_on() if isinstance(obj, Institution) else obj.name)


class PersonChoice(forms.ModelChoiceField):
    def __init__(self, **options):
        super().__init__(queryset=User.objects.filter(is_active=True).order_by("name", "pk"), **options)

    def label_from_instance(self, obj):
        return f"{obj.name} ({obj.email})"


class ContactForm(forms.Form):
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False, validators=[PHONE])
    mailbox = forms.EmailField(label=_("Mailbox"), help_text=_("The role's own address, never a private one"))

    @classmethod
    def for_role(cls, role: Role, data=None):
        form_class = SpecialistForm if role.kind == Role.Kind.SPECIALIST else cls
        fields = ("phone", "mailbox", "load_share", "arrangement")
        return form_class(data, initial={name: getattr(role, name) for name in fields})


class SpecialistForm(ContactForm):
    load_share = forms.DecimalField(
        label=_("Share of full time"),
        min_value=0.05,
        max_value=1,
        max_digits=3,
        decimal_places=2,
        required=False,
        help_text=_("From 0.05 to 1"),
    )
    arrangement = forms.ChoiceField(label=_("How the municipality arranges the work"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        choose_from(self, "arrangement", [("", _("Not known")), *code_choices("arrangements")])


class HolderForm(forms.Form):
    user = PersonChoice(label=_("Who"))
    valid_from = DayField(label=_("First day"), initial=timezone.localdate)
    place = forms.ChoiceField(
        label=_("As"),
        choices=[("holder", _("Holder")), ("deputy", _("Deputy"))],
        widget=forms.RadioSelect(attrs={"class": "row"}),
        initial="holder",
    )


class EndForm(forms.Form):
    on = DayField(label=_("Last day"), initial=timezone.localdate)


class PeriodForm(forms.Form):
    """A form with a first and a last day; the last may be open where the field allows it."""

    def clean(self):
        data = super().clean() or {}
        first, last = data.get("valid_from"), data.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("The last day lies before the first day."))
        return data


class SubstitutionForm(PeriodForm):
    user = PersonChoice(label=_("Who substitutes"))
    valid_from = DayField(label=_("First day"), initial=timezone.localdate)
    valid_to = DayField(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class RoutingForm(forms.Form):
    kind = forms.ChoiceField(label=_("Who is asked first"))
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    institution = LocalizedChoice(label=_("Institution"), queryset=Institution.objects.all(), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        asked = ("coordinator", "specialist", "unit", "institution", "region_office", "contact_point")
        choose_from(self, "kind", [(kind, KINDS[Role.Kind(kind)]) for kind in asked])
        units = [(code, name) for code, name in code_choices("units") if code != "specialist"]
        choose_from(self, "unit", [("", _("Choose a unit")), *units])

    def clean(self):
        data = super().clean() or {}
        for kind, text in (("unit", _("Choose a unit.")), ("institution", _("Choose an institution."))):
            if data.get("kind") == kind and not data.get(kind):
                self.add_error(kind, text)
        return data


class TemplateForm(forms.Form):
    """Subject and text of a message, a pair of fields for each language of the country."""

    def __init__(self, *args, languages, **options):
        super().__init__(*args, **options)
        self.languages = languages
        for code, name in languages:
            subject = forms.CharField(label=_("Subject (%(language)s)") % {"language": name}, max_length=200)
            body = forms.CharField(
                label=_("Text (%(language)s)") % {"language": name}, widget=forms.Textarea(attrs={"rows": 14})
            )
            self.fields[f"subject_{code}"], self.fields[f"body_{code}"] = subject, body

    def texts(self, part: str) -> dict[str, str]:
        return {code: self.cleaned_data[f"{part}_{code}"].replace("\r\n", "\n") for code, _name in self.languages}


class AccountForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail for signing in"))
    language = forms.ChoiceField(label=_("Language"))
    is_admin = forms.BooleanField(
        label=_("Administrator"), required=False, help_text=_("Names roles and their holders; sees no case")
    )

    def __init__(self, *args, languages, user: User | None = None, **options):
        super().__init__(*args, **options)
        choose_from(self, "language", languages)
        if user:
            del self.fields["email"]

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("There is already an account with this address."))
        return email


class ConsultationForm(forms.Form):
    municipality = PlaceChoice(label=_("Municipality"))
    on = DayField(label=_("Day"), initial=timezone.localdate)
    subject = forms.CharField(label=_("What it was about"), max_length=200)
    outcome = forms.CharField(label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args, regions, **options):
        super().__init__(*args, **options)
        today = timezone.localdate()
        places = (
            Municipality.objects.in_force(today)
            .filter(memberships__region__in=regions, memberships__valid_from__lte=today)
            .distinct()
        )
        choose_of(self, "municipality", places)

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["on"]


class ExclusionForm(PeriodForm):
    municipality = PlaceChoice(label=_("Municipality"))
    valid_from = DayField(label=_("First day"))
    valid_to = DayField(label=_("Last day"), required=False)
    source = forms.CharField(label=_("Source"), max_length=400, help_text=_("Decision, letter or page that says so"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)


class MergeForm(forms.Form):
    merged = forms.ModelMultipleChoiceField(
        label=_("Municipalities that end"),
        queryset=Municipality.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    successor = PlaceChoice(label=_("Municipality that takes over"))
    on = DayField(label=_("First day of the new order"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        present = Municipality.objects.filter(valid_to=None)
        choose_of(self, "merged", present)
        choose_of(self, "successor", present)

    def clean(self):
        data = super().clean() or {}
        if data.get("successor") in (data.get("merged") or []):
            self.add_error("successor", _("A municipality cannot take over from itself."))
        return data


class FoundForm(forms.Form):
    atvk = forms.RegexField(
        r"^[0-9A-Za-z]{3,16}$", label=_("Territory code"), error_messages={"invalid": _("Write digits only.")}
    )
    name = forms.CharField(label=_("Name"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("county", _("County")), ("state_city", _("State city"))])
    region = LocalizedChoice(label=_("Planning region"), queryset=PlanningRegion.objects.all())
    valid_from = DayField(label=_("First day"))
    source = forms.CharField(label=_("Source"), max_length=400)

    def clean_atvk(self):
        if Municipality.objects.filter(atvk=self.cleaned_data["atvk"]).exists():
            raise forms.ValidationError(_("This code is already in use."))
        return self.cleaned_data["atvk"]


class InstitutionNameForm(forms.Form):
    valid_from = DayField(label=_("First day"), initial=timezone.localdate)
    source = forms.CharField(label=_("Source"), max_length=400)

    def __init__(self, *args, languages, **options):
        super().__init__(*args, **options)
        self.languages = languages
        for code, name in languages:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("New name (%(language)s)") % {"language": name}, max_length=200
            )
        self.order_fields([f"name_{code}" for code, _name in languages])

    def name(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"name_{code}"] for code, _name in self.languages}
