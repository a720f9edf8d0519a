"""Guides: steps in an order for a reader, and which of them apply to a household (FAQ-04, K-M17).

A guide is a reviewed text (`guides`) that names its steps. A step is the same row of the pack (`steps`) from which a
case gets its list (FUP-05), so that there is one truth; a law is a text of the offers (`blocks`). What a household is
like is said in traits: yes, no, or not said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from majup.guides.models import Kind, ReviewedText, TextVersion
from majup.guides.queries import public
from majup.places.pack import read
from majup.rules.answers import Answer
from majup.rules.decide import Rule, decide
from majup.rules.fields import Facts
from majup.rules.pack import book_of, rule_of

PHASES = ("before_leaving", "on_arrival", "first_months")
OWN_WORDS = {"what": "text", "why": "why", "how_long": "how_long"}  # what editors may word anew
BACK, INTERNAL = "back", "internal"  # traits that leave steps out: what is over, what only a move from abroad needs
Text = Mapping[str, str]


@dataclass(frozen=True)
class Law:
    """One statement of law in plain words, with what it rests on and the day for which it was read."""

    title: Text
    text: Text
    basis: Text
    checked_on: date
    valid_from: date | None
    valid_to: date | None

    def holds(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Step:
    """One thing to do. `where` is the code of an institution, "municipality", "coordinator" or empty.

    `only_if` are traits of which one must be there; `is_detail` stands in guides and not in the list of a case.
    """

    code: str
    phase: str
    text: Text
    why: Text
    how_long: Text
    where: str
    bring: Sequence[Text]
    other_way: Text
    laws: Sequence[Law]
    only_if: Sequence[str]
    is_external: bool
    is_detail: bool


@dataclass(frozen=True)
class Guide:
    """A reviewed text as steps; `traits` are those its readers are asked about, `supposes` those they have."""

    text: ReviewedText
    contacts: Sequence[str]
    traits: Sequence[str]
    supposes: frozenset[str]
    steps: Sequence[Step]

    @property
    def version(self) -> TextVersion:
        assert self.text.current is not None  # noqa: S101 -- public_text_has_a_version
        return self.text.current

    def plan(self, household: "Household") -> "Plan":
        """Its steps for a household; whoever reads it has what it supposes, e.g. wants an own business."""
        return plan(self.steps, Household(household.has | self.supposes, household.has_not - self.supposes))


@dataclass(frozen=True)
class Trait:
    """Something that is so in a household or not; the rule says how answers of the self-check decide it."""

    code: str
    label: Text
    rule: Rule


class Fit(Enum):
    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True)
class Household:
    """Traits that are there and traits that are not; what is in neither nobody has said."""

    has: frozenset[str] = frozenset()
    has_not: frozenset[str] = frozenset()

    @property
    def is_unknown(self) -> bool:
        return not self.has and not self.has_not

    def fit(self, step: Step) -> Fit:
        """Whether the household has to do this."""
        if (step.is_external and INTERNAL in self.has) or (step.phase == PHASES[0] and BACK in self.has):
            return Fit.NO
        if not step.only_if or self.has & set(step.only_if):
            return Fit.YES
        return Fit.NO if set(step.only_if) <= self.has_not else Fit.MAYBE


@dataclass(frozen=True)
class Phase:
    code: str
    steps: Sequence[tuple[Step, Fit]] = field(default=())


@dataclass(frozen=True)
class Plan:
    """The steps of a household by phase; `left_out` are those that do not apply."""

    phases: Sequence[Phase]
    left_out: Sequence[Step]

    @cached_property
    def number(self) -> int:
        return sum(len(phase.steps) for phase in self.phases)


def plan(steps: Iterable[Step], household: Household) -> Plan:
    fits = [(step, household.fit(step)) for step in steps]
    phases = [
        Phase(code, [(step, fit) for step, fit in fits if step.phase == code and fit != Fit.NO]) for code in PHASES
    ]
    return Plan([phase for phase in phases if phase.steps], [step for step, fit in fits if fit == Fit.NO])


def own_plan(household: Household) -> Plan:
    """The whole way of one household: the milestones, and the details of what it said that it has."""
    wanted = [step for step in library().steps.values() if not step.is_detail or household.has & set(step.only_if)]
    return plan(wanted, household)


def traits_of(facts: Facts, has: Iterable[str], day: date) -> Household:
    """What answers of the self-check say about the traits; `has` are those that the life situation means."""
    answers = {trait.code: decide(trait.rule, facts, day).answer for trait in library().traits.values()}
    yes = {code for code, answer in answers.items() if answer == Answer.YES} | set(has)
    return Household(frozenset(yes), frozenset(code for code, answer in answers.items() if answer == Answer.NO) - yes)


@dataclass(frozen=True)
class Library:
    """Everything the pack says about steps, read once."""

    steps: Mapping[str, Step]
    traits: Mapping[str, Trait]


def library() -> Library:
    return _library(settings.COUNTRY_PACK)


@cache
def _library(folder: Path) -> Library:
    laws = {row["code"]: _law(row) for row in read(folder, "blocks")}
    steps = {row["code"]: _step(row, laws) for row in read(folder, "steps")}
    book = book_of(folder)
    traits = [
        Trait(row["code"], row["label"], rule_of(row["code"], row["when"], book)) for row in read(folder, "traits")
    ]
    return Library(steps, {one.code: one for one in traits})


def _law(row: Mapping[str, Any]) -> Law:
    first, last = (date.fromisoformat(row[key]) if row[key] else None for key in ("valid_from", "valid_to"))
    return Law(row["title"], row["text"], row["basis"], date.fromisoformat(row["checked_on"]), first, last)


def _step(row: Mapping[str, Any], laws: Mapping[str, Law]) -> Step:
    return Step(
        code=row["code"],
        phase=row["phase"],
        text=row["text"],
        why=row["why"],
        how_long=row["how_long"],
        where=row["where"],
        bring=row["bring"],
        other_way=row["other_way"],
        laws=[laws[code] for code in row["law"]],
        only_if=row["only_if"],
        is_external=row["external_only"],
        is_detail=row["detail"],
    )


def guide_texts() -> QuerySet[ReviewedText]:
    """Guides as public lists show them; what is archived keeps its address and leaves the list."""
    return public(Kind.GUIDE).listed()


def guide(code: str) -> Guide | None:
    """The guide with this code as it is published; None when there is none."""
    text = public(Kind.GUIDE).filter(code=code).first()
    return _guide(text) if text and text.current else None


def _guide(text: ReviewedText) -> Guide:
    assert text.current is not None  # noqa: S101 -- public_text_has_a_version
    details, traits = text.current.details, library().traits
    return Guide(
        text=text,
        contacts=details.get("contacts", []),
        traits=[code for code in details.get("traits", []) if code in traits],
        supposes=frozenset(details.get("supposes", [])),
        steps=[_written(row, number) for number, row in enumerate(details.get("steps", []), 1)],
    )


def _written(row: Mapping[str, Any], number: int) -> Step:
    """A step as its guide words it; what the guide leaves out is the pack's, and a step of its own needs no pack."""
    known = library().steps.get(row.get("code", ""))
    own = {name: row[key] for key, name in OWN_WORDS.items() if key in row}
    if known:
        return replace(known, **own)
    return replace(Step(f"step-{number}", PHASES[1], {}, {}, {}, "", (), {}, (), (), False, True), **own)
