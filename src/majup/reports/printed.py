"""Pages that others printed about the programme: table by table, sentence by sentence, beside the stored figures.

What was printed and how each value follows from stored figures is data of the pack (`printed.json`), in the language of
`figure_checks`. What stands in print is written down a second time there, so a stored figure that was changed shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from majup.reports.figure_checks import Book, rounded, stored, worth
from majup.reports.models import IssuedFigure

Words = Mapping[str, str]


@dataclass(frozen=True)
class Value:
    """`printed` None: the print leaves it out; `computed` None: a figure that it needs is not stored.

    `others`: what further sources say of the same thing, place and period, where they say it differently.
    """

    printed: Decimal | None
    computed: Decimal | None
    decimals: int
    others: tuple[IssuedFigure, ...]

    @property
    def difference(self) -> Decimal | None:
        """How much more is worked out than was printed; None where one of the two is not known."""
        if self.printed is None or self.computed is None:
            return None
        return self.computed - self.printed

    @property
    def differs(self) -> bool:
        return bool(self.difference)


@dataclass(frozen=True)
class Row:
    group: Words | None
    label: Words
    unit: str
    values: tuple[Value, ...]
    note: Words | None


@dataclass(frozen=True)
class Table:
    title: Words
    columns: tuple[Words, ...]
    rows: tuple[Row, ...]
    how: Words


@dataclass(frozen=True)
class Told:
    """A figure in a sentence; `how` says how it was worked out, `note` why it differs."""

    name: Words
    unit: str
    value: Value
    how: Words
    note: Words | None


@dataclass(frozen=True)
class Sentence:
    text: Words
    figures: tuple[Told, ...]


@dataclass(frozen=True)
class Document:
    code: str
    title: Words
    about: Words
    source: str
    issued_on: str | None
    tables: tuple[Table, ...]
    sentences: tuple[Sentence, ...]

    @property
    def values(self) -> list[Value]:
        in_tables = [value for table in self.tables for row in table.rows for value in row.values]
        return in_tables + [one.value for sentence in self.sentences for one in sentence.figures]

    def contains(self, figure: IssuedFigure) -> bool:
        """Whether `figure` was taken from this print."""
        return _mark(figure.source) == _mark(self.source)


def _mark(source: str) -> str:
    return source.split(" ", maxsplit=1)[0].split(":", maxsplit=1)[0]


def documents(rows: Sequence[Mapping[str, Any]]) -> list[Document]:
    """Every print of the pack in its order; one query whatever their number."""
    known = stored()
    return [_document(row, known) for row in sorted(rows, key=lambda row: row["order"])]


def _document(row: Mapping[str, Any], known: list[IssuedFigure]) -> Document:
    return Document(
        code=row["code"],
        title=row["title"],
        about=row["about"],
        source=row["source"],
        issued_on=row["issued_on"],
        tables=tuple(_table(table, known) for table in row["tables"]),
        sentences=tuple(_sentence(one, known) for one in row["sentences"]),
    )


def _table(table: Mapping[str, Any], known: list[IssuedFigure]) -> Table:
    rows = tuple(_row(row, known) for row in table["rows"])
    return Table(table["title"], tuple(table["columns"]), rows, table["how"])


def _row(row: Mapping[str, Any], known: list[IssuedFigure]) -> Row:
    pairs = zip(row["printed"], row["computed"], strict=True)
    values = tuple(_value(printed, part, row["decimals"], known) for printed, part in pairs)
    return Row(row["group"], row["label"], row["unit"], values, row["note"])


def _sentence(row: Mapping[str, Any], known: list[IssuedFigure]) -> Sentence:
    figures = tuple(
        Told(
            one["name"],
            one["unit"],
            _value(one["printed"], one["computed"], one["decimals"], known),
            one["how"],
            one["note"],
        )
        for one in row["figures"]
    )
    return Sentence(row["text"], figures)


def _value(printed: Any, part: Any, decimals: int, known: list[IssuedFigure]) -> Value:
    book = Book(known)
    computed = rounded(worth(part, book), decimals)
    told = None if printed is None else Decimal(str(printed))
    others = _others(book.used[0], known) if isinstance(part, str) and book.used else ()
    return Value(told, computed, decimals, others)


def _others(figure: IssuedFigure, known: list[IssuedFigure]) -> tuple[IssuedFigure, ...]:
    same = (figure.metric, figure.scope, figure.region_id, figure.period_text)
    return tuple(
        one
        for one in known
        if (one.metric, one.scope, one.region_id, one.period_text) == same and one.value not in {figure.value, None}
    )
