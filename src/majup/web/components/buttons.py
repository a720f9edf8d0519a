"""Things to press: buttons, links like buttons, forms of one button, confirmation of what cannot be undone."""

from typing import Any

from django.middleware.csrf import get_token
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from majup.web.components.library import attribute, register, render
from majup.web.components.signs import DRAWINGS

KINDS = ("primary", "secondary", "quiet", "danger", "link")


def _class(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"A button is one of {', '.join(KINDS)}, not {kind!r}")
    return "link" if kind == "link" else f"button {kind}"


@register.simple_tag
def button(
    text: str, kind: str = "primary", *, name: str = "", value: str = "", sign: str = "", key: str = "", form: str = ""
) -> SafeString:
    """`{% button _("Send the offer") %}`: sends the form around it (or the form with the id `form`)."""
    more = format_html("{}{}", attribute("form", form), attribute("data-key", key))
    return _button(text, kind, name=name, value=value, sign=sign, more=more)


def _button(text: str, kind: str, *, name: str, value: str, sign: str, more: str = "") -> SafeString:
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    drawing = DRAWINGS[sign] if sign else ""
    return format_html('<button type="submit" class="{}"{}{}>{}{}</button>', _class(kind), named, more, drawing, text)


@register.simple_tag
def link_button(text: str, url: str, kind: str = "secondary", sign: str = "", key: str = "") -> SafeString:
    """`{% link_button _("New case") url %}`: leads to a page and changes nothing."""
    drawing = DRAWINGS[sign] if sign else ""
    return format_html(
        '<a href="{}" class="{}"{}>{}{}</a>', url, _class(kind), attribute("data-key", key), drawing, text
    )


@register.simple_tag(takes_context=True)
def post_button(
    context: Context, text: str, url: str, kind: str = "secondary", *, name: str = "", value: str = "", sign: str = ""
) -> SafeString:
    """`{% post_button _("Take over") url %}`: a whole form of one button, for an act that needs no more words."""
    return format_html(
        '<form method="post" action="{}" class="inline-form" data-form>'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">{}</form>',
        *(url, get_token(context["request"]), _button(text, kind, name=name, value=value, sign=sign)),
    )


@register.simple_block_tag
def actions(content: str) -> SafeString:
    """`{% actions %}…{% endactions %}`: buttons side by side, the most likely first."""
    return render("actions", content=mark_safe(content))


@register.simple_tag
def confirm_link(text: str, url: str, dialog: str = "", kind: str = "danger") -> SafeString:
    """A link to the page that asks again (GET `url`); with JavaScript it opens the `confirm_dialog` of this id."""
    return render("confirm_link", text=text, url=url, dialog=dialog, css=_class(kind))


@register.simple_block_tag(takes_context=True)
def confirm_dialog(  # noqa: PLR0917 -- context and content come first by Django's rule
    context: Context, content: str, dialog: str, title: str, url: str, button: str, **hidden: Any
) -> SafeString:
    """`{% confirm_dialog "close" title url _("Close it") %}what will happen{% endconfirm_dialog %}`: posts to `url`."""
    values = {"id": dialog, "title": title, "url": url, "button": button, "hidden": hidden}
    return render("confirm_dialog", content=mark_safe(content), token=get_token(context["request"]), **values)
