"""Tags of the pages about places: words of an answer, state of a part, a range as a bar."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from majup.places.models import Figure
from majup.profiles.comparison import Line, answer_text
from majup.profiles.models import Answer, Question
from majup.profiles.queries import Completeness, Part, Said
from majup.web.components.signs import DRAWINGS
from majup.web.components.status import badge
from majup.web.components.texts import language

register = template.Library()
KINDS = {
    Figure.Kind.SINGLE: gettext_lazy("single values"),
    Figure.Kind.RANGE: gettext_lazy("ranges"),
    Figure.Kind.BOUND: gettext_lazy("bounds"),
    Figure.Kind.ESTIMATE: gettext_lazy("estimates"),
    Figure.Kind.MISSING: gettext_lazy("missing"),
    Figure.Kind.SUPPRESSED: gettext_lazy("suppressed"),
}
RULES = {
    "totals": gettext_lazy("totals"),
    "balances": gettext_lazy("coming less leaving"),
    "shares": gettext_lazy("shares of 100"),
    "inside": gettext_lazy("city within its county"),
    "split": gettext_lazy("men and women"),
}


@register.filter
def at(values: Any, place: int) -> Any:
    """The value at a position."""
    return values[place]


@register.filter
def words_of(said: Said) -> str:
    return answer_text(said.question, said.answer, language()) if said.answer else ""


@register.filter
def lines_of(said: Said) -> list[str]:
    return [line for line in words_of(said).splitlines() if line.strip()]


@register.filter
def answer_words(answer: Answer, question: Question) -> str:
    return answer_text(question, answer, language())


@register.filter
def kinds(taken: Any) -> str:
    return ", ".join(f"{number} {KINDS[Figure.Kind(kind)]}" for kind, number in taken.kinds.items())


@register.filter
def compared(taken: Any) -> str:
    return ", ".join(f"{RULES[rule]} {number}" for rule, number in taken.compared)


@register.filter
def told_by_some(rows: Iterable[Line]) -> list[Line]:
    """Lines of a comparison in which at least one place has something, or of which it is said why none has."""
    return [row for row in rows if any(cell.is_known or cell.said for cell in row.cells)]


@register.filter
def told_by_none(rows: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """The other lines by what stands in all their cells (not answered, no data), so that each is said once."""
    found: dict[str, list[Line]] = {}
    for row in rows:
        if not any(cell.is_known or cell.said for cell in row.cells):
            found.setdefault(row.cells[0].text if row.cells else "", []).append(row)
    return list(found.items())


@register.simple_tag
def badge_count(count: Completeness) -> SafeString:
    words = _("%(answered)s of %(total)s questions answered") % {"answered": count.answered, "total": count.total}
    return badge(words, "wait" if count.answered else "late")


@register.simple_tag
def part_state(part: Part) -> tuple[str, str, str]:
    """(words, tone, hint) of one part of the profile for the specialist's list."""
    total = len(part.said)
    open_ = sum(one.answer is None for one in part.said)
    old = sum(one.is_old for one in part.said)
    hint = _("%(answered)s of %(total)s questions answered") % {"answered": total - open_, "total": total}
    if old:
        words = ngettext("%(number)s is old", "%(number)s are old", old) % {"number": old}
        return words, "late", hint
    return (_("Complete"), "good", hint) if not open_ else (_("To be filled in"), "wait", hint)


@register.simple_tag
def range_bar(low: int, high: int) -> SafeString:
    """From-to of 100 as a drawing beside its words."""
    return format_html(
        '<svg class="range" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="range-all" width="100" height="4"/><rect class="range-sure" width="{0}" height="4"/>'
        '<rect class="range-open" x="{0}" width="{1}" height="4"/></svg>',
        low,
        max(high - low, 1),
    )


@register.simple_tag
def reason_list(reasons: Sequence[Any]) -> SafeString:
    """Every reason of one place with its points and what they rest on; without a template, being hundreds on a page."""
    of, unknown = _("of %(most)s"), DRAWINGS["dashed"]
    lines = []
    for reason in reasons:
        points = reason.low if reason.low == reason.high else f"{reason.low} – {reason.high}"  # noqa: RUF001
        lines.append(
            f"<li><span>{escape(reason.name)}</span>"
            f'<span class="reason-points">{points} {escape(of % {"most": reason.most})}</span>'
            f'<span class="small quiet">{unknown if reason.is_unknown else ""} {escape(reason.why)}</span></li>'
        )
    return mark_safe(f'<ul class="reasons" role="list">{"".join(lines)}</ul>')
