"""The short form that an answer needs, made from the pack's list of fields, and the forms to pass on or to refuse."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from majup.kernel.localized import pick
from majup.network.calendar import country_settings
from majup.questions.models import Answer, Question
from majup.web.answer.words import CHOICES, label_of, name_of
from majup.web.components.forms import AmountField, ComingDay, DayField
from majup.web.components.texts import language, named

PREFIX = "said_"


class AnswerForm(forms.Form):
    """Fields `said_<code>` come from the pack; the others are the same for every question."""

    text = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 4000}),
    )
    is_part = forms.BooleanField(label=_("This is only a part of the answer, the rest will follow"), required=False)
    for_others = forms.BooleanField(
        label=_("This holds for other families too"),
        required=False,
        help_text=_("Tick only if the answer names nobody. Then we need not ask you the same again."),
    )
    valid_until = ComingDay(label=_("Holds until"), required=False)
    name = forms.CharField(label=_("Who answers"), max_length=160)

    def __init__(self, data: Mapping[str, Any] | None, question: Question, former: Answer | None, name: str) -> None:
        super().__init__(data, initial=_initial(former, name))
        self.codes = [field["code"] for field in question.form.fields]
        own = {PREFIX + field["code"]: _field(field) for field in question.form.fields}
        self.fields = own | self.fields

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not self.said and not cleaned.get("text"):
            self.add_error("text", _("Fill in a field or write a few words"))
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """Filled fields as JSON values by code."""
        values = {code: self.cleaned_data.get(PREFIX + code) for code in self.codes}
        return {code: _as_json(value) for code, value in values.items() if value not in (None, "")}

    @property
    def own_fields(self):
        return [self[PREFIX + code] for code in self.codes]


def _initial(former: Answer | None, name: str) -> dict[str, Any]:
    if former is None:
        return {"name": name}
    kept = {key: getattr(former, key) for key in ("text", "is_part", "for_others", "valid_until")}
    return {**{PREFIX + code: value for code, value in former.form.items()}, **kept, "name": former.answered_by_name}


def _field(field: Mapping[str, Any]) -> forms.Field:
    common = {
        "label": label_of(field),
        "required": field["required"],
        "help_text": pick(field["hint"], language(), country_settings()["languages"]).text,
    }
    if field["kind"] == "choice":
        return forms.ChoiceField(
            choices=list(CHOICES.items()),
            widget=forms.RadioSelect(attrs={"class": "row"}),
            error_messages={"required": _("Choose yes, no or not known yet")},
            **common,
        )
    if field["kind"] == "number":
        number = forms.NumberInput(attrs={"inputmode": "numeric", "class": "w-short"})
        return forms.IntegerField(min_value=0, max_value=99999, widget=number, **common)
    if field["kind"] == "date":
        return DayField(**common)
    return AmountField(**common) if field["kind"] == "money" else forms.CharField(max_length=500, **common)


def _as_json(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


class PassOnForm(forms.Form):
    to = forms.TypedChoiceField(
        label=_("Who can answer this"), coerce=int, error_messages={"required": _("Choose to whom the question goes")}
    )
    note = forms.CharField(
        label=_("A few words for them"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    name = forms.CharField(label=_("Your name"), max_length=160)

    def __init__(self, data, roles, name: str) -> None:
        super().__init__(data, initial={"name": name})
        self.fields["to"].choices = [("", "—"), *_by_place(roles)]


def _by_place(roles) -> list[tuple[str, list[tuple[int, str]]]]:
    groups: dict[str, list[tuple[int, str]]] = {}
    for role in roles:
        place = named(role.municipality) if role.municipality else str(_("State institutions"))
        groups.setdefault(place, []).append((role.pk, name_of(role)))
    return list(groups.items())


class RefuseForm(forms.Form):
    reason = forms.CharField(
        label=_("Why there will be no answer"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say in a few words why, so that we can ask in the right place")},
    )
    name = forms.CharField(label=_("Your name"), max_length=160)

    def __init__(self, data, name: str) -> None:
        super().__init__(data, initial={"name": name})
