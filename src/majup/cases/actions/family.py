"""What a case has to know of the household and each member: languages, skills, residence, support wished."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from majup.cases.actions.opening import rename
from majup.cases.models import Case, SupportWish
from majup.people import actions as people
from majup.people.models import Household, Person, PersonLanguage, Residence, Skill
from majup.places.models import Municipality
from majup.staff.models import User

HOUSEHOLD_FACTS = ("country", "property_in_country", "has_no_move_from_abroad")


@dataclass(frozen=True)
class ResidenceData:
    """One stay; `kind` is lived or declared, `proof` a code of the pack's list (NEE-10)."""

    kind: str
    country: str
    from_date: date | None = None
    to_date: date | None = None
    proof: str = ""
    municipality: Municipality | None = None


@transaction.atomic
def change_household(
    *, household: Household, values: Mapping[str, Any], by: User, version: int | None = None
) -> Household:
    """Set facts of the household (`HOUSEHOLD_FACTS`), e.g. property in the country (NEE-12).

    Raises people.errors.ChangedMeanwhile when `version` is old.
    """
    people.raise_version(household=household, seen=version)
    household.refresh_from_db()
    changed = [name for name in HOUSEHOLD_FACTS if name in values and getattr(household, name) != values[name]]
    for name in changed:
        setattr(household, name, values[name])
    if changed:
        household.save(update_fields=changed)
        people.record_event(household=household, kind="household.changed", by=by, details={"fields": changed})
    return household


@transaction.atomic
def save_member(
    *,
    case: Case,
    person: Person,
    changes: Mapping[str, Any],
    by: User,
    languages: Sequence[tuple[str, str]] | None = None,
    skills: Sequence[tuple[str, bool | None]] | None = None,
    residences: Sequence[ResidenceData] | None = None,
    support: Mapping[str, str] | None = None,
    version: int | None = None,
) -> Person:
    """Set everything about one member at once; a list that is None stays as it is.

    `support`: code of the pack's child_support_kinds -> words, kept encrypted for the coordinator alone (PRV-05).
    Raises people.errors.ChangedMeanwhile when the household is no longer at `version`.
    """
    person = people.change_member(person=person, changes=changes, by=by, version=version)
    if languages is not None:
        _replace(
            person.languages,
            [PersonLanguage(person=person, language=code, level=level) for code, level in dict(languages).items()],
        )
    if skills is not None:
        _replace(person.skills, [Skill(person=person, name=name, has_document=paper) for name, paper in skills])
    if residences is not None:
        _set_residences(person, residences, by)
    if support is not None:
        _set_support(case, person, support)
    rename(case=case)
    return person


def _replace(existing: Any, rows: list[Any]) -> None:
    existing.all().delete()
    existing.model.objects.bulk_create(rows)


def _set_residences(person: Person, residences: Sequence[ResidenceData], by: User) -> None:
    rows = [Residence(person=person, **vars(data)) for data in residences]
    before = {_stay(row) for row in person.residences.all()}
    if before == {_stay(row) for row in rows}:
        return
    _replace(person.residences, rows)
    people.record_event(household=person.household, kind="residence.changed", by=by, details={"name": str(person)})


def _stay(row: Residence) -> tuple[Any, ...]:
    return (row.kind, row.country, row.from_date, row.to_date, row.proof, row.municipality_id)


def _set_support(case: Case, person: Person, support: Mapping[str, str]) -> None:
    """Wishes that hang on a need stay; no event names a wish."""
    person.support_wishes.filter(need=None).delete()
    for code, note in support.items():
        SupportWish.objects.create(household=case.household, person=person, kind=code, note=note)


@transaction.atomic
def add_member(*, case: Case, data: people.MemberData, by: User, version: int | None = None) -> Person:
    """Somebody who belongs to the family too; with the first child, education becomes a question (NEE-03)."""
    person = people.add_member(household=case.household, data=data, by=by, version=version)
    rename(case=case)
    if person.is_child:
        case.readiness.filter(area="education", state="not_applicable").update(state="unknown")
    return person
