"""Facts as a request reaches them, and what its user may do to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from majup.catalogue.actions import CONFIRMABLE
from majup.catalogue.models import Fact, State
from majup.catalogue.queries import owners_for, with_names
from majup.network.models import Role
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.http import StaffRequest

RELATED = ("current", "replaced_by")


@dataclass(frozen=True)
class Rights:
    """What the user may do to one fact."""

    edit: bool
    confirm: bool
    withdraw: bool
    restore: bool
    name_owner: bool


def find_fact(request: StaffRequest, pk: int, *, to_edit: bool = False) -> Fact:
    """Everybody who works here reads all facts; `to_edit` finds those that the user may change."""
    facts = with_names(Fact.objects.all()).select_related(
        *RELATED, "role__institution", "role__municipality", "role__region"
    )
    return get_object_or_404(facts.filter(pk__in=editable(request.user)) if to_edit else facts, pk=pk)


def editable(user: User):
    return Fact.objects.editable_by(user).values("pk")


def rights(fact: Fact, user: User) -> Rights:
    may = Fact.objects.editable_by(user).filter(pk=fact.pk).exists()
    over = fact.state in {State.ENDED, State.WITHDRAWN}
    return Rights(
        edit=may and not over,
        confirm=may and fact.state in CONFIRMABLE,
        withdraw=may and not over,
        restore=may and over and fact.versions.exclude(state__in=[State.ENDED, State.WITHDRAWN]).exists(),
        name_owner=may_name_owner(fact, user),
    )


def may_name_owner(fact: Fact, user: User) -> bool:
    """Who keeps the contacts of a place, or holds a role in it, says who answers for its facts."""
    if user.may(Permission.FACT_NAME_OWNER):
        return True
    is_free_or_mine = fact.role_id is None or fact.role_id in user.scope.roles or user.may(Permission.CONTACT_KEEP)
    return is_free_or_mine and owners_for(fact, user).exists()


def my_roles(user: User) -> list[Role]:
    """Roles in which the user may write facts."""
    roles = Role.objects.filter(pk__in=user.scope.roles).select_related("municipality", "institution", "region")
    return list(roles.order_by("pk"))
