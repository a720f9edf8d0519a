"""NET-06, K-R1, K-R2: which place a spelling means, and to which region a place belonged on a day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError

from majup.places.models import Municipality, RegionMembership
from majup.places.queries import find, region_of, resolve, today_of
from tests.support.people import municipality, region

pytestmark = pytest.mark.django_db
MERGED_ON = date(2025, 7, 1)
DAY = timedelta(days=1)


def atvk_of(text: str) -> list[str]:
    return [place.atvk for place in find(text)]


def test_43_municipalities_until_june_2025_and_42_since():
    assert Municipality.objects.in_force(MERGED_ON - DAY).count() == 43
    assert Municipality.objects.in_force(MERGED_ON).count() == 42


def test_net_06_madona_and_varaklani_became_one():
    madona, varaklani, heir = (municipality(atvk) for atvk in ("0038000", "0055000", "0038001"))
    assert [place.is_in_force(MERGED_ON) for place in (madona, varaklani, heir)] == [False, False, True]
    assert [place.is_in_force(MERGED_ON - DAY) for place in (madona, varaklani, heir)] == [True, True, False]
    assert [today_of(place, MERGED_ON) for place in (madona, varaklani)] == [heir, heir]
    assert today_of(varaklani, MERGED_ON - DAY) == varaklani


def test_k_r1_membership_of_a_region_is_dated():
    varaklani = municipality("0055000")
    assert region_of(varaklani, MERGED_ON - DAY).code == region_of(municipality("0038000"), MERGED_ON - DAY).code
    assert region_of(varaklani, MERGED_ON) is None
    place = municipality("0054000")
    moved = date(2030, 1, 1)
    place.memberships.update(valid_to=moved - DAY)
    RegionMembership.objects.create(municipality=place, region=region("riga"), valid_from=moved)
    assert [region_of(place, day).code for day in (moved - DAY, moved)] == ["vidzeme", "riga"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Skrunda", ["0033000"]),
        ("skrundas nov", ["0033000"]),
        ("kekava", ["0034000"]),
        ("Ķekavas", ["0034000"]),
        ("Varaklani", ["0038001"]),
        ("Kandava", ["0052000"]),
        ("no such place", []),
        ("", []),
        ("%", []),
    ],
)
def test_k_r2_former_units_are_found_without_diacritics_and_lead_to_today(text, found):
    assert atvk_of(text) == found


def test_k_r2_the_named_former_units_are_all_found():
    former = [
        "Skrunda",
        "Riebiņi",
        "Sala",
        "Rundāle",
        "Vecumnieki",
        "Ozolnieki",
        "Aloja",
        "Kandava",
        "Ķegums",
        "Babīte",
    ]
    assert [name for name in former if not atvk_of(name)] == []


def test_resolve_tells_an_ambiguous_spelling_from_an_unknown_one():
    assert resolve("Nekurienes novads") == []
    assert [place.atvk for place in resolve("Valmieras novads")] == ["0054000"]


def test_the_database_refuses_a_successor_of_what_has_not_ended():
    with pytest.raises(IntegrityError, match="municipality_successor_only_after_end"):
        Municipality.objects.filter(atvk="0054000").update(successor=municipality("0049000"))


def test_the_database_refuses_an_end_before_the_beginning():
    with pytest.raises(IntegrityError, match="municipality_ends_after_it_begins"):
        Municipality.objects.filter(atvk="0054000").update(valid_to=date(2000, 1, 1))


def test_k_r2_a_city_that_stayed_as_it_was_names_no_former_units():
    assert municipality("0001000").united_from == []
    assert municipality("0039000").united_from == ["Babītes novads", "Mārupes novads"]
