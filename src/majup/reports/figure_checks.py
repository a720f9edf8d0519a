"""Published figures held against each other: sums, differences and ratios, worked out from what is stored.

A check is data of the pack: what is given (or nothing) and what is computed, each a figure, an assumption or an
operation on such. A figure is written "metric region first..last source": the region's code, "total" or what the value
is given for, and how its source begins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from functools import reduce
from typing import Any

from majup.reports.models import IssuedFigure


class Result(StrEnum):
    OK = "ok"
    DIFFERS = "differs"
    COMPUTED = "computed"  # nothing to hold it against
    UNKNOWN = "unknown"  # a figure that it needs is not stored


class Ambiguous(Exception):
    """Several stored figures answer to one reference; name the source more exactly."""


@dataclass(frozen=True)
class Checked:
    """`given` and `computed` are rounded to the decimals of the check; None where unknown or nothing is given."""

    code: str
    name: dict[str, str]
    given: Decimal | None
    computed: Decimal | None
    result: Result
    note: dict[str, str]
    source: str
    decimals: int
    uses: tuple[IssuedFigure, ...]


def outcomes(checks: Sequence[Mapping[str, Any]]) -> list[Checked]:
    """Every check with its result, in the order of the pack; one query whatever their number."""
    known = list(IssuedFigure.objects.select_related("region").order_by("pk"))
    return [_checked(check, _Book(known)) for check in sorted(checks, key=lambda check: check["order"])]


class _Book:
    """The stored figures, and which of them were looked up."""

    def __init__(self, figures: list[IssuedFigure]) -> None:
        self.figures = figures
        self.used: list[IssuedFigure] = []

    def value(self, reference: str) -> Decimal | None:
        metric, region, period, source = reference.split(" ", 3)
        found = [
            figure
            for figure in self.figures
            if figure.metric == metric
            and figure.period_text == period
            and figure.source.startswith(source)
            and _place(figure) == region
        ]
        if len({figure.value for figure in found}) > 1:
            raise Ambiguous(reference)
        self.used.extend(found[:1])
        return found[0].value if found else None


def _place(figure: IssuedFigure) -> str:
    return figure.region.code if figure.region else figure.scope.replace(" ", "-")


def _checked(check: Mapping[str, Any], book: _Book) -> Checked:
    exact = [_worth(part, book) if part else None for part in (check["given"], check["computed"])]
    given, computed = (_rounded(value, check["decimals"]) for value in exact)
    return Checked(
        code=check["code"],
        name=check["name"],
        given=given,
        computed=computed,
        result=_result(check["given"] is not None, given, computed),
        note=check["note"] or {},
        source=check["source"],
        decimals=check["decimals"],
        uses=tuple(dict.fromkeys(book.used)),
    )


def _result(is_given: bool, given: Decimal | None, computed: Decimal | None) -> Result:
    if computed is None or (is_given and given is None):
        return Result.UNKNOWN
    if not is_given:
        return Result.COMPUTED
    return Result.OK if given == computed else Result.DIFFERS


def _rounded(value: Decimal | None, decimals: int) -> Decimal | None:
    return None if value is None else value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


OPERATIONS = {
    "plus": lambda a, b: a + b,
    "minus": lambda a, b: a - b,
    "times": lambda a, b: a * b,
    "divided": lambda a, b: a / b,
}


def _worth(part: str | Mapping[str, Any], book: _Book) -> Decimal | None:
    if isinstance(part, str):
        return book.value(part)
    if "assumed" in part:
        return Decimal(part["assumed"])
    ((name, operands),) = part.items()
    values = [_worth(operand, book) for operand in operands]
    if any(value is None for value in values) or (name == "divided" and 0 in values[1:]):
        return None
    with localcontext(prec=28):
        return reduce(OPERATIONS[name], (value for value in values if value is not None))
