"""The tree of conditions: all, any, not; a leaf compares one field with a value, a parameter or another field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from majup.rules.fields import Field, Value

PROGRAMME = "programme_parameter"  # a condition on the programme: it never disqualifies a person


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when something holds; None is open. The last day still counts."""

    first: date | None = None
    last: date | None = None

    def holds(self, on: date) -> bool:
        return (self.first is None or self.first <= on) and (self.last is None or on <= self.last)


ALWAYS = Term()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A threshold that a programme sets anew for each round; None where no round says it."""

    code: str
    unit: str
    rounds: tuple[tuple[Term, Value | None], ...]

    def value(self, on: date) -> Value | None:
        return next((value for term, value in self.rounds if term.holds(on)), None)


@dataclass(frozen=True, slots=True)
class Test:
    """What a leaf asks, without where it is written: equal tests are asked once for all measures."""

    field: Field
    op: str
    value: Value | None = None
    parameter: Parameter | None = None
    other: Field | None = None  # compared with what is known there, e.g. a place among places

    def threshold(self, on: date) -> Value | None:
        return self.parameter.value(on) if self.parameter else self.value


@dataclass(frozen=True, slots=True)
class Leaf:
    test: Test
    path: tuple[str | int, ...]
    basis: str = ""
    term: Term = ALWAYS
    source: str = ""
    note: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True, slots=True)
class All:
    nodes: tuple["Node", ...]
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    nodes: tuple["Node", ...]
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    node: "Node"
    path: tuple[str | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Defined:
    """A word that a programme defines by conditions of its own, anew from time to time, such as "remigrant"."""

    code: str
    versions: tuple[tuple[Term, "Node"], ...]
    path: tuple[str | int, ...] = ()

    def at(self, on: date) -> "Node | None":
        return next((node for term, node in self.versions if term.holds(on)), None)


@dataclass(frozen=True, slots=True)
class Undefined:
    """A defined word on a day for which nobody has defined it: never known."""

    code: str
    path: tuple[str | int, ...] = ()


Node = Leaf | All | OneOf | Not | Defined | Undefined


def in_force(node: Node, on: date) -> Node | None:
    """The tree as it is on that day; None when nothing is left.

    Conditions that are not in force and those on the programme alone fall away, definitions give way to their version.
    """
    if isinstance(node, Leaf):
        return node if node.term.holds(on) and node.basis != PROGRAMME else None
    if isinstance(node, Not):
        inner = in_force(node.node, on)
        return Not(inner, node.path) if inner else None
    if isinstance(node, Defined):
        version = node.at(on)
        return in_force(version, on) if version else Undefined(node.code, node.path)
    if isinstance(node, Undefined):
        return node
    left = tuple(kept for child in node.nodes if (kept := in_force(child, on)))
    return type(node)(left, node.path) if left else None


def leaves(node: Node) -> Iterator[Leaf]:
    """Every leaf below, those of all versions of a definition too."""
    if isinstance(node, Leaf):
        yield node
    for child in children(node):
        yield from leaves(child)


def children(node: Node) -> Sequence[Node]:
    if isinstance(node, All | OneOf):
        return node.nodes
    if isinstance(node, Not):
        return (node.node,)
    if isinstance(node, Defined):
        return [version for _, version in node.versions]
    return ()


def turning_points(node: Node) -> list[date]:
    """Days on which the tree changes: the first days of its leaves and definitions, and one before them all."""
    days = {leaf.term.first for leaf in leaves(node)} | {
        day for leaf in leaves(node) if (last := leaf.term.last) and (day := date.fromordinal(last.toordinal() + 1))
    }
    stack: list[Any] = [node]
    while stack:
        at = stack.pop()
        stack += children(at)
        if isinstance(at, Defined):
            days |= {term.first for term, _ in at.versions}
    return sorted({date.min, *(day for day in days if day)})
