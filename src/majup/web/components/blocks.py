"""What holds other things: notice, panel, details, empty state, head and foot of a page."""

import datetime as dt
from typing import Any

from django.middleware.csrf import get_token
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from majup.web.components.library import attribute, register, render
from majup.web.components.signs import DRAWINGS
from majup.web.components.status import SIGNS


@register.simple_block_tag
def notice(content: str, tone: str = "info", title: str = "", role: str = "") -> SafeString:
    """`{% notice "wait" _("Not sent yet") %}…{% endnotice %}`; tones info, good, wait, late."""
    return render("notice", content=mark_safe(content), tone=tone, sign=SIGNS[tone], title=title, role=role)


@register.simple_block_tag
def panel(content: str, title: str = "", name: str = "", level: int = 2) -> SafeString:
    """A sheet with a heading; `name` becomes its id, so that links can lead to it."""
    head = format_html("<h{0}>{1}</h{0}>", 3 if level == 3 else 2, title) if title else ""
    return format_html('<section class="panel"{}>{}{}</section>', attribute("id", name), head, mark_safe(content))


@register.simple_block_tag
def details(content: str, summary: str, opened: bool = False, name: str = "", kind: str = "") -> SafeString:
    """`{% details _("Why we ask") %}…{% enddetails %}`: what not everybody needs; printed opened.

    Of `kind` "wide-open" it is folded on a phone only; where there is room its content says what it is.
    """
    state = mark_safe(" open" if opened else "")
    return format_html(
        '<details class="details{}"{}{}><summary>{}{}</summary><div class="details-body">{}</div></details>',
        *(f" {kind}" if kind else "", attribute("id", name), state, DRAWINGS["more"], summary, mark_safe(content)),
    )


@register.simple_block_tag
def empty(content: str, title: str, url: str = "", button: str = "") -> SafeString:
    """`{% empty _("No cases yet") url _("New case") %}what would be here{% endempty %}`: and how to begin."""
    return render("empty", content=mark_safe(content), title=title, url=url, button=button)


@register.simple_block_tag
def page_head(content: str, title: str, lead: str = "") -> SafeString:
    """`{% page_head _("Cases") %}{% link_button … %}{% endpage_head %}`: the h1, beside it what can be done."""
    return render("page_head", content=mark_safe(content.strip()), title=title, lead=lead)


@register.simple_tag
def page_foot(owner: str = "", checked: dt.date | None = None, url: str = "", button: str = "") -> SafeString:
    """Who is responsible for this page, when it was last checked, how to ask."""
    return render("page_foot", owner=owner, checked=checked, url=url, button=button)


@register.simple_tag
def key(keys: str) -> SafeString:
    """`{% key "g d" %}`: the keys that do the same."""
    each = format_html_join(" ", "<kbd>{}</kbd>", ([one] for one in keys.split()))
    return format_html('<span class="nowrap">{}</span>', each)


@register.simple_block_tag
def choice(content: str, title: str, url: str) -> SafeString:
    """One of a few large ways on, inside `<ul class="choices">`; the content is one line of explanation."""
    return render("choice", content=mark_safe(content.strip()), title=title, url=url)


@register.simple_tag(takes_context=True)
def toasts(context: Context) -> SafeString:
    """Messages of django.contrib.messages; `undo:<url>` in a message's `extra_tags` makes a button that posts there."""
    shown = [_toast(message) for message in context.get("messages") or ()]
    return render("toasts", toasts=shown, token=get_token(context["request"])) if shown else mark_safe("")


TONE_OF_LEVEL = {"success": "good", "warning": "wait", "error": "late"}


def _toast(message: Any) -> dict[str, Any]:
    tone = TONE_OF_LEVEL.get(message.level_tag, "info")
    undo = next((tag[5:] for tag in (message.extra_tags or "").split() if tag.startswith("undo:")), "")
    return {"text": message.message, "tone": tone, "sign": SIGNS[tone], "undo": undo}
