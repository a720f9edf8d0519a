"""The case page: one time line, one box for any contact, everything about the household beside it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from majup.cases import actions
from majup.cases.models import Case, Contact
from majup.places.models import InternalExclusion
from majup.staff.models import AccessLog
from majup.staff.scope import acting
from tests.support.cases import case_of, enquiry_of, need_of, next_week
from tests.support.people import municipality, sign_in, today

pytestmark = pytest.mark.django_db


def get(user, case, **query):
    return sign_in(user).get(reverse("case", args=[case.reference]), query)


def test_the_case_page_shows_who_what_and_what_next(alise):
    case = case_of(alise)
    need_of(case, alise, "school", wish="2. klase")
    response = get(alise, case)
    text = response.content.decode()
    assert response.status_code == 200
    for words in ("Kalniņa, Kalniņš", "Emma Kalniņa", "2. klase", case.reference):
        assert words in text
