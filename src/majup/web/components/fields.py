"""A whole field as HTML: label, hint, errors and control, one description for the screen reader."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from majup.web.components.library import attribute
from majup.web.components.signs import DRAWINGS


def field(context: Mapping[str, Any]) -> SafeString:
    """HTML of `context["field"]`, a `Field`; with `shown_with` on it, shown while another control has that value."""
    bound = context["field"]
    if with_ := getattr(bound.field, "shown_with", None):
        part = '<div class="reveal" data-reveal="{}" data-reveal-values="{}">{}</div>'
        return format_html(part, bound.form.add_prefix(with_[0]), with_[1], _whole(bound))
    return _whole(bound)


def _whole(bound: Any) -> SafeString:
    css = "field field-error" if bound.errors else "field"
    if bound.is_check:
        return _check(bound, css)
    inside = format_html("{}{}{}", _hint(bound), _errors(bound), bound.as_widget())
    if bound.use_fieldset:
        described = attribute("aria-describedby", bound.aria_describedby)
        return format_html(
            '<fieldset class="{}"{}>\n<legend>{}</legend>\n{}\n</fieldset>', css, described, _label(bound), inside
        )
    return format_html(
        '<div class="{}">\n<label for="{}">{}</label>\n{}{}</div>',
        *(css, bound.id_for_label, _label(bound), inside, _counter(bound)),
    )


def _check(bound: Any, css: str) -> SafeString:
    """One tick box; its label stands beside it, its hint below."""
    return format_html(
        '<div class="{} field-check">{}<div class="option">{}<label for="{}">{}</label></div>{}</div>',
        *(css, _errors(bound), bound.as_widget(), bound.id_for_label, bound.label, _hint(bound)),
    )


def _label(bound: Any) -> SafeString:
    optional = format_html(' <span class="optional">{}</span>', _("(if you wish)")) if bound.optional else ""
    return format_html("{}{}", bound.label, optional)


def _hint(bound: Any) -> SafeString:
    if not bound.help_text:
        return mark_safe("")
    return format_html('<div class="hint" id="{}_helptext">{}</div>', bound.auto_id, mark_safe(bound.help_text))


def _errors(bound: Any) -> SafeString:
    if not bound.errors:
        return mark_safe("")
    line = '<p class="error-text">{}<span>{}</span></p>'
    lines = "".join(format_html(line, DRAWINGS["alert"], text) for text in bound.errors)
    return format_html('<div id="{}_error">{}</div>', bound.auto_id, mark_safe(lines))


def _counter(bound: Any) -> SafeString:
    """How much of a long text is used; counted in the browser."""
    if not bound.limit:
        return mark_safe("")
    return format_html(
        '\n<p class="counter js-only" data-counter="{}"><span class="visually-hidden">{} </span>'
        "<span data-used>0</span> / {}</p>\n",
        *(bound.id_for_label, _("Characters used:"), bound.limit),
    )
