"""Duplicates on the desk: found, dismissed, merged with preview and choice, taken back."""

import pytest
from django.urls import reverse

from majup.people import duplicates
from majup.people.models import DuplicatePair, Household, Merge, Person
from majup.staff.scope import acting
from tests.support.family_file import make_case
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(alise):
    with acting(alise.scope):
        first = make_case(alise, "Ieva", "Bērziņa", contacts=[("email", "ieva@example.com")])
        second = make_case(alise, "Eva", "Berzina", birth_year=1985, contacts=[("email", "ieva@example.com")])
        duplicates.look_for_duplicates(household=first.household)
    return first, second


def ids(two):
    return [case.household_id for case in two]


def fields(two, **changes):
    kept, absorbed = (Person.objects.filter(household=case.household).first() for case in two)
    return {f"same_{absorbed.pk}": str(kept.pk), f"take_{absorbed.pk}": ["birth_year"]} | changes


def post(user, name, args, data=None):
    return sign_in(user).post(reverse(name, args=args), data or {})


def test_int_06_the_pair_is_shown_and_leads_to_the_merge(alise, two):
    page = sign_in(alise).get(reverse("duplicates")).content.decode()
    assert reverse("merge", args=ids(two)) in page
    assert "Eva Berzina" in page


def test_int_06_the_merge_page_shows_both_sides_what_differs_and_what_moves(alise, two):
    response = sign_in(alise).get(reverse("merge", args=ids(two)))
    page = response.content.decode()
    assert response.status_code == 200
    for words in ("Ieva Bērziņa", "Eva Berzina", "1985", "ieva@example.com", two[0].reference, two[1].reference):
        assert words in page
    assert reverse("merge", args=ids(two)[::-1]) in page
    assert response.context["moves"] != []


def test_int_06_merged_with_the_chosen_values_and_taken_back_by_one_button(alise, two):
    with acting(alise.scope):
        data = fields(two)
    response = post(alise, "merge", ids(two), data)
    assert (response.status_code, response["Location"]) == (302, reverse("case", args=[two[0].reference]))
    with acting(alise.scope):
        person = Person.objects.get(household=two[0].household)
        assert (str(person), person.birth_year) == ("Ieva Bērziņa", 1985)
        merge = Merge.objects.get()
    response = post(alise, "merge_undo", [merge.pk])
    assert response.status_code == 302
    with acting(alise.scope):
        assert Household.objects.filter(merged_into=None).count() == 2
        person.refresh_from_db()
        assert person.birth_year is None
    assert post(alise, "merge_undo", [merge.pk]).status_code == 302


def test_the_second_of_two_people_who_merge_is_told(alise, two):
    with acting(alise.scope):
        data = fields(two)
    post(alise, "merge", ids(two), data)
    response = post(alise, "merge", ids(two))
    assert response.status_code == 422
    with acting(alise.scope):
        assert Merge.objects.count() == 1


def test_two_members_cannot_be_the_same_person_and_what_was_chosen_stays(alise, two):
    with acting(alise.scope):
        kept = Person.objects.get(household=two[0].household)
        from majup.people.actions import MemberData, add_member

        other = add_member(household=two[1].household, data=MemberData("Iva", "Berzina"), by=alise)
        data = fields(two, **{f"same_{other.pk}": str(kept.pk)})
    response = post(alise, "merge", ids(two), data)
    assert response.status_code == 422
    assert response.content.decode().count("selected") >= 2
    with acting(alise.scope):
        assert Merge.objects.count() == 0


def test_a_dismissed_pair_is_gone_from_the_list(alise, two):
    with acting(alise.scope):
        pair = DuplicatePair.objects.get()
    assert post(alise, "duplicate_dismiss", [pair.pk]).status_code == 302
    assert sign_in(alise).get(reverse("duplicates")).context["rows"] == []


def test_prv_01_another_region_sees_and_merges_nothing(alise, cilda, two):
    """PRV-01."""
    with acting(alise.scope):
        pair = DuplicatePair.objects.get()
    assert sign_in(cilda).get(reverse("duplicates")).context["rows"] == []
    assert sign_in(cilda).get(reverse("merge", args=ids(two))).status_code == 404
    assert post(cilda, "merge", ids(two)).status_code == 404
    assert post(cilda, "duplicate_dismiss", [pair.pk]).status_code == 404
    post(alise, "merge", ids(two))
    with acting(alise.scope):
        merge = Merge.objects.get()
    assert post(cilda, "merge_undo", [merge.pk]).status_code == 404


def test_absurd_addresses_give_a_page(alise):
    client = sign_in(alise)
    assert client.get(reverse("duplicates"), {"after": "nonsense~9"}).status_code == 200
    assert client.get(reverse("merge", args=[1, 1])).status_code == 404
