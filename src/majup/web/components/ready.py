"""A select whose options are the same on every page: their HTML is made once, only the chosen one is marked."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from majup.web.components.widgets import attributes


class ReadyOptions:
    """(value, words) pairs in one language, kept by whoever knows how long they hold."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.pairs = list(pairs)
        self.values = frozenset(value for value, _words in self.pairs)
        self.lines = {value: (f'<option value="{escape(value)}"', f">{escape(said)}</option>") for value, said in self}
        self.html = "".join(map("".join, self.lines.values()))

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self.pairs)

    def chosen(self, value: str) -> str:
        """HTML of all options with that of `value` chosen; of an unknown value none is."""
        if value not in self.lines:
            return self.html
        begin, end = self.lines[value]
        return self.html.replace(begin + end, f"{begin} selected{end}", 1)


class ReadySelect(forms.Widget):
    def __init__(self, options: ReadyOptions) -> None:
        super().__init__()
        self.options = options

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        said = attributes(attrs or {})
        lines = self.options.chosen("" if value is None else str(value))
        return mark_safe(f'<select name="{escape(name)}"{said}>{lines}</select>')


class ReadyChoice(forms.Field):
    """One of `options`, or nothing."""

    default_error_messages = {"invalid_choice": forms.ChoiceField.default_error_messages["invalid_choice"]}

    def __init__(self, options: ReadyOptions, *, label: str, initial: str) -> None:
        self.options = options
        super().__init__(label=label, initial=initial, required=False, widget=ReadySelect(options))

    def to_python(self, value: Any) -> str:
        return "" if value in self.empty_values else str(value)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and value not in self.options.values:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            )
