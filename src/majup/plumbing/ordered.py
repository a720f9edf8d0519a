"""Rows read in two steps: first which, in their order, then what stands in them (ADR 8)."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def in_order(rows: QuerySet[Row], keys: Sequence[int]) -> list[Row]:
    """Those of `rows` whose ids are in `keys`, in the order of `keys`; what is gone meanwhile is left out."""
    found = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [found[pk] for pk in keys if pk in found]
