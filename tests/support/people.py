"""Who is who in the tests. Alise coordinates Vidzeme, Bruno is her deputy, Cilda has Latgale and sees none of it."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from majup.network.models import Holding, Institution, Role
from majup.network.queries import equip, people_of
from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User

SINCE = date(2018, 3, 1)


def make_user(name: str, **fields) -> User:
    return User.objects.create_user(
        email=f"{name.lower()}@majup.example", name=name, password="a long password", **fields
    )


def give_role(user: User, role: Role, *, is_deputy: bool = False, since: date = SINCE) -> User:
    Holding.objects.create(role=role, user=user, is_deputy=is_deputy, valid_from=since)
    return equip(user)


def region(code: str) -> PlanningRegion:
    return PlanningRegion.objects.get(code=code)


def municipality(atvk: str) -> Municipality:
    return Municipality.objects.get(atvk=atvk)


def make_coordinator(name: str, region_code: str, **options) -> User:
    role = Role.objects.get(kind="coordinator", region__code=region_code)
    return give_role(make_user(name), role, **options)


@pytest.fixture
def alise(db) -> User:
    """Coordinates Vidzeme."""
    return make_coordinator("Alise", "vidzeme")


@pytest.fixture
def bruno(db, alise) -> User:
    """Deputy of Alise; sees Vidzeme only while he substitutes for her."""
    return make_coordinator("Bruno", "vidzeme", is_deputy=True)


@pytest.fixture
def cilda(db) -> User:
    """Coordinates Latgale; must see nothing of Vidzeme."""
    return make_coordinator("Cilda", "latgale")


@pytest.fixture
def dace(db) -> User:
    """Municipal remigration specialist in a county of Vidzeme (ATVK 0054000)."""
    return give_role(make_user("Dace"), Role.objects.get(kind="specialist", municipality__atvk="0054000"))


@pytest.fixture
def edgars(db) -> User:
    """Answers for the employment agency."""
    role = Role.objects.get(kind="institution", institution=Institution.objects.get(code="nva"))
    return give_role(make_user("Edgars"), role)


@pytest.fixture
def fricis(db) -> User:
    """Works in the administration of the planning region Vidzeme."""
    return give_role(make_user("Fricis"), Role.objects.get(kind="region_office", region__code="vidzeme"))


@pytest.fixture
def gunta(db) -> User:
    """Works in the ministry: sees counts, never a case."""
    return give_role(make_user("Gunta"), Role.objects.get(kind="ministry"))


@pytest.fixture
def admin_user(db) -> User:
    return equip(make_user("Admin", is_admin=True))


def sign_in(user: User) -> Client:
    """A test client signed in as `user`, second factor passed."""
    client = Client()
    client.force_login(user)
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def acting_in(role: Role, day: date | None = None) -> User | None:
    """Who answers for `role` on `day`."""
    return people_of([role], day)[role.pk].acting


def today() -> date:
    return timezone.localdate()
