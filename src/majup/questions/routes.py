"""To whom a question goes: the routing table's first addressee, other places, and who really answers today."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum, auto

from majup.cases.models import Need
from majup.kernel.localized import pick
from majup.network.calendar import country_settings
from majup.network.models import Role, RoutingRule
from majup.network.queries import addressee, fallback_of, people_of, place_of
from majup.places.models import Municipality
from majup.staff.models import User


class Way(StrEnum):
    HOLDER = auto()
    SUBSTITUTE = auto()
    DEPUTY = auto()  # the holder has left: a gap for the municipality
    MAILBOX = auto()  # nobody is named; the role's own mailbox is read
    FALLBACK = auto()  # nobody is named and the municipality's fallback unit takes it (NET-05)


@dataclass(frozen=True)
class Route:
    """Where a question to a role ends up today. `instead_of` is the empty role that the fallback unit stands in for."""

    role: Role
    way: Way
    address: str
    person: User | None = None
    instead_of: Role | None = None

    @property
    def name(self) -> str:
        return self.person.name if self.person else ""

    @property
    def is_gap(self) -> bool:
        return self.way in {Way.DEPUTY, Way.FALLBACK}


@dataclass(frozen=True)
class Proposal:
    """Addressees for one need: `first` by the routing table for each wished place, `others` to choose from."""

    first: list[Role] = field(default_factory=list)
    others: list[Role] = field(default_factory=list)

    @property
    def roles(self) -> list[Role]:
        return [*self.first, *self.others]


def route(role: Role) -> Route | None:
    """The present holder, else the deputy, else the mailbox; None when nobody would be reached (REF-03, NET-05)."""
    people = people_of([role])[role.pk]
    person = people.acting
    if person is not None:
        way = Way.SUBSTITUTE if people.substitute else Way.HOLDER if people.holder else Way.DEPUTY
        return Route(role, way, person.email, person)
    if role.mailbox and not (role.needs_holder and role.municipality_id):
        return Route(role, Way.MAILBOX, role.mailbox)
    fallback = fallback_of(role.municipality) if role.municipality else None
    return _instead(fallback, role) if fallback and fallback.pk != role.pk else None


def _instead(fallback: Role, empty: Role) -> Route | None:
    person = people_of([fallback])[fallback.pk].acting
    address = person.email if person else fallback.mailbox
    return Route(fallback, Way.FALLBACK, address, person, instead_of=empty) if address else None


def propose(need: Need) -> Proposal:
    """First the addressee by the routing table in each wished municipality, in the family's order; then who else could
    know: the same unit everywhere in the region (K-C6), the institutions of the topic, other units near by."""
    case = need.case
    wished = [candidate.municipality for candidate in case.candidates.select_related("municipality")]
    places: list[Municipality | None] = list(wished) or [None]
    first = [role for role in _unique(_first(need, place) for place in places) if not _is_own(role, need)]
    known = Role.objects.filter(topics=need.topic, kind=Role.Kind.INSTITUTION).select_related("institution")
    near = Role.objects.filter(municipality__in=wished).select_related("municipality").order_by("municipality", "pk")
    chosen = {role.pk for role in first}
    others = _unique([*_same_unit_in_region(need), *known, *near])
    return Proposal(first, [role for role in others if role.pk not in chosen])


def _same_unit_in_region(need: Need) -> list[Role]:
    rule = RoutingRule.objects.filter(topic=need.topic, kind__in=[Role.Kind.UNIT, Role.Kind.SPECIALIST]).first()
    if rule is None:
        return []
    places = Municipality.objects.in_force().in_region(need.case.region)
    roles = Role.objects.filter(kind=rule.kind, municipality__in=places).select_related("municipality")
    if rule.unit:
        roles = roles.filter(unit=rule.unit)
    return list(roles.order_by("municipality__sort_key"))


def _first(need: Need, place: Municipality | None) -> Role:
    """The role that is meant; when it is empty, `route` says who steps in."""
    found = addressee(topic=need.topic, municipality=place, region=need.case.region)
    return found.instead_of or found.role


def _is_own(role: Role, need: Need) -> bool:
    return role.kind == Role.Kind.COORDINATOR and role.region_id == need.case.region_id


def _unique(roles: Iterable[Role]) -> list[Role]:
    return list({role.pk: role for role in roles}.values())


def role_names(role: Role) -> dict[str, str]:
    """The label of `role` in every language of the country: what the time line keeps, for whoever reads it later."""
    return {language: role_name(role, language) for language in country_settings()["languages"]}


def role_name(role: Role, language: str) -> str:
    """Title and place as a label: "Pre-school education, X county"; an institution is its own place."""
    languages = country_settings()["languages"]
    title = pick(role.title, language, languages).text
    if role.institution_id:
        return title
    place = pick(place_of(role), language, ["", *languages]).text
    return f"{title}, {place}" if place else title
