"""Fields of a form that a kind of fact asks for besides what every fact has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from majup.web.components.forms import AmountField, DayField
from majup.web.components.texts import language_name, localized_plain
from majup.web.facts.rows import NumbersField, RowsField
from majup.web.facts.words import MONEY

TEXT_AMOUNTS = frozenset({"note", "own_share_note", "ceiling_higher_when", "eligible", "not_eligible"})


def _options(spec: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(option["code"], localized_plain(option["label"])) for option in spec["options"]]


def _number(label: Any, most: float, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_value=most, required=False, **options)


MAKERS: dict[str, Callable[[Mapping[str, Any], dict[str, Any]], forms.Field]] = {
    "line": lambda spec, common: forms.CharField(max_length=300, **common),
    "number": lambda spec, common: forms.DecimalField(min_value=0, max_value=10**9, **common),
    "date": lambda spec, common: DayField(**common),
    "choice": lambda spec, common: forms.ChoiceField(choices=_options(spec), widget=forms.RadioSelect, **common),
    "many": lambda spec, common: forms.MultipleChoiceField(
        choices=_options(spec), widget=forms.CheckboxSelectMultiple, **common
    ),
    "flag": lambda spec, common: forms.ChoiceField(
        choices=[("", _("not known")), ("yes", _("yes")), ("no", _("no"))],
        widget=forms.RadioSelect(attrs={"class": "row"}),
        **common,
    ),
    "rows": lambda spec, common: RowsField(**common),
}


def detail_fields(spec: Mapping[str, Any], languages: list[str]) -> list[tuple[str, forms.Field]]:
    """(name, field) for one field of a kind; a text has one for each language."""
    label = localized_plain(spec["label"])
    common = {"help_text": localized_plain(spec.get("hint")), "required": bool(spec.get("required"))}
    if spec["kind"] != "text":
        return [(f"d_{spec['code']}", MAKERS[spec["kind"]](spec, {"label": label, **common}))]
    return _text_fields(f"d_{spec['code']}", label, languages, **common)


def _text_fields(name: str, label: Any, languages: list[str], *, required: bool = False, help_text: str = "") -> list:
    area = {"rows": 2, "maxlength": 1000}
    return [
        (
            f"{name}_{code}",
            forms.CharField(
                label=label if code == languages[0] else f"{label} ({language_name(code)})",
                required=required and code == languages[0],
                help_text=help_text,
                max_length=1000,
                widget=forms.Textarea(attrs=area),
            ),
        )
        for code in languages
    ]


def amount_fields(code: str, label: Any, languages: list[str]) -> list[tuple[str, forms.Field]]:
    if code in TEXT_AMOUNTS:
        return _text_fields(f"a_{code}", label, languages)
    if code == "rate_by_year":
        return [(f"a_{code}", NumbersField(label=label, required=False, help_text=_("For example 100, 90, 80")))]
    if code in MONEY:
        return [(f"a_{code}", AmountField(label=label, required=False))]
    return [(f"a_{code}", _number(label, 100 if code.startswith(("rate", "own")) else 10_000))]
