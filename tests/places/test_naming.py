"""B-02, K-R2: what people write about where they want to go is understood, also with a slip or an old name."""

import pytest

from majup.places import naming

pytestmark = pytest.mark.django_db


def names(text):
    found = naming.read(text)
    return [str(place) for place in found.places], [(u.text, [str(p) for p in u.proposals]) for u in found.unclear]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", []),
        ("Cēsu novads", ["Cēsu novads"]),
        ("cesu novads", ["Cēsu novads"]),
        ("Varakļānu novads", ["Madonas novads"]),
        ("Latgale", ["latgale"]),
        ("Latgalē", ["latgale"]),
        ("Kurzeme planning region", ["kurzeme"]),
        ("Rīga", ["Rīga"]),
        ("Daugavpils", ["Daugavpils"]),
        ("Cēsu novads, Latgale; Cēsu novads", ["Cēsu novads", "latgale"]),
    ],
)
def test_b_02_names_of_today_of_before_and_of_regions(text, places):
    assert names(text) == (places, [])


def test_a_slip_is_not_guessed_but_proposed():
    places, unclear = names("Cēsu novafs")
    assert places == []
    assert unclear == [("Cēsu novafs", ["Cēsu novads"])]


def test_a_divided_place_is_asked_about():
    places, ((text, proposals),) = names("Aglona")
    assert (places, text) == ([], "Aglona")
    assert len(proposals) == 2


def test_an_unknown_place_proposes_nothing():
    assert names("Atlantīda") == ([], [("Atlantīda", [])])
    assert names("x" * 5000)[0] == []
