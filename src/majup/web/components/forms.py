"""How forms become pages: label, hint and error at each field, and fields that Django lacks (date in parts, sum)."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import django.forms
from babel.numbers import get_decimal_symbol
from django import forms
from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from majup.kernel.dates import locale_of
from majup.kernel.money import AmountError, parse_amount
from majup.kernel.periods import add_months
from majup.places.models import Municipality
from majup.web.components.fields import field
from majup.web.components.texts import language, named
from majup.web.components.widgets import WRITERS

FURTHEST_YEARS = 30


class Field(BoundField):
    """What the templates of a field ask."""

    @property
    def target(self) -> str:
        """Id of the control that a link in the error summary leads to: of several, the first."""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def is_check(self) -> bool:
        """A single tick box, whose label stands beside it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def optional(self) -> bool:
        """Whether to say so at the label; filters (`mark_optional = False` on the form) do not."""
        return not self.field.required and not self.is_check and getattr(self.form, "mark_optional", True)

    @property
    def limit(self) -> int | None:
        """Number of characters that a long text may have, for the counter under it."""
        return self.field.widget.attrs.get("maxlength") if isinstance(self.field.widget, forms.Textarea) else None


class Renderer(DjangoTemplates):
    """Our templates before Django's, with our tags at hand in them."""

    form_template_name = "majup/forms/form.html"
    field_template_name = "field"
    bound_field_class = Field

    def render(self, template_name, context, request=None):
        """Frequent controls are written directly, all others by their template."""
        writer = field if template_name == self.field_template_name else WRITERS.get(template_name)
        return writer(context) if writer else super().render(template_name, context, request=request)

    @cached_property
    def engine(self):
        folders = [Path(__file__).parent.parent / "templates", Path(django.forms.__file__).parent / "templates"]
        tags = ["django.templatetags.i18n", "django.templatetags.static", "majup.web.templatetags.majup"]
        return self.backend({"NAME": "forms", "APP_DIRS": False, "DIRS": folders, "OPTIONS": {"builtins": tags}})


class DateInput(forms.DateInput):
    """The browser's own calendar: for dates near today, on the desk."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day within a lifetime or two: "26" typed as the year is the year 26 to a browser."""

    widget = DateInput
    FIRST, LAST = dt.date(1900, 1, 1), dt.date(2100, 1, 1)

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value and not self.FIRST <= value <= self.LAST:
            text = _("Check the year: this day lies in the year %(year)s.")
            raise forms.ValidationError(text, code="year", params={"year": value.year})


class PastDay(DayField):
    """A day that has come; when such a thing happened cannot lie ahead."""

    default_error_messages = {"ahead": _("This day has not come yet. Give the day on which it happened.")}

    def clean(self, value: Any) -> dt.date | None:
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise forms.ValidationError(self.error_messages["ahead"], code="ahead")
        return day


class ComingDay(DayField):
    """A day from today on, within a lifetime of plans; `shown_with`: a control and its value that ask for the day."""

    def __init__(self, *, shown_with: tuple[str, str] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.shown_with = shown_with

    def clean(self, value: Any) -> dt.date | None:
        day = super().clean(value)
        today = timezone.localdate()
        if day and day < today:
            raise forms.ValidationError(_("This day is over. Give a day from today on."))
        if day and day > add_months(today, 12 * FURTHEST_YEARS):
            raise forms.ValidationError(_("This day is too far away. Check the year."))
        return day


class MonthInput(forms.DateInput):
    """The browser's own choice of a month."""

    input_type = "month"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m")


class MonthField(DayField):
    """A month, as the date of its first day."""

    widget = MonthInput
    default_error_messages = {"invalid": _("Give the month and the year, for example 2026-09")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m", "%m.%Y", "%m/%Y", "%Y-%m-%d"], **kwargs)


class DateParts(forms.MultiWidget):
    """Day, month and year as three fields: for dates that people know by heart, such as a birthday."""

    template_name = "majup/forms/date_parts.html"
    use_fieldset = True
    PARTS = ("day", "month", "year")

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            [forms.TextInput(number | {"maxlength": 4 if part == "year" else 2}) for part in self.PARTS], attrs
        )

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_

    def decompress(self, value: dt.date | None) -> list[int | None]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for part, label, subwidget in zip(
            self.PARTS, (_("Day"), _("Month"), _("Year")), context["widget"]["subwidgets"], strict=True
        ):
            subwidget |= {"part": part, "label": label}
        return context


class DatePartsField(forms.MultiValueField):
    """A date typed in three parts. Empty parts are asked for; a day that does not exist is refused with an example."""

    widget = DateParts
    default_error_messages = {
        "required": _("Give the day, the month and the year"),
        "incomplete": _("Give the day, the month and the year"),
        "invalid": _("There is no such date. Write figures, for example 7 9 2026"),
    }

    def __init__(self, **kwargs: Any) -> None:
        texts = [forms.CharField(required=True) for _part in DateParts.PARTS]
        super().__init__(texts, require_all_fields=True, **kwargs)

    def compress(self, data_list: list[str]) -> dt.date | None:
        if not data_list:
            return None
        try:
            day, month, year = (int(part) for part in data_list)
            return dt.date(year, month, day)
        except ValueError as unreal:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from unreal


def form_key(*, required: bool = False) -> forms.CharField:
    """A hidden field by which a form that is sent twice brings one thing."""
    return forms.CharField(widget=forms.HiddenInput, max_length=64, required=required, initial=lambda: uuid4().hex)


class AmountField(forms.Field):
    """A sum in euros as people type it: 1 200,50 or 1200.5; a Decimal with two decimals."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "w-short", "size": 12})
    default_error_messages = {
        "negative": _("The sum cannot be less than nothing"),
        "ambiguous": _("Write the sum with cents, for example 1200,00, so that it has one reading"),
        "too-precise": _("A sum has at most two figures after the comma"),
        "too-large": _("This sum is too large"),
        "malformed": _("Write the sum in figures, for example 1200,50"),
    }

    def prepare_value(self, value: Any) -> Any:
        """A known sum as people write it: without cents that are nothing."""
        if not isinstance(value, Decimal):
            return value
        plain = f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"
        return plain.replace(".", get_decimal_symbol(locale_of(language())))

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values or isinstance(value, Decimal):
            return value or None
        try:
            return parse_amount(str(value), language())
        except AmountError as refused:
            message = self.error_messages.get(refused.code, self.error_messages["malformed"])
            raise forms.ValidationError(message, code=refused.code) from refused


class PlaceChoice(forms.ModelChoiceField):
    """A municipality in force, by its name in the reader's language; a form may narrow `queryset`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Municipality.objects.none(), **{"empty_label": "–", **kwargs})  # noqa: RUF001

    def __deepcopy__(self, memo: dict[int, Any]) -> "PlaceChoice":
        copied = super().__deepcopy__(memo)
        copied.queryset = Municipality.objects.in_force()
        return copied

    def label_from_instance(self, obj: Municipality) -> str:
        return named(obj)
