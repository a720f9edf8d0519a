"""What people type, as what is looked for: words that say nothing are left out, everyday words stand for each other.

Words are compared folded (without diacritics) and by their beginning, so that forms of a word find each other in
Latvian and in English (FAQ-08). The words themselves are data of the country pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from majup.catalogue.words import quoted
from majup.kernel.text import fold, stem, words
from majup.places.pack import read

MOST = 8
LONGEST = 60
SHORTEST_BEGINNING = 3
SHORTEST_SLIP, NEAR = 5, 0.82  # letters of a word that may be a slip; how much of it must be alike


@dataclass(frozen=True)
class Term:
    """One word as typed, and what it may be: whole words, and beginnings of words; both folded."""

    typed: str
    whole: frozenset[str]
    beginnings: frozenset[str]

    def has(self, word: str) -> bool:
        return word in self.whole or any(word.startswith(beginning) for beginning in self.beginnings)

    def among(self, known: Iterable[str]) -> set[str]:
        return {word for word in known if self.has(word)}

    @property
    def condition(self) -> str:
        """The text of a tsquery that is true where one of them stands."""
        parts = [quoted(word) for word in sorted(self.whole)]
        parts += [f"{quoted(beginning)}:*" for beginning in sorted(self.beginnings)]
        return f"({' | '.join(parts)})"


@dataclass(frozen=True)
class Lexicon:
    stop: frozenset[str]
    group_of: Mapping[str, frozenset[str]]
    homes: frozenset[str]
    spelled: Mapping[str, str]  # everyday words, folded, and how they are written


@lru_cache(maxsize=4)
def _lexicon(folder: Path) -> Lexicon:
    data: dict[str, Any] = read(folder, "search_words")
    stop = frozenset(fold(word) for listed in data["stop"].values() for word in listed)
    groups: dict[str, set[str]] = {}
    for group in data["groups"]:
        stems = {stem(word) for said in group for word in words(said)}
        for one in stems:
            groups.setdefault(one, set()).update(stems)
    homes = frozenset(fold(word) for word in data["homes"])
    everyday = [said for group in data["groups"] for said in group if len(words(said)) == 1]
    spelled = {fold(said): said for said in everyday}
    return Lexicon(stop, {one: frozenset(group) for one, group in groups.items()}, homes, spelled)


def words_for_homes() -> frozenset[str]:
    """Words by which somebody looks for a home or land, folded."""
    return _lexicon(settings.COUNTRY_PACK).homes


def terms(text: str) -> tuple[Term, ...]:
    """The first words of `text` that say something, each once; all of them when none does."""
    known = _lexicon(settings.COUNTRY_PACK)
    typed = words(text)
    telling = [word for word in typed if word not in known.stop] or list(typed)
    return tuple(_term(word[:LONGEST], known) for word in telling[:MOST])


def mended(found: Iterable[Term]) -> str:
    """The words with those put right that are a slip of an everyday one; empty when none is."""
    typed = [term.typed for term in found]
    right = [_nearest(word, _lexicon(settings.COUNTRY_PACK)) or word for word in typed]
    return " ".join(right) if right != typed else ""


def _nearest(word: str, known: Lexicon) -> str:
    if len(word) < SHORTEST_SLIP or stem(word) in known.group_of:
        return ""
    near = get_close_matches(word, known.spelled, n=1, cutoff=NEAR)
    return known.spelled[near[0]] if near else ""


def _term(word: str, known: Lexicon) -> Term:
    own = {word, *_english(word)}
    stems = {stem(form) for form in own}
    stems |= {other for one in stems for other in known.group_of.get(one, ())}
    beginnings = {one for one in (*own, *stems) if len(one) >= SHORTEST_BEGINNING}
    # A beginning that begins with another one adds nothing.
    least = {one for one in beginnings if not any(one != other and one.startswith(other) for other in beginnings)}
    return Term(word, frozenset(stems - beginnings), frozenset(least))


def _english(word: str) -> list[str]:
    """The word without an English ending: enough to find forms by their beginning."""
    for ending, shortest in (("ing", 6), ("ies", 5), ("ed", 6), ("es", 6), ("s", 4)):
        if word.endswith(ending) and len(word) >= shortest and not word.endswith("ss"):
            return [word.removesuffix(ending)]
    return []
