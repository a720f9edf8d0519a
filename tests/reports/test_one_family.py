"""OUT-06, N-14, INT-06: a family that was written down twice counts once, and twice again when that was wrong."""

from datetime import date

import pytest
from django.utils import timezone

from majup.kernel.periods import Period
from majup.outcomes import ratings as asking
from majup.outcomes.models import Departure, Return
from majup.people.merging import Join
from majup.people.models import Household, Person
from majup.reports import counts, funnel, ratings, retention
from majup.reports.issuing import exceptions
from majup.staff.scope import acting
from majup.web import merging
from tests.support import counted
from tests.support.people import municipality, region

pytestmark = pytest.mark.django_db
YEAR = Period.year(2019)
FAMILY = ("cases_opened", "families_contacted", "families_intending", "families_returned", "families_left")
PEOPLE = ("people_contacted", "intentions_people", "people_returned", "people_left")


def totals():
    counts.recount_waiting()
    assert counts._kept(YEAR) == counts._fresh(YEAR)
    found = counts.counted(YEAR).total
    return {column: found[column] for column in (*FAMILY, *PEOPLE)}


@pytest.fixture
def twice(alise):
    """One family of two, written down by two people: the second one knew earlier that it would come."""
    cases = [counted.family(alise) for _time in range(2)]
    for case, month in zip(cases, (4, 3), strict=True):
        counted.contact(alise, case, date(2019, 2, month))
        counted.intends(alise, case, date(2019, month, 1), 2)
        counted.left(alise, counted.came_back(alise, case, date(2019, 5, 1), 2), date(2019, 8, 1))
    return cases


def merge(twice, by):
    kept, absorbed = (case.household for case in twice)
    members = [Person.objects.filter(household=one).order_by("order") for one in (absorbed, kept)]
    joins = [Join(one.pk, other.pk) for one, other in zip(*members, strict=True)]
    return merging.merge(kept=kept, absorbed=absorbed, take=(), joins=joins, by=by)


def test_n_14_a_family_written_down_twice_counts_once_until_the_merge_is_taken_back(alise, twice):
    before = totals()
    assert set(before.values()) == {2, 4}
    with acting(alise.scope):
        done = merge(twice, alise)
    assert totals() == {**dict.fromkeys(FAMILY, 1), **dict.fromkeys(PEOPLE, 2)}
    with acting(alise.scope):
        merging.roll_back(merge=done, by=alise)
    assert totals() == before


def test_out_03_of_two_statements_the_first_day_counts(alise, twice):
    quarters = [Period.parse("2019-Q1"), Period.parse("2019-Q2")]
    with acting(alise.scope):
        done = merge(twice, alise)
        counts.recount_waiting()
        assert counts.over_time("families_intending", quarters) == [1, 0]
        merging.roll_back(merge=done, by=alise)
        counts.recount_waiting()
        assert counts.over_time("families_intending", quarters) == [1, 1]


def test_out_10_a_departure_that_only_the_second_copy_knew_of_is_not_lost(alise, twice):
    with acting(alise.scope):
        Departure.objects.filter(case=twice[0]).delete()
        merge(twice, alise)
    assert totals()["families_left"] == 1


def test_out_09_out_10_funnel_and_staying_know_it_once_too(alise, twice):
    with acting(alise.scope):
        merge(twice, alise)
        found = funnel.funnel(YEAR, is_cohort=True).lines[-1].steps
        assert (found["contacted"], found["intending"], found["returned"]) == (1, 1, 1)
        assert retention.retention(YEAR).all_of(12).families == 1
        assert retention.readiness(YEAR)[-1][1]["families"] == 1


def test_sur_02_n_14_a_family_that_answered_twice_is_asked_once_and_says_what_it_said_last(alise, twice):
    """Six families, one of them written down twice: its newest answer counts, until the merge is taken back."""
    others = [counted.family(alise) for _number in range(5)]
    for case, mark in (*((case, 8) for case in others), (twice[1], 2), (twice[0], 10)):
        if case in others:
            counted.came_back(alise, case, date(2019, 5, 1), 2)
        with acting(alise.scope):
            asking.rate(case=case, occasion="return", communication=mark)
    this_year = Period.year(timezone.localdate().year)

    def told():
        everybody = ratings.results(this_year, "return").all
        return everybody.families, everybody.communication

    with acting(alise.scope):
        assert told() == (7, 52 / 7)
        done = merge(twice, alise)
        assert told() == (6, 50 / 6)
        merging.roll_back(merge=done, by=alise)
        assert told() == (7, 52 / 7)


def test_rpt_01_what_no_longer_counts_stops_no_signature(alise, twice):
    """The absorbed return is without a municipality; nobody can and nobody needs to mend it."""
    vidzeme = region("vidzeme")
    with acting(alise.scope):
        Return.objects.filter(case=twice[0]).update(municipality=municipality("0054000"))
        assert exceptions.count(vidzeme, YEAR)["return_without_municipality"] == 1
        merge(twice, alise)
        assert "return_without_municipality" not in exceptions.count(vidzeme, YEAR)


def test_n_14_a_family_of_whom_nobody_is_known_by_name_is_one_person_in_both_readings(alise):
    """Erased: as many as it had. Without members: at least one; the region is told (household_without_members)."""
    erased, unknown = counted.family(alise, members=3), counted.family(alise, members=0)
    for case in (erased, unknown):
        counted.contact(alise, case, date(2019, 2, 1))
    with acting(alise.scope):
        Person.objects.filter(household=erased.household).delete()
        Household.objects.filter(pk=erased.household_id).update(
            erased_at=counted.noon(date(2020, 1, 1)), erased_adults=2, erased_children=1
        )
    counts.recount_waiting()
    readings = [funnel.funnel(YEAR, is_cohort=is_cohort, unit="people").lines[-1] for is_cohort in (True, False)]
    assert [line.steps["contacted"] for line in readings] == [4, 4]
