"""Fields in which a table or a list is typed as text: a line or a number each, refused with the line marked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

MOST_ROWS = 60


class RowsField(forms.CharField):
    """Places by class or age, one a line: "3. class; 2; 0". A figure left out is not known."""

    widget = forms.Textarea(attrs={"rows": 6, "maxlength": 4000})

    def to_python(self, value: Any) -> list[dict[str, Any]]:
        lines = [line for line in super().to_python(value).splitlines() if line.strip()]
        if len(lines) > MOST_ROWS:
            raise forms.ValidationError(_t("At most %(most)s lines.") % {"most": MOST_ROWS})
        return [self._row(number, line) for number, line in enumerate(lines, 1)]

    def _row(self, number: int, line: str) -> dict[str, Any]:
        label, *figures = (part.strip() for part in line.split(";"))
        if not label or len(figures) > 2 or any(figure and not figure.isdecimal() for figure in figures):
            said = _t("Line %(number)s, “%(line)s”: write a class or age, then free places and the queue in figures.")
            raise forms.ValidationError(said % {"number": number, "line": line[:60]})
        named = zip(("free", "waiting"), figures, strict=False)
        return {"label": label, **{key: int(figure) for key, figure in named if figure}}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{row['label']}; {row.get('free', '')}; {row.get('waiting', '')}" for row in value)


class NumbersField(forms.CharField):
    """Percent by year, separated by commas: "100, 90, 80"."""

    def to_python(self, value: Any) -> list[int]:
        parts = [part.strip() for part in super().to_python(value).replace(";", ",").split(",") if part.strip()]
        if any(not part.isdecimal() or int(part) > 100 for part in parts):
            raise forms.ValidationError(_("Write whole percents up to 100, separated by commas."))
        return [int(part) for part in parts]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(str(part) for part in value) if isinstance(value, list) else value
