"""A member corrects what we know; what finds or reaches the family waits for the coordinator (ADR 16)."""

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from majup.cases import actions as cases
from majup.cases.models import Case
from majup.family.errors import FamilyError
from majup.family.models import Correction
from majup.people import actions as people
from majup.people.models import ContactPoint, Household, Person
from majup.people.words import normal_contact
from majup.staff.models import User

OF_MEMBER = ("given_name", "family_name", "birth_year", "occupation", "school_class")
POINTS = (ContactPoint.Kind.PHONE, ContactPoint.Kind.EMAIL)
OF_HOUSEHOLD = ("country",)
FIELDS = (*OF_MEMBER, *POINTS, *OF_HOUSEHOLD)


def known(person: Person, field: str) -> str:
    """What we have of `field`, as the member reads it; raises FamilyError "unknown-field"."""
    if field in OF_MEMBER:
        return str(getattr(person, field) or "")
    if field in OF_HOUSEHOLD:
        return str(getattr(person.household, field) or "")
    if field in POINTS:
        point = _point(person, field)
        return point.value if point else ""
    raise FamilyError("unknown-field", field)


def _point(person: Person, kind: str) -> ContactPoint | None:
    return person.contact_points.filter(kind=kind).order_by("-is_preferred", "pk").first()


@transaction.atomic
def propose(*, person: Person, field: str, value: str, said_by: Person) -> Correction:
    """Put down what would be right; a second word on the same field replaces the first.

    Raises FamilyError "unknown-field", "same-value", "not-a-member"; EmailError or PhoneError for what is none.
    """
    value, before = value.strip(), known(person, field)
    if person.household_id != said_by.household_id:
        raise FamilyError("not-a-member")
    if value == before:
        raise FamilyError("same-value", field)
    if field in POINTS and value:
        normal_contact(field, value, person.household.country)
    correction, _ = Correction.objects.update_or_create(
        person=person,
        field=field,
        state=Correction.State.OPEN,
        defaults={
            "household_id": person.household_id,
            "said_by": said_by,
            "before": before,
            "value": value,
            "at": timezone.now(),
        },
    )
    _tell(correction, "family.correction_proposed", None, by_family=True)
    return correction


@transaction.atomic
def take_back(*, person: Person, field: str) -> None:
    """The family thinks better of it before anybody decided: what we have stays. Nothing open: nothing to do."""
    rows = Correction.objects.select_for_update(of=("self",)).filter(state=Correction.State.OPEN)
    correction = rows.filter(person=person, field=field).first()
    if correction:
        _tell(correction, "family.correction_taken_back", None, by_family=True)
        correction.delete()


@transaction.atomic
def take_over(*, correction: Correction, by: User) -> Correction:
    """Make it so. Raises FamilyError "decided" when somebody was first."""
    correction = _open(correction)
    _apply(correction, by)
    return _decide(correction, Correction.State.TAKEN, by)


@transaction.atomic
def decline(*, correction: Correction, reason: str, by: User) -> Correction:
    """Leave it as it is; the family reads why. Raises FamilyError "decided", "reason-needed"."""
    if not reason.strip():
        raise FamilyError("reason-needed")
    correction = _open(correction)
    correction.reason = reason.strip()
    return _decide(correction, Correction.State.DECLINED, by)


def _open(correction: Correction) -> Correction:
    rows = Correction.objects.select_for_update(of=("self",)).select_related("person__household")
    found = rows.get(pk=correction.pk)
    if found.state != Correction.State.OPEN:
        raise FamilyError("decided")
    return found


def _decide(correction: Correction, state: str, by: User) -> Correction:
    correction.state, correction.decided_by, correction.decided_at = state, by, timezone.now()
    correction.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    _tell(correction, f"family.correction_{state}", by, by_family=False)
    return correction


def _tell(correction: Correction, kind: str, by: User | None, *, by_family: bool) -> None:
    details = {"name": str(correction.person), "field": correction.field}
    people.record_event(household=correction.person.household, kind=kind, by=by, by_family=by_family, details=details)


def _apply(correction: Correction, by: User) -> None:
    change: Callable[[Correction, User], None]
    if correction.field in POINTS:
        change = _change_point
    elif correction.field in OF_HOUSEHOLD:
        change = _change_household
    else:
        change = _change_member
    change(correction, by)


def _change_member(correction: Correction, by: User) -> None:
    value: str | int | None = correction.value
    if correction.field == "birth_year":
        value = int(correction.value) if correction.value else None
    cases.save_member(case=_case(correction), person=correction.person, changes={correction.field: value}, by=by)


def _case(correction: Correction) -> Case:
    return Case.objects.select_related("household").get(household=correction.household_id)


def _change_household(correction: Correction, by: User) -> None:
    household = Household.objects.get(pk=correction.household_id)
    cases.change_household(household=household, values={correction.field: correction.value}, by=by)


def _change_point(correction: Correction, by: User) -> None:
    """The new way takes the place of the one that was shown, and its preference."""
    of_kind = correction.person.contact_points.filter(kind=correction.field)
    old = of_kind.filter(value=correction.before).first() if correction.before else None
    is_preferred = old.is_preferred if old else False
    if old:
        people.remove_contact_point(point=old, by=by)
    if correction.value:
        people.add_contact_point(
            person=correction.person,
            kind=correction.field,
            value=correction.value,
            by=by,
            is_preferred=is_preferred,
        )
