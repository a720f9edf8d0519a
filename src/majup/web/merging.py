"""Two households become one across all stages: each stage's module `merging` moves its own rows.

A later stage with rows of a case or household adds its line before the case stage when it must still see both cases,
after it when it follows the needs. tests/web/test_merging.py fails for a table that nobody moves.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from majup.calls import merging as calls
from majup.cases import merging as cases
from majup.family import merging as family
from majup.intake import merging as intake
from majup.matching import merging as matching
from majup.offers import merging as offers
from majup.outcomes import merging as outcomes
from majup.people import merging as people
from majup.people.models import Household, Merge
from majup.questions import merging as questions
from majup.staff.models import User

MOVERS: Mapping[str, people.Mover] = {
    "outcomes": outcomes,
    "offers": offers,
    "matching": matching,
    "intake": intake,
    "family": family,
    "calls": calls,
    "cases": cases,
    "questions": questions,
}


def preview(absorbed: Household) -> list[tuple[Any, int]]:
    """What would change hands, as (translated name, number); only what is there."""
    return [line for mover in MOVERS.values() for line in mover.preview(absorbed) if line[1]]


def merge(
    *, kept: Household, absorbed: Household, take: Collection[str], joins: Sequence[people.Join], by: User
) -> Merge:
    return people.merge(kept=kept, absorbed=absorbed, take=take, joins=joins, movers=MOVERS, by=by)


def roll_back(*, merge: Merge, by: User) -> Merge:
    return people.roll_back_merge(merge=merge, movers=MOVERS, by=by)
