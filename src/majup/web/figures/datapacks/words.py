"""What data packs are called."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.reports.models import DataPack
from majup.web.components.library import register
from majup.web.figures.datapacks.tables import is_number, said

KINDS: Mapping[str, Promise] = {
    DataPack.Kind.COUNCIL: gettext_lazy("For the council of the diaspora"),
    DataPack.Kind.MINISTRY: gettext_lazy("For the ministry's own report"),
}


def years_of(pack: DataPack) -> str:
    if pack.year_from == pack.year_to:
        return str(pack.year_from)
    return f"{pack.year_from}–{pack.year_to}"  # noqa: RUF001 -- a dash between years


@register.filter
def pack_kind(pack: DataPack) -> str:
    return str(KINDS[pack.kind])


@register.filter("pack_title")
def title_of(pack: DataPack) -> str:
    if pack.kind == DataPack.Kind.COUNCIL:
        return _("Data for the council of the diaspora, %(years)s") % {"years": years_of(pack)}
    return _("Data for the ministry's report, %(years)s") % {"years": years_of(pack)}


@register.filter
def pack_cells(table: Mapping, row: list) -> list[tuple[str, str, bool]]:
    """Cells of a row behind its first: name of the column, what stands in it, whether it is a number."""
    numeric = numeric_columns(table)
    return [(head, said(cell), number) for head, cell, number in zip(table["head"], row, numeric, strict=True)][1:]


@register.filter
def pack_heads(table: Mapping) -> list[tuple[str, bool]]:
    return list(zip(table["head"], numeric_columns(table), strict=True))


@register.filter
def pack_said(cell: object) -> str:
    return said(cell)


def numeric_columns(table: Mapping) -> list[bool]:
    return [is_number(column, table["rows"]) for column in range(len(table["head"]))]
