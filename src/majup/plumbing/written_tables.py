"""Tables that leave the house as CSV and XLSX, row by row, whatever their length.

A cell is a text, a number, a day, or None for what is not known or withheld: an empty cell, never a zero. The workbook
has a second sheet with what the reader has to know; texts are never run as formulas.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

Cell = str | int | float | Decimal | date | None
FORMULA = "=+-@\t\r"
STEP = 1000  # rows between two words on how far the writing is


@dataclass(frozen=True)
class Column:
    """`name` is for machines, `title` for people; `kind`: string, integer, number, date."""

    name: str
    title: str
    kind: str = "string"
    about: str = ""
    required: bool = False


class _Line:
    """Gives back what the csv module writes."""

    def write(self, text: str) -> str:
        return text


def csv_lines(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The table line by line, names of the columns first; UTF-8 with a mark by which office programs know it."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow([column.name for column in columns])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


def safe_cell(cell: Cell) -> Cell:
    """Programs that open tables run cells that begin like a formula; a mark before them makes them plain text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in FORMULA and cell else cell


def write_workbook(
    path: Path,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    notes: Sequence[tuple[str, str]],
    *,
    notes_title: str,
    tell: Callable[[int], None] = lambda done: None,
) -> int:
    """Write the table and a sheet of `notes` (heading, text) to `path`; `tell` hears how many rows are done.

    Returns the number of rows. Memory stays the same however long the table is.
    """
    with workbook(str(path), constant_memory=True) as book:
        book.set_properties({"title": title})
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(sheet_name(title))
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _width(column))
            sheet.write_string(0, place, column.title, bold)
        number = _write_rows(sheet, rows, book.add_format({"num_format": "yyyy-mm-dd"}), tell)
        _write_notes(book.add_worksheet(sheet_name(notes_title)), notes, bold, book.add_format({"text_wrap": True}))
    return number


def _write_rows(sheet: Any, rows: Iterable[Sequence[Cell]], day: Any, tell: Callable[[int], None]) -> int:
    number = 0
    for number, row in enumerate(rows, 1):
        write_row(sheet, number, row, day)
        if number % STEP == 0:
            tell(number)
    tell(number)
    return number


def workbook(target: str | BytesIO, **options: bool) -> Any:
    """A workbook that runs nothing and guesses nothing, to be used with `with`."""
    import xlsxwriter  # noqa: PLC0415 -- only who writes a workbook needs it

    guesses = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    return xlsxwriter.Workbook(target, {**guesses, **options})


def write_row(sheet: Any, number: int, row: Iterable[Cell], day: Any) -> None:
    """Texts, numbers and days (in the format `day`) stay what they are; what is not known stays an empty cell."""
    for place, cell in enumerate(row):
        if isinstance(cell, str):
            sheet.write_string(number, place, cell)
        elif isinstance(cell, datetime | date):
            sheet.write_datetime(number, place, cell, day)
        elif cell is not None:
            sheet.write_number(number, place, cell)


def _write_notes(sheet: Any, notes: Sequence[tuple[str, str]], bold: Any, wrapped: Any) -> None:
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 100)
    for row, (heading, text) in enumerate(notes):
        sheet.write_string(row, 0, heading, bold)
        sheet.write_string(row, 1, text, wrapped)


def sheet_name(title: str) -> str:
    """Names of sheets have at most 31 letters and none of some signs."""
    return "".join(" " if sign in "[]:*?/\\'" else sign for sign in title)[:31].strip() or "1"


def _width(column: Column) -> int:
    return {"integer": 12, "number": 14, "date": 12}.get(column.kind, 24)
