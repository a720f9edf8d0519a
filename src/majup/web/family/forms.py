"""Forms of the family's own page."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from majup.cases.models import Readiness
from majup.family.actions.corrections import FIELDS, OF_HOUSEHOLD, OF_MEMBER, POINTS, known
from majup.family.models import Correction
from majup.kernel.errors import CodedError
from majup.people.models import Person
from majup.people.words import normal_contact
from majup.web.components import codes
from majup.web.components.forms import form_key
from majup.web.components.texts import country_choices, language_name
from majup.web.portal.forms import CONTACT_REFUSED

LABELS = {
    "given_name": gettext_lazy("Given name"),
    "family_name": gettext_lazy("Family name"),
    "birth_year": gettext_lazy("Year of birth"),
    "occupation": gettext_lazy("Occupation"),
    "school_class": gettext_lazy("Class or group"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "country": gettext_lazy("Country where you live"),
}


class WriteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Write to your coordinator"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 4000}),
        error_messages={"required": gettext_lazy("Write here what you would like to say, then send it.")},
    )
    form_key = form_key()


class InformedForm(forms.Form):
    informed = forms.ChoiceField(
        label=gettext_lazy("Do you have all the information you need?"),
        choices=[("yes", pgettext_lazy("answer", "yes")), ("no", pgettext_lazy("answer", "no"))],
        widget=forms.RadioSelect(attrs={"class": "row"}),
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )
    missing = forms.CharField(label=gettext_lazy("What is missing?"), required=False, max_length=1000)


class ReadyForm(forms.Form):
    """How far home, work or school is; what is settled says by what."""

    state = forms.ChoiceField(
        label=gettext_lazy("How far is it?"),
        choices=lambda: [(state, codes.readiness_name(state)) for state in Readiness.State.values],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how far it is.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What settles it, or what are you looking for?"), required=False, max_length=500
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == Readiness.State.SETTLED and not data.get("note"):
            self.add_error("note", _("Say in a few words what settles it, for example: a flat in the parents' house."))
        return data


class SpeakForm(forms.Form):
    """What holds at once: in which language and by what means this member wants to be written to (LNG-03)."""

    language = forms.ChoiceField(
        label=gettext_lazy("In which language shall we write to you?"),
        choices=lambda: [(code, language_name(code)) for code, _name in settings.LANGUAGES],
    )
    channel = forms.ChoiceField(label=gettext_lazy("How shall we best reach you?"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        reaching = [row for row in codes.code_list("channels").values() if row.details["direction"] == "both"]
        names = dict(codes.code_choices("channels"))
        self.fields["channel"].choices = [("", _("Any way")), *((row.code, names[row.code]) for row in reaching)]


class CorrectionForm(forms.Form):
    """What we know of one member, with what it said already; a change waits until the coordinator takes it over."""

    mark_optional = False

    def __init__(self, person: Person, *args: Any, **options: Any) -> None:
        self.person = person
        self.names = [name for name in FIELDS if name != ("occupation" if person.is_child else "school_class")]
        if person.is_child:
            self.names = [name for name in self.names if name not in {*POINTS, *OF_HOUSEHOLD}]
        waiting = {row.field: row.value for row in person.corrections.filter(state=Correction.State.OPEN)}
        options["initial"] = {name: waiting.get(name, known(person, name)) for name in self.names}
        super().__init__(*args, **options)
        for name in self.names:
            self.fields[name] = _field(name)

    def clean_given_name(self) -> str:
        """Who has a name keeps one: without it nobody could be told apart."""
        typed: str = self.cleaned_data["given_name"]
        if self.initial["given_name"] and not typed:
            raise forms.ValidationError(_("Write the given name."))
        return typed

    def clean_birth_year(self) -> str:
        typed = self.cleaned_data["birth_year"]
        this_year = timezone.localdate().year
        if typed and not (typed.isdecimal() and this_year - 120 <= int(typed) <= this_year):
            raise forms.ValidationError(_("Write the year in four figures, for example 1988."))
        return typed

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for kind in POINTS:
            if data.get(kind):
                self._check_point(kind, data)
        return data

    def _check_point(self, kind: str, data: dict[str, Any]) -> None:
        try:
            normal_contact(kind, data[kind], data.get("country", ""))
        except CodedError as refused:
            self.add_error(kind, CONTACT_REFUSED.get(refused.code, CONTACT_REFUSED["malformed"]))

    def changes(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.names if self.cleaned_data[name] != self.initial[name]}


def _field(name: str) -> forms.Field:
    if name == "country":
        return forms.ChoiceField(label=LABELS[name], choices=[("", "–"), *country_choices()], required=False)  # noqa: RUF001
    lengths = {"given_name": 80, "family_name": 80, "birth_year": 4, "occupation": 120, "school_class": 40}
    attrs = {"autocomplete": {"email": "email", "phone": "tel"}.get(name, "off")}
    if name in {"phone", "birth_year"}:
        attrs["inputmode"] = "tel" if name == "phone" else "numeric"
    widget = forms.TextInput(attrs=attrs)
    is_member = name in OF_MEMBER
    return forms.CharField(
        label=LABELS[name], required=False, max_length=lengths[name] if is_member else 200, widget=widget
    )


class JobForm(forms.Form):
    """What matters at work, the dearest first: a place for each demand, or none (Q-R20)."""

    mark_optional = False

    note = forms.CharField(label=gettext_lazy("Anything else about work?"), required=False, max_length=500)

    def __init__(self, *args: Any, demands: list[str], **options: Any) -> None:
        names = codes.code_choices("job_demands")
        places = {code: str(number) for number, code in enumerate(demands, 1)}
        options["initial"] = {**{f"place_{code}": places.get(code, "") for code, _name in names}, **options["initial"]}
        super().__init__(*args, **options)
        ranks = [("", _("does not matter")), *((str(n), str(n)) for n in range(1, len(names) + 1))]
        for code, name in names:
            self.fields[f"place_{code}"] = forms.ChoiceField(label=name, choices=ranks, required=False)
        self.order_fields([*(f"place_{code}" for code, _name in names), "note"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        placed = {name: value for name, value in data.items() if name.startswith("place_") and value}
        for name, value in placed.items():
            if list(placed.values()).count(value) > 1:
                self.add_error(name, _("Two have the place %(place)s. Give each place once.") % {"place": value})
        return data

    def demands(self) -> list[str]:
        placed = [(v, n.removeprefix("place_")) for n, v in self.cleaned_data.items() if n.startswith("place_") and v]
        return [code for _place, code in sorted(placed)]


class EraseForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Do you want to tell us why?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
    )


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": gettext_lazy("Write the address to which we write to you."),
            "invalid": gettext_lazy("Write the address in the form name@example.com."),
        },
    )
