"""For which places a member of staff may write, each with the role that owns the text."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from majup.network.models import Role
from majup.places.models import Municipality, PlanningRegion, RegionMembership, in_force
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain, named
from majup.web.facts.words import role_words

REGIONAL = (Role.Kind.COORDINATOR, Role.Kind.REGION_OFFICE)


@dataclass(frozen=True)
class Where:
    """One choice of the form: its value, its words, and what the text gets."""

    value: str
    label: str
    role: Role
    region: PlanningRegion | None = None
    municipality: Municipality | None = None

    @property
    def is_local(self) -> bool:
        return bool(self.region or self.municipality)


def places_for(user: User) -> list[Where]:
    """The choices of `user`, the widest first."""
    held = list(Role.objects.filter(pk__in=user.scope.roles).select_related("region", "municipality", "institution"))
    found = [_common(role) for role in held if not role.region_id and not role.municipality_id]
    if not found and user.may(Permission.TEXT_KEEP_COMMON):
        found = [_common(role) for role in Role.objects.filter(kind=Role.Kind.CONTACT_POINT)]
    for role in held:
        if role.kind in REGIONAL and role.region:
            found += [_regional(role, role.region), *_inside(role.region)]
        elif role.municipality:
            found.append(_local(role, role.municipality))
    return list({one.value: one for one in reversed(found)}.values())[::-1]


def _common(role: Role) -> Where:
    words = _("All of the country (%(owner)s)") % {"owner": role_words(role)}
    return Where(f"role-{role.pk}", words, role)


def _regional(role: Role, region: PlanningRegion) -> Where:
    return Where(f"region-{region.code}", localized_plain(region.full_name), role, region=region)


def _local(role: Role, place: Municipality) -> Where:
    return Where(f"place-{place.atvk}", named(place), role, municipality=place)


def _inside(region: PlanningRegion) -> list[Where]:
    """Municipalities of the region, each owned by its specialist's role."""
    members = RegionMembership.objects.filter(in_force(timezone.localdate()), region=region)
    roles = Role.objects.filter(kind=Role.Kind.SPECIALIST, municipality__in=members.values("municipality"))
    rows = roles.select_related("municipality").order_by("municipality__sort_key")
    return [_local(role, role.municipality) for role in rows if role.municipality]
