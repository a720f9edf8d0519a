"""Calls follow their household when two become one, and go back with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from majup.calls.models import Call
from majup.people.models import Household


def preview(absorbed: Household) -> Sequence[tuple[Any, int]]:
    return [(_("Calls"), Call.objects.filter(household=absorbed).count())]


def move(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> dict[str, Any]:
    moved = [(call.pk, call.person_id) for call in Call.objects.filter(household=absorbed)]
    for pk, person in moved:
        Call.objects.filter(pk=pk).update(household=kept, person=persons.get(person or 0, person))
    return {"calls": moved}


def undo(kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
    for pk, person in moved["calls"]:
        Call.objects.filter(pk=pk, household=kept).update(household=absorbed, person=person)
