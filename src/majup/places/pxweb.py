"""Tables of a statistical office as PxWebApi gives them (JSON-stat 2), taken over as figures.

The pack says for each table which indicator it is and what its dimensions mean. Codes of areas lead to our places;
both vintages of codes may stand side by side, and a city inside a county is kept apart: nobody is counted twice.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from django.utils import timezone

from majup.places.errors import StatisticsRefused
from majup.places.models import Dataset, Figure
from majup.places.statistics import Row, Territories, first_day, keep

UNKNOWN, NOT_THERE = "unknown-area", "not-in-force"


def take_over(text: str, *, tables: Sequence[Mapping[str, Any]]) -> Dataset:
    """Read a file and keep it; StatisticsRefused says what is wrong with it, and then nothing was written."""
    content = _content(text)
    table = _table_of(content, tables)
    territories = Territories()
    rows: list[Row] = []
    left_out: list[tuple[str, str]] = []
    for row in _rows(content, table, territories):
        if isinstance(row, tuple):
            left_out.append(row)
        else:
            rows.append(row)
    if not rows:
        raise StatisticsRefused("no-area-known", [code for code, _reason in left_out][:10])
    head = {
        "title": table["title"],
        "source": table["source"],
        "origin": f"{table['table']}, {content.get('updated', '')}",
        "licence": table["licence"],
        "published_on": _day(content.get("updated", "")),
        "retrieved_on": timezone.localdate(),
        "note": {},
        "left_out": _left_out(left_out, table["left_out"]),
    }
    split = {whole: parts for dimension in table["breakdowns"].values() for whole, parts in dimension["split"].items()}
    return keep(code=table["table"].lower(), head=head, rows=rows, territories=territories, split=split)


def _content(text: str) -> dict[str, Any]:
    try:
        content = json.loads(text)
    except ValueError as error:
        raise StatisticsRefused("no-json-stat", [text[:40].splitlines()[0] if text else ""]) from error
    if not isinstance(content, dict) or content.get("class") != "dataset" or "dimension" not in content:
        raise StatisticsRefused("no-json-stat")
    size = 1
    for length in content["size"]:
        size *= length
    if isinstance(content["value"], list) and len(content["value"]) != size:
        raise StatisticsRefused("wrong-size", [f"{len(content['value'])} ≠ {size}"])
    return content


def _table_of(content: Mapping[str, Any], tables: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    code = content.get("extension", {}).get("px", {}).get("tableid", "")
    for table in tables:
        if table["table"] == code:
            wanted = {table["area"], table["time"], *table["fixed"], *table["breakdowns"]}
            if wanted != set(content["id"]):
                raise StatisticsRefused("missing-dimension", sorted(wanted ^ set(content["id"])))
            return table
    raise StatisticsRefused("unknown-table", [code])


def _rows(
    content: Mapping[str, Any], table: Mapping[str, Any], territories: Territories
) -> Iterator[Row | tuple[str, str]]:
    """Every cell as a row, or (code of the area, why it is left out)."""
    names = content["id"]
    codes = [_codes(content["dimension"][name]["category"]) for name in names]
    values, status = content["value"], content.get("status") or {}
    for number, key in enumerate(product(*codes)):
        cell = dict(zip(names, key, strict=True))
        if any(cell[name] != wanted for name, wanted in table["fixed"].items()):
            continue
        value = values[number] if isinstance(values, list) else values.get(str(number))
        mark = status[number] if isinstance(status, list) else status.get(str(number), "")
        yield _row(cell, value, mark or "", table, territories)


def _codes(category: Mapping[str, Any]) -> list[str]:
    index = category.get("index") or list(category["label"])
    return list(index) if isinstance(index, list) else sorted(index, key=index.__getitem__)


def _row(
    cell: Mapping[str, str], value: float | None, mark: str, table: Mapping[str, Any], territories: Territories
) -> Row | tuple[str, str]:
    code, time = cell[table["area"]], cell[table["time"]]
    period = table["period"].format(time)
    place = _place(code, table["prefix"], territories)
    if place is None:
        return code, UNKNOWN
    if value is None and not _was_there(place, period, territories):
        return code, NOT_THERE
    breakdown = "".join(dimension["codes"][cell[name]] for name, dimension in table["breakdowns"].items())
    kind = Figure.Kind.SINGLE if value is not None else table["status"].get(mark, Figure.Kind.MISSING)
    return Row(
        table["indicator"], place, period, kind, value, value, breakdown, boundary=_boundary(place, territories),
        origin=f"{table['table']} {mark}".strip(),
    )  # fmt: skip


def _place(code: str, prefix: str, territories: Territories) -> str | None:
    if code in territories.by_foreign_code:
        return territories.by_foreign_code[code]
    name = f"municipality:{code.removeprefix(prefix)}"
    return name if name in territories.municipalities else None


def _was_there(place: str, period: str, territories: Territories) -> bool:
    (found,) = territories.field_of(place).values()
    return found.is_in_force(first_day(period))


def _boundary(place: str, territories: Territories) -> date | None:
    """The day from which the unit exists: its figures are by its own boundaries."""
    found = territories.municipalities.get(place)
    return found.valid_from if found else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _left_out(pairs: Sequence[tuple[str, str]], words: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """One line for each area and reason, in the words of the pack."""
    return [
        {"what": dict.fromkeys(words[reason], code), "reason": words[reason]} for code, reason in dict.fromkeys(pairs)
    ]
