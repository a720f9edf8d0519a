"""What was done on the family's page follows the household when two become one; the absorbed one's links end."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majup.family.models import Correction, ErasureRequest, FamilyLink, Informed, JobWish, KeepQuestion
from majup.people.models import Household
from majup.people.moving import pass_on

OF_HOUSEHOLD = (KeepQuestion, FamilyLink)


def preview(absorbed: Household) -> Sequence[tuple[Any, int]]:
    return [
        (_("Links to the family's page"), FamilyLink.objects.filter(household=absorbed, ended_at=None).count()),
        (_("Corrections"), Correction.objects.filter(household=absorbed).count()),
    ]


def move(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> dict[str, Any]:
    """Links of a member who is somebody of the kept household end: that one has, or gets, a link of its own."""
    moved: dict[str, Any] = {}
    doubled = FamilyLink.objects.filter(household=absorbed, person__in=persons, ended_at=None)
    moved["ended"] = pass_on(doubled, ended_at=timezone.now())
    for model in OF_HOUSEHOLD:
        moved[model.__name__] = pass_on(model._default_manager.filter(household=absorbed), household=kept)
    moved["corrections"] = _corrections(kept, absorbed, persons)
    taken = ErasureRequest.objects.filter(household=kept, state=ErasureRequest.State.OPEN).exists()
    requests = ErasureRequest.objects.filter(household=absorbed)
    requests = requests.exclude(state=ErasureRequest.State.OPEN) if taken else requests
    moved["requests"] = pass_on(requests, household=kept)
    if not Informed.objects.filter(household=kept).exists():
        moved["informed"] = pass_on(Informed.objects.filter(household=absorbed), household=kept)
    moved["wishes"] = _wishes(persons)
    return moved


def _corrections(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> list[tuple[int, int]]:
    """Those of a doubled member go to the kept one, unless the same field is in question there already."""
    listed = []
    for row in Correction.objects.filter(household=absorbed):
        person = persons.get(row.person_id, row.person_id)
        same = Correction.objects.filter(person=person, field=row.field, state=Correction.State.OPEN)
        if person != row.person_id and row.state == Correction.State.OPEN and same.exists():
            continue
        listed.append((row.pk, row.person_id))
        Correction.objects.filter(pk=row.pk).update(household=kept, person=person)
    return listed


def _wishes(persons: Mapping[int, int]) -> list[tuple[int, int]]:
    listed = []
    for row in JobWish.objects.filter(person__in=persons):
        if not JobWish.objects.filter(person=persons[row.person_id]).exists():
            listed.append((row.pk, row.person_id))
            JobWish.objects.filter(pk=row.pk).update(person=persons[row.person_id])
    return listed


def undo(kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
    for model in OF_HOUSEHOLD:
        model._default_manager.filter(pk__in=moved[model.__name__], household=kept).update(household=absorbed)
    FamilyLink.objects.filter(pk__in=moved["ended"]).update(ended_at=None)
    for pk, person in moved["corrections"]:
        Correction.objects.filter(pk=pk, household=kept).update(household=absorbed, person=person)
    ErasureRequest.objects.filter(pk__in=moved["requests"], household=kept).update(household=absorbed)
    Informed.objects.filter(pk__in=moved.get("informed", ()), household=kept).update(household=absorbed)
    for pk, person in moved["wishes"]:
        JobWish.objects.filter(pk=pk).update(person=person)
