"""INT-06: an enquiry from a known address proposes the case, or names region and reference of the case elsewhere."""

import pytest
from django.urls import reverse

from majup.intake import actions as intake
from majup.staff.scope import acting
from majup.web.desk.people.known import known_cases
from tests.support.family_file import make_case
from tests.support.people import region, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alise):
    with acting(alise.scope):
        return make_case(alise, "Ieva", "Zvirbule", contacts=[("email", "ieva@example.com"), ("phone", "29123456")])


def enquiry_of(by, code, **fields):
    with acting(by.scope):
        return intake.receive(channel="web_form", language="lv", text="?", region=region(code), **fields)


def test_int_06_in_my_region_the_case_itself_is_proposed(alise, case):
    with acting(alise.scope):
        (found,) = known_cases(alise, phone="29123456")
    assert (found.case, found.reference) == (case, case.reference)


@pytest.mark.parametrize(
    "fields", [{"email": "IEVA@example.com"}, {"phone": "29 123 456"}, {"email": "ieva@exmaple.com"}]
)
def test_int_06_elsewhere_only_region_and_reference_are_told(alise, cilda, case, fields):
    enquiry = enquiry_of(cilda, "latgale", name="Ieva Zvirbule", **fields)
    page = sign_in(cilda).get(reverse("enquiry", args=[enquiry.pk])).content.decode()
    assert case.reference in page
    assert reverse("case", args=[case.reference]) not in page
    assert "wish of Ieva" not in page
    with acting(cilda.scope):
        (found,) = known_cases(cilda, **fields)
    assert (found.case, found.reference, found.known.region_id) == (None, case.reference, region("vidzeme").pk)


def test_int_06_a_name_alone_tells_nothing_of_another_region(cilda, case):
    with acting(cilda.scope):
        assert known_cases(cilda, name="Ieva Zvirbule") == []
