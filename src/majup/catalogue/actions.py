"""Writing, confirming and withdrawing facts: each change is a new version with author and time (CAT-16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from majup.catalogue import details, indexing
from majup.catalogue.errors import ChangedMeanwhile, Incomplete, NotConfirmable, NothingToUndo, ReasonMissing
from majup.catalogue.models import Fact, FactEvent, FactKind, FactVersion, Level, State
from majup.catalogue.queries import content_fields
from majup.network.models import Institution, Role, Topic
from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User

# A plan does not come true by a press; its owner writes what has become of it.
CONFIRMABLE = frozenset({State.VALID, State.REPORTED, State.UNCLEAR})


@dataclass(frozen=True)
class Place:
    """Where a fact holds: the whole state, regions, or municipalities (several when it belongs to all, K-M19)."""

    level: str = Level.MUNICIPALITY
    regions: list[PlanningRegion] = field(default_factory=list)
    municipalities: list[Municipality] = field(default_factory=list)


@transaction.atomic
def write(
    *,
    kind: str,
    place: Place,
    role: Role | None,
    by: User | None,
    texts: Mapping[str, Any],
    state: str = State.DRAFT,
    institution: Institution | None = None,
    by_name: str = "",
    code: str = "",
) -> Fact:
    """A new fact with its first version; a draft, or at once valid and thereby confirmed.

    `texts` are columns of FactVersion. Incomplete when it is to be valid and something lacks; DetailError for details.
    """
    now = timezone.now()
    fact = Fact.objects.create(
        code=code or uuid4().hex[:12], kind=kind, role=role, institution=institution, level=place.level, changed_at=now
    )
    set_place(fact, place)
    version = _add_version(fact, {**texts, "state": state}, by, by_name)
    _note(fact, "written", by, by_name, version)
    if state == State.VALID:
        _check_publishable(fact, version)
    return _settle(fact, version)


def set_place(fact: Fact, place: Place) -> None:
    fact.regions.set(place.regions)
    fact.municipalities.set(place.municipalities)


@transaction.atomic
def change(
    *, fact: Fact, by: User, seen: int, changes: Mapping[str, Any], state: str | None = None, place: Place | None = None
) -> Fact:
    """Write the next version of a fact that was read at version `seen`; changing what is valid also confirms it.

    Without any difference nothing is written. ChangedMeanwhile, Incomplete, DetailError.
    """
    held, former = _held(fact, seen)
    if place is not None:
        held.level = place.level
        set_place(held, place)
    values = {**_content(former), **changes, **({"state": state} if state else {})}
    if all(values[name] == getattr(former, name) for name in values) and place is None:
        return held
    version = _add_version(held, values, by, "")
    if version.state == State.VALID:
        _check_publishable(held, version)
    _note(held, "published" if state == State.VALID and former.state != State.VALID else "changed", by, "", version)
    return _settle(held, version)


@transaction.atomic
def rewrite(*, fact: Fact, changes: Mapping[str, Any], by: User | None, by_name: str) -> Fact:
    """Write a draft anew from where it came; nobody has checked it yet."""
    held, former = _held(fact, None)
    version = _add_version(held, {**_content(former), **changes}, by, by_name)
    _note(held, "changed", by, by_name, version)
    return _settle(held, version)


@transaction.atomic
def confirm(*, fact: Fact, by: User | None, by_name: str = "", seen: int | None = None, way: str = "page") -> Fact:
    """Its owner says that it holds as it stands; what was only reported becomes valid by it.

    `way` is "page" or "link". NotConfirmable for a draft or what is over; Incomplete when nobody answers for it.
    """
    held, current = _held(fact, seen)
    if current.state not in CONFIRMABLE:
        raise NotConfirmable(current.state)
    version = current
    if current.state != State.VALID:
        version = _add_version(held, {**_content(current), "state": State.VALID}, by, by_name)
    _check_publishable(held, version)
    _note(held, "confirmed", by, by_name, version, way=way)
    return _settle(held, version)


@transaction.atomic
def withdraw(
    *, fact: Fact, reason: Mapping[str, str], by: User | None, by_name: str = "", state: str = State.WITHDRAWN
) -> Fact:
    """Take it out of sight, or say that it has ended; `restore` takes that back. ReasonMissing without words."""
    if not any(text.strip() for text in reason.values()):
        raise ReasonMissing
    held, current = _held(fact, None)
    if current.state == state:
        return held
    version = _add_version(held, {**_content(current), "state": state, "reason": dict(reason)}, by, by_name)
    _note(held, "withdrawn" if state == State.WITHDRAWN else "ended", by, by_name, version)
    return _settle(held, version)


@transaction.atomic
def restore(*, fact: Fact, by: User) -> Fact:
    """Undo a withdrawal: what stood before it stands again, with its former day of confirmation."""
    held, current = _held(fact, None)
    if current.state not in {State.WITHDRAWN, State.ENDED}:
        raise NothingToUndo
    before = held.versions.exclude(state__in=[State.WITHDRAWN, State.ENDED]).order_by("-number").first()
    if before is None:
        raise NothingToUndo
    version = _add_version(held, _content(before), by, "")
    _note(held, "restored", by, "", version)
    return _settle(held, version, confirmed_on=held.confirmed_on)


@transaction.atomic
def give_to(*, fact: Fact, role: Role, by: User) -> Fact:
    """Name who answers for it from now on."""
    held = Fact.objects.select_for_update(of=("self",)).get(pk=fact.pk)
    if held.role_id == role.pk:
        return held
    held.role, held.reminded_on = role, None
    held.save(update_fields=["role", "reminded_on"])
    _note(held, "owner_named", by, "", None, role=role.pk)
    return held


def _held(fact: Fact, seen: int | None) -> tuple[Fact, FactVersion]:
    """The fact as it stands now, locked, and its current version."""
    held = Fact.objects.select_for_update(of=("self",)).select_related("current", "role", "institution").get(pk=fact.pk)
    current = held.current
    if current is None or (seen is not None and seen != current.number):
        raise ChangedMeanwhile(held)
    return held, current


def _content(version: FactVersion) -> dict[str, Any]:
    return {name: getattr(version, name) for name in content_fields()}


def _add_version(fact: Fact, values: Mapping[str, Any], by: User | None, by_name: str) -> FactVersion:
    number = (fact.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = FactVersion(
        fact=fact, number=number, made_at=timezone.now(), made_by=by, made_by_name=by_name or (by.name if by else "")
    )
    for name, value in values.items():
        setattr(version, name, value)
    kind = FactKind.objects.get(code=fact.kind)
    version.details = details.check(kind.fields, version.details)
    version.amounts = details.check_amounts(version.amounts)
    version.save(force_insert=True)
    return version


def _check_publishable(fact: Fact, version: FactVersion) -> None:
    """CAT-03: an owner with a contact, a name, a summary, topics and a place."""
    role = fact.role
    has = {
        "role": role is not None,
        "contact": role is None or bool(role.phone or role.mailbox),
        "name": bool(version.name),
        "summary": bool(version.summary or version.what),
        "topics": bool(version.topics),
        "place": fact.level == Level.STATE or fact.regions.exists() or fact.municipalities.exists(),
        "source": bool(version.source),
    }
    if missing := [name for name, is_there in has.items() if not is_there]:
        raise Incomplete(missing)


def _settle(fact: Fact, version: FactVersion, *, confirmed_on: date | None = None) -> Fact:
    """Let the fact's row repeat `version`; a valid one counts as confirmed today unless another day is given."""
    indexing.repeat(fact, version, indexing.vector_of(fact, version))
    if version.state == State.VALID:
        fact.set_confirmed(confirmed_on or timezone.localdate(), FactKind.objects.get(code=fact.kind))
        fact.reminded_on = None
    fact.save()
    fact.topics.set(Topic.objects.filter(code__in=version.topics))
    fact.refresh_from_db(fields=["words"])
    return fact


def _note(fact: Fact, kind: str, by: User | None, by_name: str, version: FactVersion | None, **more: Any) -> FactEvent:
    return FactEvent.objects.create(
        fact=fact,
        version=version,
        at=timezone.now(),
        by=by,
        by_name=by_name or (by.name if by else ""),
        kind=kind,
        details=more,
    )
