"""How a family weighs places, kept with its case so that the next talk begins where the last one ended (Q-R10)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from majup.cases.models import Case
from majup.people.actions import record_event
from majup.staff.models import User


@transaction.atomic
def weigh_places(*, case: Case, weights: Mapping[str, Any], by: User) -> Case:
    """Keep `weights` as the place finder understands them; the same again leaves no event."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.place_weights == dict(weights):
        return case
    case.place_weights = dict(weights)
    case.version = F("version") + 1
    case.save(update_fields=["place_weights", "version"])
    case.refresh_from_db(fields=["version"])
    record_event(household=case.household, kind="case.places_weighed", by=by)
    return case
