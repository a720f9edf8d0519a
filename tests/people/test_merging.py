"""Two households become one without losing anything, and two again also after later edits."""

import pytest
from django.utils import timezone

from majup.people import actions
from majup.people.actions import ContactData, MemberData
from majup.people.errors import MergeRefused
from majup.people.merging import Join, merge, roll_back_merge
from majup.people.models import (
    Consent,
    ContactPoint,
    DuplicatePair,
    Event,
    Household,
    HouseholdShare,
    Person,
    PersonLanguage,
    SearchWord,
    Skill,
)
from majup.people.queries import search
from majup.staff.scope import Scope, acting
from tests.support.people import region

pytestmark = pytest.mark.django_db

TABLES = (Household, Person, ContactPoint, Consent, PersonLanguage, Skill, Event, HouseholdShare)


def everything():
    """All rows of the stage but what every change raises."""
    return {
        model: sorted(
            (tuple(sorted((k, v) for k, v in row.items() if k != "version")) for row in model.objects.values()), key=str
        )
        for model in TABLES
    }


@pytest.fixture
def two(alise):
    """Ieva wrote twice: with her husband and a landline, then with her daughter and another address."""
    with acting(alise.scope):
        kept = actions.create_household(
            region=region("vidzeme"),
            country="GB",
            members=[
                MemberData("Ieva", "Bērziņa", language="lv", occupation="", languages=[("lv", "c2")]),
                MemberData("Jānis", "Bērziņš", relation="spouse"),
            ],
            contact_points=[ContactData("email", "ieva@example.com"), ContactData("phone", "+371 29123456", 1)],
            by=alise,
        )
        absorbed = actions.create_household(
            region=region("vidzeme"),
            country="IE",
            members=[
                MemberData(
                    "Eva",
                    "Berzina",
                    birth_year=1985,
                    occupation="nurse",
                    languages=[("lv", "c1"), ("en", "b2")],
                    skills=[("first aid", True)],
                ),
                MemberData("Rūta", "Bērziņa", relation="child", is_child=True),
            ],
            contact_points=[ContactData("email", "ieva@example.com"), ContactData("email", "eva@example.org", 1)],
            by=alise,
        )
        for household in (kept, absorbed):
            actions.give_consent(household=household, purpose="news", how="form", by=alise)
        actions.give_consent(
            household=absorbed, purpose="share_employer", person=absorbed.members.first(), how="phone", by=alise
        )
        HouseholdShare.objects.create(household=absorbed, region=region("latgale"), since=timezone.now())
        actions.reindex(household=absorbed)
    return kept, absorbed


def join(kept, absorbed, *take):
    return [Join(absorbed.members.first().pk, kept.members.first().pk, take)]


def do_merge(two, by, *take, **options):
    kept, absorbed = two
    return merge(kept=kept, absorbed=absorbed, joins=join(kept, absorbed, *take), by=by, **options)


def test_everything_that_belonged_to_either_belongs_to_the_kept_one(alise, two):
    kept, _ = two
    with acting(alise.scope):
        do_merge(two, alise, "birth_year", "occupation", take={"country"})
        kept.refresh_from_db()
        ieva, janis, ruta = kept.members.all()
        assert [str(person) for person in (ieva, janis, ruta)] == ["Ieva Bērziņa", "Jānis Bērziņš", "Rūta Bērziņa"]
        assert (kept.country, ieva.birth_year, ieva.occupation, ieva.language) == ("IE", 1985, "nurse", "lv")
        assert set(kept.contact_points.values_list("person__given_name", "normal")) == {
            ("Ieva", "ieva@example.com"),
            ("Jānis", "+37129123456"),
            ("Rūta", "eva@example.org"),
        }
        assert set(ieva.languages.values_list("language", "level")) == {("lv", "c2"), ("en", "b2")}
        assert list(ieva.skills.values_list("name", "has_document")) == [("first aid", True)]
        assert set(kept.consents.values_list("purpose", "person")) == {("news", None), ("share_employer", ieva.pk)}
        assert list(kept.shares.values_list("region__code")) == [("latgale",)]
        assert kept.events.filter(kind="household.created").count() == 2
        assert kept.events.filter(kind="household.merged").count() == 1


def test_nothing_is_lost_the_absorbed_values_are_still_there(alise, two):
    kept, absorbed = two
    with acting(alise.scope):
        do_merge(two, alise)
        absorbed.refresh_from_db()
        eva = absorbed.members.get()
        assert (absorbed.merged_into, absorbed.country, str(eva), eva.occupation) == (
            kept,
            "IE",
            "Eva Berzina",
            "nurse",
        )
        assert list(eva.languages.values_list("language", "level")) == [("lv", "c1")]
        assert list(absorbed.contact_points.values_list("normal")) == [("ieva@example.com",)]
        assert list(absorbed.consents.values_list("purpose")) == [("news",)]
        assert Person.objects.count() == 4


def test_the_absorbed_household_is_not_found_any_more_and_its_members_are_by_the_kept_one(alise, two):
    kept, absorbed = two
    with acting(alise.scope):
        do_merge(two, alise)
        assert SearchWord.objects.filter(household=absorbed).count() == 0
        assert [hit.household_id for hit in search(alise, "ruta berzina")] == [kept.pk]
        assert [hit.household_id for hit in search(alise, "eva@example.org")] == [kept.pk]


def test_a_merge_taken_back_leaves_everything_as_it_was(alise, two):
    kept, absorbed = two
    with acting(alise.scope):
        before = everything()
        done = do_merge(two, alise, "birth_year", "occupation", "given_name", take={"country"})
        roll_back_merge(merge=done, by=alise)
        Event.objects.filter(kind__startswith="household.merge").delete()
        assert everything() == before
        assert [hit.household_id for hit in search(alise, "eva@example.org")] == [absorbed.pk]
        pair = DuplicatePair.objects.get()
        assert (pair.first, pair.second, pair.dismissed_by) == (kept, absorbed, alise)


def test_a_merge_is_taken_back_after_three_later_edits_and_each_edit_stays(alise, two):
    kept, absorbed = two
    with acting(alise.scope):
        done = do_merge(two, alise, "birth_year", "occupation", take={"country"})
        ieva = kept.members.get(given_name="Ieva")
        ruta = kept.members.get(given_name="Rūta")
        actions.change_member(person=ieva, changes={"occupation": "midwife"}, by=alise)
        actions.change_member(person=ruta, changes={"school_class": "3"}, by=alise)
        actions.add_contact_point(person=ieva, kind="phone", value="+371 26000001", by=alise)

        roll_back_merge(merge=done, by=alise)

        kept.refresh_from_db()
        ieva, ruta, eva = (Person.objects.get(given_name=name) for name in ("Ieva", "Rūta", "Eva"))
        assert (ieva.occupation, ieva.birth_year, kept.country) == ("midwife", None, "GB")
        assert (ruta.school_class, ruta.household) == ("3", absorbed)
        assert (eva.occupation, eva.birth_year, eva.household) == ("nurse", 1985, absorbed)
        assert set(kept.contact_points.values_list("normal", flat=True)) == {
            "ieva@example.com",
            "+37129123456",
            "+37126000001",
        }
        assert set(absorbed.contact_points.values_list("person__given_name", "normal")) == {
            ("Eva", "ieva@example.com"),
            ("Rūta", "eva@example.org"),
        }


def test_what_was_removed_since_stays_removed(alise, two):
    kept, absorbed = two
    with acting(alise.scope):
        done = do_merge(two, alise)
        actions.remove_contact_point(point=kept.contact_points.get(normal="eva@example.org"), by=alise)
        roll_back_merge(merge=done, by=alise)
        assert list(absorbed.contact_points.values_list("normal")) == [("ieva@example.com",)]


@pytest.mark.parametrize("turned", [False, True])
def test_the_second_merge_of_the_same_households_is_refused(alise, two, turned):
    kept, absorbed = two
    with acting(alise.scope):
        done = do_merge(two, alise)
        pair = (absorbed, kept) if turned else (kept, absorbed)
        with pytest.raises(MergeRefused, match="already-merged"):
            merge(kept=pair[0], absorbed=pair[1], by=alise)
        roll_back_merge(merge=done, by=alise)
        with pytest.raises(MergeRefused, match="already-rolled-back"):
            roll_back_merge(merge=done, by=alise)


def test_what_cannot_be_merged_says_why(alise, two):
    kept, absorbed = two
    with acting(alise.scope):
        with pytest.raises(MergeRefused, match="same-household"):
            merge(kept=kept, absorbed=kept, by=alise)
        with pytest.raises(MergeRefused, match="person-elsewhere"):
            merge(
                kept=kept, absorbed=absorbed, joins=[Join(kept.members.first().pk, kept.members.first().pk)], by=alise
            )
        done = do_merge(two, alise)
        third = actions.create_household(region=region("vidzeme"), members=[MemberData("Zane")], by=alise)
        merge(kept=third, absorbed=kept, by=alise)
        with pytest.raises(MergeRefused, match="merged-further"):
            roll_back_merge(merge=done, by=alise)


def test_ref_09_a_household_in_the_care_of_another_region_is_not_merged(alise, cilda, two):
    kept, _ = two
    with acting(cilda.scope):
        hers = actions.create_household(region=region("latgale"), members=[MemberData("Ieva", "Bērziņa")], by=cilda)
    both = Scope(user_id=alise.pk, regions=frozenset({region("vidzeme").pk, region("latgale").pk}))
    with acting(both), pytest.raises(MergeRefused, match="different-regions"):
        merge(kept=kept, absorbed=hers, by=alise)
