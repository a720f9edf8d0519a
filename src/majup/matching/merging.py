"""Answers and matches follow their household when two become one, and go back with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from majup.matching.models import GrantInterest, HouseholdFacts, Match
from majup.people.models import Household

THINGS = ("version_id", "vacancy_id", "dwelling_id")


def preview(absorbed: Household) -> Sequence[tuple[Any, int]]:
    row = HouseholdFacts.objects.filter(household=absorbed).first()
    return [
        (_("Answers to conditions"), len(row.told) if row else 0),
        (_("Matches with new facts, vacancies and homes"), Match.objects.filter(household=absorbed).count()),
        (_("Interest in support"), GrantInterest.objects.filter(household=absorbed).count()),
    ]


def move(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> dict[str, Any]:
    """Answers go over where the kept household has none; its case takes the matches it does not have yet."""
    return {
        "told": _move_told(kept, absorbed),
        "matches": _move_matches(kept, absorbed),
        "interests": _move_interests(kept, absorbed),
    }


def _move_interests(kept: Household, absorbed: Household) -> list[int]:
    """Interest in what the kept household is not interested in yet; the rest stays with the absorbed one."""
    known = GrantInterest.objects.filter(household=kept).values("fact")
    rows = GrantInterest.objects.filter(household=absorbed).exclude(fact__in=known)
    moved = list(rows.values_list("pk", flat=True))
    GrantInterest.objects.filter(pk__in=moved).update(household=kept)
    return moved


def _move_told(kept: Household, absorbed: Household) -> list[int]:
    if HouseholdFacts.objects.filter(household=kept).exists():
        return []
    rows = HouseholdFacts.objects.filter(household=absorbed)
    moved = list(rows.values_list("pk", flat=True))
    rows.update(household=kept)
    return moved


def _thing(match: Match) -> tuple[int | None, ...]:
    return tuple(getattr(match, name) for name in THINGS)


def _move_matches(kept: Household, absorbed: Household) -> list[list[int]]:
    case = getattr(kept, "case", None)
    if case is None:  # the absorbed case itself changes hands; its matches go with it
        rows = Match.objects.filter(household=absorbed)
        moved = [[match.pk, match.case_id] for match in rows]
        rows.update(household=kept)
        return moved
    known = set(Match.objects.filter(case=case).values_list(*THINGS))
    new = [row for row in Match.objects.filter(household=absorbed) if _thing(row) not in known]
    moved = [[match.pk, match.case_id] for match in new]
    Match.objects.filter(pk__in=[pk for pk, _case in moved]).update(household=kept, case=case)
    return moved


def undo(kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
    for pk, case in moved["matches"]:
        Match.objects.filter(pk=pk, household=kept).update(household=absorbed, case=case)
    GrantInterest.objects.filter(pk__in=moved.get("interests", ()), household=kept).update(household=absorbed)
    HouseholdFacts.objects.filter(pk__in=moved["told"], household=kept).update(household=absorbed)
