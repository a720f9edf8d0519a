"""Lists and tables: summary list, task list, table, time line, tags."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from majup.web.components.library import register, render
from majup.web.components.status import tone_of


@register.simple_block_tag
def summary_list(content: str) -> SafeString:
    """`{% summary_list %}{% row _("Phone") %}…{% endrow %}{% endsummary_list %}`: what is known, one line each."""
    return mark_safe(f'<dl class="summary-list">{content}</dl>')


@register.simple_block_tag
def row(content: str, label: str, url: str = "", change: str = "") -> SafeString:
    """One line of a summary list; `url` and `change` (for example _("Change")) make a link at its end."""
    return render("row", content=mark_safe(content.strip()), label=label, url=url, change=change)


@register.simple_block_tag
def task_list(content: str, ordered: bool = False) -> SafeString:
    """Steps with their state; numbered when the order counts."""
    tag = "ol" if ordered else "ul"
    return mark_safe(f'<{tag} class="task-list" role="list">{content}</{tag}>')


@register.simple_block_tag
def task(content: str, title: str, url: str = "", status: str = "", state: str = "plain") -> SafeString:
    """`{% task _("Find a school") url status=_("Done") state="good" %}when and where{% endtask %}`."""
    return render("task", content=mark_safe(content.strip()), title=title, url=url, status=status, state=state)


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
    values = {"title": title, "at": at, "by": by, "sign": sign, "tone": tone_of(state)}
    return render("event", content=mark_safe(content.strip()), **values)


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
    carries its column's name. `foot` is a <tr> of totals. Nested tables and colspan are not supported.
    """
    figures = {int(number) - 1 for number in str(numeric).replace(",", " ").split()}
    heads = [{"label": label, "numeric": place in figures} for place, label in enumerate(columns)]
    rows, foot = (mark_safe(_labelled(str(part), columns, figures)) for part in (content, foot))
    reached = any(f"<{control}" in rows for control in ("a ", "button", "input", "select"))
    return render(
        "table", caption=caption, heads=heads, rows=rows, foot=foot, hide_caption=hide_caption, needs_stop=not reached
    )


def _labelled(rows: str, columns: Sequence[str], figures: set[int]) -> str:
    """Give every cell the name of its column and, for figures, the class that aligns them."""
    return re.sub(r"<tr\b.*?</tr>", lambda found: _labelled_row(found[0], columns, figures), rows, flags=re.S)


def _labelled_row(row: str, columns: Sequence[str], figures: set[int]) -> str:
    places = iter(range(len(columns)))

    def cell(found: re.Match[str]) -> str:
        place = next(places, None)
        if place is None:
            return found[0]
        css = ' class="num"' if place in figures else ""
        return f'<{found[1]}{css} data-label="{escape(columns[place])}"'

    return re.sub(r"<(td|th)\b", cell, row)
