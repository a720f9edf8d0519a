"""A data pack to take along: XLSX, PDF, and the frozen document itself, whose digest stands on the page."""

from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from majup.kernel import hashing
from majup.plumbing import pdf, sheets
from majup.reports.models import DataPack
from majup.staff.roles import Permission
from majup.web.components.texts import language, localized_plain, longtime
from majup.web.figures.datapacks import words
from majup.web.figures.datapacks.tables import Cell, said
from majup.web.http import StaffRequest, needs

TEMPLATE = Path(__file__).parent / "pack.typ"
NARROW, WIDE = 9, 34  # letters: a column on paper is as wide as its longest cell, between these


@needs(Permission.DATA_PACK_MAKE)
@require_safe
def file(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    found = get_object_or_404(DataPack.objects.select_related("asked_by"), pk=pk, state=DataPack.State.DONE)
    if kind not in MAKERS:
        raise Http404
    make, content_type = MAKERS[kind]
    response = HttpResponse(make(found), content_type=content_type)
    name = f"{found.kind}-{found.year_from}-{found.year_to}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def about(pack: DataPack) -> list[tuple[str, str]]:
    document = pack.document or {}
    return [
        (_("Pack"), words.title_of(pack)),
        (_("Made by"), document["author"]),
        (_("Made at"), longtime(pack.made_at)),
        (_("Digest of the document (SHA-256)"), pack.document_sha256),
        (_("To know"), _("“Not known” is never zero, and “withheld” is a small number or one that would tell it.")),
    ]


def as_json(pack: DataPack) -> bytes:
    """The very bytes of which the digest is."""
    return hashing.canonical_json(pack.document)


def as_xlsx(pack: DataPack) -> bytes:
    book: dict[str, Any] = {pgettext("sheet", "About"): [[pgettext("sheet", "About"), ""], *about(pack)]}
    for number, table in enumerate((pack.document or {})["tables"], 1):
        rows = [[_plain(cell) for cell in row] for row in table["rows"]]
        head = [localized_plain(one) for one in table["head"]]
        book[f"{number} {_sheet_name(table)}"] = [head, *rows, [], *([one] for one in notes(table))]
    return sheets.as_xlsx(book)


def _sheet_name(table: dict[str, Any]) -> str:
    """Without the letters that a sheet's name may not have."""
    return "".join(letter for letter in localized_plain(table["title"]) if letter not in "[]:*?/\\'")


def _plain(cell: Cell) -> Any:
    return cell if isinstance(cell, int | float) else said(cell)


def notes(table: dict[str, Any]) -> list[str]:
    """What stands under each table: rule, period, source."""
    return [
        *(localized_plain(text) for text in table["about"]),
        f"{_('Period')}: {localized_plain(table['period'])}",
        f"{_('Source')}: {localized_plain(table['source'])}",
    ]


def as_pdf(pack: DataPack) -> bytes:
    document = pack.document or {}
    data = {
        "title": words.title_of(pack),
        "about": about(pack)[1:],
        "tables": [_printed(table) for table in document["tables"]],
        "empty": _("Nothing in these years."),
        "page": _("Page"),
    }
    day = timezone.localdate(pack.made_at)
    return pdf.render(TEMPLATE, data, language=language(), title=words.title_of(pack), date=day)


def _printed(table: dict[str, Any]) -> dict[str, Any]:
    head = [localized_plain(one) for one in table["head"]]
    rows = [[said(cell) for cell in row] for row in table["rows"]]
    columns = list(zip(head, *rows, strict=True))
    widths = [max(map(len, cells)) for cells in columns]
    return {
        "title": localized_plain(table["title"]),
        "notes": notes(table),
        "head": head,
        "numeric": words.numeric_columns(table),
        "widths": [min(max(width, NARROW), WIDE) for width in widths],
        "longest": [max(len(word) for cell in cells for word in cell.split() or [""]) for cells in columns],
        "rows": rows,
    }


MAKERS = {
    "xlsx": (as_xlsx, sheets.XLSX),
    "pdf": (as_pdf, "application/pdf"),
    "json": (as_json, "application/json"),
}
