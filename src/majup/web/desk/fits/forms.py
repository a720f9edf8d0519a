"""The answer to one question of a condition, asked in the way of its field."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from majup.places.models import Municipality
from majup.rules.fields import Field, Kind
from majup.web.components.forms import DayField
from majup.web.components.texts import localized_plain, name_field
from majup.web.desk.cases.editing import DeskForm

YES, NO = "yes", "no"


class AnswerForm(DeskForm):
    """`value` is what the family says; an empty one is refused, "does not know" is a button of its own."""

    mark_optional = False

    def __init__(self, data: Any = None, *, field: Field) -> None:
        super().__init__(data)
        self.asked = field
        self.fields["value"] = _control(field)
        self.fields["value"].label = localized_plain(field.question or field.label)
        self.fields["value"].error_messages["required"] = _("Write the answer, or say that the family does not know.")

    @property
    def answer(self) -> Any:
        return as_kept(self.asked, self.cleaned_data["value"])


def as_kept(asked: Field, value: Any) -> Any:
    """What a control for `asked` gave, as an answer is kept in JSON."""
    if asked.kind == Kind.YES_NO:
        return value == YES
    if asked.kind == Kind.DATE:
        return value.isoformat()
    if asked.kind == Kind.LIST:
        return value if isinstance(value, list) else [part.strip() for part in value.split(",") if part.strip()]
    return str(value)


def as_typed(asked: Field, kept: Any) -> Any:
    """The way back from `as_kept`: an answer as its control shows it."""
    if asked.kind == Kind.YES_NO:
        return YES if kept else NO
    if asked.kind == Kind.DATE:
        return date.fromisoformat(kept)
    if asked.kind == Kind.LIST and not asked.code.endswith("municipalities"):
        return ", ".join(kept)
    return kept


def _control(field: Field) -> forms.Field:
    if field.kind == Kind.YES_NO:
        choices = [(YES, _("Yes")), (NO, _("No"))]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect(attrs={"class": "row"}))
    if field.kind == Kind.CHOICE:
        return forms.ChoiceField(
            choices=[("", "—"), *((code, localized_plain(n)) for code, n in field.option_names.items())]
        )
    if field.kind in {Kind.NUMBER, Kind.MONEY}:
        return forms.DecimalField(min_value=0, max_digits=12, decimal_places=2)
    if field.kind == Kind.DATE:
        return DayField()
    return _texts(field)


def _texts(field: Field) -> forms.Field:
    if field.kind == Kind.PLACE and not field.code.endswith("parish"):
        return forms.ChoiceField(choices=[("", "—"), *_places()])
    if field.kind == Kind.LIST and field.code.endswith("municipalities"):
        return forms.MultipleChoiceField(choices=_places())
    if field.kind == Kind.COUNTRY:
        return forms.RegexField(r"^[A-Z]{2}$", help_text=_("Two letters, such as GB or IE"))
    hint = _("Several are separated by commas") if field.kind == Kind.LIST else ""
    return forms.CharField(max_length=200, help_text=hint)


def _places() -> list[tuple[str, str]]:
    return list(Municipality.objects.filter(valid_to=None).order_by("pk").values_list("atvk", name_field()))
