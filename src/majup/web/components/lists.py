"""Lists and tables: summary list, task list, table, time line, tags."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from majup.web.components.library import register, render
from majup.web.components.signs import DRAWINGS
from majup.web.components.status import badge, tone_of
from majup.web.components.texts import longdate, longtime


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """`{% summary_list %}{% row _("Phone") %}…{% endrow %}{% endsummary_list %}`: what is known, one line each."""
    return mark_safe(f'<dl class="summary-list">{content}</dl>')


@register.simple_block_tag
def row(content: str, label: str, url: str = "", change: str = "") -> SafeString:
    """One line of a summary list; `url` and `change` (for example _("Change")) make a link at its end."""
    link = '<dd class="change"><a href="{}">{}<span class="visually-hidden"> ({})</span></a></dd>'
    end = format_html(link, url, change, label) if url else ""
    return format_html(
        '<div class="summary-row"><dt>{}</dt><dd>{}</dd>{}</div>', label, mark_safe(content.strip()), end
    )


@register.simple_block_tag
def task_list(content: str, ordered: bool = False) -> SafeString:
    """Steps with their state; numbered when the order counts."""
    tag = "ol" if ordered else "ul"
    return mark_safe(f'<{tag} class="task-list" role="list">{content}</{tag}>')


@register.simple_block_tag
def task(content: str, title: str, url: str = "", status: str = "", state: str = "plain") -> SafeString:
    """`{% task _("Find a school") url status=_("Done") state="good" %}when and where{% endtask %}`."""
    head = format_html('<a href="{}">{}</a>', url, title) if url else format_html("<b>{}</b>", title)
    text = content.strip()
    hint = format_html('<div class="hint">{}</div>', mark_safe(text)) if text else ""
    end = badge(status, state) if status else ""
    return format_html('<li class="task"><div class="task-text">{}{}</div>{}</li>', head, hint, end)


@register.simple_block_tag
def timeline(content: str, label: str) -> SafeString:
    """What happened, newest first; `label` names the list for screen readers."""
    return mark_safe(f'<ol class="timeline" role="list" aria-label="{escape(label)}">{content}</ol>')


@register.simple_block_tag
def event(
    content: str,
    title: str,
    *,
    at: dt.datetime | dt.date | None = None,
    by: Any = "",
    sign: str = "ring",
    state: str = "plain",
) -> SafeString:
    """One thing in a time line: what, when, by whom, and (as content) the rest."""
    text = content.strip()
    return format_html(
        '<li class="event"><span class="event-mark {}">{}</span><div class="event-head"><b>{}</b>{}{}</div>{}</li>',
        *(tone_of(state), DRAWINGS[sign], title, _moment(at)),
        format_html('<span class="by">{}</span>', by) if by else "",
        format_html('<div class="event-body">{}</div>', mark_safe(text)) if text else "",
    )


def _moment(at: dt.datetime | dt.date | None) -> SafeString | str:
    if at is None:
        return ""
    if isinstance(at, dt.datetime):
        return format_html('<time datetime="{}">{}</time>', timezone.localtime(at).isoformat(), longtime(at))
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), longdate(at))


@register.simple_tag
def tags(labels: Iterable[Any], url: str = "") -> SafeString:
    """A list of short words; with `url` (ending in "=") each is a link to that word."""
    return render("tags", labels=list(labels), url=url)


@register.simple_block_tag
def table(
    content: str, caption: str, *columns: str, numeric: str = "", foot: str = "", hide_caption: bool = False
) -> SafeString:
    """`{% table _("Offers by region") _("Region") _("Sent") numeric="2" %}<tr>…</tr>{% endtable %}`.

    `columns` are the heads; `numeric` lists the columns with figures, from 1, right-aligned. Cells are plain
    <td>, the name of the row <th scope="row">. At narrow width each row becomes a small list, where every cell
    carries its column's name; where all columns but the first are figures, they stand side by
    side there. `foot` is a <tr> of totals. Nested tables and colspan are not supported.
    """
    figures = {int(number) - 1 for number in str(numeric).replace(",", " ").split()}
    heads = [{"label": label, "numeric": place in figures} for place, label in enumerate(columns)]
    rows, foot = (mark_safe(_labelled(str(part), columns, figures)) for part in (content, foot))
    matrix = len(figures) > 1 and len(figures) == len(columns) - 1
    reached = any(f"<{control}" in rows for control in ("a ", "button", "input", "select"))
    return render(
        "table",
        caption=caption,
        heads=heads,
        rows=rows,
        foot=foot,
        hide_caption=hide_caption,
        needs_stop=not reached,
        is_matrix=matrix,
    )


def _labelled(rows: str, columns: Sequence[str], figures: set[int]) -> str:
    """Give every cell the name of its column and, for figures, the class that aligns them."""
    starts = [
        format_html('{} data-label="{}"', mark_safe(' class="num"' if place in figures else ""), label)
        for place, label in enumerate(columns)
    ]
    return re.sub(r"<tr\b.*?</tr>", lambda found: _labelled_row(found[0], starts), rows, flags=re.S)


def _labelled_row(row: str, starts: Sequence[str]) -> str:
    each = iter(starts)
    return re.sub(r"<(?:td|th)\b", lambda cell: f"{cell[0]}{next(each, '')}", row)
