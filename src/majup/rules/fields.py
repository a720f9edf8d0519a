"""What may be asked of a household: the fields that conditions speak of, and the values they take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum, auto
from functools import cached_property
from typing import Any

Value = bool | Decimal | date | str | frozenset[str]
Facts = Mapping[str, Value]


class Kind(StrEnum):
    CHOICE = auto()
    NUMBER = auto()
    MONEY = auto()
    DATE = auto()
    YES_NO = auto()
    PLACE = auto()
    COUNTRY = auto()
    LIST = auto()  # several texts; numbers such as the ages of children are written as texts


COUNTED = frozenset({Kind.NUMBER, Kind.MONEY})
ORDERED = COUNTED | {Kind.DATE}
COMPUTED = {"ratio": 2, "months_between": 2, "months_since": 1}  # how many fields each is made of


class NotAValue(ValueError):
    """What was given is no value of this field."""


@dataclass(frozen=True)
class Field:
    """One thing that can be known. `unit` is what numbers are counted in; every condition repeats it.

    `computed` names one of COMPUTED and the fields it is made of: the share of one amount in another, or the months
    between two days or since one. Such a field is never asked; its parts are.
    `sensitive` fields are asked only for a measure that somebody chose (B-78).
    """

    code: str
    kind: Kind
    order: int = 0
    unit: str = ""
    options: tuple[str, ...] = ()
    sensitive: bool = False
    computed: tuple[str, tuple[str, ...]] | None = None
    label: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)
    question: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)
    option_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False, compare=False)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Codes of what has to be asked to know this field."""
        return self.computed[1] if self.computed else (self.code,)


@dataclass(frozen=True)
class Fields:
    """All fields of a country by code."""

    by_code: Mapping[str, Field]

    def __contains__(self, code: str) -> bool:
        return code in self.by_code

    def __getitem__(self, code: str) -> Field:
        return self.by_code[code]

    def __iter__(self) -> Any:
        return iter(self.by_code.values())

    def facts(self, raw: Mapping[str, Any]) -> Facts:
        """What is known of a household, from JSON or rows: empty values and fields nobody knows are left out.

        Raises NotAValue for a value that its field cannot take.
        """
        known = {code: raw[code] for code in raw if code in self.by_code and raw[code] is not None and raw[code] != ""}
        return {code: value_of(self[code], value) for code, value in known.items()}


def read_fields(rows: Iterable[Mapping[str, Any]]) -> Fields:
    """The fields of a pack file, in its order."""
    return Fields({row["code"]: _field(row, order) for order, row in enumerate(rows)})


def _field(row: Mapping[str, Any], order: int) -> Field:
    options = row.get("options") or []
    made = row.get("computed")
    return Field(
        code=row["code"],
        kind=Kind(row["kind"]),
        order=order,
        unit=row.get("unit") or "",
        options=tuple(option["code"] for option in options),
        sensitive=bool(row.get("sensitive")),
        computed=(made["by"], tuple(made["of"])) if made else None,
        label=row["label"],
        question=row.get("question") or {},
        option_names={option["code"]: option["name"] for option in options},
    )


def value_of(field: Field, value: Any) -> Value:
    """`value` as this field keeps it: numbers as Decimal, days as date, lists as sets. Raises NotAValue."""
    if field.kind == Kind.LIST:
        return _several(field, value)
    if field.kind in COUNTED:
        return _number(value)
    if field.kind == Kind.DATE:
        return _day(value)
    if field.kind == Kind.YES_NO:
        if isinstance(value, bool):
            return value
        raise NotAValue(value)
    return _code(field, value)


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise NotAValue(value)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise NotAValue(value) from None
    if not number.is_finite():
        raise NotAValue(value)
    return number


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise NotAValue(value) from None


def _code(field: Field, value: Any) -> str:
    if not isinstance(value, str) or not value or "\0" in value or (field.options and value not in field.options):
        raise NotAValue(value)
    return value


def _several(field: Field, value: Any) -> frozenset[str]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise NotAValue(value)
    return frozenset(_code(field, item) for item in value)
