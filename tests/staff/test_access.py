"""PRV-01: a coordinator sees the cases of her own region and those shared with her, whatever the code forgets."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from majup.cases.models import Case, Need
from majup.network.models import Substitution
from majup.network.queries import equip
from majup.people.models import Household, HouseholdShare, Person
from majup.staff.scope import NOBODY, Scope, acting
from tests.support.people import region, today

pytestmark = pytest.mark.django_db


def make_case(coordinator, region_code):
    with acting(coordinator.scope):
        now = timezone.now()
        household = Household.objects.create(region=region(region_code), created_at=now)
        Person.objects.create(household=household, given_name="Ieva", family_name="Kalniņa", relation="applicant")
        return Case.objects.create(
            household=household,
            region=household.region,
            reference=f"T-{household.pk}",
            title="Kalniņa",
            category="emigrant",
            stage_since=now,
            opened_at=now,
            next_contact_on=today(),
            responsible=coordinator,
        )


def test_prv_01_row_level_security_hides_other_regions_from_a_bare_query(alise, cilda):
    mine, hers = make_case(alise, "vidzeme"), make_case(cilda, "latgale")

    with acting(alise.scope):
        assert list(Case.objects.all()) == [mine]
        assert list(Person.objects.values_list("household_id", flat=True)) == [mine.household_id]
    with acting(cilda.scope):
        assert list(Case.objects.all()) == [hers]
    with acting(NOBODY):
        assert list(Case.objects.all()) == []


def test_prv_01_a_shared_case_is_seen_by_the_other_region_until_the_share_ends(alise, cilda):
    mine = make_case(alise, "vidzeme")
    with acting(alise.scope):
        share = HouseholdShare.objects.create(household=mine.household, region=region("latgale"), since=timezone.now())
    with acting(cilda.scope):
        assert list(Case.objects.visible_to(cilda)) == [mine]
        assert list(Case.objects.all()) == [mine]
    with acting(alise.scope):
        share.ended_at = timezone.now()
        share.save()
    with acting(cilda.scope):
        assert list(Case.objects.all()) == []


def test_fup_09_a_deputy_sees_the_region_only_while_substituting(alise, bruno):
    mine = make_case(alise, "vidzeme")
    with acting(bruno.scope):
        assert list(Case.objects.all()) == []
    Substitution.objects.create(
        role=alise.holdings.get().role,
        user=bruno,
        valid_from=today(),
        valid_to=today() + timedelta(days=7),
        arranged_by=alise,
    )
    with acting(equip(bruno).scope):
        assert list(Case.objects.all()) == [mine]


def test_a_case_cannot_be_in_another_region_than_its_household(alise):
    case = make_case(alise, "vidzeme")
    both = Scope(regions=frozenset({region("vidzeme").pk, region("latgale").pk}))
    with acting(both), transaction.atomic(), connection.cursor() as cursor:
        Case.objects.filter(pk=case.pk).update(region=region("latgale"))
        with pytest.raises(IntegrityError, match="case_is_in_its_households_region"):
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)


def test_the_application_role_owns_nothing_and_cannot_bypass():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("majup_app", False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = 'majup_app'")
        assert cursor.fetchone() == (0,)


def test_prv_03_a_change_leaves_the_former_row_for_investigators(alise, as_owner):
    case = make_case(alise, "vidzeme")
    with acting(alise.scope):
        Person.objects.update(given_name="Ilze")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, before->>'given_name', household_id FROM staff_history WHERE \"table\" = 'people_person'"
        )
        assert cursor.fetchall() == [(alise.pk, "Ieva", case.household_id)]


def test_needs_follow_the_case(alise, cilda):
    make_case(alise, "vidzeme")
    with acting(cilda.scope):
        assert Need.objects.count() == 0
