"""REF-09, T-25: a case goes to another region, or is shared with it; exactly one region is responsible at any time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from majup.cases import actions
from majup.cases.errors import HandoverRefused, NotResponsible, ReasonMissing
from majup.cases.models import Case, Contact, Handover, Need
from majup.people.models import Event, Household, HouseholdShare, SearchWord
from majup.staff.scope import acting
from tests.support.cases import case_of, need_of, next_week
from tests.support.people import region, today

pytestmark = pytest.mark.django_db


def propose(case, by, kind="handover", **options):
    with acting(by.scope):
        values = {
            "to_region": region("latgale"),
            "summary": "Ģimene ar bērnu, meklē skolu",
            "family_agreed_on": today(),
        }
        return actions.propose_handover(case=case, kind=kind, by=by, **{**values, **options})


def test_ref_09_t_25_a_case_goes_over_whole_with_history_and_open_needs(alise, cilda):
    """REF-09, T-25."""
    case = case_of(alise)
    need_of(case, alise)
    with acting(alise.scope):
        actions.log_contact(
            case=case, channel="phone", direction="out", summary="Zvans", next_contact_on=next_week(), by=alise
        )
    handover = propose(case, alise)
    with acting(cilda.scope):
        assert (Case.objects.count(), Handover.objects.count()) == (0, 1)
        actions.decide_handover(handover=handover, accept=True, by=cilda, next_contact_on=today())
        taken = Case.objects.get()
        assert (taken.region.code, taken.responsible, taken.next_contact_on) == ("latgale", cilda, today())
        assert (Need.objects.get().owner, Contact.objects.count()) == (cilda, 1)
        assert Event.objects.filter(kind="handover.accepted").count() == 1
        assert SearchWord.objects.filter(word__startswith="kalnin").exists()
    with acting(alise.scope):
        assert (Case.objects.count(), Household.objects.count(), SearchWord.objects.count()) == (0, 0, 0)


def test_ref_09_the_receiving_side_declines_with_a_reason_and_sees_nothing(alise, cilda):
    """REF-09."""
    case = case_of(alise)
    handover = propose(case, alise)
    with acting(cilda.scope):
        with pytest.raises(ReasonMissing):
            actions.decide_handover(handover=handover, accept=False, by=cilda)
        actions.decide_handover(handover=handover, accept=False, by=cilda, reason="Vieta ir Vidzemē")
        assert Case.objects.count() == 0
    with acting(alise.scope):
        assert Case.objects.get().region.code == "vidzeme"
        event = Event.objects.get(kind="handover.declined")
        assert (event.by, event.details) == (cilda, {"region": "latgale", "reason": "Vieta ir Vidzemē"})


def test_ref_09_a_shared_case_is_seen_by_both_and_stays_with_the_first(alise, cilda):
    """REF-09."""
    case = case_of(alise)
    handover = propose(case, alise, kind="share")
    with acting(cilda.scope):
        actions.decide_handover(handover=handover, accept=True, by=cilda)
        assert Case.objects.visible_to(cilda).get().region.code == "vidzeme"
        assert list(Case.objects.in_care_of(cilda)) == []
        assert list(Case.objects.shared_with(cilda)) == [case]
        assert SearchWord.objects.filter(region=region("latgale")).exists()
    with acting(alise.scope):
        actions.end_share(share=HouseholdShare.objects.get(), case=case, by=alise)
    with acting(cilda.scope):
        assert Case.objects.count() == 0
        assert SearchWord.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"family_agreed_on": None}, "not-agreed"),
        ({"family_agreed_on": today() + timedelta(days=1)}, "not-agreed"),
    ],
)
def test_ref_09_the_family_has_agreed(alise, change, code):
    """REF-09."""
    with pytest.raises(HandoverRefused, match=code):
        propose(case_of(alise), alise, **change)


def test_a_case_goes_neither_to_its_own_region_nor_to_two_at_once(alise):
    case = case_of(alise)
    with pytest.raises(HandoverRefused, match="same-region"):
        propose(case, alise, to_region=region("vidzeme"))
    first = propose(case, alise)
    with pytest.raises(HandoverRefused, match="already-proposed"):
        propose(case, alise, to_region=region("kurzeme"))
    with acting(alise.scope):
        with pytest.raises(IntegrityError, match="one_open_handover_per_case"), transaction.atomic():
            Handover.objects.create(
                case=case, kind="share", from_region=case.region, to_region=region("kurzeme"), summary="x",
                family_agreed_on=today(), proposed_by=alise, proposed_at=timezone.now(),
            )  # fmt: skip
        actions.withdraw_handover(handover=first, by=alise)
    assert propose(case, alise, to_region=region("kurzeme")).state == "proposed"


def test_only_the_region_that_was_asked_decides_and_only_once(alise, cilda):
    case = case_of(alise)
    handover = propose(case, alise)
    with acting(alise.scope), pytest.raises(HandoverRefused, match="not-yours"):
        actions.decide_handover(handover=handover, accept=True, by=alise)
    with acting(alise.scope), connection.cursor() as cursor:
        cursor.execute("SELECT majup_accept_handover(%s)", [handover.pk])
        assert Case.objects.get().region.code == "vidzeme"
    with acting(cilda.scope):
        actions.decide_handover(handover=handover, accept=True, by=cilda)
        with pytest.raises(HandoverRefused, match="not-open"):
            actions.decide_handover(handover=handover, accept=True, by=cilda)


def test_a_region_that_shares_does_not_hand_the_case_on(alise, cilda):
    case = case_of(alise)
    handover = propose(case, alise, kind="share")
    with acting(cilda.scope):
        actions.decide_handover(handover=handover, accept=True, by=cilda)
    with pytest.raises(NotResponsible):
        propose(case, cilda, to_region=region("kurzeme"))


def test_prv_01_a_region_cannot_give_itself_a_share(alise, cilda):
    """PRV-01."""
    case = case_of(alise)
    with (
        acting(cilda.scope),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        HouseholdShare.objects.create(household_id=case.household_id, region=region("latgale"), since=timezone.now())


def test_a_share_ends_when_the_case_is_handed_over_to_that_region(alise, cilda):
    case = case_of(alise)
    share = propose(case, alise, kind="share")
    with acting(cilda.scope):
        actions.decide_handover(handover=share, accept=True, by=cilda)
    handover = propose(case, alise)
    with acting(cilda.scope):
        actions.decide_handover(handover=handover, accept=True, by=cilda)
        assert [share.ended_at is None for share in HouseholdShare.objects.all()] == [False]
        assert list(Case.objects.in_care_of(cilda)) == [case]
