"""COPY into a model's table: the columns that vary are given, all others take the model's defaults."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import psycopg
from django.db.models import Model
from django.db.models.fields import NOT_PROVIDED

NULL = r"\N"
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


class Raw(str):
    """A text that stands in COPY's form already."""

    __slots__ = ()


def written(value: Any) -> str:
    """One value in PostgreSQL's text form of COPY."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, str):
        return value if isinstance(value, Raw) else value.translate(ESCAPES)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | dict):
        return "[]" if value == [] else "{}"
    return str(value)


def _constants(model: type[Model], given: tuple[str, ...]) -> tuple[list[str], str]:
    """Columns that do not vary, and their values as the tail of every line."""
    names, values = [], []
    for field in model._meta.concrete_fields:
        if (
            field.column in given
            or getattr(field, "column", None) is None
            or (field.primary_key and field.column == "id")
        ):
            continue
        default = field.get_default() if field.default is not NOT_PROVIDED else None if field.null else ""
        names.append(field.column)
        values.append(written(default))
    return names, "".join(f"\t{value}" for value in values)


class Copier:
    """Collects lines for one table and hands them over in large pieces; use as a context manager."""

    PIECE = 20_000

    def __init__(self, connection: psycopg.Connection, model: type[Model], *columns: str) -> None:
        constant_names, self._tail = _constants(model, columns)
        names = ", ".join(f'"{name}"' for name in (*columns, *constant_names))
        self._sql = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
        self._connection, self._lines, self.rows = connection, [], 0
        self._table, self._has_id = model._meta.db_table, "id" in columns

    def add(self, *values: Any) -> None:
        self._lines.append("\t".join(map(written, values)) + self._tail)
        if len(self._lines) >= self.PIECE:
            self.flush()

    def add_many(self, rows: Iterable[tuple[Any, ...]]) -> None:
        for row in rows:
            self.add(*row)

    def flush(self) -> None:
        if not self._lines:
            return
        with self._connection.cursor().copy(self._sql) as copy:
            copy.write("\n".join(self._lines) + "\n")
        self.rows += len(self._lines)
        self._lines.clear()

    def set_sequence(self) -> None:
        """Let new rows continue after the ids that were given by hand."""
        if self._has_id:
            self._connection.execute(
                f"""SELECT setval(pg_get_serial_sequence('{self._table}', 'id'), max(id)) FROM "{self._table}" """  # noqa: S608
            )
