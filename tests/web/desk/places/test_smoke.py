import pytest
from django.urls import reverse
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name,args,query",
    [
        ("places", (), ""),
        ("places", (), "?figure=vacancies&day=2022-01-01"),
        ("place_finder", (), ""),
        ("places_compare", (), ""),
        ("places_compare", (), "?place=0054000&place=0038001"),
        ("places_wanted", (), ""),
        ("profiles", (), ""),
        ("statistics_report", (), ""),
        ("place", ("0054000",), ""),
        ("place", ("0038000",), ""),
        ("place_block", ("0054000", "work"), ""),
        ("place_leaflet", ("0054000", "en"), ""),
        ("place_versions", ("0054000", "about"), ""),
    ],
)
def test_page(alise, name, args, query):
    answer = sign_in(alise).get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.content[:500]
