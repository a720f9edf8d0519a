"""Duplicates of households are found by what they share, within one's own scope, and stay dismissed."""

import pytest
from procrastinate import testing
from procrastinate.contrib.django import app

from majup.people import actions, duplicates, tasks
from majup.people.actions import ContactData, MemberData
from majup.people.models import DuplicatePair, Household
from majup.staff.scope import NOBODY, acting
from tests.support.people import region

pytestmark = pytest.mark.django_db


def family(by, code, *members, contacts=()):
    return actions.create_household(region=region(code), members=members, contact_points=contacts, by=by)


def pairs_of(household):
    duplicates.look_for_duplicates(household=household)
    found = DuplicatePair.objects.order_by("first", "second").values_list("first", "second", "reason")
    return [pair for pair in found if household.pk in pair]


IEVA = MemberData("Ieva", "Bērziņa", birth_year=1985)


def test_int_06_the_same_address_or_number_makes_a_pair(alise):
    """INT-06: known by contact, whatever the names are."""
    with acting(alise.scope):
        one = family(alise, "vidzeme", IEVA, contacts=[ContactData("email", "ieva@example.com")])
        same_mail = family(alise, "vidzeme", MemberData("Eva"), contacts=[ContactData("email", "IEVA@example.com")])
        other_mail = family(alise, "vidzeme", MemberData("Zane"), contacts=[ContactData("email", "eva@example.com")])
        assert pairs_of(one) == [(one.pk, same_mail.pk, "contact")]
        assert pairs_of(other_mail) == []


@pytest.mark.parametrize(
    ("members", "is_pair"),
    [
        ([MemberData("Ieva", "Berzina", birth_year=1985)], True),
        ([MemberData("Ieva", "Bērziņa", birth_year=1986)], False),
        ([MemberData("Ievaa", "Berzzina", birth_year=1985)], True),
        ([MemberData("Eva", "Bērziņa", birth_year=1985)], True),
        ([MemberData("Inga", "Bērziņa", birth_year=1985)], False),
        ([MemberData("Ieva", "Bērziņa", birth_year=1985, is_child=True)], False),
        ([MemberData("Ieva", "Bērziņa")], True),
        ([MemberData("Ieva", "Bērzinska", birth_year=1985)], False),
    ],
)
def test_two_adults_of_the_same_name_make_a_pair_unless_something_speaks_against_it(alise, members, is_pair):
    with acting(alise.scope):
        one = family(alise, "vidzeme", IEVA)
        other = family(alise, "vidzeme", *members)
        assert pairs_of(one) == ([(one.pk, other.pk, "name")] if is_pair else [])


def test_a_common_name_needs_a_birth_year_or_a_child_of_the_same_name(alise):
    with acting(alise.scope):
        child = MemberData("Rūta", "Bērziņa", is_child=True)
        one = family(alise, "vidzeme", MemberData("Anna", "Bērziņa"), child)
        for _ in range(4):
            family(alise, "vidzeme", MemberData("Anna", "Bērziņa"))
        same = family(
            alise, "vidzeme", MemberData("Anna", "Bērziņa", birth_year=1990), MemberData("Ruta", is_child=True)
        )
        assert pairs_of(one) == [(one.pk, same.pk, "name")]


def test_prv_01_duplicates_are_looked_for_and_shown_within_the_region_only(alise, cilda):
    """PRV-01: nobody learns of another region's households through duplicates."""
    with acting(cilda.scope):
        family(cilda, "latgale", IEVA, contacts=[ContactData("email", "ieva@example.com")])
    with acting(alise.scope):
        one = family(alise, "vidzeme", IEVA, contacts=[ContactData("email", "ieva@example.com")])
        assert pairs_of(one) == []
        other = family(alise, "vidzeme", IEVA)
        assert pairs_of(one) == [(one.pk, other.pk, "name")]
        assert DuplicatePair.objects.visible_to(alise).count() == 1
    with acting(cilda.scope):
        assert list(DuplicatePair.objects.all()) == []
        assert list(DuplicatePair.objects.visible_to(cilda)) == []


def test_a_dismissed_pair_is_not_proposed_again(alise):
    with acting(alise.scope):
        one, _ = family(alise, "vidzeme", IEVA), family(alise, "vidzeme", IEVA)
        pairs_of(one)
        pair = duplicates.dismiss_pair(pair=DuplicatePair.objects.get(), by=alise)
        pairs_of(one)
        assert list(DuplicatePair.objects.open()) == []
        assert list(DuplicatePair.objects.values_list("pk", "dismissed_by")) == [(pair.pk, alise.pk)]


def test_the_worker_looks_for_duplicates_after_a_change(alise):
    """INT-06: the page never waits for it."""
    connector = testing.InMemoryConnector()
    with app.replace_connector(connector), acting(alise.scope):
        one = family(alise, "vidzeme", IEVA)
        other = family(alise, "vidzeme", MemberData("Zane", "Liepa"))
        actions.change_member(
            person=other.members.first(), changes={"given_name": "Ieva", "family_name": "Bērziņa"}, by=alise
        )
        jobs = [job["args"] for job in connector.jobs.values()]
    expected = {"region_id": one.region_id}
    assert jobs == [expected | {"household_id": one.pk}] + [expected | {"household_id": other.pk}] * 2
    with acting(NOBODY):
        for job in jobs:
            tasks.look_for_duplicates_of(**job)
    with acting(alise.scope):
        assert list(DuplicatePair.objects.values_list("first", "second")) == [(one.pk, other.pk)]
        assert Household.objects.count() == 2
