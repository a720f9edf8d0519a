"""Tables for others to go on with: CSV that a spreadsheet opens as it is, and XLSX with named sheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO, StringIO

from majup.plumbing.written_tables import Cell, safe_cell, sheet_name, workbook, write_row

Rows = Iterable[Sequence[Cell]]
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NARROWEST, WIDEST = 8, 60


def as_csv(rows: Rows) -> bytes:
    """Semicolons and a byte order mark; an empty cell is not known; no text is read as a formula."""
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return ("\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()).encode()


def as_xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """{name of the sheet: rows, the first being its head}; numbers and days stay what they are."""
    content = BytesIO()
    with workbook(content) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for name, rows in sheets.items():
            _fill(book.add_worksheet(sheet_name(name)), [list(row) for row in rows], head, day)
    return content.getvalue()


def _fill(sheet, rows: list[list[Cell]], head, day) -> None:  # type: ignore[no-untyped-def]  # the library has no types
    for place, cell in enumerate(rows[0] if rows else ()):
        sheet.write_string(0, place, str(cell), head)
    for number, row in enumerate(rows[1:], 1):
        write_row(sheet, number, row, day)
    for place in range(max(map(len, rows), default=0)):
        longest = max((len(str(row[place])) for row in rows[1:] if place < len(row)), default=0)
        sheet.set_column(place, place, min(max(longest + 1, NARROWEST), WIDEST))
    sheet.freeze_panes(1, 1)
