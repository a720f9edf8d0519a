"""Who may write the profile of which place; access is in the fetch."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from majup.network.models import Role
from majup.places.models import Municipality, RegionMembership, in_force
from majup.places.queries import today_of
from majup.staff.roles import Permission
from majup.web.http import StaffRequest
from majup.web.places.find import find_place


def own_places(user) -> list[Municipality]:
    """Municipalities whose specialist the user is; a merged one leads to its successor."""
    roles = Role.objects.filter(pk__in=user.scope.roles, kind=Role.Kind.SPECIALIST)
    return [today_of(role.municipality) for role in roles.select_related("municipality__successor")]


def may_write(user, place: Municipality) -> bool:
    """The specialist of the place, or the coordinator of its region, where a municipality has nobody (K-X4)."""
    if not user.may(Permission.PROFILE_EDIT):
        return False
    if place in own_places(user):
        return True
    members = RegionMembership.objects.filter(in_force(timezone.localdate()), region__in=user.scope.regions)
    return members.filter(municipality=place).exists()


def find_writable(request: StaffRequest, atvk: str) -> Municipality:
    place = find_place(atvk)
    if not may_write(request.user, place):
        raise PermissionDenied
    return place
