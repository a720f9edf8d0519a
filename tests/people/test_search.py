"""INT-06: people are found without diacritics and with one slip anywhere, and only in one's own regions."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from majup.people import actions
from majup.people.actions import ContactData, MemberData
from majup.people.queries import Hit, Known, known_contacts, search
from majup.staff.scope import acting
from tests.support.people import region

pytestmark = pytest.mark.django_db

MAIL = "liga.zvirbule@example.com"


def family(by, code, *names, contacts=()):
    with acting(by.scope):
        return actions.create_household(
            region=region(code), members=[MemberData(*name) for name in names], contact_points=contacts, by=by
        )


@pytest.fixture
def zvirbule(alise):
    contacts = [ContactData("email", MAIL), ContactData("phone", "+371 29123456")]
    return family(alise, "vidzeme", ("Līga", "Zvirbule"), ("Markuss", "Zvirbulis"), contacts=contacts)


@pytest.fixture
def others(alise, cilda):
    """Data that could leak: the same names in another region."""
    return [
        family(alise, "vidzeme", ("Ieva", "Ozola"), contacts=[ContactData("phone", "+371 26000001")]),
        family(cilda, "latgale", ("Līga", "Zvirbule"), contacts=[ContactData("email", "liga@example.lv")]),
    ]


def found(by, text):
    with acting(by.scope):
        return [hit.household_id for hit in search(by, text)]


@pytest.mark.parametrize(
    "typed",
    [
        "Līga Zvirbule",
        "liga zvirbule",
        "ZVIRBULE",
        "zvir",
        "markuss liga",
        "liga zv",
        MAIL,
        "Liga.Zvirbule@EXAMPLE.com",
        "liga.zvirb",
        "example.com",
        "+371 29 123 456",
        "29123456",
        "0037129123456",
        "2912345",
        "Līga 29123456",
        "marcuss",
    ],
)
def test_int_06_what_somebody_types_finds_the_household_and_no_other(alise, zvirbule, others, typed):
    assert found(alise, typed) == [zvirbule.pk]


@pytest.mark.parametrize("typed", ["", "  ", "@", "+", "%", "_", "'; --", "q", "Kārlis", "liga ozola", "x" * 5000, "0"])
def test_what_nobody_is_called_finds_nothing(alise, zvirbule, others, typed):
    assert found(alise, typed) == []


def test_prv_01_another_region_finds_its_own_people_only(alise, cilda, zvirbule, others):
    assert found(cilda, "zvirbule") == [others[1].pk]
    assert found(cilda, "29123456") == []
    assert found(cilda, "29123457") == []


LETTERS = "abcdefghijklmnopqrstuvwxyz"
slip = st.tuples(st.sampled_from(["insert", "delete", "substitute", "swap"]), st.integers(0, 40), st.integers(0, 35))


def slipped(word, kind, at, letter, alphabet):
    char = alphabet[letter % len(alphabet)]
    at %= len(word) + (kind == "insert")
    if kind == "insert":
        return word[:at] + char + word[at:]
    if kind == "delete":
        return word[:at] + word[at + 1 :]
    if kind == "substitute":
        return word[:at] + char + word[at + 1 :]
    return word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :]


ONE_DATABASE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)


@ONE_DATABASE
@given(slip=slip, wanted=st.sampled_from([("zvirbule", LETTERS), ("markuss", LETTERS)]))
def test_int_06_a_name_is_found_with_one_slip_at_any_position(alise, zvirbule, others, slip, wanted):
    word, alphabet = wanted
    assert found(alise, slipped(word, *slip, alphabet)) == [zvirbule.pk]


@ONE_DATABASE
@given(slip=slip, wanted=st.sampled_from(["37129123456", "29123456"]))
def test_int_06_a_number_is_found_with_one_slip_at_any_position(alise, zvirbule, others, slip, wanted):
    typed = slipped(wanted, *slip, "0123456789")
    assert found(alise, typed) == [zvirbule.pk]


@ONE_DATABASE
@given(slip=slip)
def test_int_06_an_address_is_found_with_one_slip_at_any_position(alise, zvirbule, others, slip):
    assert zvirbule.pk in found(alise, slipped(MAIL, *slip, LETTERS + "0123456789.-"))


@ONE_DATABASE
@given(slip=slip)
def test_int_06_both_words_may_be_a_slip_away(alise, zvirbule, others, slip):
    assert found(alise, f"{slipped('zvirbule', *slip, LETTERS)} markus") == [zvirbule.pk]


@ONE_DATABASE
@given(typed=st.text(max_size=60))
def test_anything_typed_gives_a_list(alise, zvirbule, typed):
    assert set(found(alise, typed)) <= {zvirbule.pk}


def test_exact_hits_stand_before_those_a_slip_away(alise, zvirbule):
    other = family(alise, "vidzeme", ("Līna", "Zvirbule"))
    with acting(alise.scope):
        assert search(alise, "līna") == [Hit(other.pk), Hit(zvirbule.pk, is_near=True)]


def test_a_name_in_another_script_is_found_with_a_slip(alise):
    household = family(alise, "vidzeme", ("Людмила", "Щербакова"))
    assert found(alise, "щербакова") == [household.pk]
    assert found(alise, "щербатова людмила") == [household.pk]


def test_newest_first_and_no_more_than_a_page(alise):
    made = [family(alise, "vidzeme", ("Anna", "Liepa")).pk for _ in range(4)]
    with acting(alise.scope):
        assert [hit.household_id for hit in search(alise, "anna liepa", limit=3)] == made[:0:-1]


def test_int_06_a_known_address_is_proposed_and_elsewhere_told_by_region_alone(alise, cilda, zvirbule, others):
    """INT-06: same e-mail or phone; in another region only where it is."""
    with acting(cilda.scope):
        assert known_contacts(cilda, email=MAIL.upper()) == [
            Known(zvirbule.pk, region("vidzeme").pk, False, frozenset({"email"}))
        ]
        assert known_contacts(cilda, phone="29123456", name="Ieva Ozola") == [
            Known(zvirbule.pk, region("vidzeme").pk, False, frozenset({"phone"}))
        ]
        assert known_contacts(cilda, email="nobody@example.com", phone="letters", name="Ieva Ozola") == []
    with acting(alise.scope):
        assert known_contacts(alise, email=MAIL, phone="+37129123456", name="Ieva Ozola") == [
            Known(zvirbule.pk, region("vidzeme").pk, True, frozenset({"email", "phone"}))
        ]


def test_int_06_a_slip_or_the_name_alone_is_proposed_when_nothing_is_the_same(alise, cilda, zvirbule, others):
    with acting(alise.scope):
        assert known_contacts(alise, phone="29123465", name="Ieva Ozolla") == [
            Known(zvirbule.pk, region("vidzeme").pk, True, frozenset({"phone"}), True),
            Known(others[0].pk, region("vidzeme").pk, True, frozenset({"name"}), True),
        ]
    with acting(cilda.scope):
        assert known_contacts(cilda, email="liga.zvirbule@exmaple.com") == [
            Known(zvirbule.pk, region("vidzeme").pk, False, frozenset({"email"}), True)
        ]


def test_prv_01_who_has_no_region_learns_nothing(dace, zvirbule):
    with acting(dace.scope):
        assert known_contacts(dace, email=MAIL) == []
        assert search(dace, "zvirbule") == []
