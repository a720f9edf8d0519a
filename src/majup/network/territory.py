"""Changes of municipalities that the network follows: founding, merging, and where internal support does not apply."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from majup.kernel.text import Alphabet, fold, sort_key
from majup.network.actions import note
from majup.network.calendar import country_settings
from majup.network.errors import ExclusionOverlaps, MunicipalityEnded
from majup.network.models import CodeList, Holding, Role, Topic
from majup.places.models import InternalExclusion, Municipality, PlaceName, PlanningRegion, RegionMembership
from majup.staff.models import User

DAY = timedelta(days=1)


@transaction.atomic
def found_municipality(
    *, atvk: str, name: str, name_en: str, kind: str, region: PlanningRegion, valid_from: date, source: str, by: User
) -> Municipality:
    """A new municipality with its membership, its searchable names and the roles that every municipality has."""
    municipality = Municipality.objects.create(
        atvk=atvk,
        name=name,
        name_en=name_en,
        kind=kind,
        valid_from=valid_from,
        sort_key=sort_key(name, Alphabet.of(country_settings()["alphabet"])),
    )
    RegionMembership.objects.create(municipality=municipality, region=region, valid_from=valid_from, source=source)
    for text, sort in ((name, PlaceName.Kind.OFFICIAL), (name_en, PlaceName.Kind.SPELLING)):
        PlaceName.objects.get_or_create(
            municipality=municipality, name=text, defaults={"folded": fold(text), "kind": sort}
        )
    for unit in CodeList.objects.filter(kind="units"):
        _open_role(municipality, unit)
    note(kind="municipality_founded", by=by, municipality=name, on=valid_from.isoformat())
    return municipality


@transaction.atomic
def merge_municipalities(
    *, merged: Sequence[Municipality], successor: Municipality, on: date, by: User
) -> Municipality:
    """Let `merged` end the day before `on` and point to `successor` (NET-06).

    Statistics and old questions stay under the old names; new work goes to the successor, whose people from `on` hold
    the old roles too, so that nothing asked earlier is left without an owner.
    """
    ended = any(municipality.valid_to for municipality in [*merged, successor])
    if ended or successor in merged:
        raise MunicipalityEnded(", ".join(m.name for m in merged))
    for municipality in merged:
        municipality.valid_to, municipality.successor = on - DAY, successor
        municipality.save(update_fields=["valid_to", "successor"])
        municipality.memberships.filter(Q(valid_to=None) | Q(valid_to__gte=on)).update(valid_to=on - DAY)
        for role in municipality.roles.all():
            _hand_to_successor(role, successor, on)
        note(kind="municipality_merged", by=by, municipality=municipality.name, into=successor.name, on=on.isoformat())
    return successor


def _open_role(municipality: Municipality, unit: CodeList) -> Role:
    kind = Role.Kind.SPECIALIST if unit.code == "specialist" else Role.Kind.UNIT
    address = country_settings()["role_mailbox"]["unit"].format(unit=unit.code, code=municipality.atvk)
    role = Role.objects.create(kind=kind, municipality=municipality, unit=unit.code, title=unit.name, mailbox=address)
    role.topics.set(Topic.objects.filter(code__in=unit.details.get("topics", [])))
    return role


def _hand_to_successor(role: Role, successor: Municipality, on: date) -> None:
    Holding.objects.filter(role=role, valid_from__gte=on).delete()
    Holding.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), role=role).update(valid_to=on - DAY)
    heir = Role.objects.filter(municipality=successor, unit=role.unit).first()
    if heir is None:
        return
    Role.objects.filter(pk=role.pk).update(phone=heir.phone, mailbox=heir.mailbox)
    for holding in Holding.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), role=heir):
        Holding.objects.create(
            role=role,
            user=holding.user,
            is_deputy=holding.is_deputy,
            valid_from=max(on, holding.valid_from),
            valid_to=holding.valid_to,
        )


@transaction.atomic
def exclude_internal(
    *, municipality: Municipality, valid_from: date, source: str, by: User, valid_to: date | None = None
) -> InternalExclusion:
    """Put `municipality` on the dated list to which the internal part does not apply (IRM-02)."""
    running = municipality.internal_exclusions.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from))
    if (running.filter(valid_from__lte=valid_to) if valid_to else running).exists():
        raise ExclusionOverlaps(municipality.name)
    exclusion = InternalExclusion.objects.create(
        municipality=municipality, valid_from=valid_from, valid_to=valid_to, source=source
    )
    note(kind="exclusion_added", by=by, municipality=municipality.name, on=valid_from.isoformat())
    return exclusion


@transaction.atomic
def end_exclusion(*, exclusion: InternalExclusion, on: date, by: User) -> InternalExclusion:
    """The internal part applies again after the day `on`; the earlier days stay on the list."""
    exclusion.valid_to = max(on, exclusion.valid_from)
    exclusion.save(update_fields=["valid_to"])
    note(kind="exclusion_ended", by=by, municipality=exclusion.municipality.name, on=exclusion.valid_to.isoformat())
    return exclusion
