"""Filters of the public results."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils import formats
from django.utils.translation import gettext as _

from majup.web.components.texts import money, shortdate
from majup.web.results.money import Money
from majup.web.results.shown import CellShown

register = template.Library()


@register.filter
def beside(heads: Sequence[str], cells: Sequence[Any]) -> Iterable[tuple[str, Any]]:
    """Each cell of a row with the head of its column."""
    return zip(heads, cells, strict=True)


@register.filter
def missing_of(heads: Sequence[str], cells: Sequence[CellShown]) -> list[tuple[str, list[str]]]:
    """What a row lacks, said in one line where a column each would be too long: (why, names of the columns)."""
    found: dict[str, list[str]] = {}
    for head, cell in zip(heads, cells, strict=True):
        if cell.is_missing:
            found.setdefault(f"{cell.words}, {cell.note}" if cell.note else cell.words, []).append(head)
    if list(found.values()) == [list(heads)]:
        return [(_("No number is known"), [])]
    return list(found.items())


@register.simple_tag
def money_title(one: Money) -> str:
    """A programme in one line: its years, its name and the sum that is known best."""
    years = str(one.year_from) if one.year_from == one.year_to else f"{one.year_from}\N{EN DASH}{one.year_to}"
    words = {"years": years, "name": one.name, "sum": money(one.known)}
    if one.known is None:
        return _("%(years)s, %(name)s: sum not known") % words
    if one.is_plan:
        return _("%(years)s, %(name)s: %(sum)s planned, spent not known") % words
    return _("%(years)s, %(name)s: %(sum)s spent") % words


@register.filter
def cell_words(cell: Any) -> str:
    """A cell of an open table as people read it; what is not known or not shown is empty, as in the file."""
    if isinstance(cell, date):
        return shortdate(cell).replace(" ", "\N{NO-BREAK SPACE}")
    if isinstance(cell, Decimal):
        return formats.number_format(cell.normalize() if cell % 1 else int(cell), use_l10n=True)
    return "" if cell is None else str(cell)
