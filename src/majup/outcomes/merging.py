"""Intentions, returns and what came after follow their case when two households become one.

What the kept case has already (an intention, a return on the same day and its departure, a rating on the same occasion)
stays with the absorbed one and counts no more; of two intentions the day that was stated first goes to the kept one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from majup.cases.models import Case
from majup.outcomes.models import Departure, Intention, Outcome, Rating, Return
from majup.people.models import Household
from majup.people.moving import pass_on, restore_values, set_values

TABLES = {"intention": Intention, "return": Return, "departure": Departure, "outcome": Outcome, "rating": Rating}


def preview(absorbed: Household) -> Sequence[tuple[Any, int]]:
    return [
        (_("Intentions"), Intention.objects.filter(case__household=absorbed).count()),
        (_("Returns"), Return.objects.filter(case__household=absorbed).count()),
    ]


def move(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> dict[str, Any]:
    """Runs before the case stage, while each household still has its own case."""
    ours, theirs = (Case.objects.filter(household=household).first() for household in (kept, absorbed))
    if ours is None or theirs is None:
        return {}
    twice = Return.objects.filter(case=ours, on=OuterRef("return_event__on"), departure__isnull=False)
    staying = {
        "intention": Q(pk__isnull=not Intention.objects.filter(case=ours).exists()),
        "return": Q(on__in=Return.objects.filter(case=ours).values("on")),
        "departure": Q(Exists(twice), return_event__case=theirs),
        "rating": Q(occasion__in=Rating.objects.filter(case=ours).values("occasion")),
    }
    moved = {
        name: pass_on(model._default_manager.filter(case=theirs).exclude(staying.get(name, Q(pk=None))), case=ours)
        for name, model in TABLES.items()
    }
    return moved | {"values": _stated_first(ours, theirs)}


def _stated_first(ours: Case, theirs: Case) -> list[list[Any]]:
    """The kept intention, where the absorbed household said so before."""
    kept, other = (Intention.objects.filter(case=case).first() for case in (ours, theirs))
    if kept is None or other is None:
        return []
    return set_values(kept, {"stated_on": min(kept.stated_on, other.stated_on)})


def undo(kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
    theirs = Case.objects.filter(household=absorbed).first()
    for name, model in TABLES.items():
        model._default_manager.filter(pk__in=moved.get(name, ()), case__household=kept).update(case=theirs)
    restore_values(moved.get("values", ()))
