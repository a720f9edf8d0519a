"""Files of a dataset: CSV, XLSX, PDF, JSON-stat 2.0, and CSVW, which tells machines what the columns mean."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from majup.plumbing import pdf
from majup.plumbing.addresses import whole
from majup.plumbing.written_tables import Cell, Column, csv_lines, write_workbook
from majup.web.components.public import common_owner
from majup.web.components.texts import language, localized_plain, longdate
from majup.web.results.datasets import FEW, NO_DATA, Dataset
from majup.web.results.facts import result_facts

MOST_AT_ONCE = 5_000  # rows of a workbook that is written while the reader waits
MOST_PRINTED = 2_000  # rows of a PDF
NUMBERS = ("integer", "number")
# Statuses of JSON-stat as statistical offices use them.
STATUS = {FEW: "c", NO_DATA: ":"}


def csv(dataset: Dataset) -> Iterator[str]:
    return csv_lines(dataset.columns(), dataset.rows())


def workbook(dataset: Dataset, tell: Callable[[int], None] = lambda done: None) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write_workbook(
            path,
            dataset.title(),
            dataset.columns(),
            dataset.rows(),
            notes(dataset),
            notes_title=_("To know"),
            tell=tell,
        )
        return path.read_bytes()


def notes(dataset: Dataset) -> list[tuple[str, str]]:
    """What goes along with every file: what it is, how it came about, what the columns mean, whose it is."""
    licence = result_facts()["licence"]
    changed = dataset.changed()
    return [
        (_("Table"), dataset.title()),
        (_("What it is"), dataset.about()),
        *((_("How it came about"), text) for text in dataset.method()),
        *((column.title, column.about) for column in dataset.columns() if column.about),
        (_("Who is a remigrant here"), localized_plain(result_facts()["remigrant"])),
        (_("Newest data of"), longdate(changed) if changed else _("nothing is published yet")),
        (_("File made on"), longdate(timezone.localdate())),
        (_("Who publishes it"), common_owner()),
        (_("Licence of the data"), f"{localized_plain(licence['name'])}, {licence['url']}"),
        (_("Always the newest"), whole(reverse("results_dataset", args=[dataset.code]))),
    ]


def for_people(columns: Sequence[Column]) -> list[int]:
    """Places of the columns that people read: a code that has its name beside it is for machines."""
    return [place for place, column in enumerate(columns) if not _is_code(column, columns)]


def printed(dataset: Dataset) -> bytes:
    """The table as a tagged PDF, with what goes along with it."""
    columns = dataset.columns()
    shown = for_people(columns)
    data = {
        "title": dataset.title(),
        "about": dataset.about(),
        "heads": [columns[place].title for place in shown],
        "numeric": [columns[place].kind in NUMBERS for place in shown],
        "rows": [[_printed(row[place]) for place in shown] for row in dataset.rows()],
        "notes": [[heading, text] for heading, text in notes(dataset)[2:]],
        "notes_title": _("To know"),
        "empty": _("Nothing is published yet."),
        "page": _("Page"),
    }
    template = Path(__file__).parent / "table.typ"
    return pdf.render(template, data, language=language(), title=dataset.title(), date=timezone.localdate())


def _is_code(column: Column, columns: tuple[Column, ...]) -> bool:
    """Whether the words of a code stand in the next column, so that people need not read the code."""
    return any(other.name == f"{column.name}_name" for other in columns)


def _printed(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return "" if cell is None else str(cell)


def csvw(dataset: Dataset, csv_url: str) -> dict[str, Any]:
    """What each column of the CSV holds, in the words of the W3C's "CSV on the Web"."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language()}],
        "url": csv_url,
        "dc:title": dataset.title(),
        "dc:description": dataset.about(),
        "dc:license": {"@id": result_facts()["licence"]["url"]},
        "dc:publisher": common_owner(),
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True},
        "tableSchema": {"columns": [_csvw_column(column) for column in dataset.columns()]},
    }


def _csvw_column(column: Column) -> dict[str, Any]:
    kinds: dict[str, Any] = {"date": {"base": "date", "format": "yyyy-MM-dd"}, "number": "decimal"}
    made = {"name": column.name, "titles": column.title, "datatype": kinds.get(column.kind, column.kind)}
    return made | ({"dc:description": column.about} if column.about else {}) | {"required": column.required}


def json_stat(dataset: Dataset) -> dict[str, Any]:
    """A JSON-stat 2.0 dataset; numbers stand sparsely by their place in the cube, what is missing has a status."""
    columns = dataset.columns()
    place = {column.name: number for number, column in enumerate(columns)}
    rows = list(dataset.rows())
    axes = [_axis(dataset, name, rows, place) for name in dataset.dimensions] or [_row_axis(rows, columns)]
    measures = {name: columns[place[name]].title for name in dataset.values}
    value: dict[str, float | int] = {}
    status: dict[str, str] = {}
    for number, row in enumerate(rows):
        start = 0
        for axis in axes:
            start = start * len(axis["labels"]) + axis["at"][number]
        for offset, name in enumerate(dataset.values):
            key = str(start * len(measures) + offset)
            cell = row[place[name]]
            if isinstance(cell, int | float | Decimal):
                value[key] = cell if isinstance(cell, int) else float(cell)
            elif "status" in place and row[place["status"]]:
                status[key] = STATUS[str(row[place["status"]])]
    return {**_cube_head(dataset, axes, measures), "value": value, **({"status": status} if status else {})}


def _cube_head(dataset: Dataset, axes: list[dict[str, Any]], measures: dict[str, str]) -> dict[str, Any]:
    sizes = [len(axis["labels"]) for axis in axes]
    dimensions = {axis["name"]: _category(axis["title"], axis["labels"]) for axis in axes}
    dimensions["figure"] = _category(_("Figure"), measures)
    roles = {"metric": ["figure"]} | {
        role: [name] for role, name in (("time", dataset.time), ("geo", dataset.place)) if name
    }
    changed = dataset.changed() or timezone.localdate()
    return {
        "version": "2.0",
        "class": "dataset",
        "label": dataset.title(),
        "source": common_owner(),
        "updated": datetime.combine(changed, time(), UTC).isoformat().replace("+00:00", "Z"),
        "note": [dataset.about(), *dataset.method()],
        "id": [*(axis["name"] for axis in axes), "figure"],
        "size": [*sizes, len(measures)],
        "role": roles,
        "dimension": dimensions,
        "extension": {"licence": result_facts()["licence"]["url"]},
    }


def _category(title: str, labels: dict[str, str]) -> dict[str, Any]:
    return {"label": title, "category": {"index": {key: at for at, key in enumerate(labels)}, "label": labels}}


def _axis(dataset: Dataset, name: str, rows: list[tuple[Cell, ...]], place: dict[str, int]) -> dict[str, Any]:
    """One dimension: its codes with their words, and for each row which of them it has."""
    labels: dict[str, str] = {}
    at: list[int] = []
    order: dict[str, int] = {}
    for row in rows:
        code, words = _code_and_words(name, row, place)
        labels.setdefault(code, words)
        at.append(order.setdefault(code, len(order)))
    title = _("Period") if name == "period" else dataset.columns()[place[f"{name}_name"]].title
    return {"name": name, "title": title, "labels": labels, "at": at}


def _code_and_words(name: str, row: tuple[Cell, ...], place: dict[str, int]) -> tuple[str, str]:
    if name == "period":
        period = f"{row[place['period_from']]}/{row[place['period_to']]}"
        return period, period
    return str(row[place[name]] or "-"), str(row[place[f"{name}_name"]] or row[place[name]])


def _row_axis(rows: list[tuple[Cell, ...]], columns: tuple[Column, ...]) -> dict[str, Any]:
    """Where figures of many sources stand side by side, each row is a category of its own, told by its words."""
    texts = [
        place for place, column in enumerate(columns) if column.kind in {"string", "date"} and column.name != "status"
    ]
    labels = {str(number): "; ".join(str(row[at]) for at in texts if row[at]) for number, row in enumerate(rows, 1)}
    return {"name": "row", "title": _("Row"), "labels": labels, "at": list(range(len(rows)))}
