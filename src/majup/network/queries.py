"""Questions that more than one place asks about the network."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from majup.network.models import Holding, Role, Substitution
from majup.places.models import in_force
from majup.staff.models import User
from majup.staff.roles import ADMIN, ROLES, Permission
from majup.staff.scope import Scope


def roles_of(user: User, day: date | None = None) -> QuerySet[Role]:
    """Roles in which `user` acts on `day`: as holder, as deputy of a vacant role, or as arranged substitute."""
    day = day or timezone.localdate()
    running = Holding.objects.filter(in_force(day), role=OuterRef("pk"))
    substitution = Substitution.objects.filter(in_force(day), role=OuterRef("pk"), user=user)
    return Role.objects.filter(
        Exists(running.filter(user=user, is_deputy=False))
        | Exists(running.filter(user=user, is_deputy=True)) & ~Exists(running.filter(is_deputy=False))
        | Exists(substitution)
    ).order_by("pk")


def equip(user: User) -> User:
    """Give `user` the scope and permissions of today's roles (two attributes, one query)."""
    if not user.is_authenticated or not user.is_active:
        return user
    roles = list(roles_of(user).values("pk", "kind", "region_id"))
    regions = frozenset(role["region_id"] for role in roles if role["kind"] == Role.Kind.COORDINATOR)
    kinds = {role["kind"] for role in roles}
    user.scope = Scope(
        user_id=user.pk,
        regions=regions,
        roles=frozenset(role["pk"] for role in roles),
        common_queue=bool(kinds & {Role.Kind.COORDINATOR, Role.Kind.CONTACT_POINT}),
    )
    user.permissions = frozenset[Permission]().union(
        *(ROLES[kind].may for kind in kinds), *([ADMIN.may] if user.is_admin else [])
    )
    return user


def holder_of(role: Role, day: date | None = None) -> User | None:
    """Who acts in `role` on `day`: the substitute while one is arranged, else the holder, else the deputy, else nobody."""
    day = day or timezone.localdate()
    substitution = role.substitutions.filter(in_force(day)).select_related("user").first()
    if substitution:
        return substitution.user
    holding = role.holdings.filter(in_force(day)).select_related("user").order_by("is_deputy").first()
    return holding.user if holding else None


def coordinator_role(region) -> Role:
    """The one coordinator role of `region`; raises Role.DoesNotExist while the pack is not loaded."""
    return Role.objects.get(kind=Role.Kind.COORDINATOR, region=region)


def vacant(day: date | None = None) -> QuerySet[Role]:
    """Roles that nobody holds on `day`, not even a deputy."""
    held = Holding.objects.filter(in_force(day or timezone.localdate()), role=OuterRef("pk"))
    return Role.objects.filter(~Exists(held)).order_by("kind", "pk")


