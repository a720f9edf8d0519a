"""Needs, readiness, obstacles and places of a case."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from majup.cases import actions
from majup.cases.errors import ChangedMeanwhile, MemberOfAnotherHousehold, NoteMissing, ReasonMissing
from majup.cases.models import CandidateMunicipality, Need, Obstacle, Readiness, Stage, SupportWish
from majup.network.models import CodeList, Topic
from majup.people.models import Event, HouseholdShare
from majup.staff.scope import acting
from tests.support.cases import case_of, need_of, next_week
from tests.support.people import municipality, region, today

pytestmark = pytest.mark.django_db


def test_nee_01_needs_are_separate_items_with_a_topic_of_the_common_list(alise):
    """NEE-01."""
    wanted = {
        "kindergarten", "school", "child_support", "dwelling", "job", "business", "training", "latvian_language",
        "recognition", "taxes", "benefits", "health", "residence", "documents", "credit", "moving", "remote_work",
        "psychological_support", "other",
    }  # fmt: skip
    assert wanted - set(Topic.objects.values_list("code", flat=True)) == set()
    case = case_of(alise)
    need_of(case, alise, "school"), need_of(case, alise, "dwelling")
    with acting(alise.scope):
        assert sorted(case.needs.values_list("topic__code", flat=True)) == ["dwelling", "school"]


def test_q_r7_each_member_has_needs_of_their_own(alise):
    """Q-R7, NEE-02."""
    case = case_of(alise)
    with acting(alise.scope):
        ieva, juris, emma = case.household.members.all()
    for person, topic in ((ieva, "recognition"), (juris, "job"), (emma, "school")):
        need_of(case, alise, topic, person=person)
    with acting(alise.scope):
        assert {str(need.person): need.topic.code for need in case.needs.all()} == {
            "Ieva Kalniņa": "recognition",
            "Juris Kalniņš": "job",
            "Emma Kalniņa": "school",
        }


def test_a_need_belongs_to_a_member_of_the_same_household(alise):
    case, other = case_of(alise), case_of(alise)
    with acting(alise.scope):
        stranger = other.household.members.first()
    with pytest.raises(MemberOfAnotherHousehold):
        need_of(case, alise, person=stranger)


def test_nee_06_a_need_has_owner_state_and_due_day(alise):
    """NEE-06."""
    need = need_of(case_of(alise), alise, due_on=today() + timedelta(days=3))
    assert (need.owner, need.state, need.due_on) == (alise, "open", today() + timedelta(days=3))
    with acting(alise.scope):
        assert {state.value for state in Need.State} == {
            "open", "asked", "answered", "offered", "solved", "impossible_now", "no_longer_needed",
        }  # fmt: skip
        need = actions.set_need(need=need, state="solved", by=alise)
        assert need.settled_at is not None
        case = need.case
        case.refresh_from_db()
        assert case.stage == Stage.ASSESSING


def test_nee_06_giving_a_need_up_asks_for_a_reason(alise):
    """NEE-06."""
    need = need_of(case_of(alise), alise)
    with acting(alise.scope):
        with pytest.raises(ReasonMissing):
            actions.set_need(need=need, state="impossible_now", by=alise)
        assert (
            actions.set_need(need=need, state="impossible_now", by=alise, reason="Rinda ir gara").reason
            == "Rinda ir gara"
        )
        with pytest.raises(IntegrityError, match="need_given_up_says_why"), transaction.atomic():
            Need.objects.filter(pk=need.pk).update(reason="")


def test_prv_05_the_words_of_a_support_wish_are_encrypted_and_hidden_from_a_region_that_shares(alise, cilda, as_owner):
    """PRV-05, FUP-08: psychological support is a need of its own without clinical content."""
    case = case_of(alise)
    need = need_of(case, alise, "psychological_support", wish="Grupa pusaudžiem")
    with acting(alise.scope):
        HouseholdShare.objects.create(household=case.household, region=region("latgale"), since=case.opened_at)
        assert need.wish == ""
        assert [(wish.kind, wish.note) for wish in SupportWish.objects.all()] == [
            ("psychological_support", "Grupa pusaudžiem")
        ]
    with acting(cilda.scope):
        assert Need.objects.count() == 1
        assert SupportWish.objects.count() == 0
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT note FROM cases_supportwish")
        assert "pusaud" not in cursor.fetchone()[0]


def test_nee_03_nothing_is_settled_without_a_note_on_what_settles_it(alise):
    """NEE-03."""
    case = case_of(alise)
    with acting(alise.scope):
        with pytest.raises(NoteMissing):
            actions.set_readiness(case=case, area="home", state="settled", note=" ", by=alise)
        actions.set_readiness(case=case, area="home", state="settled", note="Vecmāmiņas māja", by=alise)
        assert case.readiness.get(area="home").note == "Vecmāmiņas māja"
        with pytest.raises(IntegrityError, match="settled_says_what_settles_it"), transaction.atomic():
            Readiness.objects.filter(case=case, area="home").update(note="")


def test_nee_05_obstacles_are_coded_with_a_free_note(alise):
    """NEE-05, K-C14."""
    known = set(CodeList.objects.filter(kind="obstacles").values_list("code", flat=True))
    assert {
        "no_dwelling", "no_credit", "no_kindergarten", "child_latvian", "pay", "spouse_language", "papers", "taxes",
        "safety", "hurt_feelings", "debts", "law_changes", "recognition", "other",
    } <= known  # fmt: skip
    case = case_of(alise)
    with acting(alise.scope):
        actions.set_obstacles(case=case, notes={"debts": "Bijušais kredīts", "pay": ""}, by=alise)
        actions.set_obstacles(case=case, notes={"debts": "Nokārtots", "safety": ""}, by=alise)
        assert dict(Obstacle.objects.values_list("code", "note")) == {"debts": "Nokārtots", "safety": ""}


def test_nee_07_places_in_several_regions_stand_in_an_order_that_changes(alise):
    """NEE-07."""
    case, cesis, riga = case_of(alise), municipality("0022000"), municipality("0001000")
    with acting(alise.scope):
        actions.set_candidates(case=case, municipalities=[cesis, riga, cesis], by=alise)
        actions.move_candidate(case=case, municipality=riga, up=True, by=alise)
        actions.move_candidate(case=case, municipality=riga, up=True, by=alise)
        assert list(CandidateMunicipality.objects.values_list("municipality__atvk", "order")) == [
            ("0001000", 1),
            ("0022000", 2),
        ]


def test_q_c9_a_recognition_need_brings_steps_of_its_own(alise):
    """Q-C9."""
    case = case_of(alise)
    with acting(alise.scope):
        assert not case.steps.filter(code="recognition").exists()
    need_of(case, alise, "recognition")
    with acting(alise.scope):
        assert case.steps.filter(code="recognition").count() == 1
        actions.seed_steps(case)
        assert case.steps.filter(code="recognition").count() == 1


def test_fup_05_a_step_is_ticked_once_and_the_time_line_says_by_whom(alise):
    """FUP-05, K-C4."""
    case = case_of(alise)
    with acting(alise.scope):
        step = case.steps.first()
        actions.tick_step(step=step, done=True, by_family=True)
        actions.tick_step(step=step, done=True, by=alise)
        step.refresh_from_db()
        assert (step.done_at is not None, step.done_by_family) == (True, True)
        assert list(Event.objects.filter(kind="step.done").values_list("by", "by_family")) == [(None, True)]
        actions.tick_step(step=step, done=False, by=alise)
        step.refresh_from_db()
        assert (step.done_at, step.done_by_family) == (None, False)


def test_fup_05_a_family_can_have_a_step_of_its_own(alise):
    """FUP-05."""
    case = case_of(alise)
    with acting(alise.scope):
        step = actions.add_step(case=case, phase="on_arrival", text={"lv": "Atvest suni"}, by=alise)
        phases = list(case.steps.values_list("phase", flat=True))
    assert (step.code, phases) == ("", sorted(phases, key=["before_leaving", "on_arrival", "first_months"].index))


def test_an_old_version_is_refused_with_the_case_as_it_stands_now(alise):
    case = case_of(alise)
    with acting(alise.scope):
        actions.change_facts(case=case, values={"may_be_approached": True}, by=alise, version=case.version)
        with pytest.raises(ChangedMeanwhile) as caught:
            actions.change_facts(case=case, values={"may_be_approached": False}, by=alise, version=case.version)
    assert (caught.value.current.may_be_approached, caught.value.current.version) == (True, case.version + 1)


def test_facts_that_stay_the_same_leave_no_event(alise):
    case = case_of(alise)
    with acting(alise.scope):
        actions.change_facts(case=case, values={"next_contact_on": next_week()}, by=alise)
        assert Event.objects.filter(kind="case.changed").count() == 0
