"""What a role's people carry with them: everything open moves to whoever holds the role, in one operation (NET-03).

Questions to a role stay with the role. A stage whose rows belong to a person adds one line to MOVERS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from majup.cases.models import ENDED, Case, Need
from majup.intake.models import Enquiry
from majup.network import actions
from majup.network.models import Holding, Role
from majup.network.queries import People, people_of
from majup.people.models import Event
from majup.staff.models import User
from majup.staff.scope import Scope, acting


@dataclass(frozen=True)
class Mover:
    """One kind of open work: its rows in a region, and the field that names whose it is."""

    code: str
    label: Promise
    rows: Callable[[int], QuerySet]
    owner: str


def _cases(region_id: int) -> QuerySet:
    return Case.objects.filter(region_id=region_id).exclude(stage__in=ENDED)


def _needs(region_id: int) -> QuerySet:
    unsettled = [Need.State.OPEN, Need.State.ASKED, Need.State.ANSWERED]
    return Need.objects.filter(case__region_id=region_id, state__in=unsettled)


def _enquiries(region_id: int) -> QuerySet:
    return Enquiry.objects.filter(region_id=region_id, state=Enquiry.State.TAKEN)


MOVERS = (
    Mover("cases", _("Cases"), _cases, "responsible"),
    Mover("needs", _("Needs"), _needs, "owner"),
    Mover("enquiries", _("Enquiries"), _enquiries, "taken_by"),
)


@dataclass(frozen=True)
class Moved:
    label: Promise
    number: int


def region_of(role: Role) -> int:
    """A coordinator's role always has a region (constraint role_stands_where_its_kind_says)."""
    if role.region_id is None:
        raise Role.DoesNotExist(role.pk)
    return role.region_id


def open_work(role: Role, by: User | None = None) -> list[Moved]:
    """How much is open in `role`, counted without showing a single case; empty for roles without cases."""
    if role.kind != Role.Kind.COORDINATOR:
        return []
    with acting(_scope(role, by)):
        return [Moved(mover.label, mover.rows(region_of(role)).count()) for mover in MOVERS]


@transaction.atomic
def name_holder(*, role: Role, user: User, valid_from: date, by: User) -> Holding:
    """Name the holder and, when the period has begun, move everything open in the same transaction."""
    holding = actions.name_holder(role=role, user=user, valid_from=valid_from, by=by)
    if holding.is_in_force():
        _move(role=role, to=user, staying=[], by=by)
    return holding


@transaction.atomic
def end_holding(*, holding: Holding, on: date, by: User) -> Holding:
    """End the holding and, when that day is over, give everything open to the deputy in the same transaction."""
    ended = actions.end_holding(holding=holding, on=on, by=by)
    settle(holding.role, by=by)
    return ended


def settle(role: Role, by: User | None = None) -> bool:
    """Give what belongs to people who act in `role` no more to whoever does; False when nobody does (a gap)."""
    people = people_of([role])[role.pk]
    heir = people.holder or people.deputy
    if heir is None:
        return False
    _move(role=role, to=heir, staying=_present(people), by=by)
    return True


def settle_all() -> list[Role]:
    """Used every hour by the worker: periods end and begin by the calendar. Returns the roles that nobody holds."""
    roles = Role.objects.filter(kind=Role.Kind.COORDINATOR).select_related("region")
    return [role for role in roles if not settle(role)]


def last_holding(role: Role) -> Holding | None:
    yesterday = timezone.localdate() - timedelta(days=1)
    return role.holdings.filter(valid_to__lte=yesterday).order_by("-valid_to").first()


def _present(people: People) -> list[User]:
    return [user for user in (people.holder, people.deputy, people.substitute) if user]


@transaction.atomic
def _move(*, role: Role, to: User, staying: list[User], by: User | None) -> None:
    if role.kind != Role.Kind.COORDINATOR:
        return
    with acting(_scope(role, by)):
        counts = {mover.code: _give(mover, role, to, staying, by) for mover in MOVERS}
    if any(counts.values()):
        actions.note(kind="work_moved", by=by, role=role, name=to.name, **counts)


def _give(mover: Mover, role: Role, to: User, staying: list[User], by: User | None) -> int:
    """Change the owner of what is open, and say so on the time line of each household whose case it is."""
    theirs = Q(**{f"{mover.owner}__in": [to, *staying]}) & Q(**{f"{mover.owner}__isnull": False})
    moving = mover.rows(region_of(role)).exclude(theirs)
    if mover.code == "cases":
        _tell(moving, to, by)
        return moving.update(**{mover.owner: to}, version=F("version") + 1)
    return moving.update(**{mover.owner: to})


def _tell(cases: QuerySet, to: User, by: User | None) -> None:
    now = timezone.now()
    households = cases.values_list("household_id", flat=True)
    Event.objects.bulk_create(
        [
            Event(household_id=pk, kind="case.responsible", by=by, at=now, details={"name": to.name})
            for pk in households.iterator()
        ],
        batch_size=1000,
    )


def _scope(role: Role, by: User | None) -> Scope:
    """The one region whose work moves; whoever names holders sees no case by it."""
    return Scope(user_id=by.pk if by else None, regions=frozenset({region_of(role)}))
