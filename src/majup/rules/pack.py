"""What a country pack says about conditions: fields, thresholds of rounds, defined words."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from majup.rules.decide import Rule
from majup.rules.fields import read_fields
from majup.rules.read import Book, read, read_parameters


@cache
def book_of(folder: Path) -> Book:
    """The book of the pack in `folder`; read once, a pack does not change while the program runs."""
    fields = read_fields(_rows(folder, "rule_fields"))
    definitions = {row["code"]: row for row in _rows(folder, "definitions")}
    return Book(fields, read_parameters(_rows(folder, "rule_parameters")), definitions)


def rule_of(
    code: str,
    conditions: Mapping[str, Any] | None,
    book: Book,
    *,
    open_conditions: Iterable[Mapping[str, str]] = (),
    not_required: Iterable[Mapping[str, str]] = (),
) -> Rule:
    """The rule of one measure from its JSON. Raises ConditionsRefused."""
    node = read(conditions, book) if conditions else None
    return Rule(code, node, tuple(open_conditions), tuple(not_required))


def rules_of(folder: Path) -> list[Rule]:
    """The rules of all measures of a pack that have conditions, in the order of its file."""
    book = book_of(folder)
    return [
        rule_of(
            row["code"],
            row["conditions"],
            book,
            open_conditions=row["open"],
            not_required=row["not_required"],
        )
        for row in _rows(folder, "conditions")
    ]


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    return rows
