"""What becomes of two cases when their households become one.

All that was done for the absorbed case goes on in the kept one. The absorbed case stays, closed, with what the kept
case has already: the same obstacle, step or place. Where only the absorbed household has a case, it changes hands.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max, Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majup.cases.models import Case, Handover, Readiness, Stage, SupportWish
from majup.people.errors import MergeRefused
from majup.people.models import Household
from majup.people.moving import pass_on, restore_values, set_values

FILLED_WHEN_EMPTY = (
    "origin_municipality_id",
    "present_municipality_id",
    "intended_month",
    "may_be_approached",
    "place_weights",
)


def preview(absorbed: Household) -> Sequence[tuple[Any, int]]:
    case = Case.objects.filter(household=absorbed).first()
    if case is None:
        return []
    return [
        (_("Contacts"), case.contacts.count()),
        (_("Needs"), case.needs.count()),
        (_("Steps"), case.steps.count()),
        (_("Obstacles"), case.obstacles.count()),
        (_("Places they think of"), case.candidates.count()),
    ]


def move(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> dict[str, Any]:
    ours, theirs = (Case.objects.filter(household=household).first() for household in (kept, absorbed))
    moved: dict[str, Any] = {"wishes": _move_wishes(kept, absorbed, persons), "values": []}
    if theirs is None:
        return moved
    for old, new in persons.items():
        for need in theirs.needs.filter(person=old):
            moved["values"] += set_values(need, {"person_id": new})
    if ours is None:
        return moved | {"case": pass_on(Case.objects.filter(pk=theirs.pk), household=kept)}
    if theirs.handovers.filter(state=Handover.State.PROPOSED).exists():
        raise MergeRefused("handover-open", theirs.reference)
    moved["rows"] = _move_rows(ours, theirs)
    moved["values"] += _move_readiness(ours, theirs) + _move_facts(ours, theirs) + _close(ours, theirs)
    return moved


def _move_wishes(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> list[list[Any]]:
    listed = []
    for wish in SupportWish.objects.filter(household=absorbed):
        listed.append([wish.pk, wish.person_id])
        wish.household, wish.person_id = kept, persons.get(wish.person_id or 0, wish.person_id)
        wish.save()
    return listed


def _move_rows(ours: Case, theirs: Case) -> dict[str, list[Any]]:
    """Ids per table; places with their former order."""
    last = ours.candidates.aggregate(last=Max("order"))["last"] or 0
    places = theirs.candidates.exclude(municipality__in=ours.candidates.values("municipality"))
    listed = []
    for number, place in enumerate(places, start=1):
        listed.append([place.pk, place.order])
        place.case, place.order = ours, last + number
        place.save()
    steps = theirs.steps.exclude(code__in=ours.steps.exclude(code="").values("code"))
    return {
        "candidates": listed,
        "contacts": pass_on(theirs.contacts.all(), case=ours),
        "needs": pass_on(theirs.needs.all(), case=ours),
        "case_enquiries": pass_on(theirs.case_enquiries.all(), case=ours),
        "handovers": pass_on(theirs.handovers.all(), case=ours),
        "steps": pass_on(steps, case=ours),
        "obstacles": pass_on(theirs.obstacles.exclude(code__in=ours.obstacles.values("code")), case=ours),
    }


def _move_readiness(ours: Case, theirs: Case) -> list[list[Any]]:
    """What is unknown in the kept case takes what the absorbed one knows."""
    known = {row.area: row for row in theirs.readiness.exclude(state=Readiness.State.UNKNOWN)}
    changed: list[list[Any]] = []
    for row in ours.readiness.filter(state=Readiness.State.UNKNOWN, area__in=known):
        changed += set_values(row, {"note": known[row.area].note, "state": known[row.area].state})
    return changed


def _move_facts(ours: Case, theirs: Case) -> list[list[Any]]:
    """Empty facts are filled, the earlier next contact and the later last one hold."""
    values = {name: getattr(theirs, name) for name in FILLED_WHEN_EMPTY if getattr(ours, name) is None}
    next_days = [day for day in (ours.next_contact_on, theirs.next_contact_on) if day]
    last_times = [at for at in (ours.last_contact_at, theirs.last_contact_at) if at]
    values |= {"next_contact_on": min(next_days)} if next_days and ours.next_contact_on else {}
    values |= {"last_contact_at": max(last_times)} if last_times else {}
    return set_values(ours, values | {"version": ours.version + 1})


def _close(ours: Case, theirs: Case) -> list[list[Any]]:
    return set_values(
        theirs,
        {
            "next_contact_on": None,
            "stage": Stage.CLOSED.value,
            "stage_since": timezone.now(),
            "stage_reason": f"= {ours.reference}",
            "version": theirs.version + 1,
        },
    )


def undo(kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
    for pk, person in moved["wishes"]:
        SupportWish.objects.filter(pk=pk, household=kept).update(household=absorbed, person=person)
    Case.objects.filter(pk__in=moved.get("case", ()), household=kept).update(household=absorbed)
    if "rows" in moved:
        _return_rows(Case.objects.get(household=kept), Case.objects.get(household=absorbed), moved["rows"])
    restore_values(moved["values"])


def _return_rows(ours: Case, theirs: Case, rows: Mapping[str, list[Any]]) -> None:
    for pk, order in rows["candidates"]:
        ours.candidates.filter(pk=pk).update(case=theirs, order=order)
    for name in rows.keys() - {"candidates"}:
        of_ours: QuerySet[Model] = getattr(ours, name)
        of_ours.filter(pk__in=rows[name]).update(case=theirs)
