"""Filters of the public results."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils import formats

register = template.Library()


@register.filter
def beside(heads: Sequence[str], cells: Sequence[Any]) -> Iterable[tuple[str, Any]]:
    """Each cell of a row with the head of its column."""
    return zip(heads, cells, strict=True)


@register.filter
def cell_words(cell: Any) -> str:
    """A cell of an open table as people read it; what is not known or not shown is empty, as in the file."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return formats.number_format(cell.normalize() if cell % 1 else int(cell), use_l10n=True)
    return "" if cell is None else str(cell)
