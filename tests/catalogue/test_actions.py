"""Facts are written, confirmed, changed and withdrawn by who answers for them; what was said stays."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from majup.catalogue import actions, details, queries
from majup.catalogue.errors import (
    ChangedMeanwhile,
    DetailError,
    Incomplete,
    NotConfirmable,
    NothingToUndo,
    ReasonMissing,
)
from majup.catalogue.models import Fact, FactVersion, Kind, Level, State
from majup.catalogue.tasks import ask_to_confirm_facts
from majup.network.models import Role
from tests.support.facts import TEXTS, grown_old, in_places, service_of, write
from tests.support.people import today
from tests.support.questions import mails, specialist, unit

pytestmark = pytest.mark.django_db


def test_cat_03_nothing_is_published_without_owner_contact_texts_topics_place_and_source(dace):
    place = in_places("0054000")
    with pytest.raises(Incomplete) as refused, transaction.atomic():
        actions.write(kind=Kind.SERVICE, place=place, role=None, by=dace, texts=TEXTS, state=State.VALID)
    assert refused.value.missing == ["role"]
    role = specialist()
    Role.objects.filter(pk=role.pk).update(phone="", mailbox="")
    role.refresh_from_db()
    bare = {"name": {"lv": "X"}, "source": ""}
    nowhere = actions.Place(Level.MUNICIPALITY)
    with pytest.raises(Incomplete) as refused, transaction.atomic():
        actions.write(kind=Kind.SERVICE, place=nowhere, role=role, by=dace, texts=bare, state=State.VALID)
    assert refused.value.missing == ["contact", "summary", "topics", "place", "source"]
    assert not Fact.objects.filter(role=role, kind=Kind.SERVICE).exists()


def test_cat_04_each_kind_has_its_interval_then_it_is_marked_then_hidden_and_dropped(dace):
    fact = service_of(dace)
    assert (fact.due_on - today(), fact.hidden_on - fact.due_on) == (timedelta(days=180), timedelta(days=30))
    assert Fact.objects.available().contains(fact)
    assert fact.freshness(fact.due_on - timedelta(days=1)) == "fresh"
    assert fact.freshness(fact.due_on) == "due"
    assert Fact.objects.available(fact.due_on).contains(fact)
    assert fact.freshness(fact.hidden_on) == "hidden"
    assert not Fact.objects.available(fact.hidden_on).contains(fact)
    assert not Fact.objects.offerable(fact.hidden_on).contains(fact)


def test_cat_04_places_at_school_grow_old_within_a_month(dace):
    told = {"school_kind": "school", "places": [{"label": "3"}], "places_on": today(), "order_rule": {"lv": "Rinda"}}
    fact = write(specialist(), dace, kind=Kind.SCHOOL_PLACES, details=told)
    assert fact.due_on - today() == timedelta(days=30)


def test_cat_04_confirming_renews_the_day_and_writes_no_new_version(dace):
    fact = grown_old(service_of(dace), due=3)
    actions.confirm(fact=fact, by=dace)
    fact.refresh_from_db()
    assert (fact.confirmed_on, fact.freshness(), fact.versions.count()) == (today(), "fresh", 1)
    assert fact.events.first().kind == "confirmed"


def test_what_was_reported_in_2022_becomes_valid_only_by_its_owner(dace):
    fact = Fact.objects.filter(role=specialist(), state=State.REPORTED).first()
    actions.confirm(fact=fact, by=dace)
    fact.refresh_from_db()
    assert (fact.state, fact.confirmed_on) == (State.VALID, today())
    assert [v.state for v in fact.versions.all()] == [State.VALID, State.REPORTED]
    assert Fact.objects.available().contains(fact)


def test_b_25_a_draft_a_plan_and_what_has_ended_cannot_be_confirmed_by_a_press(dace):
    draft = write(specialist(), dace, state=State.DRAFT)
    others = [Fact.objects.filter(state=state).first() for state in (State.ENDED, State.PLANNED, State.PROPOSED)]
    for fact in (draft, *others):
        with pytest.raises(NotConfirmable), transaction.atomic():
            actions.confirm(fact=fact, by=dace)


def test_cat_16_a_change_is_a_new_version_with_author_and_time_and_the_old_one_stays(dace):
    fact = service_of(dace)
    actions.change(fact=fact, by=dace, seen=1, changes={"summary": {"lv": "Līdz septiņiem."}})
    fact.refresh_from_db()
    before, now = fact.versions.get(number=1), fact.versions.get(number=2)
    assert (before.summary, now.summary) == (TEXTS["summary"], {"lv": "Līdz septiņiem."})
    assert (now.made_by, now.made_by_name, timezone.localdate(now.made_at)) == (dace, "Dace", today())
    assert queries.changed_fields(before, now) == ["summary"]
    with pytest.raises(IntegrityError, match="cannot be changed"), transaction.atomic():
        FactVersion.objects.filter(pk=before.pk).update(source="x")


def test_a_change_over_somebody_elses_change_is_refused_and_nothing_new_writes_nothing(dace):
    fact = service_of(dace)
    actions.change(fact=fact, by=dace, seen=1, changes={"url": "https://a.example"})
    with pytest.raises(ChangedMeanwhile), transaction.atomic():
        actions.change(fact=fact, by=dace, seen=1, changes={"url": "https://b.example"})
    actions.change(fact=fact, by=dace, seen=2, changes={"url": "https://a.example"})
    assert fact.versions.count() == 2


def test_withdrawing_needs_a_reason_hides_it_and_can_be_undone(dace):
    fact = service_of(dace)
    with pytest.raises(ReasonMissing), transaction.atomic():
        actions.withdraw(fact=fact, reason={"lv": " "}, by=dace)
    actions.withdraw(fact=fact, reason={"lv": "Grupas vairs nav"}, by=dace)
    assert not Fact.objects.available().contains(fact)
    assert fact.versions.first().reason == {"lv": "Grupas vairs nav"}
    actions.restore(fact=fact, by=dace)
    fact.refresh_from_db()
    assert (fact.state, fact.freshness()) == (State.VALID, "fresh")
    with pytest.raises(NothingToUndo), transaction.atomic():
        actions.restore(fact=fact, by=dace)


def test_b_25_ended_planned_and_proposed_are_never_available(dace):
    states = [State.ENDED, State.PLANNED, State.PROPOSED, State.UNCLEAR, State.DRAFT, State.WITHDRAWN]
    assert not Fact.objects.available().filter(state__in=states).exists()
    assert not Fact.objects.offerable().filter(state__in=states).exists()
    over = service_of(dace, valid_to=today() - timedelta(days=1))
    later = service_of(dace, valid_from=today() + timedelta(days=1))
    assert (over.freshness(), later.freshness()) == ("over", "not_yet")
    assert not Fact.objects.available().filter(pk__in=[over.pk, later.pk]).exists()


def test_k_m19_one_measure_may_belong_to_several_municipalities(dace):
    fact = write(specialist(), dace, place=in_places("0054000", "0026000"))
    for code in ("0054000", "0026000"):
        assert Fact.objects.in_municipality(in_places(code).municipalities[0]).contains(fact)
    assert not Fact.objects.in_municipality(in_places("0035000").municipalities[0]).contains(fact)


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"school_kind": "castle"}, "not-a-choice", "school_kind"),
        ({"places_on": "yesterday"}, "not-a-date", "places_on"),
        ({"places": [{"label": "1"}, {"label": "2", "free": -1}]}, "out-of-range", "places"),
        ({"wrong": 1}, "unknown", "wrong"),
        ({"school_kind": "school"}, "missing", "places"),
        ({"returnee_support": "perhaps"}, "not-a-choice", "returnee_support"),
    ],
)
def test_cat_05_details_that_make_no_sense_are_refused_with_the_field(given, code, field):
    with pytest.raises(DetailError) as refused:
        details.check(queries.kinds()["school_places"].fields, given)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_k_m7_rates_and_ceilings_out_of_order_are_refused():
    for given in ({"rate_min": 80, "rate_max": 60}, {"rate_max": 101}, {"ceiling": 70, "ceiling_higher": 50}):
        with pytest.raises(DetailError):
            details.check_amounts(given)
    assert details.check_amounts({"rate_by_year": [100, 90, 80]}) == {"rate_by_year": [100, 90, 80]}


def test_an_owner_can_be_named_and_a_fact_taken_over(dace):
    fact = Fact.objects.get(code="SM-053")
    actions.give_to(fact=fact, role=specialist(), by=dace)
    fact.refresh_from_db()
    assert fact.role == specialist()
    assert fact.events.first().details == {"role": specialist().pk}


def test_cat_04_the_worker_writes_to_the_owner_once_in_two_weeks_with_a_link(dace, settings):
    fact = grown_old(service_of(dace), due=1)
    ask_to_confirm_facts(timestamp=0)
    ask_to_confirm_facts(timestamp=0)
    written = [mail for mail in mails("facts_due") if mail.to_address == "dace@majup.example"]
    assert len(written) == 1
    assert "Pagarinātā grupa" in written[0].text
    assert "/f/" in written[0].text
    Fact.objects.filter(pk=fact.pk).update(reminded_on=today() - timedelta(days=14))
    ask_to_confirm_facts(timestamp=0)
    assert len(mails("facts_due")) == len(written), "the same mail does not leave twice on one day"
    assert fact in queries.to_confirm([fact.role_id])
    Fact.objects.filter(pk=fact.pk).update(valid_to=today() - timedelta(days=1))  # its time is over: nothing to ask
    assert not Fact.objects.due().exists()
    assert fact not in queries.to_confirm([fact.role_id])


def test_a_role_that_nobody_holds_is_asked_at_its_mailbox(dace):
    grown_old(write(unit("schools"), dace), due=1)
    ask_to_confirm_facts(timestamp=0)
    assert [mail.to_address for mail in mails("facts_due")] == ["schools.0054000@pasvaldibas.example"]
