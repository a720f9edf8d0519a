"""Texts that people wrote in Markdown, in the reader's language or honestly in another."""

from collections.abc import Mapping

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from majup.plumbing.markdown import html_of
from majup.web.components.library import register
from majup.web.components.texts import _picked, language, language_name


@register.simple_tag
def written(texts: Mapping[str, str] | None, level: int = 3, sources: str = "", told: bool = False) -> SafeString:
    """`{% written version.body level=3 sources="s12-" %}`: localized Markdown as HTML.

    Where it is not written in the reader's language it says so, once on a page, and carries the `lang` of what it
    shows; `told=True`: the page has said it already. `sources` begins the ids of the sources that "[1]" leads to.
    """
    found = _picked(texts or {})
    if not found.text:
        return SafeString("")
    body = mark_safe(html_of(found.text, level=level, sources=sources))
    if found.language == language():
        return body
    notice = "" if told else missing(texts)
    return format_html('{}<div lang="{}">{}</div>', notice, found.language, body)


@register.simple_tag
def missing(texts: Mapping[str, str] | None) -> SafeString:
    """A sentence where a text is not written in the reader's language; nothing where it is."""
    found = _picked(texts or {})
    if not found.text or found.language == language():
        return SafeString("")
    said = _("This text is not yet written in this language. It is shown in: %(language)s.")
    name = language_name(found.language)
    return format_html('<p class="not-translated">{}</p>', said % {"language": name})
