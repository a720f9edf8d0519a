"""Statements made once answer as the querysets they were made from."""

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from majup.places.models import Municipality, RegionMembership
from majup.plumbing.prepared import Prepared

pytestmark = pytest.mark.django_db

MEMBERS = Prepared(
    lambda region, municipality: (
        RegionMembership.objects.filter(region=region)
        .exclude(municipality=municipality)
        .annotate(name=F("municipality__name"))
        .order_by("pk")
    )
)


def expected(region: int, municipality: int) -> list[tuple[int, str]]:
    rows = RegionMembership.objects.filter(region=region).exclude(municipality=municipality).order_by("pk")
    return list(rows.values_list("pk", "municipality__name"))


@pytest.mark.parametrize("place", [0, 1, 7])
def test_each_pair_of_ids_gets_the_rows_of_its_queryset(place):
    membership = RegionMembership.objects.order_by("pk")[place]
    ids = {"region": membership.region_id, "municipality": membership.municipality_id}
    with CaptureQueriesContext(connection) as asked:
        found = [(row.pk, row.name) for row in MEMBERS(**ids)]
    assert found == expected(**ids)
    assert membership.pk not in dict(found)
    assert len(asked) == 1


def test_what_is_no_id_stays_as_it_was_written():
    one = Prepared(
        lambda successor: Municipality.objects.filter(successor=successor, name__contains="nov").order_by("pk")
    )
    heir = Municipality.objects.get(atvk="0038001")
    assert [row.atvk for row in one(successor=heir.pk)] == ["0038000", "0055000"]
    assert list(one(successor=0)) == []


def test_a_missing_id_is_an_error_before_anything_is_asked():
    with CaptureQueriesContext(connection) as asked, pytest.raises(KeyError, match="municipality"):
        MEMBERS(region=1)
    assert len(asked) == 0
