"""Two coordinators merge the same two households at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from majup.people import actions
from majup.people.actions import MemberData
from majup.people.errors import MergeRefused
from majup.people.merging import merge
from majup.people.models import Household, Merge, Person
from majup.staff.scope import acting
from tests.support.people import region

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_merges_at_once_in_opposite_directions_exactly_one_happens(alise):
    with acting(alise.scope):
        one, other = (
            actions.create_household(region=region("vidzeme"), members=[MemberData(name)], by=alise)
            for name in ("Ieva", "Eva")
        )
    start = Barrier(2)

    def attempt(pair):
        try:
            with acting(alise.scope):
                start.wait()
                merge(kept=pair[0], absorbed=pair[1], by=alise)
                return "merged"
        except MergeRefused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(attempt, [(one, other), (other, one)]))

    assert sorted(results) == ["already-merged", "merged"]
    with acting(alise.scope):
        done = Merge.objects.get()
        assert Household.objects.get(merged_into__isnull=False) == done.absorbed
        assert set(Person.objects.values_list("household", flat=True)) == {done.kept_id}
