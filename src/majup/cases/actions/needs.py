"""What the family needs, how ready it is, what holds it back and where it would like to live."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from majup.cases.actions.ground import locked, save, tell
from majup.cases.actions.steps import seed_steps
from majup.cases.errors import MemberOfAnotherHousehold, NoteMissing, ReasonMissing
from majup.cases.models import CandidateMunicipality, Case, Need, Obstacle, Readiness, Stage, SupportWish
from majup.network.calendar import country_settings
from majup.network.models import Topic
from majup.people.models import Person
from majup.places.models import Municipality
from majup.staff.models import User

GIVEN_UP = {Need.State.IMPOSSIBLE, Need.State.DROPPED}
SETTLED = GIVEN_UP | {Need.State.SOLVED}
UNANSWERED = [Need.State.OPEN, Need.State.ASKED]


@transaction.atomic
def add_need(*, case: Case, topic: Topic, by: User, due_on: date, person: Person | None = None, wish: str = "") -> Need:
    """One item of one topic, for a member or for the household as a whole; `by` owns it.

    On a topic of health, psychology or special education the wish is encrypted, for the coordinator alone (PRV-05).
    The first need takes a new case to "assessing"; the steps that belong to the topic are added.
    """
    case = locked(case)
    if person is not None and person.household_id != case.household_id:
        raise MemberOfAnotherHousehold(person.pk)
    need = Need.objects.create(
        case=case,
        topic=topic,
        person=person,
        wish="" if topic.support_wish else wish,
        owner=by,
        due_on=due_on,
        created_at=timezone.now(),
    )
    if topic.support_wish and wish:
        SupportWish.objects.create(household=case.household, person=person, need=need, kind=topic.code, note=wish)
    if case.stage == Stage.NEW:
        case.stage, case.stage_since = Stage.ASSESSING, need.created_at
    save(case, "stage", "stage_since")
    tell(case, "need.added", by, topic=topic.code, **_named(person))
    seed_steps(case)
    return need


def _named(person: Person | None) -> dict[str, Any]:
    return {"person": str(person)} if person else {}


@transaction.atomic
def set_need(*, need: Need, state: str, by: User | None, reason: str = "", by_family: bool = False) -> Need:
    """Move a need on; giving it up needs a reason (NEE-06). The same state again changes nothing."""
    need = Need.objects.select_for_update(of=("self",)).select_related("case__household", "topic").get(pk=need.pk)
    if need.state == state:
        return need
    if state in GIVEN_UP and not reason.strip():
        raise ReasonMissing(state)
    need.state, need.reason = Need.State(state), reason.strip()
    need.settled_at = timezone.now() if state in SETTLED else None
    need.save(update_fields=["state", "reason", "settled_at"])
    save(locked(need.case))
    tell(need.case, "need.state", by, by_family=by_family, topic=need.topic.code, state=state, reason=need.reason)
    return need


@transaction.atomic
def change_need(
    *, need: Need, by: User, due_on: date, wish: str, person: Person | None, version: int | None = None
) -> Need:
    """Correct wish, member or due day; ChangedMeanwhile when the case is not at `version`."""
    case = locked(need.case, version)
    if person is not None and person.household_id != case.household_id:
        raise MemberOfAnotherHousehold(person.pk)
    need.due_on, need.person, need.owner = due_on, person, by
    if need.topic.support_wish:
        set_support_wish(need=need, note=wish)
    else:
        need.wish = wish
    need.save(update_fields=["due_on", "person", "wish", "owner"])
    save(case)
    tell(case, "need.changed", by, topic=need.topic.code)
    return need


def set_support_wish(*, need: Need, note: str) -> None:
    """Keep the words of a support wish, encrypted; empty words take it away."""
    need.support_wishes.all().delete()
    if note:
        SupportWish.objects.create(
            household=need.case.household, person=need.person, need=need, kind=need.topic.code, note=note
        )


@transaction.atomic
def set_readiness(
    *,
    case: Case,
    area: str,
    state: str,
    note: str,
    by: User | None,
    version: int | None = None,
    by_family: bool = False,
) -> Readiness:
    """Say how far home, work or education is; nothing is settled without a note on what settles it (NEE-03)."""
    if state == Readiness.State.SETTLED and not note.strip():
        raise NoteMissing(area)
    case = locked(case, version)
    readiness, _ = Readiness.objects.update_or_create(
        case=case, area=area, defaults={"state": state, "note": note.strip(), "changed_at": timezone.now()}
    )
    save(case)
    tell(case, "readiness.changed", by, by_family=by_family, area=area, readiness=state, note=note.strip())
    return readiness


@transaction.atomic
def set_obstacles(*, case: Case, notes: dict[str, str], by: User, version: int | None = None) -> None:
    """Exactly these obstacles hold the family back: code of the pack's list -> free note, perhaps empty (NEE-05)."""
    case = locked(case, version)
    case.obstacles.exclude(code__in=notes).delete()
    for code, note in notes.items():
        Obstacle.objects.update_or_create(
            case=case, code=code, defaults={"note": note}, create_defaults={"note": note, "noted_at": timezone.now()}
        )
    save(case)
    tell(case, "obstacles.changed", by)


@transaction.atomic
def set_candidates(
    *, case: Case, municipalities: Sequence[Municipality], by: User | None, version: int | None = None
) -> None:
    """The places the family thinks of, dearest first; they may lie in several regions (NEE-07)."""
    case = locked(case, version)
    case.candidates.all().delete()
    CandidateMunicipality.objects.bulk_create(
        CandidateMunicipality(case=case, municipality=municipality, order=order)
        for order, municipality in enumerate(dict.fromkeys(municipalities), start=1)
    )
    save(case)
    named = dict.fromkeys(municipalities)
    words = {code: ", ".join(m.name_in(code) for m in named) for code in country_settings()["languages"]}
    tell(case, "candidates.changed", by, places=words)


@transaction.atomic
def move_candidate(*, case: Case, municipality: Municipality, up: bool, by: User) -> None:
    """Swap a place with its neighbour in the order; at the end of the list nothing happens."""
    places = [candidate.municipality for candidate in locked(case).candidates.select_related("municipality")]
    at = places.index(municipality)
    to = at - 1 if up else at + 1
    if 0 <= to < len(places):
        places[at], places[to] = places[to], places[at]
        set_candidates(case=case, municipalities=places, by=by)


@transaction.atomic
def change_facts(*, case: Case, values: dict[str, object], by: User, version: int | None = None) -> Case:
    """Set facts of the case itself (`FACTS`), e.g. intended month (NEE-09) or municipality of origin (IRM-01)."""
    case = locked(case, version)
    changed = [name for name in FACTS if name in values and getattr(case, name) != values[name]]
    if not changed:
        return case
    for name in changed:
        setattr(case, name, values[name])
    save(case, *changed)
    tell(case, "case.changed", by, fields=changed)
    return case


FACTS = (
    "category",
    "kind",
    "phase",
    "came_without_plan",
    "intended_month",
    "origin_municipality",
    "present_municipality",
    "may_be_approached",
    "next_contact_on",
)
