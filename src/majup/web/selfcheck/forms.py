"""One question as a form: always with "I do not know" among the answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from majup.places.models import Municipality
from majup.rules.fields import COUNTED, Field, Kind
from majup.web.components.forms import AmountField, DatePartsField
from majup.web.components.texts import country_choices, localized_plain
from majup.web.desk.fits.forms import NO, YES, as_kept
from majup.web.portal.forms import AskForm

UNKNOWN = "unknown"
UNITS: dict[str, Any] = {
    "months": gettext_lazy("In months; three years are 36"),
    "years": gettext_lazy("In years"),
    "days": gettext_lazy("In days"),
    "percent": gettext_lazy("In percent"),
    "EUR": gettext_lazy("In euros"),
    "EUR/month": gettext_lazy("In euros a month"),
}
MANY = 9  # more answers than this stand in a list to choose from


class QuestionForm(forms.Form):
    """`answer` is what the family says, as it is kept in JSON; None: it does not know."""

    mark_optional = False

    def __init__(self, data: Any = None, *, asked: Field, initial: Any = None) -> None:
        super().__init__(data, initial={"value": initial})
        self.asked = asked
        control = _control(asked)
        control.label = localized_plain(asked.question) or localized_plain(asked.label)
        control.help_text = control.help_text or UNITS.get(asked.unit, "")
        for name in ("required", "incomplete"):
            control.error_messages[name] = _("Choose or write an answer, or say that you do not know.")
        self.fields["value"] = control
        if initial == UNKNOWN and self.knows_by_button:
            self.initial = {}

    @property
    def knows_by_button(self) -> bool:
        """Whether "I do not know" is a button of its own and not one of the choices."""
        return not isinstance(self.fields["value"].widget, forms.RadioSelect)

    @property
    def answer(self) -> Any:
        value = self.cleaned_data["value"]
        return None if value == UNKNOWN else as_kept(self.asked, value)


def _control(asked: Field) -> forms.Field:
    if asked.kind == Kind.YES_NO:
        return _radio([(YES, _("Yes")), (NO, _("No"))])
    if asked.kind in COUNTED:
        return forms.DecimalField(min_value=0, max_digits=9, decimal_places=2, widget=_number())
    if asked.kind == Kind.DATE:
        return DatePartsField()
    if asked.kind == Kind.CHOICE:
        return _one_of([(code, localized_plain(name)) for code, name in asked.option_names.items()])
    return _of_places(asked)


def _of_places(asked: Field) -> forms.Field:
    if asked.kind == Kind.COUNTRY:
        return _listed(list(country_choices()))
    if asked.kind == Kind.LIST and asked.code.endswith("municipalities"):
        return forms.MultipleChoiceField(choices=places(), widget=forms.SelectMultiple(attrs={"size": 8}))
    if asked.kind == Kind.PLACE and not asked.code.endswith("parish"):
        return _listed(places())
    hint = _("Several are separated by commas") if asked.kind == Kind.LIST else ""
    return forms.CharField(max_length=200, help_text=hint)


def _number() -> forms.NumberInput:
    return forms.NumberInput(attrs={"inputmode": "decimal"})


def _one_of(choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return _radio(choices) if len(choices) <= MANY else _listed(choices)


def _radio(choices: list[tuple[str, str]]) -> forms.ChoiceField:
    unknown = (UNKNOWN, pgettext("answer", "I do not know"))
    return forms.ChoiceField(choices=[*choices, unknown], widget=forms.RadioSelect)


def _listed(choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[("", _("Choose")), *choices])


def places() -> list[tuple[str, str]]:
    """Municipalities of today by name in the order of the alphabet."""
    rows = Municipality.objects.in_force().order_by("sort_key")
    return [(place.atvk, place.name) for place in rows]


class InterestForm(AskForm):
    """Interest in money for a business (J3): the question of every enquiry, and what a call is looked at by."""

    order = ("contact", "country", "place", "meant", "business", "amount", "jobs", "question", "website", "form_key")
    business = forms.CharField(
        label=gettext_lazy("What kind of business?"),
        max_length=160,
        error_messages={"required": gettext_lazy("Say in a few words what the business will do.")},
    )
    amount = AmountField(label=gettext_lazy("How much support do you wish for?"), required=False)
    jobs = forms.IntegerField(
        label=gettext_lazy("How many jobs do you plan, your own among them?"),
        required=False,
        min_value=0,
        max_value=999,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].label = _("Where will the business be?")
        self.fields["question"].label = _("Your idea in a few sentences, and what you would like to know")
        self.order_fields(self.order)


class PlaceForm(forms.Form):
    """Where the family thinks of living; empty is an answer too."""

    mark_optional = False
    place = forms.ChoiceField(required=False)

    def __init__(self, data: Any = None, *, initial: str = "") -> None:
        super().__init__(data, initial={"place": initial})
        self.fields["place"].label = _("Municipality")
        self.fields["place"].choices = [("", _("We have not decided yet")), *places()]
