"""Households are written down, changed and kept findable."""

import pytest

from majup.kernel.validation import EmailError
from majup.people import actions
from majup.people.actions import ContactData, MemberData
from majup.people.errors import ChangedMeanwhile, NothingAgreed
from majup.people.models import Consent, ContactPoint, Event, Household, HouseholdShare, Person, SearchWord
from majup.staff.scope import acting
from tests.support.people import region

pytestmark = pytest.mark.django_db


def make_household(by, code="vidzeme", **options):
    return actions.create_household(
        region=region(code),
        country="GB",
        members=[
            MemberData("Ieva", "Bērziņa", language="lv", preferred_channel="phone", birth_year=1985),
            MemberData("Tom", "Smith", relation="spouse", language="en"),
        ],
        contact_points=[ContactData("email", "IB85@Example.com"), ContactData("phone", "+44 7400 123456", 1)],
        by=by,
        **options,
    )


def words(household):
    return set(SearchWord.objects.filter(household=household).values_list("word", flat=True))


ALL_WORDS = {
    "ieva",
    "berzina",
    "tom",
    "smith",
    "ib85",
    "ib85@example.com",
    "example.com",
    "447400123456",
    "7400123456",
}


def test_a_household_is_written_with_members_contacts_words_and_event(alise):
    with acting(alise.scope):
        household = make_household(alise)
        assert [str(person) for person in household.members.all()] == ["Ieva Bērziņa", "Tom Smith"]
        assert list(household.contact_points.order_by("pk").values_list("normal", "person__given_name")) == [
            ("ib85@example.com", "Ieva"),
            ("+447400123456", "Tom"),
        ]
        assert words(household) == ALL_WORDS
        assert list(Event.objects.values_list("kind", "by")) == [("household.created", alise.pk)]


def test_lng_03_language_and_channel_are_kept_for_each_person(alise):
    """LNG-03: preferred language and channel are stored per person."""
    with acting(alise.scope):
        household = make_household(alise)
        assert list(household.members.values_list("language", "preferred_channel")) == [("lv", "phone"), ("en", "")]


def test_a_number_of_the_country_of_residence_needs_no_country_code(alise):
    with acting(alise.scope):
        person = make_household(alise).members.first()
        point = actions.add_contact_point(person=person, kind="phone", value="07400 654321", by=alise)
        home = actions.add_contact_point(person=person, kind="phone", value="29 123 456", by=alise)
    assert (point.normal, home.normal) == ("+447400654321", "+37129123456")


def test_a_refused_address_leaves_nothing_behind(alise):
    with acting(alise.scope):
        with pytest.raises(EmailError, match="malformed"):
            actions.create_household(
                region=region("vidzeme"),
                members=[MemberData("Ieva")],
                contact_points=[ContactData("email", "ieva")],
                by=alise,
            )
        assert (Household.objects.count(), Person.objects.count(), Event.objects.count()) == (0, 0, 0)


def test_the_same_contact_point_twice_is_one(alise):
    with acting(alise.scope):
        person = make_household(alise).members.first()
        again = actions.add_contact_point(person=person, kind="email", value="ib85@EXAMPLE.com", by=alise)
        assert list(person.contact_points.all()) == [again]
        assert ContactPoint.objects.count() == 2


def test_a_new_name_is_found_and_the_old_one_no_more(alise):
    with acting(alise.scope):
        household = make_household(alise)
        actions.change_member(person=household.members.first(), changes={"family_name": "Ozola"}, by=alise)
        assert words(household) == ALL_WORDS - {"berzina"} | {"ozola"}
        event = Event.objects.get(kind="member.changed")
        assert event.details == {"name": "Ieva Ozola", "changed": {"family_name": ["Bērziņa", "Ozola"]}}


def test_a_removed_contact_point_is_not_found_any_more(alise):
    with acting(alise.scope):
        household = make_household(alise)
        actions.remove_contact_point(point=household.contact_points.get(kind="phone"), by=alise)
        assert words(household) == ALL_WORDS - {"447400123456", "7400123456"}


def test_the_second_of_two_editors_is_told(alise):
    with acting(alise.scope):
        household = make_household(alise)
        seen = household.version
        actions.add_member(household=household, data=MemberData("Anna", is_child=True), by=alise, version=seen)
        with pytest.raises(ChangedMeanwhile) as refusal:
            actions.change_member(
                person=household.members.first(), changes={"occupation": "cook"}, by=alise, version=seen
            )
        assert refusal.value.version == seen + 1
        assert household.members.first().occupation == ""


def test_prv_02_consent_is_given_and_withdrawn_for_each_purpose(alise):
    """PRV-02: consent is stored per purpose and can be withdrawn per purpose; the former one stays as proof."""
    with acting(alise.scope):
        household = make_household(alise)
        actions.give_consent(household=household, purpose="news", how="by phone", by=alise)
        actions.give_consent(household=household, purpose="news", how="again", by=alise)
        actions.give_consent(household=household, purpose="story", how="by mail", by=alise)
        actions.withdraw_consent(household=household, purpose="news", by=alise)
        stored = [(c.purpose, c.how, c.withdrawn_at is None, c.recorded_by) for c in Consent.objects.order_by("pk")]
        assert stored == [("news", "by phone", False, alise), ("story", "by mail", True, alise)]
        with pytest.raises(NothingAgreed):
            actions.withdraw_consent(household=household, purpose="news", by=alise)
        kinds = Event.objects.filter(kind__startswith="consent").order_by("pk").values_list("kind", "details__purpose")
        assert list(kinds) == [("consent.given", "news"), ("consent.given", "story"), ("consent.withdrawn", "news")]


def test_prv_01_words_are_written_for_the_region_that_shares_and_for_no_other(alise, cilda, as_owner):
    """PRV-01: who shares the household finds it; nobody else does."""
    with acting(alise.scope):
        household = make_household(alise)
        from django.utils import timezone

        share = HouseholdShare.objects.create(household=household, region=region("latgale"), since=timezone.now())
        actions.reindex(household=household)
    with acting(cilda.scope):
        assert words(household) == ALL_WORDS
    with acting(alise.scope):
        share.ended_at = timezone.now()
        share.save()
        actions.reindex(household=household)
    with acting(cilda.scope):
        assert words(household) == set()
        actions.reindex(household=Household(pk=household.pk))
    with acting(alise.scope):
        assert words(household) == ALL_WORDS
