"""Everything that can be found: each area has a module with `find`, listed here in the order in which results stand.

A module says `LABEL` (heading), `ALL` (name of the address with the whole list, or "") and
`find(asked, most) -> list[Hit]`. An area that comes adds a line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import Any

from majup.web.search.everyday import Term, mended, terms

SOURCES = (
    "majup.web.places.found",
    "majup.web.texts.found_guides",
    "majup.web.texts.found_questions",
    "majup.web.support.found",
    "majup.web.openings.found_jobs",
    "majup.web.openings.found_homes",
    "majup.web.openings.found_employers",
    "majup.web.openings.found_events",
    "majup.web.texts.found_stories",
    "majup.web.texts.found_news",
)
MOST = 5


@dataclass(frozen=True)
class Asked:
    """What was typed and what it means."""

    text: str
    terms: tuple[Term, ...]
    _read: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, read: Callable[[], Any]) -> Any:
        """What several areas need together is read for the first of them."""
        if name not in self._read:
            self._read[name] = read()
        return self._read[name]

    def without(self, term: Term) -> Asked:
        rest = tuple(one for one in self.terms if one != term)
        return Asked(" ".join(one.typed for one in rest), rest)


@dataclass(frozen=True)
class Hit:
    """One result; title and text may be localized texts. `note` with its tone says how far it can be relied on."""

    title: Any
    url: str
    text: Any = ""
    note: Any = ""
    tone: str = "plain"


@dataclass(frozen=True)
class Group:
    """Results of one kind; `all_url` leads to the whole list with the same words."""

    label: str
    hits: Sequence[Hit]
    all_url: str


@dataclass(frozen=True)
class Found:
    """Results by kind; `left_out` is the word without which they were found, when nothing had all of them.

    `instead` is what was looked for when the words typed were a slip and found nothing.
    """

    groups: Sequence[Group]
    left_out: str = ""
    instead: str = ""

    @property
    def is_exact(self) -> bool:
        return bool(self.groups) and not self.left_out and not self.instead


def search(asked: Asked) -> Found:
    """What has all the words; else what has them with slips put right; else what has all but one of them."""
    if not asked.terms:
        return Found(())
    if groups := list(_groups(asked)):
        return Found(groups)
    if instead := mended(asked.terms):
        return replace(search(Asked(instead, terms(instead))), instead=instead)
    if len(asked.terms) == 1:
        return Found(())
    for term in sorted(asked.terms, key=lambda term: len(term.typed)):
        if groups := list(_groups(asked.without(term))):
            return Found(groups, term.typed)
    return Found(())


def _groups(asked: Asked) -> Iterator[Group]:
    for path in SOURCES:
        source: Any = import_module(path)
        hits = source.find(asked, MOST + 1)
        if hits:
            url = source.all_url(asked) if len(hits) > MOST else ""
            yield Group(str(source.LABEL), hits[:MOST], url)
