"""What can be done to households and their members."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from majup.people.errors import ChangedMeanwhile, NothingAgreed
from majup.people.models import Consent, ContactPoint, Event, Household, Person, PersonLanguage, Skill
from majup.people.tasks import look_for_duplicates_of
from majup.people.words import normal_contact, words_of
from majup.places.models import PlanningRegion
from majup.staff.models import User

NAMES = frozenset({"given_name", "family_name"})


@dataclass(frozen=True)
class MemberData:
    """One member as typed in; `languages` are pairs of language and level, `skills` of name and has_document."""

    given_name: str = ""
    family_name: str = ""
    relation: str = "applicant"
    is_child: bool = False
    birth_year: int | None = None
    language: str = ""
    preferred_channel: str = ""
    will_move: bool | None = None
    is_citizen: bool | None = None
    occupation: str = ""
    school_stage: str = ""
    school_class: str = ""
    schooling_language: str = ""
    latvian_level: str = ""
    starts_on: date | None = None
    languages: Sequence[tuple[str, str]] = ()
    skills: Sequence[tuple[str, bool | None]] = ()

    def columns(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name not in {"languages", "skills"}}


@dataclass(frozen=True)
class ContactData:
    """A contact point of the member at `person_index`; `kind` is one of ContactPoint.Kind."""

    kind: str
    value: str
    person_index: int = 0


def record_event(
    *,
    household: Household,
    kind: str,
    by: User | None,
    details: dict[str, Any] | None = None,
    by_family: bool = False,
    at: datetime | None = None,
) -> Event:
    """Write what happened on the household's time line; call it inside the transaction of the action it tells of.

    `kind` is "<stage>.<what>", e.g. "offer.sent"; the page turns it into words (web/desk/cases/event_words.py).
    """
    return Event.objects.create(
        household=household, kind=kind, by=by, by_family=by_family, details=details or {}, at=at or timezone.now()
    )


@transaction.atomic
def create_household(
    *,
    region: PlanningRegion,
    members: Sequence[MemberData],
    country: str = "",
    contact_points: Sequence[ContactData] = (),
    moves_inside: bool = False,
    by: User | None,
) -> Household:
    """Write down a household with its members and how to reach them. Raises EmailError or PhoneError."""
    household = Household.objects.create(
        region=region, country=country, has_no_move_from_abroad=moves_inside, created_at=timezone.now()
    )
    people = Person.objects.bulk_create(
        [Person(household=household, order=order, **data.columns()) for order, data in enumerate(members)]
    )
    for person, data in zip(people, members, strict=True):
        _add_details(person, data)
    points = ContactPoint.objects.bulk_create(_points(household, people, contact_points), ignore_conflicts=True)
    record_event(household=household, kind="household.created", by=by)
    _index(household, people, points)
    return household


def _points(household: Household, people: Sequence[Person], contacts: Sequence[ContactData]) -> list[ContactPoint]:
    return [
        ContactPoint(
            household=household,
            person=people[contact.person_index],
            kind=contact.kind,
            value=contact.value.strip(),
            normal=normal_contact(contact.kind, contact.value, household.country),
            is_preferred=number == 0,
        )
        for number, contact in enumerate(contacts)
    ]


def _add_details(person: Person, data: MemberData) -> None:
    if data.languages:
        PersonLanguage.objects.bulk_create(
            [PersonLanguage(person=person, language=code, level=level) for code, level in dict(data.languages).items()]
        )
    if data.skills:
        Skill.objects.bulk_create(
            [Skill(person=person, name=name, has_document=has_document) for name, has_document in data.skills]
        )


@transaction.atomic
def add_member(*, household: Household, data: MemberData, by: User | None, version: int | None = None) -> Person:
    """Add somebody who belongs to the household. Raises ChangedMeanwhile when `version` is given and old."""
    raise_version(household=household, seen=version)
    order = household.members.count()
    person = Person.objects.create(household=household, order=order, **data.columns())
    _add_details(person, data)
    record_event(household=household, kind="member.added", by=by, details={"name": str(person)})
    reindex(household=household)
    return person


@transaction.atomic
def change_member(
    *,
    person: Person,
    changes: Mapping[str, Any],
    by: User | None,
    version: int | None = None,
    by_family: bool = False,
) -> Person:
    """Set the given fields; the event keeps what each was before. Raises ChangedMeanwhile as `add_member` does."""
    household = Household.objects.get(pk=person.household_id)
    raise_version(household=household, seen=version)
    person.refresh_from_db()
    changed = {
        name: [_written(getattr(person, name)), _written(value)]
        for name, value in changes.items()
        if getattr(person, name) != value
    }
    if not changed:
        return person
    for name in changed:
        setattr(person, name, changes[name])
    person.save(update_fields=list(changed))
    details = {"name": str(person), "changed": changed}
    record_event(household=household, kind="member.changed", by=by, by_family=by_family, details=details)
    if NAMES & changed.keys():
        reindex(household=household)
    return person


def _written(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@transaction.atomic
def add_contact_point(
    *, person: Person, kind: str, value: str, by: User | None, is_preferred: bool = False
) -> ContactPoint:
    """Add a way to reach `person`; the same one again changes nothing. Raises EmailError or PhoneError."""
    household = person.household
    point, is_new = ContactPoint.objects.get_or_create(
        person=person,
        kind=kind,
        normal=normal_contact(kind, value, household.country),
        defaults={"household": household, "value": value.strip(), "is_preferred": is_preferred},
    )
    if is_new:
        record_event(household=household, kind="contact_point.added", by=by, details={"name": str(person)})
        reindex(household=household)
    return point


@transaction.atomic
def remove_contact_point(*, point: ContactPoint, by: User | None) -> None:
    """Forget a way to reach somebody, e.g. an address that is no longer theirs."""
    household, name = point.household, str(point.person)
    point.delete()
    record_event(household=household, kind="contact_point.removed", by=by, details={"name": name})
    reindex(household=household)


@transaction.atomic
def give_consent(
    *,
    household: Household,
    purpose: str,
    person: Person | None = None,
    how: str,
    by: User | None,
    by_family: bool = False,
) -> Consent:
    """Store that the family agreed to `purpose`, a code of the pack; given already, it stays as it was (PRV-02)."""
    consent, is_new = Consent.objects.get_or_create(
        household=household,
        person=person,
        purpose=purpose,
        withdrawn_at=None,
        defaults={"given_at": timezone.now(), "how": how, "recorded_by": by},
    )
    if is_new:
        record_event(
            household=household, kind="consent.given", by=by, by_family=by_family, details={"purpose": purpose}
        )
    return consent


@transaction.atomic
def withdraw_consent(
    *, household: Household, purpose: str, person: Person | None = None, by: User | None, by_family: bool = False
) -> Consent:
    """Store that the family took its agreement to `purpose` back. Raises NothingAgreed."""
    consent = (
        household.consents.select_for_update(of=("self",))
        .filter(purpose=purpose, person=person, withdrawn_at=None)
        .first()
    )
    if consent is None:
        raise NothingAgreed(purpose)
    consent.withdrawn_at = timezone.now()
    consent.save(update_fields=["withdrawn_at"])
    record_event(
        household=household, kind="consent.withdrawn", by=by, by_family=by_family, details={"purpose": purpose}
    )
    return consent


def raise_version(*, household: Household, seen: int | None) -> None:
    """Count one more change of the household. Raises ChangedMeanwhile when `seen` is given and no longer the latest."""
    rows = Household.objects.filter(pk=household.pk)
    if seen is not None:
        rows = rows.filter(version=seen)
    if not rows.update(version=F("version") + 1):
        raise ChangedMeanwhile(Household.objects.get(pk=household.pk).version)
    household.refresh_from_db(fields=["version"])


def reindex(*, household: Household) -> None:
    """Write the household's search words anew, for its region and every region it is shared with.

    Call it after names, contact points, the region or the shares changed, as somebody who sees the household.
    """
    _index(household, list(household.members.all()), list(household.contact_points.all()))


def _index(household: Household, people: Sequence[Person], points: Sequence[ContactPoint]) -> None:
    found = words_of((str(person) for person in people), ((point.kind, point.normal) for point in points))
    with connection.cursor() as cursor:
        cursor.execute("SELECT majup_index_household(%s, %s::text[])", [household.pk, sorted(found)])
    if found:
        look_for_duplicates_of.defer(household_id=household.pk, region_id=household.region_id)
