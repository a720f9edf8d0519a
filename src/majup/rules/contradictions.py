"""Conditions that nobody can ever meet, such as younger than 3 and older than 5."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from majup.rules.fields import ORDERED, Kind
from majup.rules.tree import All, Leaf, Node, Not, OneOf, children, in_force, turning_points

OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">", "in": "not in", "not in": "in"}
AT_MOST = 2048  # ways to meet a tree that are looked at; a larger tree is taken to be possible

Demand = tuple[str, Any, Leaf]  # op, value, leaf
Way = tuple[Demand, ...]


def never_true(node: Node) -> Node | None:
    """The deepest part that nobody can meet on some day on which it is in force; None when all can be met."""
    for on in turning_points(node):
        now = in_force(node, on)
        if now and (found := _impossible(now)):
            return found
    return None


def _impossible(node: Node) -> Node | None:
    if isinstance(node, OneOf) and any(_possible(child) for child in node.nodes):
        return next((found for child in node.nodes if (found := _impossible(child))), None)
    if _possible(node):
        return next((found for child in _wanted(node) if (found := _impossible(child))), None)
    return next((found for child in _wanted(node) if (found := _impossible(child))), node)


def _wanted(node: Node) -> Iterable[Node]:
    """Parts that are meant to be met; what stands under "not" is not."""
    return () if isinstance(node, Not) else children(node)


def _possible(node: Node) -> bool:
    ways = _ways(node, met=True)
    return ways is None or any(_together(way) for way in ways)


def _ways(node: Node, *, met: bool) -> list[Way] | None:
    """Every set of demands that would make the node true (or false); None when there are too many to look at."""
    if isinstance(node, Leaf):
        op = node.test.op if met else OPPOSITE[node.test.op]
        return [((op, node.test.value, node),)]
    if isinstance(node, Not):
        return _ways(node.node, met=not met)
    if not isinstance(node, All | OneOf):
        return [()]
    parts = [_ways(child, met=met) for child in node.nodes]
    if any(part is None for part in parts):
        return None
    found = [part for part in parts if part is not None]
    if isinstance(node, All) == met:
        return _joined(found)
    several = [way for part in found for way in part]
    return several if len(several) <= AT_MOST else None


def _joined(parts: list[list[Way]]) -> list[Way] | None:
    size = 1
    for part in parts:
        size *= len(part)
    if size > AT_MOST:
        return None
    return [tuple(demand for way in chosen for demand in way) for chosen in product(*parts)]


def _together(way: Way) -> bool:
    by_field: dict[str, list[Demand]] = {}
    for demand in way:
        if demand[1] is not None:  # an unknown threshold, a round's or another field's value forbids nothing
            by_field.setdefault(demand[2].test.field.code, []).append(demand)
    return all(_field_can(demands) for demands in by_field.values())


def _field_can(demands: list[Demand]) -> bool:
    field = demands[0][2].test.field
    if field.kind == Kind.LIST:
        return True
    return _some_between(demands) if field.kind in ORDERED else _some_left(demands)


def _some_left(demands: list[Demand]) -> bool:
    """Whether a value is left that all demands allow."""
    field = demands[0][2].test.field
    allowed: set[Any] | None = {True, False} if field.kind == Kind.YES_NO else set(field.options) or None
    refused: set[Any] = set()
    for op, value, _ in demands:
        named = set(value) if isinstance(value, frozenset) else {value}
        if op in ("==", "in"):
            allowed = named if allowed is None else allowed & named
        else:
            refused |= named
    return allowed is None or bool(allowed - refused)


def _some_between(demands: list[Demand]) -> bool:
    """Whether a number or day is left between the highest lower and the lowest upper bound."""
    lower = max(_bounds(demands, (">", ">=", "==")), default=None)
    upper = min(_bounds(demands, ("<", "<=", "==")), default=None)
    if lower is None or upper is None:
        return True
    if lower[0] != upper[0]:
        return bool(lower[0] < upper[0])
    refused = {value for op, value, _ in demands if op == "!="}
    return lower[1] == 0 and upper[1] == 0 and lower[0] not in refused


def _bounds(demands: list[Demand], ops: tuple[str, ...]) -> Iterator[tuple[Any, int]]:
    """Bounds with how much they lie beyond their value: 1 above for "more than", 1 below for "less than"."""
    beyond = {">": 1, "<": -1}
    return ((value, beyond.get(op, 0)) for op, value, _ in demands if op in ops)
