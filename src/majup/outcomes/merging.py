"""Intentions, returns and what came after follow their case when two households become one.

What the kept case has already (an open intention, a return on the same day, a rating on the same occasion) stays with
the absorbed one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from majup.cases.models import Case
from majup.outcomes.models import Departure, Intention, Outcome, Rating, Return
from majup.people.models import Household
from majup.people.moving import pass_on

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
    has_intention = Intention.objects.filter(case=ours).exists()
    staying = {
        "intention": Q(pk__isnull=not has_intention),
        "return": Q(on__in=Return.objects.filter(case=ours).values("on")),
        "rating": Q(occasion__in=Rating.objects.filter(case=ours).values("occasion")),
    }
    return {
        name: pass_on(model._default_manager.filter(case=theirs).exclude(staying.get(name, Q(pk=None))), case=ours)
        for name, model in TABLES.items()
    }


def undo(kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
    theirs = Case.objects.filter(household=absorbed).first()
    for name, ids in moved.items():
        TABLES[name]._default_manager.filter(pk__in=ids, case__household=kept).update(case=theirs)
