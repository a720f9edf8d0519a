"""Questions that more than one place asks about the network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from majup.kernel.localized import LocalizedText
from majup.network.calendar import country_settings
from majup.network.models import CodeList, Holding, Role, RoutingRule, Substitution, Topic
from majup.places.models import Municipality, PlanningRegion, in_force
from majup.places.queries import today_of
from majup.staff.models import User
from majup.staff.roles import ADMIN, ROLES, Permission
from majup.staff.scope import Scope

# Asked by every request, so it is written out: making it from querysets took longer than answering it.
ROLES_OF = """
    SELECT id, kind, region_id FROM network_role WHERE id IN (
        SELECT role_id FROM network_holding held
        WHERE user_id = %(user)s AND %(day)s BETWEEN valid_from AND coalesce(valid_to, 'infinity')
        AND NOT (is_deputy AND EXISTS (
            SELECT FROM network_holding WHERE role_id = held.role_id AND NOT is_deputy
            AND %(day)s BETWEEN valid_from AND coalesce(valid_to, 'infinity')))
        UNION ALL
        SELECT role_id FROM network_substitution
        WHERE user_id = %(user)s AND %(day)s BETWEEN valid_from AND coalesce(valid_to, 'infinity'))
"""


def roles_of(user: User, day: date | None = None) -> list[tuple[int, str, int | None]]:
    """Roles in which `user` acts on `day`: as holder, as deputy of a vacant role, or as arranged substitute.

    Each as (id, kind, id of its region).
    """
    with connection.cursor() as cursor:
        cursor.execute(ROLES_OF, {"user": user.pk, "day": day or timezone.localdate()})
        return list(cursor.fetchall())


def equip(user: User) -> User:
    """Give `user` the scope and permissions of today's roles (two attributes, one query)."""
    if not user.is_authenticated or not user.is_active:
        return user
    roles = roles_of(user)
    regions = frozenset(region_id for _pk, kind, region_id in roles if kind == Role.Kind.COORDINATOR and region_id)
    kinds = {kind for _pk, kind, _region_id in roles}
    user.scope = Scope(
        user_id=user.pk,
        regions=regions,
        roles=frozenset(pk for pk, _kind, _region_id in roles),
        common_queue=bool(kinds & {Role.Kind.COORDINATOR, Role.Kind.CONTACT_POINT}),
    )
    user.permissions = frozenset[Permission]().union(
        *(ROLES[kind].may for kind in kinds), *([ADMIN.may] if user.is_admin else [])
    )
    return user


def coordinator_role(region: PlanningRegion) -> Role:
    """The one coordinator role of `region`; raises Role.DoesNotExist while the pack is not loaded."""
    role = Role.objects.get(kind=Role.Kind.COORDINATOR, region=region)
    role.region = region
    return role


def vacant(day: date | None = None) -> QuerySet[Role]:
    """Roles that nobody holds on `day`, not even a deputy."""
    held = Holding.objects.filter(in_force(day or timezone.localdate()), role=OuterRef("pk"))
    return Role.objects.filter(~Exists(held)).order_by("kind", "pk")


@dataclass(frozen=True)
class People:
    """Who stands behind a role on a day; `acting` is the one who answers then."""

    holder: User | None = None
    deputy: User | None = None
    substitute: User | None = None

    @property
    def acting(self) -> User | None:
        return self.substitute or self.holder or self.deputy

    @property
    def is_gap(self) -> bool:
        return self.holder is None


def people_of(roles: Iterable[Role], day: date | None = None) -> dict[int, People]:
    """The people of many roles by role id, in two queries."""
    day = day or timezone.localdate()
    ids = [role.pk for role in roles]
    holders: dict[int, User] = {}
    deputies: dict[int, User] = {}
    for holding in Holding.objects.filter(in_force(day), role__in=ids).select_related("user"):
        (deputies if holding.is_deputy else holders)[holding.role_id] = holding.user
    running = Substitution.objects.filter(in_force(day), role__in=ids).select_related("user")
    substitutes = {substitution.role_id: substitution.user for substitution in running}
    return {pk: People(holders.get(pk), deputies.get(pk), substitutes.get(pk)) for pk in ids}


@dataclass(frozen=True)
class Contact:
    """What everybody may see of a role: title, who answers now, its phone and mailbox, never a private one (PRV-08)."""

    role_id: int
    kind: str
    title: LocalizedText
    place: LocalizedText
    name: str
    phone: str
    mailbox: str


def contact_of(role: Role, day: date | None = None) -> Contact:
    return contacts_of_roles([role], day)[0]


def public_contacts(day: date | None = None) -> list[Contact]:
    """The coordinators in the order of their regions, then the national contact point (N-4)."""
    kinds = [Role.Kind.COORDINATOR, Role.Kind.CONTACT_POINT]
    roles = Role.objects.filter(kind__in=kinds).select_related("region").order_by("region__order")
    return contacts_of_roles(list(roles), day)


def contacts_of_roles(roles: Sequence[Role], day: date | None = None) -> list[Contact]:
    """One for each role, in their order; people are read for all of them at once."""
    people = people_of(roles, day)
    return [
        Contact(
            role_id=role.pk,
            kind=role.kind,
            title=role.title,
            place=place_of(role),
            name=acting.name if (acting := people[role.pk].acting) else "",
            phone=role.phone,
            mailbox=role.mailbox,
        )
        for role in roles
    ]


def place_of(role: Role) -> LocalizedText:
    """Name of the region, municipality or institution in which `role` stands; empty for the national ones."""
    if role.region:
        return role.region.name
    if role.municipality:
        return {"en": role.municipality.name_en, country_settings()["languages"][0]: role.municipality.name}
    return role.institution.name_on() if role.institution else {}


@dataclass(frozen=True)
class Addressee:
    """Where a question goes first. `instead_of` is the empty role for which `role` steps in (NET-05)."""

    role: Role
    instead_of: Role | None = None


def addressee(*, topic: Topic, municipality: Municipality | None, region: PlanningRegion) -> Addressee:
    """The role that the routing table names for `topic` (REF-05), in the municipality that exists today (NET-06).

    Without a rule or a municipality the coordinator of `region` is asked; an empty specialist's role leads to the
    municipality's fallback unit (NET-05).
    """
    rule = RoutingRule.objects.filter(topic=topic).first()
    if rule is None:
        return Addressee(coordinator_role(region))
    if rule.kind == Role.Kind.INSTITUTION:
        return Addressee(Role.objects.get(kind=rule.kind, institution=rule.institution_id))
    if rule.kind in {Role.Kind.UNIT, Role.Kind.SPECIALIST}:
        return _in_municipality(rule, municipality, region)
    if rule.kind in {Role.Kind.COORDINATOR, Role.Kind.REGION_OFFICE}:
        return Addressee(Role.objects.get(kind=rule.kind, region=region))
    return Addressee(Role.objects.get(kind=rule.kind))


def _in_municipality(rule: RoutingRule, municipality: Municipality | None, region: PlanningRegion) -> Addressee:
    if municipality is None:
        return Addressee(coordinator_role(region))
    roles = Role.objects.filter(municipality=today_of(municipality))
    wanted = roles.filter(kind=rule.kind, **({"unit": rule.unit} if rule.kind == Role.Kind.UNIT else {})).first()
    if wanted is None:
        return Addressee(fallback_of(municipality) or coordinator_role(region))
    if wanted.kind == Role.Kind.SPECIALIST and people_of([wanted])[wanted.pk].acting is None:
        return Addressee(fallback_of(municipality) or coordinator_role(region), instead_of=wanted)
    return Addressee(wanted)


def fallback_of(municipality: Municipality) -> Role | None:
    """The unit that takes what nobody else in the municipality takes; the pack says which (NET-05)."""
    units = CodeList.objects.filter(kind="units", details__fallback=True).values("code")
    return Role.objects.filter(municipality=today_of(municipality), unit__in=units).first()


def gaps(region: PlanningRegion | None = None, day: date | None = None) -> QuerySet[Role]:
    """Specialists' roles without a holder in municipalities in force, of one region or of all (NET-04)."""
    day = day or timezone.localdate()
    municipalities = Municipality.objects.in_force(day)
    if region:
        municipalities = municipalities.in_region(region, day)
    held = Holding.objects.filter(in_force(day), role=OuterRef("pk"), is_deputy=False)
    roles = Role.objects.filter(~Exists(held), kind=Role.Kind.SPECIALIST, municipality__in=municipalities)
    return roles.in_place_order()
