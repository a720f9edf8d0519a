"""Tables from outside, CSV and XLSX, read row by row; encoding and delimiter are guessed.

A row is a list of texts; the header is the first row that is not empty. Line numbers are those a person sees in the
file's own program, the first line being 1.
"""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, TextIOWrapper
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

MEGABYTE = 1024 * 1024
LARGEST = 60 * MEGABYTE
MOST_UNPACKED = 1000 * MEGABYTE
MOST_ROWS = 300_000
MOST_COLUMNS = 100
LONGEST_CELL = 20_000
SAMPLE = 65_536
ENCODINGS = ("utf-8-sig", "cp1257")
ZIP = b"PK\x03\x04"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class TableError(Exception):
    """`code`: empty, too-large, not-a-table, unreadable, too-many-rows, too-many-columns, no-rows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Table:
    """The header, and below it pairs of line number and cells; a short row is filled up with empty cells.

    `size` is about how many rows there are, for telling how far the reading is.
    """

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    size: int


def read(content: bytes) -> Table:
    """The table in `content`; raises TableError here, or later while the rows are read."""
    if not content.strip():
        raise TableError("empty")
    if len(content) > LARGEST:
        raise TableError("too-large")
    size, lines = _of_workbook(content) if content.startswith(ZIP) else _of_text(content)
    numbered = ((number, cells) for number, cells in lines if any(cells))
    first = next(numbered, None)
    if first is None:
        raise TableError("no-rows")
    header = [cell.strip() for cell in first[1]]
    while header and not header[-1]:
        header.pop()
    if len(header) > MOST_COLUMNS:
        raise TableError("too-many-columns")
    return Table(header, _below(numbered, len(header)), max(size - 1, 0))


def _below(numbered: Iterator[tuple[int, list[str]]], width: int) -> Iterator[tuple[int, list[str]]]:
    for count, (number, cells) in enumerate(numbered):
        if count >= MOST_ROWS:
            raise TableError("too-many-rows")
        yield number, cells if len(cells) >= width else cells + [""] * (width - len(cells))


def _of_text(content: bytes) -> tuple[int, Iterator[tuple[int, list[str]]]]:
    encoding = _encoding(content)
    sample = content[:SAMPLE].decode(encoding, errors="ignore")
    if "\0" in sample or len(sample.splitlines()[0]) > LONGEST_CELL:
        raise TableError("not-a-table")
    text = TextIOWrapper(BytesIO(content), encoding=encoding, newline="")
    return content.count(b"\n"), _csv_lines(text, _delimiter(sample))


def _csv_lines(text: TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader, begins = csv.reader(text, delimiter=delimiter), 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except (csv.Error, UnicodeError) as broken:
        raise TableError("unreadable") from broken


def _encoding(content: bytes) -> str:
    if content.startswith(UTF_16):
        return "utf-16"
    for encoding in ENCODINGS:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise TableError("not-a-table")


def _delimiter(sample: str) -> str:
    """The sign that divides the first line into most pieces, quoted text aside."""
    first = next((line for line in sample.splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(",;\t|", key=bare.count)


def _of_workbook(content: bytes) -> tuple[int, Iterator[tuple[int, list[str]]]]:
    """The first sheet that is not empty. A zip that would unpack to an enormous size is refused unopened."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise TableError("too-large")
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = (book.get_sheet_by_index(number) for number in range(len(book.sheet_names)))
        sheet = next((found for found in sheets if found.height), None)
    except (CalamineError, zipfile.BadZipFile, OSError) as broken:
        raise TableError("unreadable") from broken
    if sheet is None:
        raise TableError("no-rows")
    return sheet.height, ((number, [_text(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(), 1))


def _text(cell: Any) -> str:
    """A cell as people see it: days as ISO days, whole numbers without a point."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)
