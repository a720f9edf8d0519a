"""From one stage to the next, to rest, to the end and back."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from majup.cases import actions
from majup.cases.actions import TRANSITIONS
from majup.cases.errors import (
    ChangedMeanwhile,
    MoveNotAllowed,
    NextContactMissing,
    NotReady,
    NotResponsible,
    OpenNeedsLeft,
    ReasonMissing,
)
from majup.cases.models import ENDED, Case, Need, Stage
from majup.people.models import Event, HouseholdShare
from majup.staff.scope import acting
from tests.support.cases import IEVA, case_of, need_of, next_week
from tests.support.people import region

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alise):
    return case_of(alise)


def test_every_stage_has_its_line_and_no_case_becomes_new_again():
    assert set(TRANSITIONS) == set(Stage)
    assert all(Stage.NEW not in after and stage not in after for stage, after in TRANSITIONS.items())


def test_only_the_moves_of_the_table_are_made(alise, case):
    with acting(alise.scope):
        for before, after in product(Stage, Stage):
            Case.objects.filter(pk=case.pk).update(stage=before, stage_reason="x", next_contact_on=next_week())
            if before == after or after in TRANSITIONS[before]:
                moved = actions.move(case=case, stage=after, by=alise, reason="tā", next_contact_on=next_week())
                assert moved.stage == after
            else:
                with pytest.raises(MoveNotAllowed):
                    actions.move(case=case, stage=after, by=alise, reason="tā", next_contact_on=next_week())


def test_nee_04_preparing_with_something_unknown_asks_for_a_reason(alise, case):
    """NEE-04."""
    with acting(alise.scope):
        actions.set_readiness(case=case, area="home", state="settled", note="Māja", by=alise)
        with pytest.raises(NotReady) as caught:
            actions.move(case=case, stage="preparing", by=alise)
        assert caught.value.areas == ["work", "education"]
        actions.move(case=case, stage="preparing", by=alise, reason="Pārceļas jau rīt")
        assert Event.objects.get(kind="case.stage").details["reason"] == "Pārceļas jau rīt"


def test_nee_04_preparing_with_everything_known_needs_none(alise):
    """NEE-04."""
    case = case_of(alise, members=(IEVA,))
    with acting(alise.scope):
        for area in ("home", "work"):
            actions.set_readiness(case=case, area=area, state="sought", note="", by=alise)
        assert actions.move(case=case, stage="preparing", by=alise).phase == "moving"


@pytest.mark.parametrize(
    ("states", "was_ready", "without_plan"),
    [
        ({"home": "settled", "work": "settled"}, True, False),
        ({"home": "settled", "work": "sought"}, False, False),
        ({"home": "settled"}, False, True),
    ],
)
def test_q_c2_a_return_remembers_how_ready_it_was(alise, states, was_ready, without_plan):
    """Q-C2, NEE-04: spontaneous returns are flagged."""
    case = case_of(alise, members=(IEVA,))
    with acting(alise.scope):
        for area, state in states.items():
            actions.set_readiness(case=case, area=area, state=state, note="ir", by=alise)
        case = actions.move(case=case, stage="returned", by=alise)
    assert (case.phase, case.was_ready, case.came_without_plan) == ("returned", was_ready, without_plan)


def test_nee_06_a_case_does_not_close_while_needs_are_open_or_asked(alise, case):
    """NEE-06."""
    school, home = need_of(case, alise, "school"), need_of(case, alise, "dwelling")
    with acting(alise.scope):
        actions.set_need(need=home, state="answered", by=alise)
        with pytest.raises(OpenNeedsLeft) as caught:
            actions.close(case=case, code="answered", by=alise)
        assert caught.value.needs == [school]
        actions.close(case=case, code="answered", by=alise, needs_reason="Atrada paši")
        assert dict(Need.objects.values_list("topic__code", "state")) == {
            "school": "no_longer_needed",
            "dwelling": "answered",
        }
        school.refresh_from_db()
    assert school.reason == "Atrada paši"


@pytest.mark.parametrize(
    ("code", "stage"),
    [("settled", "closed"), ("not_returning", "not_returning"), ("lost_contact", "lost"), ("left_again", "left_again")],
)
def test_the_closing_reason_decides_how_a_case_ends(alise, code, stage):
    case = case_of(alise)
    with acting(alise.scope):
        actions.move(case=case, stage="returned", by=alise)
        if code == "not_returning":
            actions.rest(case=case, reason="klusums", by=alise)
        case = actions.close(case=case, code=code, by=alise)
    assert (case.stage, case.closing_code, case.next_contact_on) == (stage, code, None)


def test_an_end_says_why(alise, case):
    with acting(alise.scope):
        with pytest.raises(ReasonMissing):
            actions.move(case=case, stage="closed", by=alise)
        with pytest.raises(IntegrityError, match="ended_case_says_why"), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(stage="closed")


def test_fup_03_a_case_rests_without_a_date_and_is_reopened_with_everything(alise, case):
    """FUP-03, FUP-04."""
    need_of(case, alise)
    with acting(alise.scope):
        case = actions.rest(case=case, reason="Vēlāk", by=alise, may_be_approached=True)
        assert (case.stage, case.next_contact_on, case.may_be_approached) == (Stage.RESTING, None, True)
        with pytest.raises(NextContactMissing):
            actions.reopen(case=case, by=alise, next_contact_on=None)
        case = actions.reopen(case=case, by=alise, next_contact_on=next_week())
        assert (case.stage, case.needs.count(), case.steps.count() > 0) == (Stage.ASSESSING, 1, True)
        kinds = list(Event.objects.filter(kind__startswith="case.").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["case.opened", "case.rests", "case.reopened"]


def test_fup_03_rest_needs_a_reason(alise, case):
    """FUP-03."""
    with acting(alise.scope), pytest.raises(ReasonMissing):
        actions.rest(case=case, reason=" ", by=alise)


def test_the_same_stage_again_changes_nothing(alise, case):
    with acting(alise.scope):
        assert actions.move(case=case, stage="new", by=alise).version == case.version


def test_a_region_that_shares_a_case_does_not_decide_on_it(alise, cilda, case):
    with acting(alise.scope):
        HouseholdShare.objects.create(household=case.household, region=region("latgale"), since=timezone.now())
    with acting(cilda.scope), pytest.raises(NotResponsible):
        actions.move(case=case, stage="resting", by=cilda, reason="es tā gribu")


def test_two_people_who_move_one_case_notice_each_other(alise, case):
    with acting(alise.scope):
        actions.rest(case=case, reason="Vēlāk", by=alise, version=case.version)
        with pytest.raises(ChangedMeanwhile) as caught:
            actions.close(case=case, code="lost_contact", by=alise, version=case.version)
    assert caught.value.current.stage == Stage.RESTING


def test_every_end_is_a_stage_that_may_be_reopened():
    assert all(Stage.ASSESSING in TRANSITIONS[stage] for stage in ENDED)
