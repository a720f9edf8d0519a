"""The search box: whoever is in one's care is found by name, address, number or case reference."""

import pytest
from django.urls import reverse

from majup.people import actions as people
from majup.people.actions import MemberData
from majup.staff.models import AccessLog
from majup.staff.scope import acting
from majup.web import merging
from tests.support.family_file import make_case
from tests.support.people import region, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alise):
    with acting(alise.scope):
        return make_case(alise, "Līga", "Zvirbule", contacts=[("email", "liga@example.com"), ("phone", "29123456")])


@pytest.fixture
def hers(cilda):
    with acting(cilda.scope):
        return make_case(cilda, "Līga", "Zvirbule", code="latgale", contacts=[("phone", "26000001")])


def search(user, text):
    return sign_in(user).get(reverse("search"), {"q": text})


@pytest.mark.parametrize("typed", ["liga zvirbule", "Zvirb", "zvirbulle", "liga@example.com", "29123465"])
def test_int_06_who_is_in_my_care_is_found_and_nobody_else(alise, case, hers, typed):
    """INT-06, PRV-01: names without diacritics, one slip, address and number."""
    response = search(alise, typed)
    text = response.content.decode()
    assert response.status_code == 200
    assert [family.case for family, _ in response.context["rows"]] == [case]
    assert case.reference in text
    assert hers.reference not in text


def test_prv_03_each_family_shown_leaves_a_row(alise, case, hers):
    """PRV-03: who looked, also in a list."""
    search(alise, "zvirbule")
    with acting(alise.scope):
        assert list(AccessLog.objects.values_list("user", "household_id", "page")) == [
            (alise.pk, case.household_id, "search")
        ]


def test_an_exact_reference_leads_to_the_case(alise, case, hers):
    response = search(alise, f" {case.reference.lower()} ")
    assert (response.status_code, response["Location"]) == (302, reverse("case", args=[case.reference]))


def test_prv_01_the_reference_of_another_regions_case_leads_nowhere(alise, case, hers):
    response = search(alise, hers.reference)
    assert response.status_code == 200
    assert response.context["rows"] == []


def test_the_reference_of_a_merged_case_leads_to_the_one_that_took_it_up(alise, case):
    with acting(alise.scope):
        other = make_case(alise, "Eva", "Zvirbule")
        merging.merge(kept=case.household, absorbed=other.household, take=(), joins=(), by=alise)
    assert search(alise, other.reference)["Location"] == reverse("case", args=[case.reference])


def test_nobody_found_proposes_to_open_a_case_and_keeps_what_was_typed(alise, case):
    text = search(alise, "Ozola <b>").content.decode()
    assert reverse("case_new") in text
    assert "Ozola &lt;b&gt;" in text


@pytest.mark.parametrize("typed", ["", "   ", "%", "'", "x" * 4000, "@@@@", "🦆"])
def test_whatever_is_typed_gives_a_page(alise, case, typed):
    assert search(alise, typed).status_code == 200


def test_a_family_without_a_case_is_shown_too(alise):
    with acting(alise.scope):
        people.create_household(region=region("vidzeme"), members=[MemberData("Anna", "Liepa")], by=alise)
    assert "Anna Liepa" in search(alise, "liepa").content.decode()


@pytest.mark.parametrize("found", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_results(alise, django_assert_num_queries, found):
    with acting(alise.scope):
        for _ in range(found):
            make_case(alise, "Anna", "Liepa")
    client = sign_in(alise)
    client.get(reverse("search"), {"q": "anna liepa"})
    with django_assert_num_queries(QUERIES):
        client.get(reverse("search"), {"q": "anna liepa"})


QUERIES = 12  # session, user, roles, scopes, 5 to find (slips are looked up for each word), 3 to show and log


def test_prv_01_only_coordinators_search(dace, gunta, admin_user, fricis):
    assert [search(user, "x").status_code for user in (dace, gunta, admin_user, fricis)] == [403] * 4
