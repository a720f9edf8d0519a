"""Two households become one, and two again.

The absorbed household keeps its row, its own values and every member who turned out to be somebody of the kept one; all
else changes hands. What changed hands is written down, so that taking the merge back returns those rows, whatever was
edited in them since. A field of the kept household that took a value from the absorbed one gets its former value back
unless somebody edited it in between.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models, transaction
from django.db.models import F, Max
from django.utils import timezone

from majup.people.actions import MemberData, record_event, reindex
from majup.people.errors import MergeRefused
from majup.people.models import DuplicatePair, Event, Household, HouseholdShare, Merge, Person
from majup.people.moving import move_belongings, pass_on, restore_values, return_belongings, set_values
from majup.plumbing.models import OutgoingMail
from majup.staff.models import User

HOUSEHOLD_FIELDS = ("country", "property_in_country", "has_no_move_from_abroad")
PERSON_FIELDS = tuple(MemberData().columns())


class Mover(Protocol):
    """What a later stage does with its own rows; each stage has a module `merging` with these three functions."""

    def preview(self, absorbed: Household) -> Sequence[tuple[Any, int]]:
        """What would change hands: translated name and number of rows."""

    def move(self, kept: Household, absorbed: Household, persons: Mapping[int, int]) -> dict[str, Any]:
        """Hand rows over and return what `undo` needs, as JSON; `persons` maps absorbed members to kept ones."""

    def undo(self, kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
        """Return what is listed in `moved` as far as it is still with `kept`."""


@dataclass(frozen=True)
class Join:
    """An absorbed member who is a kept one; fields in `take` get the absorbed member's value."""

    absorbed: int
    kept: int
    take: Collection[str] = field(default=())


@transaction.atomic
def merge(
    *,
    kept: Household,
    absorbed: Household,
    take: Collection[str] = (),
    joins: Sequence[Join] = (),
    movers: Mapping[str, Mover] | None = None,
    by: User,
) -> Merge:
    """Let `kept` take up `absorbed`; fields in `take` get the absorbed household's value. Raises MergeRefused."""
    kept, absorbed = _lock(kept, absorbed)
    _check(kept, absorbed)
    _check_joins(kept, absorbed, joins)
    choices = _take_values(kept, absorbed, take) + _take_of_persons(joins)
    persons = {join.absorbed: join.kept for join in joins}
    later = {stage: mover.move(kept, absorbed, persons) for stage, mover in (movers or {}).items()}
    own = _move_people(kept, absorbed, persons) | _move_rest(kept, absorbed) | move_belongings(kept, absorbed, persons)
    absorbed.merged_into = kept
    absorbed.save(update_fields=["merged_into"])
    done = Merge.objects.create(
        kept=kept,
        absorbed=absorbed,
        at=timezone.now(),
        by=by,
        choices=choices,
        moved={"people": own, **later},
        persons={str(one): other for one, other in persons.items()},
    )
    _finish(kept, absorbed, "household.merged", done, by)
    return done


def _lock(kept: Household, absorbed: Household) -> tuple[Household, Household]:
    """Both rows as they are now, locked in the order of their ids, so that two merges never wait for each other."""
    if kept.pk == absorbed.pk:
        raise MergeRefused("same-household")
    found = Household.objects.select_for_update(of=("self",)).filter(pk__in=[kept.pk, absorbed.pk]).order_by("pk")
    by_id = {household.pk: household for household in found}
    return by_id[kept.pk], by_id[absorbed.pk]


def _check(kept: Household, absorbed: Household) -> None:
    if kept.merged_into_id or absorbed.merged_into_id:
        raise MergeRefused("already-merged")
    if kept.erased_at or absorbed.erased_at:
        raise MergeRefused("erased")
    if kept.region_id != absorbed.region_id:
        raise MergeRefused("different-regions")


def _check_joins(kept: Household, absorbed: Household, joins: Sequence[Join]) -> None:
    ours = set(kept.members.values_list("pk", flat=True))
    theirs = set(absorbed.members.values_list("pk", flat=True))
    used = [join.kept for join in joins]
    if not {join.absorbed for join in joins} <= theirs or not set(used) <= ours or len(used) != len(set(used)):
        raise MergeRefused("person-elsewhere")


def _take_values(ours: models.Model, theirs: models.Model, names: Collection[str]) -> list[list[Any]]:
    return set_values(ours, {name: getattr(theirs, name) for name in sorted(names)})


def _take_of_persons(joins: Sequence[Join]) -> list[list[Any]]:
    people = Person.objects.in_bulk([pk for join in joins for pk in (join.kept, join.absorbed)])
    taken: list[list[Any]] = []
    for join in joins:
        taken += _take_values(people[join.kept], people[join.absorbed], set(join.take) & set(PERSON_FIELDS))
    return taken


def _move_people(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> dict[str, Any]:
    last = kept.members.aggregate(last=Max("order"))["last"] or 0
    others = absorbed.members.exclude(pk__in=persons)
    listed = [list(row) for row in others.values_list("pk", "order")]
    others.update(household=kept, order=F("order") + last + 1)
    return {"person": listed}


def _move_rest(kept: Household, absorbed: Household) -> dict[str, Any]:
    """The time line, mails and shares; a share with a region that shares the kept household already stays behind."""
    shared = kept.shares.filter(ended_at=None).values("region")
    shares = absorbed.shares.exclude(ended_at=None, region__in=shared)
    return {
        "event": pass_on(absorbed.events.all(), household=kept),
        "householdshare": pass_on(shares, household=kept),
        "outgoingmail": pass_on(OutgoingMail.objects.filter(household_id=absorbed.pk), household_id=kept.pk),
    }


def _finish(kept: Household, absorbed: Household, kind: str, done: Merge, by: User) -> None:
    Household.objects.filter(pk__in=[kept.pk, absorbed.pk]).update(version=F("version") + 1)
    record_event(household=kept, kind=kind, by=by, details={"merge": done.pk})
    reindex(household=kept)
    reindex(household=absorbed)


@transaction.atomic
def roll_back_merge(*, merge: Merge, movers: Mapping[str, Mover] | None = None, by: User) -> Merge:
    """Make two households of one again; what was edited or added since stays as it is now. Raises MergeRefused."""
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
    if merge.rolled_back_at:
        raise MergeRefused("already-rolled-back")
    kept, absorbed = _lock(merge.kept, merge.absorbed)
    if kept.merged_into_id:
        raise MergeRefused("merged-further")
    for stage, mover in reversed(list((movers or {}).items())):
        if stage in merge.moved:
            mover.undo(kept, absorbed, merge.moved[stage])
    return_belongings(kept, absorbed, merge.moved["people"])
    _return_people(kept, absorbed, merge.moved["people"])
    restore_values(merge.choices)
    Household.objects.filter(pk=absorbed.pk).update(merged_into=None)
    merge.rolled_back_at, merge.rolled_back_by = timezone.now(), by
    merge.save(update_fields=["rolled_back_at", "rolled_back_by"])
    _dismiss_pair(kept, absorbed, by)
    _finish(kept, absorbed, "household.merge_undone", merge, by)
    return merge


def _return_people(kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
    for pk, order in moved["person"]:
        Person.objects.filter(pk=pk, household=kept).update(household=absorbed, order=order)
    for model, name in ((Event, "event"), (HouseholdShare, "householdshare")):
        model._default_manager.filter(pk__in=moved[name], household=kept).update(household=absorbed)
    mails = OutgoingMail.objects.filter(pk__in=moved["outgoingmail"], household_id=kept.pk)
    mails.update(household_id=absorbed.pk)


def _dismiss_pair(kept: Household, absorbed: Household, by: User) -> None:
    """Who takes a merge back has decided that these are two."""
    first, second = sorted((kept.pk, absorbed.pk))
    DuplicatePair.objects.update_or_create(
        first_id=first,
        second_id=second,
        defaults={"dismissed_at": timezone.now(), "dismissed_by": by},
        create_defaults={
            "reason": DuplicatePair.Reason.NAME,
            "found_at": timezone.now(),
            "dismissed_at": timezone.now(),
            "dismissed_by": by,
        },
    )
