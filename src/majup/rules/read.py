"""Conditions from JSON: read into a tree, or refused with every fault and its place.

    {"all": [node, ...]}   {"any": [node, ...]}   {"not": node}   {"definition": code}
    {"fact": code, "op": op, "value": ..., "unit": ...}          a value
    {"fact": code, "op": op, "parameter": code, "unit": ...}     a threshold of the programme's round
    {"fact": code, "op": op, "other": code}                      what is known in another field

A leaf may also carry basis (explicit, inferred, programme_parameter), valid_from, valid_to, source and note.
`value` null means that the threshold is not known: the answer stays open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from majup.rules.contradictions import never_true
from majup.rules.fields import COUNTED, ORDERED, Field, Fields, Kind, NotAValue, Value, value_of
from majup.rules.tree import All, Defined, Leaf, Node, Not, OneOf, Parameter, Term, Test

Path = tuple[str | int, ...]
MEMBERSHIP = ("in", "not in")
EQUALITY = ("==", "!=")
ORDERING = ("<", "<=", ">", ">=")
OPS = (*EQUALITY, *ORDERING, *MEMBERSHIP)
LEAF_KEYS = frozenset({"fact", "op", "value", "parameter", "other", "unit"})
SAID_KEYS = frozenset({"basis", "valid_from", "valid_to", "source", "note"})
BASES = frozenset({"", "explicit", "inferred", "programme_parameter"})
GROUPS = ("all", "any", "not", "definition")


@dataclass(frozen=True)
class Fault:
    """What is wrong and where: keys and positions from the root, e.g. ("all", 2, "value")."""

    path: Path
    code: str
    value: str = ""


class ConditionsRefused(Exception):
    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{'.'.join(map(str, f.path))}: {f.code} {f.value}".strip() for f in self.faults))


@dataclass(frozen=True)
class Book:
    """What conditions may refer to: fields, thresholds of programme rounds, defined words."""

    fields: Fields
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    definitions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def read(data: Any, book: Book) -> Node:
    """The tree of `data`. Raises ConditionsRefused with all faults found."""
    reader = _Reader(book)
    node = reader.node(data, ())
    if reader.faults or node is None:
        raise ConditionsRefused(reader.faults)
    if place := never_true(node):
        raise ConditionsRefused([Fault(place.path, "never_true")])
    return node


def read_parameters(rows: Iterable[Mapping[str, Any]]) -> dict[str, Parameter]:
    """Thresholds of programme rounds from the pack: each value with its days; null where a round does not say it."""
    return {row["code"]: _parameter(row) for row in rows}


def _parameter(row: Mapping[str, Any]) -> Parameter:
    kind = Field(row["code"], Kind(row["kind"]), unit=row.get("unit") or "")
    rounds = [(term_of(r), None if r["value"] is None else value_of(kind, r["value"])) for r in row["rounds"]]
    return Parameter(kind.code, kind.unit, tuple(rounds))


def term_of(row: Mapping[str, Any]) -> Term:
    first, last = (row.get(key) for key in ("valid_from", "valid_to"))
    return Term(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


class _Bad(Exception):
    """Ends the reading of one node."""

    def __init__(self, path: Path, code: str, value: Any = "") -> None:
        super().__init__(code)
        self.fault = Fault(path, code, str(value))


class _Reader:
    """Walks the JSON once and notes every fault instead of stopping at the first."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.faults: list[Fault] = []
        self.inside: list[str] = []

    def note(self, path: Path, code: str, value: Any = "") -> None:
        self.faults.append(Fault(path, code, str(value)))

    def node(self, data: Any, path: Path) -> Node | None:
        """The node, or None with its fault noted."""
        try:
            return self.whole(data, path)
        except _Bad as bad:
            self.faults.append(bad.fault)
            return None

    def whole(self, data: Any, path: Path) -> Node | None:
        if not isinstance(data, Mapping):
            raise _Bad(path, "not_a_condition", type(data).__name__)
        kinds = [key for key in (*GROUPS, "fact") if key in data]
        if len(kinds) != 1:
            raise _Bad(path, "not_a_condition", ", ".join(map(str, data)))
        if kinds[0] == "fact":
            return self.leaf(data, path)
        if extra := set(data) - {kinds[0]}:
            raise _Bad(path, "unknown_key", sorted(map(str, extra))[0])
        reader = {"all": self.group, "any": self.group, "not": self.negation, "definition": self.definition}
        return reader[kinds[0]](data[kinds[0]], kinds[0], path)

    def group(self, data: Any, key: str, path: Path) -> Node | None:
        if not isinstance(data, list):
            raise _Bad((*path, key), "not_a_condition", type(data).__name__)
        if not data:
            raise _Bad((*path, key), "empty_group")
        read = [self.node(child, (*path, key, place)) for place, child in enumerate(data)]
        nodes = tuple(node for node in read if node is not None)
        return All(nodes, path) if key == "all" else OneOf(nodes, path)

    def negation(self, data: Any, key: str, path: Path) -> Node | None:
        inner = self.node(data, (*path, key))
        return Not(inner, path) if inner else None

    def definition(self, code: Any, key: str, path: Path) -> Node | None:
        if not isinstance(code, str) or code not in self.book.definitions:
            raise _Bad((*path, key), "unknown_definition", code)
        if code in self.inside:
            raise _Bad((*path, key), "circular", " → ".join([*self.inside, code]))
        self.inside.append(code)
        versions = [self.version(row, (*path, key)) for row in self.book.definitions[code]["versions"]]
        self.inside.pop()
        return Defined(code, tuple(version for version in versions if version), path)

    def version(self, row: Mapping[str, Any], path: Path) -> tuple[Term, Node] | None:
        node = self.node(row["conditions"], path)
        return (term_of(row), node) if node else None

    def leaf(self, data: Mapping[str, Any], path: Path) -> Leaf | None:
        before = len(self.faults)
        for key in sorted(map(str, set(data) - LEAF_KEYS - SAID_KEYS)):
            self.note((*path, key), "unknown_key", key)
        said = self.said(data, path)
        leaf = Leaf(self.test(data, path), path, *said)
        return leaf if len(self.faults) == before else None

    def said(self, data: Mapping[str, Any], path: Path) -> tuple[str, Term, str, Mapping[str, str]]:
        basis = data.get("basis") or ""
        if basis not in BASES:
            self.note((*path, "basis"), "unknown_basis", basis)
        term = Term()
        try:
            term = term_of(data)
        except (TypeError, ValueError):
            self.note((*path, "valid_from"), "not_a_day")
        if term.first and term.last and term.last < term.first:
            self.note((*path, "valid_to"), "ends_before_it_begins")
        return basis, term, data.get("source") or "", data.get("note") or {}

    def test(self, data: Mapping[str, Any], path: Path) -> Test:
        code, op = data["fact"], data.get("op")
        if not isinstance(code, str) or code not in self.book.fields:
            raise _Bad((*path, "fact"), "unknown_field", code)
        field = self.book.fields[code]
        if not isinstance(op, str) or op not in ops_of(field):
            raise _Bad((*path, "op"), "wrong_op", op)
        sides = [key for key in ("value", "parameter", "other") if key in data]
        if len(sides) != 1:
            raise _Bad((*path, "value"), "value_missing" if not sides else "two_values")
        self.unit(data, field, path)
        return {"value": self.with_value, "parameter": self.with_parameter, "other": self.with_other}[sides[0]](
            field, op, data[sides[0]], (*path, sides[0])
        )

    def unit(self, data: Mapping[str, Any], field: Field, path: Path) -> None:
        said = data.get("unit") or ""
        if field.unit and not said:
            self.note((*path, "unit"), "unit_missing", field.unit)
        elif said != field.unit:
            self.note((*path, "unit"), "wrong_unit", said)

    def with_value(self, field: Field, op: str, raw: Any, path: Path) -> Test:
        if raw is None:
            return Test(field, op)
        try:
            return Test(field, op, value=_operand(field, op, raw))
        except NotAValue:
            raise _Bad(path, "wrong_value", raw) from None

    def with_parameter(self, field: Field, op: str, code: Any, path: Path) -> Test:
        if not isinstance(code, str) or code not in self.book.parameters:
            raise _Bad(path, "unknown_parameter", code)
        parameter = self.book.parameters[code]
        if parameter.unit != field.unit:
            raise _Bad(path, "wrong_unit", parameter.unit)
        if not all(value is None or _fits(field, op, value) for _, value in parameter.rounds):
            raise _Bad(path, "wrong_value", code)
        return Test(field, op, parameter=parameter)

    def with_other(self, field: Field, op: str, code: Any, path: Path) -> Test:
        if not isinstance(code, str) or code not in self.book.fields:
            raise _Bad(path, "unknown_field", code)
        other = self.book.fields[code]
        if other == field:
            raise _Bad(path, "circular", code)
        if op in MEMBERSHIP:
            fits = other.kind == Kind.LIST and field.kind not in ORDERED
        else:
            fits = other.kind == field.kind and other.unit == field.unit
        if not fits:
            raise _Bad(path, "wrong_value", code)
        return Test(field, op, other=other)


def ops_of(field: Field) -> tuple[str, ...]:
    """Comparisons that make sense for the field; a list is asked whether it shares something with values."""
    if field.kind == Kind.LIST:
        return MEMBERSHIP
    if field.kind == Kind.YES_NO:
        return EQUALITY
    return OPS[:6] if field.kind in ORDERED else (*EQUALITY, *MEMBERSHIP)


def _operand(field: Field, op: str, raw: Any) -> Value:
    if op not in MEMBERSHIP:
        return value_of(field, raw)
    if not isinstance(raw, list) or not raw:
        raise NotAValue(raw)
    return value_of(Field(field.code, Kind.LIST, options=field.options), raw)


def _fits(field: Field, op: str, value: Value) -> bool:
    if op in MEMBERSHIP:
        return isinstance(value, frozenset)
    wanted: Any = {Kind.DATE: date, Kind.YES_NO: bool}.get(field.kind, str)
    return not isinstance(value, str | frozenset | bool) if field.kind in COUNTED else isinstance(value, wanted)
