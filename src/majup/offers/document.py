"""The letter as data: everything that page and PDF show, in words, so that what was sent never changes afterwards.

Plain dataclasses without Django; `as_json` and `from_json` are each other's inverse, the digest is taken over the
canonical JSON. A change of shape raises FORMAT and keeps reading the older ones.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from majup.kernel.hashing import canonical_json, digest

FORMAT = 3


@dataclass(frozen=True)
class Words:
    """Headings and labels in the language of the letter."""

    understood: str
    not_needed: str
    whom: str
    ask: str
    until: str
    pay: str
    bonuses: str
    remote: str
    steps: str
    sender: str
    contributor: str
    page: str
    marks: str


@dataclass(frozen=True)
class Wish:
    """One need as we understood it."""

    topic: str
    person: str
    text: str


@dataclass(frozen=True)
class Job:
    """OFF-13; a fact that nobody told stands there as "not known"."""

    pay: str
    bonuses: str
    remote: str


@dataclass(frozen=True)
class Fact:
    """One line of what the short form of an answer says; `language` is that of the value."""

    label: str
    value: str
    language: str


@dataclass(frozen=True)
class Item:
    """`language` and `ask_language` differ from the letter's where a text exists in another language only (OFF-12).

    `source` names the fact and its version ("code#2") that the item says (CAT-16), as the letter went out.
    """

    key: str
    kind: str
    title: str
    text: str
    language: str
    about: str
    institution: str
    contact: str
    ask: str
    ask_language: str
    until: str
    certainty: str
    certainty_words: str
    origin: str
    origin_words: str
    dated: str
    contributor: str
    job: Job | None = None
    facts: tuple[Fact, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Part:
    """One of the six sections that is filled."""

    code: str
    title: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class StepWords:
    id: int
    text: str
    why: str


@dataclass(frozen=True)
class Phase:
    code: str
    title: str
    steps: tuple[StepWords, ...]


@dataclass(frozen=True)
class ComparedCell:
    """What stands for one place, and beside it period, source and whose value it is."""

    text: str
    said: str
    is_known: bool = True


@dataclass(frozen=True)
class ComparedRow:
    label: str
    cells: tuple[ComparedCell, ...]
    source: str = ""


@dataclass(frozen=True)
class Compared:
    """OFF-07: places side by side by the same criteria, as they were known on the day of the letter."""

    title: str
    words: str
    criterion: str
    places: tuple[str, ...]
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True)
class Sender:
    name: str
    role: str
    phone: str
    mailbox: str


@dataclass(frozen=True)
class Document:
    language: str
    title: str
    reference: str
    version: int
    version_words: str
    date: str
    date_words: str
    greeting: str
    introduction: tuple[str, ...]
    opening: str
    mixed_notice: str
    wishes: tuple[Wish, ...]
    parts: tuple[Part, ...]
    not_needed: tuple[str, ...]
    phases: tuple[Phase, ...]
    closing: str
    sender: Sender
    words: Words
    compared: Compared | None = None
    format: int = field(default=FORMAT)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def items(self) -> list[Item]:
        return [item for part in self.parts for item in part.items]


def from_json(data: dict[str, Any]) -> Document:
    """The document that `as_json` wrote; TypeError or KeyError when `data` is none."""
    return Document(
        **{
            **data,
            "introduction": tuple(data["introduction"]),
            "wishes": tuple(Wish(**wish) for wish in data["wishes"]),
            "parts": tuple(Part(**{**part, "items": tuple(map(_item, part["items"]))}) for part in data["parts"]),
            "not_needed": tuple(data["not_needed"]),
            "phases": tuple(
                Phase(**{**phase, "steps": tuple(StepWords(**step) for step in phase["steps"])})
                for phase in data["phases"]
            ),
            "sender": Sender(**data["sender"]),
            "words": Words(**data["words"]),
            "compared": _compared(data["compared"]) if data.get("compared") else None,
        }
    )


def _item(data: dict[str, Any]) -> Item:
    facts = tuple(Fact(**fact) for fact in data.get("facts", ()))
    return Item(**{**data, "job": Job(**data["job"]) if data["job"] else None, "facts": facts})


def _compared(data: dict[str, Any]) -> Compared:
    rows = tuple(
        ComparedRow(**{**row, "cells": tuple(ComparedCell(**cell) for cell in row["cells"])}) for row in data["rows"]
    )
    return Compared(**{**data, "places": tuple(data["places"]), "rows": rows})


def sha256_of(documents: dict[str, Document]) -> str:
    """One digest over all languages of a version."""
    return digest(canonical_json({language: document.as_json() for language, document in documents.items()}))


@dataclass(frozen=True)
class Change:
    """What became of an item between two versions: "added", "changed" or "removed"."""

    kind: str
    item: Item


def changes(before: Document, after: Document) -> list[Change]:
    """Items of `after` that are new or say something else, then those that are gone."""
    former = {item.key: item for item in before.items()}
    present = {item.key for item in after.items()}
    changed = [
        Change("added" if item.key not in former else "changed", item)
        for item in after.items()
        if former.get(item.key) != item
    ]
    return changed + [Change("removed", item) for item in before.items() if item.key not in present]
