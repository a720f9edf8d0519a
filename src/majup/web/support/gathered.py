"""The same measure in several municipalities is one entry with its places, not as many entries (CAT-11)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

from django.db.models import QuerySet

from majup.catalogue.models import Fact, Level
from majup.kernel.hashing import canonical_json
from majup.web.facts import words as say

# So many facts are read for each entry of a page; two of one name that lie further apart in the list stand twice.
READ_FOR_EACH = 3
# Long texts that a list does not show; reading them costs more than all the rest.
NOT_LISTED = ("reason", "who", "what", "how", "where", "conditions", "conditions_note", "condition_words",
              "open_conditions", "not_required", "unverified", "provider", "funding", "details")  # fmt: skip


def listed(facts: QuerySet[Fact]) -> QuerySet[Fact]:
    """With what a list says of each, and without the rest."""
    return facts.select_related("current").defer("words", *(f"current__{name}" for name in NOT_LISTED))


def gathered(facts: Iterable[Fact], most: int) -> tuple[list[dict[str, Any]], int]:
    """What a list says of the first `most` entries in the order of `facts`, and how many of the facts they hold."""
    found: dict[Hashable, list[Fact]] = {}
    used = 0
    for fact in facts:
        mark = _mark(fact)
        if mark not in found and len(found) == most:
            break
        found.setdefault(mark, []).append(fact)
        used += 1
    return [line(rows) for rows in found.values()], used


def _mark(fact: Fact) -> Hashable:
    """One entry for who reads: the same name and kind. What holds in the whole state or a region stands alone."""
    return fact.kind, canonical_json(fact.name), 0 if fact.level == Level.MUNICIPALITY else fact.pk


def line(facts: list[Fact]) -> dict[str, Any]:
    """Name, summary, sum, place, for whom, how far it can be relied on; of several what they have in common."""
    fact = facts[0]
    lines = [_of(one) for one in facts]
    common = {name: value for name, value in lines[0].items() if all(one[name] == value for one in lines)}
    empty = {"summary": {}, "amount": [], "audience": "", "is_reserved": False, "standing": "", "tone": "", "day": None}
    return {**empty, **common, "fact": fact, "facts": facts, "place": lines[0]["place"], "places": lines}


def _of(fact: Fact) -> dict[str, Any]:
    standing, tone = say.standing(fact)
    version = fact.current
    return {
        "pk": fact.pk,
        "summary": version.summary if version else {},
        "amount": say.amount_lines(version)[:1] if version and version.amount_max is not None else [],
        "place": say.place_words(fact),
        "audience": say.AUDIENCES[fact.audience],
        "standing": standing,
        "tone": tone,
        "day": fact.confirmed_on,
        "is_reserved": fact.audience in {"only", "first"},
    }
