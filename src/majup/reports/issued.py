"""Figures as they were published: the newest that belong together."""

from __future__ import annotations

from collections.abc import Sequence

from majup.reports.models import IssuedFigure


def newest_together(columns: Sequence[str]) -> list[IssuedFigure]:
    """One figure of the whole country for each of `columns`, all of the newest period for which all are known.

    As others published them: what our own reports say becomes public only with small cells hidden.
    """
    rows = IssuedFigure.objects.filter(region=None, column__in=columns, period_to__isnull=False, report=None)
    periods: dict[tuple[object, object], dict[str, IssuedFigure]] = {}
    for row in rows.order_by("-period_to", "period_from", "pk"):
        periods.setdefault((row.period_from, row.period_to), {}).setdefault(row.column, row)
    complete = (found for found in periods.values() if len(found) == len(columns))
    newest = next(complete, {})
    return [newest[column] for column in columns if column in newest]
