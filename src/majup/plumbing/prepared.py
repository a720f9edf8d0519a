"""Querysets whose SQL is made once.

Building a queryset and compiling it takes Django about three times as long as the database needs to answer; a page that
reads twenty small things of one record spends most of its time so. What is frequent and always of the same shape is
therefore written as usual, compiled on first use, and afterwards only filled in.
"""

from collections.abc import Callable
from functools import cached_property
from inspect import signature
from typing import Any

from django.db.models import QuerySet
from django.db.models.query import RawQuerySet

FIRST_MARK = -(2**61)  # stands for an id while the statement is made; no row has it


class Prepared:
    """`READINESS = Prepared(lambda case: Readiness.objects.filter(case=case))`, then `list(READINESS(case=7))`.

    The arguments are ids. Everything else in the queryset must be the same at any time and for any user: no dates, no
    scopes. Related rows are not joined; what is wanted of them is annotated.
    """

    def __init__(self, make: Callable[..., QuerySet]) -> None:
        self._make = make

    def __call__(self, **ids: int) -> RawQuerySet:
        model, statement, values = self._statement
        return model._default_manager.raw(statement, [ids[value] if is_id else value for is_id, value in values])

    @cached_property
    def _statement(self) -> tuple[Any, str, list[tuple[bool, Any]]]:
        marks = {FIRST_MARK - place: name for place, name in enumerate(signature(self._make).parameters)}
        rows = self._make(**{name: mark for mark, name in marks.items()})
        statement, values = rows.query.sql_with_params()
        return rows.model, statement, [(value in marks, marks.get(value, value)) for value in values]
