"""Controls written without templates: a form with a few selects asked Django for hundreds of nested templates.

Each function gets the widget's context as Django makes it and gives the same HTML as its template.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

Context = Mapping[str, Any]


def attributes(attrs: Mapping[str, Any]) -> str:
    """As in django/forms/widgets/attrs.html: True stands alone, False is left out."""
    parts = []
    for name, value in attrs.items():
        if value is True:
            parts.append(f" {name}")
        elif value is not False:
            parts.append(f' {name}="{conditional_escape(str(value))}"')
    return "".join(parts)


def control(context: Context) -> SafeString:
    """A single <input>."""
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{escape(str(widget["value"]))}"'
    return mark_safe(
        f'<input type="{widget["type"]}" name="{escape(widget["name"])}"{value}{attributes(widget["attrs"])}>'
    )


def textarea(context: Context) -> SafeString:
    widget = context["widget"]
    text = conditional_escape(widget["value"] or "")
    return mark_safe(f'<textarea name="{escape(widget["name"])}"{attributes(widget["attrs"])}>\n{text}</textarea>')


def options(context: Context) -> SafeString:
    """Radio buttons or tick boxes, each with its label beside it."""
    attrs = context["widget"]["attrs"]
    lines = "".join(
        (f'<p class="option-group">{conditional_escape(group)}</p>' if group else "") + "".join(map(_option, choices))
        for group, choices, _index in context["widget"]["optgroups"]
    )
    css = " ".join(["options", *filter(None, [attrs.get("class")])])
    return mark_safe(f'<div{attributes({"id": attrs["id"]} if attrs.get("id") else {})} class="{css}">{lines}</div>')


def _option(option: Mapping[str, Any]) -> str:
    name, label = escape(option["attrs"].get("id", "")), conditional_escape(option["label"])
    return f'<div class="option">{control({"widget": option})}<label for="{name}">{label}</label></div>'


def select(context: Context) -> SafeString:
    widget = context["widget"]
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return mark_safe(f'<select name="{escape(widget["name"])}"{attributes(widget["attrs"])}>{groups}</select>')


def _group(name: str | None, options: list[Mapping[str, Any]]) -> str:
    lines = "".join(
        f'<option value="{escape(str(option["value"]))}"{attributes(option["attrs"])}>'
        f"{conditional_escape(_worded(option['label']))}</option>"
        for option in options
    )
    return f'<optgroup label="{escape(name)}">{lines}</optgroup>' if name else lines


def _worded(label: Any) -> Any:
    """A row of hyphens is Django's word for "nothing chosen yet"; a screen reader would read each of them."""
    return _("Choose one") if label == HYPHENS else label


HYPHENS = "---------"
WIDGETS = "django/forms/widgets/"
WRITERS: dict[str, Callable[[Context], SafeString]] = {
    f"{WIDGETS}select.html": select,
    f"{WIDGETS}textarea.html": textarea,
    f"{WIDGETS}radio.html": options,
    f"{WIDGETS}checkbox_select.html": options,
    **{
        f"{WIDGETS}{name}.html": control
        for name in (
            "input",
            "text",
            "email",
            "number",
            "date",
            "hidden",
            "checkbox",
            "url",
            "tel",
            "search",
            "password",
        )
    },
}
