"""One household against conditions: the answer, the reason of every leaf, and what is missing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple

from majup.rules import answers
from majup.rules.answers import NEGATED, Answer
from majup.rules.fields import Facts, Field, Kind, Value
from majup.rules.tree import PROGRAMME, All, Leaf, Node, Not, OneOf, Test, children, in_force, leaves

MONTH = Decimal(32)  # a longer month than any, so that days left over never make a whole one
COMPARE: dict[str, Callable[[Any, Any], bool]] = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True)
class Rule:
    """What one measure asks. Without conditions nothing is known about it: ask.

    `open` are conditions that nobody has written down exactly: with them a yes is only possible. `not_required` is
    what the source says is not needed: good news for the family. Both are localized texts.
    """

    code: str
    node: Node | None = None
    open: tuple[Mapping[str, str], ...] = field(default=(), hash=False)
    not_required: tuple[Mapping[str, str], ...] = field(default=(), hash=False)


class Finding(NamedTuple):
    """One leaf for one household: what was known of it and what it was compared with; None is not known."""

    leaf: Leaf
    answer: Answer
    known: Value | None
    threshold: Value | None


class Verdict(NamedTuple):
    """The answer of one measure for one household on one day.

    `possibly`: all that was asked is met, but not everything is written down: check with the institution.
    `missing`: codes of fields to ask, in the order in which they stand; empty for yes and no.
    """

    rule: Rule
    node: Node | None
    answer: Answer
    possibly: bool
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]

    @property
    def reasons(self) -> list[Finding]:
        """The leaves that made the answer: those not met for a no, those met for a yes, those open otherwise."""
        if self.node is None:
            return []
        found = {id(finding.leaf): finding for finding in self.findings}
        known = {id(finding.leaf.test): finding.answer for finding in self.findings}
        return [found[id(leaf)] for leaf in _behind(self.node, known)]


Part = tuple[Leaf, int, Value | None]  # a leaf, its test by identity, its threshold on the day


class Sheet:
    """Rules as they are on one day, ready to decide many households; equal tests are asked once a household."""

    def __init__(self, rules: Iterable[Rule], on: date) -> None:
        self.on = on
        self._tests: dict[Test, Test] = {}
        self._rules = [(rule, self._own(node) if (node := _now(rule, on)) else None) for rule in rules]
        self._thresholds = {id(test): test.threshold(on) for test in self._tests.values()}
        self._parts = [self._parts_of(node) for _, node in self._rules]

    @property
    def rules(self) -> Sequence[tuple[Rule, Node | None]]:
        return self._rules

    @property
    def tests(self) -> Sequence[Test]:
        """Every different test of all rules."""
        return list(self._tests.values())

    def verdicts(self, facts: Facts) -> list[Verdict]:
        """One verdict for each rule, in their order."""
        found = {id(test): self._try(test, facts) for test in self._tests.values()}
        known = {key: answer for key, (answer, _) in found.items()}
        return [
            self._verdict(rule, node, _findings(parts, found), known, facts) if node else _nothing_known(rule)
            for (rule, node), parts in zip(self._rules, self._parts, strict=True)
        ]

    def _own(self, node: Node) -> Node:
        """The tree with each test replaced by the first one equal to it."""
        if isinstance(node, Leaf):
            return replace(node, test=self._tests.setdefault(node.test, node.test))
        if isinstance(node, Not):
            return replace(node, node=self._own(node.node))
        if isinstance(node, All | OneOf):
            return replace(node, nodes=tuple(self._own(child) for child in node.nodes))
        return node

    def _try(self, test: Test, facts: Facts) -> tuple[Answer, Value | None]:
        known = value_in(test.field, facts, self.on)
        against = value_in(test.other, facts, self.on) if test.other else self._thresholds[id(test)]
        return _compare(test, known, against), known

    def _parts_of(self, node: Node | None) -> list[Part]:
        return [(leaf, key := id(leaf.test), self._thresholds[key]) for leaf in leaves(node)] if node else []

    def _verdict(
        self, rule: Rule, node: Node, findings: tuple[Finding, ...], known: Mapping[int, Answer], facts: Facts
    ) -> Verdict:
        answer = answer_of(node, known)
        if answer == Answer.YES and rule.open:
            return Verdict(rule, node, Answer.UNKNOWN, True, findings, ())
        if answer != Answer.UNKNOWN:
            return Verdict(rule, node, answer, False, findings, ())
        missing = _missing(node, known, facts)
        return Verdict(rule, node, answer, not missing and self._would_be(node, known), findings, missing)

    def _would_be(self, node: Node, known: Mapping[int, Answer]) -> bool:
        """Whether it would be a yes if every threshold that nobody has entered were met."""
        unset = {key for key, value in self._thresholds.items() if value is None}
        supposed = {key: Answer.YES if key in unset else value for key, value in known.items()}
        return answer_of(node, supposed) == Answer.YES


def _findings(parts: list[Part], found: Mapping[int, tuple[Answer, Value | None]]) -> tuple[Finding, ...]:
    return tuple([Finding(leaf, *found[key], threshold) for leaf, key, threshold in parts])


def _now(rule: Rule, on: date) -> Node | None:
    return in_force(rule.node, on) if rule.node else None


def _nothing_known(rule: Rule) -> Verdict:
    return Verdict(rule, None, Answer.UNKNOWN, False, (), ())


def decide(rule: Rule, facts: Facts, on: date) -> Verdict:
    """The verdict of one rule for one household on `on`."""
    return Sheet([rule], on).verdicts(facts)[0]


def asides(rule: Rule, facts: Facts, on: date) -> list[Finding]:
    """Conditions on the programme that are met: worth saying, though they never decide about a person."""
    parts = [
        leaf for leaf in (leaves(rule.node) if rule.node else ()) if leaf.basis == PROGRAMME and leaf.term.holds(on)
    ]
    known = Sheet([Rule("", OneOf(tuple(replace(leaf, basis="") for leaf in parts)))], on) if parts else None
    return [found for found in known.verdicts(facts)[0].findings if found.answer == Answer.YES] if known else []


def answer_of(node: Node, known: Mapping[int, Answer]) -> Answer:
    """The answer of a tree in force, from the answers of its tests by identity: Kleene's tables.

    One no makes an "all" no, one yes makes an "any" yes; else what is not known keeps it open.
    """
    if isinstance(node, Leaf):
        return known[id(node.test)]
    if isinstance(node, Not):
        return NEGATED[answer_of(node.node, known)]
    if not isinstance(node, All | OneOf):
        return Answer.UNKNOWN
    decisive, otherwise = (Answer.NO, Answer.YES) if isinstance(node, All) else (Answer.YES, Answer.NO)
    for child in node.nodes:
        answer = answer_of(child, known)
        if answer is decisive:
            return decisive
        if answer is Answer.UNKNOWN:
            otherwise = answer
    return otherwise


def value_in(field: Field, facts: Facts, on: date) -> Value | None:
    """What is known of the field, computed where it is made of others; None is not known."""
    if field.computed is None:
        return facts.get(field.code)
    parts = [facts.get(code) for code in field.parts]
    if any(part is None for part in parts):
        return None
    return _COMPUTE[field.computed[0]](*parts, on)


def months_between(first: date, second: date) -> Decimal:
    """Months from `first` to `second`; whole exactly on the same day of a month, a day later a little more.

    Three years to the day are 36, a day more is above 36. Negative when `second` comes before.
    """
    months = (second.year - first.year) * 12 + second.month - first.month
    return months + (second.day - first.day) / MONTH


def _ratio(part: Decimal, whole: Decimal, on: date) -> Decimal | None:
    return part / whole if whole else None


_COMPUTE: dict[str, Callable[..., Decimal | None]] = {
    "ratio": _ratio,
    "months_between": lambda first, second, on: months_between(first, second),
    "months_since": months_between,
}


def _compare(test: Test, known: Any, against: Any) -> Answer:
    if known is None or against is None:
        return Answer.UNKNOWN
    if test.op in COMPARE:
        return answers.of(COMPARE[test.op](known, against))
    shared = bool(known & against) if test.field.kind == Kind.LIST else known in against
    return answers.of(shared == (test.op == "in"))


def lacking(test: Test, facts: Facts) -> tuple[str, ...]:
    """Fields that would have to be asked to know this test."""
    parts = (*test.field.parts, *(test.other.parts if test.other else ()))
    return tuple(code for code in parts if code not in facts)


def _missing(node: Node, known: Mapping[int, Answer], facts: Facts) -> tuple[str, ...]:
    """What would have to be asked for a tree that is not known; parts that are decided need nothing."""
    if isinstance(node, Leaf):
        return lacking(node.test, facts)
    open_ = (child for child in children(node) if answer_of(child, known) is Answer.UNKNOWN)
    return tuple(dict.fromkeys([code for child in open_ for code in _missing(child, known, facts)]))


def _behind(node: Node, known: Mapping[int, Answer]) -> list[Leaf]:
    """Leaves that have the answer their group has; below "not" it is the other one."""
    if isinstance(node, Leaf):
        return [node]
    if isinstance(node, Not):
        return _behind(node.node, known)
    if not isinstance(node, All | OneOf):
        return []
    answer = answer_of(node, known)
    return [leaf for child in node.nodes if answer_of(child, known) == answer for leaf in _behind(child, known)]
