"""Tables that leave the house: nothing runs in the reader's program, nothing unknown becomes a zero."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

from python_calamine import CalamineWorkbook

from majup.plumbing.written_tables import Column, csv_lines, write_workbook

COLUMNS = (Column("what", "What"), Column("many", "How many", "integer"), Column("day", "Day", "date"))
ROWS = [
    ("=HYPERLINK(1)", 3, date(2026, 3, 1)),
    ("+371", None, None),
    ("plain, “quoted”", Decimal("2.5"), date(2026, 1, 1)),
]


def test_csv_has_names_of_columns_and_runs_no_formula():
    text = "".join(csv_lines(COLUMNS, ROWS))
    assert text.startswith("\ufeffwhat,many,day\r\n")
    rows = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))[1:]
    assert rows == [["'=HYPERLINK(1)", "3", "2026-03-01"], ["'+371", "", ""], ["plain, “quoted”", "2.5", "2026-01-01"]]


def test_csv_is_written_line_by_line():
    def endless():
        while True:
            yield ROWS[0]

    lines = csv_lines(COLUMNS, endless())
    assert [next(lines), next(lines)][1] == "'=HYPERLINK(1),3,2026-03-01\r\n"


def test_a_workbook_has_its_rows_its_notes_and_tells_how_far_it_is(tmp_path):
    told = []
    rows = (ROWS[number % 3] for number in range(2500))
    path = tmp_path / "table.xlsx"
    notes = [("Licence", "free")]
    assert (
        write_workbook(path, "A: title/with [signs]", COLUMNS, rows, notes, notes_title="To know", tell=told.append)
        == 2500
    )
    assert told == [1000, 2000, 2500]
    book = CalamineWorkbook.from_path(path)
    head, first, second, *_rest = book.get_sheet_by_index(0).to_python()
    assert head == ["What", "How many", "Day"]
    assert first == ["=HYPERLINK(1)", 3, date(2026, 3, 1)]
    assert second == ["+371", "", ""]
    assert book.get_sheet_by_name("To know").to_python() == [["Licence", "free"]]
