"""What a kind of fact tells beside its texts, and amounts with their rules: checked here, stored as JSON.

The kinds of the pack list their fields as {code, kind, label, hint, options, required}. Field kinds: "text"
(localized), "line" (one text in no language), "number", "date", "choice" (one of `options`), "many" (several of them),
"flag" ("yes", "no" or left out: not known) and "rows" (a list of {label, free, waiting}: places by class or age).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from majup.catalogue.errors import DetailError
from majup.kernel.localized import LocalizedTextError, checked_texts

Spec = Mapping[str, Any]

# Amounts of a measure (K-M7). Rates are percent of eligible cost, money in the country's currency, length in months.
AMOUNTS: tuple[dict[str, Any], ...] = (
    {"code": "note", "kind": "text"},
    {"code": "rate_min", "kind": "number", "most": 100},
    {"code": "rate_max", "kind": "number", "most": 100},
    {"code": "rate_by_year", "kind": "numbers", "most": 100},
    {"code": "own_share", "kind": "number", "most": 100},
    {"code": "own_share_note", "kind": "text"},
    {"code": "ceiling", "kind": "number"},
    {"code": "ceiling_higher", "kind": "number"},
    {"code": "ceiling_higher_when", "kind": "text"},
    {"code": "per_month", "kind": "number"},
    {"code": "budget", "kind": "number"},
    {"code": "eligible", "kind": "text"},
    {"code": "not_eligible", "kind": "text"},
    {"code": "months", "kind": "number"},
    {"code": "calls_per_year", "kind": "number"},
    {"code": "extra_points", "kind": "number"},
    {"code": "points_of", "kind": "number"},
)


def check(specs: Sequence[Spec], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return `given` in the shape that is stored, empty values left out; DetailError names the field it refuses."""
    by_code = {spec["code"]: spec for spec in specs}
    if unknown := sorted(set(given) - set(by_code)):
        raise DetailError("unknown", unknown[0], given[unknown[0]])
    checked = {code: _checked(by_code[code], value) for code, value in given.items() if not _is_empty(value)}
    missing = [code for code, spec in by_code.items() if spec.get("required") and _is_empty(checked.get(code))]
    if missing:
        raise DetailError("missing", missing[0])
    return {code: value for code, value in checked.items() if not _is_empty(value)}


def check_amounts(given: Mapping[str, Any]) -> dict[str, Any]:
    """The same for `AMOUNTS`; a lower rate above the upper one is refused."""
    checked = check(AMOUNTS, given)
    for low, high in (("rate_min", "rate_max"), ("ceiling", "ceiling_higher"), ("extra_points", "points_of")):
        if low in checked and high in checked and checked[low] > checked[high]:
            raise DetailError("out-of-range", high, checked[high])
    return checked


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _checked(spec: Spec, value: Any) -> Any:
    return CHECKS[spec["kind"]](spec, value)


def _text(spec: Spec, value: Any) -> dict[str, str]:
    try:
        return checked_texts(value)
    except LocalizedTextError as error:
        raise DetailError("not-a-text", spec["code"], value) from error


def _line(spec: Spec, value: Any) -> str:
    if not isinstance(value, str):
        raise DetailError("not-a-text", spec["code"], value)
    return value.strip()


def _number(spec: Spec, value: Any) -> int | float:
    """A number not below zero, at most `most`; whole ones are kept as such."""
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise DetailError("not-a-number", spec["code"], value) from error
    if not number.is_finite() or number < 0 or number > Decimal(spec.get("most", 10**9)):
        raise DetailError("out-of-range", spec["code"], value)
    return int(number) if number == number.to_integral_value() else float(number)


def _numbers(spec: Spec, value: Any) -> list[int | float]:
    if not isinstance(value, list):
        raise DetailError("not-a-number", spec["code"], value)
    return [_number(spec, one) for one in value]


def _date(spec: Spec, value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise DetailError("not-a-date", spec["code"], value) from error


def _choice(spec: Spec, value: Any) -> str:
    if value not in {option["code"] for option in spec["options"]}:
        raise DetailError("not-a-choice", spec["code"], value)
    return str(value)


def _many(spec: Spec, value: Any) -> list[str]:
    if not isinstance(value, list):
        raise DetailError("not-a-choice", spec["code"], value)
    return [_choice(spec, one) for one in value]


def _flag(spec: Spec, value: Any) -> str:
    if value not in {"yes", "no"}:
        raise DetailError("not-a-choice", spec["code"], value)
    return str(value)


def _rows(spec: Spec, value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise DetailError("not-a-row", spec["code"], value)
    return [_row(spec, row, line) for line, row in enumerate(value, 1)]


def _row(spec: Spec, row: Any, line: int) -> dict[str, Any]:
    """{label, free, waiting}: a class or age, free places, length of the queue; a figure left out is not known."""
    if (
        not isinstance(row, Mapping)
        or not str(row.get("label") or "").strip()
        or set(row) - {"label", "free", "waiting"}
    ):
        raise DetailError("not-a-row", spec["code"], row, line)
    figures = {key: row[key] for key in ("free", "waiting") if row.get(key) not in (None, "")}
    try:
        counted = {key: int(_number({"code": key, "most": 10_000}, figure)) for key, figure in figures.items()}
    except DetailError as error:
        raise DetailError(error.code, spec["code"], error.value, line) from error
    return {"label": str(row["label"]).strip(), **counted}


CHECKS: dict[str, Callable[[Spec, Any], Any]] = {
    "text": _text,
    "line": _line,
    "number": _number,
    "numbers": _numbers,
    "date": _date,
    "choice": _choice,
    "many": _many,
    "flag": _flag,
    "rows": _rows,
}
