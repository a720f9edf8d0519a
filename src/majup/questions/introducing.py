"""Introductions to employers: nothing of a person is shown before that person agreed to that employer (EMP-07).

People are listed, never sorted by who might be better (SPE-04).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from majup.cases.models import ENDED, Case
from majup.kernel.hashing import token_digest
from majup.kernel.text import stems
from majup.network.queries import coordinator_role
from majup.openings import letters
from majup.openings.models import Employer, Vacancy
from majup.openings.occupations import code_of
from majup.people.actions import record_event
from majup.people.models import Consent, Household, Person
from majup.questions.errors import IntroducedAlready, NothingShown
from majup.questions.facts import facts_of_adult
from majup.questions.models import Introduction
from majup.staff.models import User

PURPOSE = "share_employer"
MOST = 200


@dataclass(frozen=True)
class Introduced:
    """What an employer sees behind its link. `shown` is [{key, value}] as agreed."""

    pk: int
    vacancy: str
    shown: list[dict[str, str]]
    agreed_on: date


@transaction.atomic
def introduce(
    *,
    case: Case,
    person: Person,
    employer: Employer,
    keys: Iterable[str],
    agreed_on: date,
    how: str,
    language: str,
    by: User,
    vacancy: Vacancy | None = None,
) -> Introduction:
    """Record that `person` agreed to `employer`, freeze the facts `keys` that it may see, and tell it by mail.

    The mail says nothing of the person; it leads to the page where the facts stand.
    Raises NothingShown, IntroducedAlready.
    """
    wanted = set(keys)
    shown = [{"key": f.key, "value": f.value} for f in facts_of_adult(person, language) if f.key in wanted]
    if not shown:
        raise NothingShown(person.pk)
    if Introduction.objects.filter(person=person, employer=employer, withdrawn_at=None).exists():
        raise IntroducedAlready(person.pk)
    row = Introduction.objects.create(
        case=case,
        household=case.household,
        person=person,
        employer=employer,
        vacancy=vacancy,
        shown=shown,
        agreed_on=agreed_on,
        how=how,
        recorded_by=by,
    )
    details = {"employer": employer.name, "name": str(person)}
    record_event(household=case.household, kind="introduction.agreed", by=by, details=details)
    letters.tell_introduced(employer=employer, vacancy=vacancy, role=coordinator_role(case.region))
    return row


@transaction.atomic
def withdraw(*, introduction: Introduction, by: User | None, by_family: bool = False) -> None:
    """The person takes the agreement back: the employer sees nothing from now on. Twice changes nothing."""
    ended = Introduction.objects.filter(pk=introduction.pk, withdrawn_at=None)
    if ended.update(withdrawn_at=timezone.now(), shown=[]):
        details = {"employer": introduction.employer.name, "name": str(introduction.person)}
        record_event(
            household=introduction.household,
            kind="introduction.withdrawn",
            by=by,
            by_family=by_family,
            details=details,
        )


@transaction.atomic
def withdraw_all(*, household: Household, person: Person | None, by: User | None, by_family: bool = False) -> None:
    """The family took back that employers may learn of it, of one member or of all: each introduction ends (PRV-02)."""
    rows = Introduction.objects.filter(household=household, withdrawn_at=None).select_related("employer", "person")
    for row in rows.filter(person=person) if person else rows:
        withdraw(introduction=row, by=by, by_family=by_family)


def introduced_to(secret: str) -> list[Introduced]:
    """The people who agreed to the employer that holds this link; asked before anybody has a scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM majup_introduced(%s)", [token_digest(secret)])
        return [Introduced(*_read(row)) for row in cursor.fetchall()]


def _read(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A JSON column of a function comes as text or as a list, whichever the driver is set to."""

    pk, vacancy, shown, agreed_on = row
    return pk, vacancy or "", json.loads(shown) if isinstance(shown, str) else shown, agreed_on


def fitting(vacancy: Vacancy, user: User) -> list[Person]:
    """Adults whose occupation is that of the vacancy, in cases that `user` sees and that go on or rest.

    Only of households that agreed to be named to employers, and not those who are introduced to this one already; in
    the order in which their cases were opened.
    """
    agreed = Consent.objects.filter(purpose=PURPOSE, withdrawn_at=None).values("household_id")
    cases = Case.objects.visible_to(user).exclude(stage__in=ENDED).filter(household__in=agreed).exclude(occupations="")
    people = Person.objects.filter(household__case__in=cases, is_child=False).exclude(occupation="")
    if vacancy.employer_id:
        known = Introduction.objects.filter(employer=vacancy.employer_id, withdrawn_at=None)
        people = people.exclude(pk__in=known.values("person_id"))
    ordered = people.select_related("household__case").order_by("household__case__opened_at", "pk")
    return [person for person in ordered.iterator(500) if _fits(person.occupation, vacancy)][:MOST]


def _fits(occupation: str, vacancy: Vacancy) -> bool:
    code = code_of(occupation)
    if code and vacancy.occupation_code:
        return code == vacancy.occupation_code[:4]
    return bool(set(stems(occupation)) & set(stems(vacancy.title)))
