"""The letter as a page: drawn from the frozen document, for the family and for the coordinator's preview alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from majup.cases.models import Case, Step
from majup.offers.actions import document_of
from majup.offers.document import Change, Document, Item, Part, Phase, changes
from majup.offers.models import ItemMark, OfferVersion


@dataclass
class Shown:
    """One item of the letter with what the family said to it; `typed` and `error` of a refused question.

    `same_as`: an earlier item that says the same of somebody else of the family; its words are not repeated.
    """

    item: Item
    opinion: str = ""
    questions: list[ItemMark] = field(default_factory=list)
    typed: str = ""
    error: str = ""
    same_as: Item | None = None


def parts_of(document: Document, marks: dict[str, list[ItemMark]], refused: dict[str, tuple[str, str]] | None = None):
    """[(part, [Shown …])] in the order of the letter."""
    return [
        (part, [_shown(item, _same_as(item, part), marks, refused or {}) for item in part.items])
        for part in _filled(document)
    ]


def _filled(document: Document) -> tuple[Part, ...]:
    return tuple(part for part in document.parts if part.items)


def _same_as(item: Item, part: Part) -> Item | None:
    """An item before this one in its part that differs only by whom it is about."""
    before = part.items[: part.items.index(item)]
    return next((one for one in before if item.about and one.about and _said(one) == _said(item)), None)


def _said(item: Item) -> Item:
    return replace(item, key="", about="")


def _shown(
    item: Item, same_as: Item | None, marks: dict[str, list[ItemMark]], refused: dict[str, tuple[str, str]]
) -> Shown:
    said = marks.get(item.key, [])
    opinion = next((mark.mark for mark in said if mark.mark != ItemMark.Mark.QUESTION), "")
    typed, error = refused.get(item.key, ("", ""))
    questions = [mark for mark in said if mark.mark == ItemMark.Mark.QUESTION]
    return Shown(item, opinion, questions, typed, error, same_as)


@dataclass(frozen=True)
class PhaseShown:
    """`steps` of one time, `done` of `total` that are in the case; `is_open`: shown unfolded.

    The steps are those of a letter or of a case, and so is `title`: words, or the code of the time.
    """

    title: str
    steps: tuple[Any, ...]
    done: int
    total: int
    is_open: bool = False


def first_open(phases: Iterable[PhaseShown]) -> list[PhaseShown]:
    """The first in which something is left to do is open."""
    shown = list(phases)
    begun = next((phase for phase in shown if phase.done < len(phase.steps)), None)
    return [replace(phase, is_open=phase is begun) for phase in shown]


@dataclass(frozen=True)
class Progress:
    """The step list as it stands today: ticks of the letter's steps, and steps added since."""

    done: frozenset[int]
    known: frozenset[int]
    added: tuple[Step, ...]

    @property
    def total(self) -> int:
        return len(self.known)

    @property
    def number_done(self) -> int:
        return len(self.done)

    def of(self, phases: Iterable[Phase]) -> list[PhaseShown]:
        """The phases of a letter as they stand today."""
        return first_open(self._shown(phase) for phase in phases)

    def _shown(self, phase: Phase) -> PhaseShown:
        known = self.known.intersection(step.id for step in phase.steps if step.id is not None)
        return PhaseShown(phase.title, phase.steps, len(known & self.done), len(known))


def progress_of(case: Case, document: Document) -> Progress:
    steps = list(case.steps.all())
    in_letter = {step.id for phase in document.phases for step in phase.steps}
    return Progress(
        done=frozenset(step.pk for step in steps if step.done_at),
        known=frozenset(step.pk for step in steps),
        added=tuple(step for step in steps if step.pk not in in_letter),
    )


def changed_since(document: Document, former: OfferVersion | None) -> list[Change]:
    """What is new in `document` against the version before it."""
    if former is None or not former.document:
        return []
    return changes(document_of(former, document.language), document)
