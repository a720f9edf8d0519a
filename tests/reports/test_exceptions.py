"""RPT-01: what does not fit together in a region's cases is listed, through the eyes of who asks."""

from datetime import UTC, date, datetime, timedelta

import pytest

from majup.cases import actions as cases
from majup.cases.models import Case
from majup.kernel.periods import Period
from majup.outcomes import actions as outcomes
from majup.outcomes.errors import OutcomeRefused
from majup.outcomes.models import Intention, Return
from majup.people.models import Event, Person
from majup.reports.issuing import exceptions
from majup.staff.scope import acting
from tests.support.cases import case_of, enquiry_of
from tests.support.offers import make_family_case, sent_offer
from tests.support.people import region, today
from tests.support.reports import FIRST, LAST, family_back

pytestmark = pytest.mark.django_db
QUARTER = Period(FIRST, LAST)


def found(code="vidzeme", period=QUARTER):
    return exceptions.count(region(code), period)


def test_rpt_01_each_kind_of_return_that_does_not_fit_is_found(alise):
    family_back(alise)
    assert found() == {}
    family_back(alise, place=None)
    family_back(alise, from_country="")
    family_back(alise, opened=datetime(2026, 2, 20, 9, tzinfo=UTC))
    family_back(alise, opened=datetime(2026, 2, 20, 9, tzinfo=UTC), alone=True)
    event = family_back(alise)
    with acting(alise.scope):
        fields = {"case": event.case, "region": event.region, "is_internal": False, "recorded_by": alise}
        Intention.objects.create(
            **fields, stated_on=date(2026, 3, 1), people=2, recorded_at=datetime(2026, 3, 1, tzinfo=UTC)
        )
    assert found() == {
        "return_without_municipality": 1,
        "return_without_country": 1,
        "return_before_opening": 1,
        "intention_after_return": 1,
    }
    assert found(period=Period(date(2025, 1, 1), date(2025, 12, 31))) == {}


def test_rpt_01_one_familys_returns_in_two_regions_are_found(alise):
    event = family_back(alise)
    with acting(alise.scope):
        Return.objects.create(
            case=event.case, region=region("latgale"), is_internal=False, recorded_by=alise,
            recorded_at=event.recorded_at, on=date(2026, 3, 1), adults=2, children=1,
            municipality=event.municipality, from_country="GB", support_kind="offer_before_move", alone=False,
        )  # fmt: skip
    assert found() == {"return_in_two_regions": 1}


def test_rpt_01_households_of_unknown_size_and_enquiries_without_answer_are_found(alise):
    now = Period(today() - timedelta(days=1), today())
    case = case_of(alise)
    enquiry_of(alise)
    assert found(period=now) == {"enquiry_unanswered": 1}
    with acting(alise.scope):
        Person.objects.filter(household=case.household).delete()
    assert found(period=now) == {"enquiry_unanswered": 1, "household_without_members": 1}


def test_rpt_01_offers_after_the_return_and_cases_without_a_contact_ahead_are_found(alise):
    version = sent_offer(make_family_case(alise), alise)
    with acting(alise.scope):
        case = version.offer.case
        Return.objects.create(
            case=case, region=case.region, is_internal=False, recorded_by=alise, recorded_at=version.sent_at,
            on=today() - timedelta(days=3), adults=1, children=0, from_country="GB", support_kind="offer_before_move",
            alone=True,
        )  # fmt: skip
        Case.objects.filter(pk=case.pk).update(next_contact_on=today() - timedelta(days=1))
        cases.rest(case=case_of(alise), reason="They will write", by=alise)
    now = Period(today(), today())
    assert found(period=now) == {"offer_after_return": 1, "case_without_next_contact": 1}, "rest without a day is none"
    records = exceptions.records("offer_after_return", alise, region("vidzeme"), now)
    with acting(alise.scope):
        assert [row.pk for row in records] == [version.pk]


def test_rpt_01_who_sees_no_case_gets_numbers_and_never_a_record(alise, cilda, gunta, fricis):
    family_back(alise, place=None)
    assert found() == {"return_without_municipality": 1}
    for user in (cilda, gunta, fricis):
        with acting(user.scope):
            rows = exceptions.records("return_without_municipality", user, region("vidzeme"), QUARTER)
            assert list(rows) == []
    with acting(alise.scope):
        assert len(exceptions.records("return_without_municipality", alise, region("vidzeme"), QUARTER)) == 1


def test_out_07_a_return_is_corrected_with_a_reason_and_the_former_row_is_kept(alise, cilda, as_owner):
    from majup.staff.models import History

    event = family_back(alise, place=None)
    facts = {
        "on": date(2026, 2, 12), "adults": 1, "children": 0, "municipality": family_back(alise).municipality,
        "from_country": "IE", "support_kind": "help_after_arrival",
    }  # fmt: skip
    with acting(alise.scope):
        with pytest.raises(OutcomeRefused, match="no_reason"):
            outcomes.correct_return(event=event, by=alise, reason=" ", **facts)
        with pytest.raises(OutcomeRefused, match="nobody"):
            outcomes.correct_return(event=event, by=alise, reason="x", **{**facts, "adults": 0})
        changed = outcomes.correct_return(event=event, by=alise, reason="They told the day later.", **facts)
        told = Event.objects.get(household=event.case.household, kind="outcome.return_corrected")
    assert (changed.people, changed.alone, told.details["reason"]) == (1, True, "They told the day later.")
    with as_owner():
        kept = History.objects.filter(table="outcomes_return", row_id=event.pk).latest("at")
    assert (kept.before["adults"], kept.before["municipality_id"]) == (2, None)
