"""Ways around: breadcrumb, tabs, pager, language switch."""

from typing import Any

from babel import Locale
from django.conf import settings
from django.http import HttpRequest
from django.template import Context, TemplateSyntaxError
from django.utils.safestring import SafeString, mark_safe

from majup.plumbing.addresses import split_language
from majup.web.components.library import register, render
from majup.web.components.texts import language


def _pairs(values: tuple[Any, ...], tag: str) -> list[dict[str, Any]]:
    if len(values) % 2:
        raise TemplateSyntaxError(f"{tag} takes pairs of label and url")
    return [{"label": label, "url": url} for label, url in zip(values[::2], values[1::2], strict=True)]


@register.simple_tag
def breadcrumb(*labels_and_urls: Any, name: str = "") -> SafeString:
    """`{% breadcrumb _("Places") url place.name "" %}`: pairs of label and url; the page itself last with "" as url.

    `name` tells two breadcrumbs of one page apart.
    """
    return render("breadcrumb", steps=_pairs(labels_and_urls, "breadcrumb"), name=name)


@register.simple_tag
def tabs(label: str, current: str, *labels_and_urls: Any) -> SafeString:
    """`{% tabs _("By state") current _("New") "?new" _("All") "?" %}`: links; `current` is the url of the open one."""
    items = _pairs(labels_and_urls, "tabs")
    return render("tabs", label=label, items=[{**item, "current": item["url"] == current} for item in items])


@register.simple_tag(takes_context=True)
def pager(context: Context, page: Any = None, newest: bool = False, older: str = "", name: str = "") -> SafeString:
    """`{% pager page %}` for a KeysetPage: back to the newest, on to older; keeps the filters in the address."""
    position, first = (older, not newest) if page is None else (page.older, page.is_first)
    query = context["request"].GET.copy()
    query.pop("after", None)
    newest_url = f"?{query.urlencode()}"
    if position:
        query["after"] = position
    older_url = f"?{query.urlencode()}" if position else ""
    return render("pager", newest_url="" if first else newest_url, older_url=older_url, name=name)


@register.simple_tag(takes_context=True)
def language_switch(context: Context) -> SafeString:
    """This page in the other languages, each named in itself; staff has those alone in which it also writes."""
    request: HttpRequest = context["request"]
    offered = settings.PUBLIC_LANGUAGES if hasattr(request, "public_nav") else dict(settings.LANGUAGES)
    others = [code for code in offered if code != language()]
    return render("language_switch", others=[(code, _own_name(code), in_other(request, code)) for code in others])


def in_other(request: HttpRequest, code: str) -> str:
    """The address of the page at hand in the language `code`, with what stands after the question mark."""
    _language, path = split_language(request.path)
    query = request.META.get("QUERY_STRING", "")
    return f"/{code}{path}" + (f"?{query}" if query else "")


@register.simple_tag
def language_note() -> SafeString:
    """In a language that exists in part: says so, and in which language the rest stands."""
    if language() in dict(settings.LANGUAGES):
        return mark_safe("")
    return render("language_note", other=_own_name(settings.LANGUAGE_CODE), code=settings.LANGUAGE_CODE)


def _own_name(code: str) -> str:
    name = Locale.parse(code).get_language_name(code) or code
    return name[:1].upper() + name[1:]
