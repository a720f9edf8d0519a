"""Published figures held against each other: sums, differences and ratios, worked out from what is stored.

A check is data of the pack: what is given (or nothing) and what is computed, each a figure, an assumption or an
operation on such. A figure is written "metric region first..last source": the region's code, "total" or what the value
is given for, and how its source begins. What came out when somebody worked it out by hand is recorded with the check.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from functools import reduce
from typing import Any, NamedTuple

from majup.reports.models import IssuedFigure


class Result(StrEnum):
    OK = "ok"
    DIFFERS = "differs"
    COMPUTED = "computed"  # nothing to hold it against
    UNKNOWN = "unknown"  # a figure that it needs is not stored


class Ambiguous(Exception):
    """Several stored figures answer to one reference; name the source more exactly."""


class Recorded(NamedTuple):
    """What came out when the check was made by hand."""

    given: Decimal | None
    computed: Decimal | None
    result: Result


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
    recorded: Recorded

    @property
    def is_as_recorded(self) -> bool:
        return (self.given, self.computed, self.result) == self.recorded


def outcomes(checks: Sequence[Mapping[str, Any]]) -> list[Checked]:
    """Every check with its result, in the order of the pack; one query whatever their number."""
    known = stored()
    return [_checked(check, Book(known)) for check in sorted(checks, key=lambda check: check["order"])]


def stored() -> list[IssuedFigure]:
    """Everything that was published before this system counted."""
    return list(IssuedFigure.objects.filter(report=None).select_related("region").order_by("pk"))


class Book:
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


def _checked(check: Mapping[str, Any], book: Book) -> Checked:
    exact = [worth(part, book) if part else None for part in (check["given"], check["computed"])]
    given, computed = (rounded(value, check["decimals"]) for value in exact)
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
        recorded=_recorded(check["recorded"]),
    )


def _recorded(row: Mapping[str, Any]) -> Recorded:
    given, computed = (None if row[name] is None else Decimal(row[name]) for name in ("given", "computed"))
    return Recorded(given, computed, Result(row["result"]))


def _result(is_given: bool, given: Decimal | None, computed: Decimal | None) -> Result:
    if computed is None or (is_given and given is None):
        return Result.UNKNOWN
    if not is_given:
        return Result.COMPUTED
    return Result.OK if given == computed else Result.DIFFERS


def rounded(value: Decimal | None, decimals: int) -> Decimal | None:
    """Half away from zero, as in print."""
    return None if value is None else value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


OPERATIONS = {
    "plus": lambda a, b: a + b,
    "minus": lambda a, b: a - b,
    "times": lambda a, b: a * b,
    "divided": lambda a, b: a / b,
}


def worth(part: str | Mapping[str, Any], book: Book) -> Decimal | None:
    """A reference, an assumption or an operation on such, worked out; None where a figure is not stored."""
    if isinstance(part, str):
        return book.value(part)
    if "assumed" in part:
        return Decimal(part["assumed"])
    ((name, operands),) = part.items()
    values = [worth(operand, book) for operand in operands]
    if any(value is None for value in values) or (name == "divided" and 0 in values[1:]):
        return None
    with localcontext(prec=28):
        return reduce(OPERATIONS[name], (value for value in values if value is not None))
