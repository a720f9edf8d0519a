"""The same rules in OpenFisca-core: a variable for each field and each measure, over fully known households.

OpenFisca works on whole columns of numpy; it has no "not known" and gives no reasons, so only its counts of yes are
compared. Texts become numbers first, as its enumerations do.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from majup.rules.decide import COMPARE, Sheet
from majup.rules.fields import COUNTED, Field, Kind, Value
from majup.rules.tree import All, Leaf, Node, Not, OneOf, Test

PERIOD = "2026-03"


class Openfisca:
    def __init__(self, sheet: Sheet, fields: Sequence[Field], rows: Sequence[tuple[Any, ...]]) -> None:
        self.sheet, self.codes = sheet, _Codes()
        self.household = Entity("household", "households", "", "")
        self.system = TaxBenefitSystem([self.household])
        inputs = [pair for place, f in enumerate(fields) for pair in self._columns(f, [row[place] for row in rows])]
        for name, column in inputs:
            self.system.add_variable(self._variable(name, bool if column.dtype == bool else float))
        for place, (_, node) in enumerate(sheet.rules):
            if node is not None:
                self.system.add_variable(self._variable(f"m{place}", bool, _formula(self, node)))
        self.simulation = SimulationBuilder().build_default_simulation(self.system, count=len(rows))
        for name, column in inputs:
            self.simulation.set_input(name, PERIOD, column)

    def counts(self) -> dict[str, int]:
        """Households with a yes by code of the rule; rules without conditions have none."""
        return {
            rule.code: int(self.simulation.calculate(f"m{place}", PERIOD).sum())
            for place, (rule, node) in enumerate(self.sheet.rules)
            if node is not None
        }

    def _variable(self, name: str, kind: type, formula: Callable[..., Any] | None = None) -> type[Variable]:
        members: dict[str, Any] = {"value_type": kind, "entity": self.household, "definition_period": DateUnit.MONTH}
        return type(name, (Variable,), {**members, **({"formula": formula} if formula else {})})

    def _columns(self, field: Field, values: list[Any]) -> list[tuple[str, Any]]:
        name = _name(field.code)
        if field.kind == Kind.LIST:
            every = sorted({item for value in values for item in value})
            return [(f"{name}__{self.codes[item]}", np.array([item in value for value in values])) for item in every]
        return [(name, np.array([self.number(field, value) for value in values], dtype=_dtype(field)))]

    def number(self, field: Field, value: Any) -> Any:
        """A value as a column keeps it: days since 1970, texts by number."""
        if field.kind == Kind.YES_NO or field.kind in COUNTED:
            return float(value) if field.kind in COUNTED else value
        return float(value.toordinal()) if isinstance(value, date) else float(self.codes[value])


class _Codes(dict[str, int]):
    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


def _name(code: str) -> str:
    return code.replace(".", "_")


def _dtype(field: Field) -> type:
    return bool if field.kind == Kind.YES_NO else float


def _formula(other: Openfisca, node: Node) -> Callable[..., Any]:
    def formula(households: Any, period: Any) -> Any:
        return _column(other, node, lambda name: households(name, period), households.count)

    return formula


def _column(other: Openfisca, node: Node, get: Callable[[str], Any], count: int) -> Any:
    if isinstance(node, Leaf):
        return _leaf(other, node, get, count)
    if isinstance(node, Not):
        return ~_column(other, node.node, get, count)
    if isinstance(node, All | OneOf):
        join = np.logical_and if isinstance(node, All) else np.logical_or
        return join.reduce([_column(other, child, get, count) for child in node.nodes])
    return np.zeros(count, dtype=bool)


def _leaf(other: Openfisca, leaf: Leaf, get: Callable[[str], Any], count: int) -> Any:
    test, threshold = leaf.test, leaf.test.threshold(other.sheet.on)
    if test.other is None and threshold is None:
        return np.zeros(count, dtype=bool)
    if test.op in COMPARE:
        against = _known(test.other, get, other) if test.other else other.number(test.field, threshold)
        return COMPARE[test.op](_known(test.field, get, other), against)
    found = _shared(other, test, threshold, get, count)
    return found if test.op == "in" else ~found


def _shared(other: Openfisca, test: Test, threshold: Value | None, get: Callable[[str], Any], count: int) -> Any:
    field, among = test.field, test.other
    if among is not None:
        known = get(_name(field.code))
        pairs = [(code, f"{_name(among.code)}__{code}") for code in other.codes.values()]
        hits = [(known == code) & get(name) for code, name in pairs if name in other.system.variables]
    elif field.kind == Kind.LIST:
        names = [f"{_name(field.code)}__{other.codes[item]}" for item in threshold or ()]  # type: ignore[union-attr]
        hits = [get(name) for name in names if name in other.system.variables]
    else:
        hits = [get(_name(field.code)) == other.codes[item] for item in threshold or ()]  # type: ignore[union-attr]
    return np.logical_or.reduce(hits) if hits else np.zeros(count, dtype=bool)


def _known(field: Field, get: Callable[[str], Any], other: Openfisca) -> Any:
    if field.computed is None:
        return get(_name(field.code))
    parts = [get(_name(code)) for code in field.parts]
    if field.computed[0] == "ratio":
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(parts[1] == 0, np.nan, parts[0] / parts[1])
    return _months(parts[0], parts[1] if len(parts) > 1 else np.full_like(parts[0], other.sheet.on.toordinal()))


def _months(first: Any, second: Any) -> Any:
    epoch = date(1970, 1, 1).toordinal()
    one, two = ((ordinal.astype("int64") - epoch).astype("datetime64[D]") for ordinal in (first, second))
    months = two.astype("datetime64[M]").astype(int) - one.astype("datetime64[M]").astype(int)
    days = [(day - day.astype("datetime64[M]").astype("datetime64[D]")).astype(int) for day in (one, two)]
    return months + (days[1] - days[0]) / 32
