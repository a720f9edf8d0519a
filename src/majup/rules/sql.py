"""The same conditions for all households at once: an expression that PostgreSQL computes over one table of facts.

A column that is empty is not known, and PostgreSQL's AND, OR and NOT over NULL are Kleene's tables: true is yes, false
is no, NULL is not known. Values stand in the text, quoted here: an expression of a thousand measures has more of them
than a statement may have parameters.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from majup.rules.decide import Rule, Sheet
from majup.rules.fields import Field, Kind, Value
from majup.rules.tree import All, Leaf, Node, Not, OneOf, Test, in_force

Columns = Mapping[str, str]  # code of a field to the name of its column; fields without one are never known
UNKNOWN = "NULL::boolean"


def expression(rule: Rule, columns: Columns, on: date) -> str:
    """A boolean expression for one rule as it is on `on`: which households it fits."""
    node = in_force(rule.node, on) if rule.node else None
    text = _joined(node, lambda leaf: test_expression(leaf.test, columns, on)) if node else UNKNOWN
    return f"NULLIF({text}, true)" if rule.open else text


def _joined(node: Node, leaf_text: Callable[[Leaf], str]) -> str:
    if isinstance(node, Leaf):
        return leaf_text(node)
    if isinstance(node, Not):
        return f"(NOT {_joined(node.node, leaf_text)})"
    if isinstance(node, All | OneOf):
        word = " AND " if isinstance(node, All) else " OR "
        return f"({word.join(_joined(child, leaf_text) for child in node.nodes)})"
    return UNKNOWN


def test_expression(test: Test, columns: Columns, on: date) -> str:
    """A boolean expression for one test; NULL where a fact or the threshold is not known."""
    threshold = None if test.other else test.threshold(on)
    left = _field(test.field, columns, on)
    right = _field(test.other, columns, on) if test.other else None
    if left is None or (right is None and threshold is None):
        return UNKNOWN
    if test.op in ("in", "not in"):
        text = _membership(test, left, right, threshold)
        return f"(NOT {text})" if test.op == "not in" else text
    op = {"==": "=", "!=": "<>"}.get(test.op, test.op)
    return f"({left} {op} {right or literal(threshold)})"


def _membership(test: Test, left: str, right: str | None, threshold: Value | None) -> str:
    if test.field.kind == Kind.LIST:
        return f"({left} && {right or literal(threshold)})"
    if right is None:
        return f"({left} = ANY({literal(threshold)}))"
    return f"CASE WHEN {left} IS NOT NULL THEN {left} = ANY({right}) END"  # nothing among no places would be false


def _field(field: Field, columns: Columns, on: date) -> str | None:
    parts = [columns.get(code) for code in field.parts]
    if None in parts:
        return None
    if field.computed is None:
        return parts[0]
    if field.computed[0] == "ratio":
        return f"({parts[0]}::numeric / NULLIF({parts[1]}, 0))"
    return _months(parts[0], parts[1] if len(parts) > 1 else literal(on))


def _months(first: str | None, second: str | None) -> str:
    """As `decide.months_between`; parts of a day over 32 are exact in binary, so double precision loses nothing."""

    def difference(part: str) -> str:
        return f"(date_part('{part}', {second}) - date_part('{part}', {first}))"

    return f"({difference('year')} * 12 + {difference('month')} + {difference('day')} / 32)"


def literal(value: Value | None) -> str:
    """A value as PostgreSQL writes it; a set as an array of text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"({value:f})"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, frozenset):
        return f"ARRAY[{', '.join(_quoted(item) for item in sorted(value))}]::text[]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    if "\0" in text:
        raise ValueError(text)
    escaped = text.replace("\\", "\\\\").replace("'", "''")
    return f"E'{escaped}'"


@dataclass(frozen=True)
class Counted:
    """How many households one measure fits, fits not, and for how many it is not known."""

    yes: int
    no: int
    unknown: int


class Counting:
    """A statement that counts the households of `table` for every rule of a sheet, in one pass, and how to read it.

    Equal tests are computed once a household and equal trees are counted once, however many measures have them.
    """

    def __init__(self, sheet: Sheet, columns: Columns, table: str) -> None:
        names = {id(test): f"t{place}" for place, test in enumerate(sheet.tests)}
        tests = [f"{test_expression(test, columns, sheet.on)} AS {names[id(test)]}" for test in sheet.tests]
        self._trees = {rule.code: _tree(rule, node, names) for rule, node in sheet.rules}
        self._places = {text: place for place, text in enumerate(dict.fromkeys(self._trees.values()))}
        self.statement = _statement(tests, list(self._places), table)

    def read(self, row: Sequence[int]) -> dict[str, Counted]:
        """Counts by code of the rule, from the one row that the statement returns."""
        households, per_tree = row[0], [row[place : place + 2] for place in range(1, len(row), 2)]
        return {code: self._counted(households, *per_tree[self._places[text]]) for code, text in self._trees.items()}

    def _counted(self, households: int, known: int, yes: int) -> Counted:
        return Counted(yes, known - yes, households - known)


def _tree(rule: Rule, node: Node | None, names: Mapping[int, str]) -> str:
    text = _joined(node, lambda leaf: names[id(leaf.test)]) if node else UNKNOWN
    return f"NULLIF({text}, true)" if rule.open else text  # what nobody has written down keeps a yes open


def _statement(tests: list[str], trees: list[str], table: str) -> str:
    """OFFSET 0 keeps PostgreSQL from putting each test's text back into every tree that has it."""
    columns = [f"{text} AS m{place}" for place, text in enumerate(trees)]
    sums = ["count(*)", *(f"count(m{place}), count(NULLIF(m{place}, false))" for place in range(len(trees)))]
    inner = f"SELECT {', '.join(tests) or '1'} FROM {table} OFFSET 0"  # noqa: S608 -- values are quoted by literal()
    middle = f"SELECT {', '.join(columns) or '1'} FROM ({inner}) tests OFFSET 0"  # noqa: S608 -- see above
    return f"SELECT {', '.join(sums)} FROM ({middle}) trees"  # noqa: S608 -- see above
