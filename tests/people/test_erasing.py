"""PRV-04: nothing that tells who they were is left, and past counts stay right."""

import pytest
from django.db import connection

from majup.people import actions
from majup.people.actions import ContactData, MemberData
from majup.people.erasing import erase_household
from majup.people.errors import EraseRefused
from majup.people.merging import merge
from majup.people.models import ContactPoint, Event, Household, Person, SearchWord
from majup.plumbing.models import OutgoingMail
from majup.staff.access import log_view
from majup.staff.scope import acting
from tests.support.people import region

pytestmark = pytest.mark.django_db

SECRETS = ("Bērziņa", "Berzina", "berzina", "ieva@example.com", "29123456", "first aid")


def household(by, name="Ieva"):
    made = actions.create_household(
        region=region("vidzeme"),
        country="GB",
        members=[MemberData(name, "Bērziņa", skills=[("first aid", None)]), MemberData("Rūta", is_child=True)],
        contact_points=[ContactData("email", "ieva@example.com"), ContactData("phone", "29123456")],
        by=by,
    )
    actions.give_consent(household=made, purpose="news", how="Bērziņa said so by phone", by=by)
    actions.change_member(person=made.members.first(), changes={"family_name": "Berzina"}, by=by)
    return made


def dump():
    """Every row of every table as text, read as the owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'procrastinate%'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        text = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {table} t")
            text += [row for (row,) in cursor.fetchall()]
    return "\n".join(text)


def test_prv_04_after_erasure_no_table_holds_a_name_an_address_or_a_number(alise, as_owner):
    """PRV-04, T-28: also the history that is kept for investigators."""
    with acting(alise.scope):
        made = household(alise)
        OutgoingMail.objects.create(
            message_id="<1@x>", purpose="t", from_address="a@x.lv", to_address="ieva@example.com", subject="Bērziņa",
            text="", language="lv", region_id=made.region_id, household_id=made.pk,
        )  # fmt: skip
    with as_owner():
        before = dump()
    assert all(secret in before for secret in SECRETS)
    with acting(alise.scope):
        erase_household(household=made, reason="asked", by=alise)
    with as_owner():
        after = dump()
    assert [secret for secret in SECRETS if secret in after] == []


def test_prv_04_counts_and_dates_stay(alise):
    with acting(alise.scope):
        made, other = household(alise), household(alise, "Zane")
        log_view(user=alise, household_id=made.pk, record="case 1", page="case")
        erase_household(household=made, reason="asked", by=alise)
        made.refresh_from_db()
        assert (made.region, made.country, made.erased_adults, made.erased_children) == (region("vidzeme"), "GB", 1, 1)
        assert list(Event.objects.filter(household=made).order_by("pk").values_list("kind", "details")) == [
            ("household.created", {}),
            ("consent.given", {}),
            ("member.changed", {}),
            ("household.erased", {"reason": "asked"}),
        ]
        assert list(Person.objects.values_list("household", flat=True)) == [other.pk, other.pk]
        assert set(ContactPoint.objects.values_list("household", flat=True)) == {other.pk}
        assert set(SearchWord.objects.values_list("household", flat=True)) == {other.pk}
        assert Household.objects.get(pk=other.pk).erased_at is None


def test_prv_04_what_was_merged_into_it_is_erased_with_it(alise, as_owner):
    with acting(alise.scope):
        kept, absorbed = household(alise), household(alise, "Eva")
        merge(kept=kept, absorbed=absorbed, by=alise)
        with pytest.raises(EraseRefused, match="merged"):
            erase_household(household=absorbed, reason="asked", by=alise)
        erase_household(household=kept, reason="asked", by=alise)
        with pytest.raises(EraseRefused, match="already-erased"):
            erase_household(household=kept, reason="asked", by=alise)
    with as_owner():
        assert [secret for secret in SECRETS if secret in dump()] == []


def test_prv_01_nobody_empties_the_history_of_a_household_they_do_not_see(alise, cilda, as_owner):
    with acting(alise.scope):
        made = household(alise)
    with acting(cilda.scope), connection.cursor() as cursor:
        cursor.execute("SELECT majup_forget_history(%s)", [made.pk])
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM staff_history WHERE household_id = %s", [made.pk])
        assert cursor.fetchone() == (2,)
