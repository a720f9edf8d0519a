"""OUT-02, OUT-06, N-12, N-14: prepared figures add up over days and regions and stay true whatever happens."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from majup.cases.models import Case, Contact, Handover
from majup.kernel.periods import Period
from majup.openings.models import PublicEvent
from majup.outcomes.models import Return
from majup.people.models import Household, Person
from majup.reports import counts, tasks, totals
from majup.reports.measures import COLUMNS, MEASURES
from majup.reports.models import CountChange, CountRun, DayCount, IssuedFigure
from majup.staff.scope import acting
from tests.support import counted
from tests.support.people import municipality, region
from tests.support.reports import drafted, family_back

pytestmark = pytest.mark.django_db
YEARS = Period(date(2019, 1, 1), date(2021, 12, 31))
YEAR = Period.year(2019)


def fresh(period=YEARS):
    """What a count from nothing gives, in the shape of the table."""
    return counts._fresh(period)


def total(column, period=YEAR):
    counts.recount_waiting()
    return counts.counted(period).total[column]


def of(code, column, period=YEAR):
    counts.recount_waiting()
    return counts.counted(period).regions[region(code).pk][column]


def day_of(chance):
    return YEARS.start + timedelta(days=chance.randrange(YEARS.days))


class Caseload:
    """Some made-up work of two regions, and edits of its past, all by chance."""

    def __init__(self, alise, cilda, chance):
        self.who, self.chance = {"vidzeme": alise, "latgale": cilda}, chance
        self.cases, self.contacts, self.returns, self.offered = [], [], [], []
        for _number in range(8):
            self.open()

    def open(self):
        code = self.chance.choice(["vidzeme", "latgale"])
        user, members = self.who[code], self.chance.randint(1, 4)
        kind = self.chance.choice(["external", "external", "internal"])
        case = counted.family(user, code, opened=day_of(self.chance), members=members, kind=kind)
        self.cases.append((user, case))
        counted.enquiry(user, day_of(self.chance), self.chance.choice([code, None]))
        for _number in range(self.chance.randint(0, 6)):
            self.contacts.append((user, counted.contact(user, case, day_of(self.chance))))
        for _number in range(self.chance.randint(0, 3)):
            self.offered.append(counted.version(user, case, day_of(self.chance), self.chance.randint(1, 5)))
        if self.chance.random() < 0.6:
            counted.intends(user, case, day_of(self.chance), self.chance.randint(1, 4))
            event = counted.came_back(user, case, day_of(self.chance), self.chance.randint(1, 2), alone=members == 1)
            self.returns.append((user, event))

    def edit(self):
        """One correction of the past."""
        act = self.chance.choice([self._move, self._drop, self._grow, self._turn, self._hand_over, self._recount])
        act()

    def _move(self):
        user, row = self.chance.choice(self.contacts)
        with acting(user.scope):
            Contact.objects.filter(pk=row.pk).update(at=counted.noon(day_of(self.chance)))

    def _drop(self):
        user, row = self.chance.choice(self.contacts)
        with acting(user.scope):
            Contact.objects.filter(pk=row.pk).delete()

    def _grow(self):
        user, case = self.chance.choice(self.cases)
        with acting(user.scope):
            Person.objects.create(household=case.household, given_name="New", relation="child", is_child=True)

    def _turn(self):
        user, case = self.chance.choice(self.cases)
        with acting(user.scope):
            Case.objects.filter(pk=case.pk).update(kind=self.chance.choice(["external", "internal"]))

    def _hand_over(self):
        user, case = self.chance.choice(self.cases)
        other = "latgale" if case.region.code == "vidzeme" else "vidzeme"
        with acting(user.scope):
            if not Handover.objects.filter(case=case).exists():
                handed_over(case, user, other, day_of(self.chance))

    def _recount(self):
        user, event = self.chance.choice(self.returns)
        with acting(user.scope):
            Return.objects.filter(pk=event.pk).update(on=day_of(self.chance), adults=self.chance.randint(1, 5))


def handed_over(case, user, code, day):
    Handover.objects.create(
        case=case,
        kind="handover",
        state="accepted",
        from_region=case.region,
        to_region=region(code),
        summary="x",
        family_agreed_on=day,
        proposed_by=user,
        proposed_at=counted.noon(day),
        decided_at=counted.noon(day),
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_out_06_prepared_figures_equal_a_fresh_count_after_any_edits_of_the_past(alise, cilda, seed):
    load = Caseload(alise, cilda, random.Random(seed))
    counts.recount_waiting()
    for _turn in range(4):
        for _edit in range(5):
            load.edit()
        counts.recount_waiting()
        assert counts._kept(YEARS) == fresh()
    assert CountChange.objects.count() == 0


@pytest.mark.parametrize("seed", [4, 5])
def test_out_06_months_add_up_to_quarters_and_years_and_regions_to_the_total(alise, cilda, seed):
    Caseload(alise, cilda, random.Random(seed))
    counts.recount_waiting()
    for year in YEARS.years():
        whole = counts.counted(year)
        months = [counts.counted(Period.month(date(year.start.year, month, 1))) for month in range(1, 13)]
        for column in COLUMNS:
            assert sum(month.total[column] for month in months) == whole.total[column], column
            of_none = whole.unplaced[column]
            assert sum(values[column] for values in whole.regions.values()) + of_none == whole.total[column], column
    assert counts.counted(YEARS).total["contacts"] > 0


def test_out_06_parts_add_up_to_the_figure_except_where_they_overlap(alise, cilda):
    Caseload(alise, cilda, random.Random(6))
    counts.recount_waiting()
    whole = counts.counted(YEARS).total
    for measure in MEASURES.values():
        for by in set(measure.dimensions) - set(measure.overlapping):
            assert sum(counts.broken_down(measure.code, YEARS, by).values()) == whole[measure.code], (measure.code, by)
    with pytest.raises(KeyError):
        counts.broken_down("contacts", YEARS, "country")


def test_n_12_people_are_covered_once_a_year_and_later_versions_add_only_who_came_to_them(alise):
    case = counted.family(alise)
    for day, people in ((date(2019, 3, 1), 2), (date(2019, 5, 1), 4), (date(2019, 7, 1), 3), (date(2020, 1, 2), 3)):
        counted.version(alise, case, day, people)
    quarters = [Period.parse(f"2019-Q{number}") for number in (1, 2, 3, 4)]
    assert total("offers_sent") == 1
    assert total("people_offered") == 4
    assert total("offer_versions") == 3
    assert counts.over_time("people_offered", quarters) == [2, 2, 0, 0]
    assert counts.over_time("offers_sent", quarters) == [1, 0, 0, 0]
    assert total("people_offered", Period.year(2020)) == 3


def test_k_c3_offers_count_by_who_sent_them_and_work_by_who_had_the_case_also_after_a_handover(alise, cilda):
    case = counted.family(alise, members=3)
    counted.contact(alise, case, date(2019, 2, 1))
    counted.version(alise, case, date(2019, 2, 2), 3)
    counted.came_back(alise, case, date(2019, 8, 1), 2, 1)
    with acting(alise.scope):
        handed_over(case, alise, "latgale", date(2019, 6, 1))
    move_to_latgale(case)
    counted.contact(cilda, case, date(2019, 9, 1))
    counted.version(cilda, case, date(2019, 9, 2), 3, "latgale")
    assert [of("vidzeme", column) for column in ("offers_sent", "people_returned", "families_contacted")] == [1, 3, 1]
    assert [of("latgale", column) for column in ("offers_sent", "people_returned", "families_contacted")] == [1, 0, 1]
    assert of("vidzeme", "cases_opened") == 1
    assert of("latgale", "contacts") == 1


def move_to_latgale(case):
    """As the accepted handover does: the household changes its region and everything follows by foreign key."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE; SET majup.owner = 'on'")
        cursor.execute(
            "UPDATE people_household SET region_id = %s WHERE id = %s", [region("latgale").pk, case.household_id]
        )
        cursor.execute("SET ROLE majup_app; SET majup.owner = ''")
    case.region = region("latgale")


def test_n_14_a_family_is_in_contact_once_per_region_and_calendar_year_in_either_direction(alise):
    case = counted.family(alise, members=3)
    for day in (date(2019, 4, 1), date(2019, 9, 1), date(2020, 2, 1)):
        counted.contact(alise, case, day, direction="out")
    assert total("families_contacted") == 1
    assert total("people_contacted") == 3
    assert total("families_contacted", YEARS) == 2
    assert counts.over_time("families_contacted", [Period.month(date(2019, 4, 1)), Period.month(date(2019, 9, 1))]) == [
        1,
        0,
    ]


def test_out_05_the_year_ends_at_midnight_of_the_country(alise):
    """22:30 in Greenwich on New Year's Eve is the new year in Riga."""
    case = counted.family(alise)
    counted.version(alise, case, datetime(2019, 12, 31, 22, 30, tzinfo=UTC), 2)
    counted.contact(alise, case, datetime(2019, 12, 31, 21, 59, tzinfo=UTC))
    assert (total("offers_sent"), total("offers_sent", Period.year(2020))) == (0, 1)
    assert (total("contacts"), total("contacts", Period.year(2020))) == (1, 0)


def test_out_12_moves_inside_the_country_stand_apart_in_every_figure(alise):
    case = counted.family(alise, kind="internal", country="")
    counted.contact(alise, case, date(2019, 3, 1))
    counted.version(alise, case, date(2019, 3, 2), 2)
    counted.came_back(alise, case, date(2019, 3, 3), 2)
    counted.enquiry(alise, date(2019, 3, 4), category="internal")
    counts.recount_waiting()
    found = {column: value for column, value in counts.counted(YEAR).total.items() if value}
    assert found
    assert all(column.endswith("_internal") for column in found)
    assert found["enquiries_internal"] == found["offers_sent_internal"] == found["families_returned_internal"] == 1


def test_out_11_a_family_of_several_groups_counts_once_in_the_total(alise):
    case = counted.family(alise, members=3)
    with acting(alise.scope):
        Person.objects.filter(household=case.household, order=0).update(birth_year=1996)
        Person.objects.filter(household=case.household, order=1).update(birth_year=1950)
    single = counted.family(alise, members=1)
    for one, adults, children in ((case, 2, 1), (single, 1, 0)):
        counted.came_back(alise, one, date(2019, 5, 1), adults, children)
    counts.recount_waiting()
    found = counts.broken_down("families_returned", YEAR, "group")
    assert found == {"families": 1, "youth": 1, "pensioners": 1, "others": 1}
    assert counts.broken_down("people_returned", YEAR, "group")["families"] == 3
    assert total("families_returned") == 2


def test_out_04_the_places_chosen_are_ranked_and_unknown_ones_are_not_zero(alise):
    for number, place in enumerate(["0054000", "0054000", None]):
        where = municipality(place) if place else None
        counted.came_back(alise, counted.family(alise), date(2019, 5, 1 + number), 2, 0, municipality=where)
    counts.recount_waiting()
    found = counts.broken_down("people_returned", YEAR, "municipality", region=region("vidzeme"))
    assert list(found.items()) == [("0054000", 4), ("", 2)]


def test_prv_04_erasing_changes_who_is_behind_a_figure_but_no_total_and_nothing_issued(alise):
    case = counted.family(alise, members=3)
    counted.contact(alise, case, date(2019, 3, 1))
    counted.came_back(alise, case, date(2019, 5, 1), 2, 1)
    issued = list(IssuedFigure.objects.order_by("pk").values())
    assert total("people_contacted") == 3
    with acting(alise.scope):
        Person.objects.filter(household=case.household).delete()
        Household.objects.filter(pk=case.household_id).update(
            erased_at=counted.noon(date(2020, 1, 1)), erased_adults=2, erased_children=1
        )
    assert (total("people_contacted"), total("people_returned")) == (3, 3)
    assert counts._kept(YEARS) == fresh()
    assert list(IssuedFigure.objects.order_by("pk").values()) == issued


def test_figures_wait_until_the_worker_has_counted_and_say_so(alise):
    counts.recount_waiting()
    assert counts.prepared().is_fresh
    counted.came_back(alise, counted.family(alise), date(2019, 5, 1))
    assert counts.prepared().waiting > 0
    assert counts.counted(YEAR).total["families_returned"] == 0
    counts.recount_waiting()
    assert counts.prepared().waiting == 0
    assert counts.counted(YEAR).total["families_returned"] == 1


def test_the_nightly_look_puts_a_difference_right_and_keeps_it(alise):
    counted.came_back(alise, counted.family(alise), date(2019, 5, 1), 2)
    counts.recount_waiting()
    DayCount.objects.filter(measure="people_returned", by="").update(count=9)
    with pytest.raises(totals.SumsDiffer):
        totals.as_known(YEAR).refuse_wrong_sums()
    assert {one.day for one in counts.check(YEAR)} == {date(2019, 5, 1)}
    assert totals.as_known(YEAR).refuse_wrong_sums().total["people_returned"] == 2
    run = CountRun.objects.get(kind="check")
    assert run.wrong == ["2019-05-01"]
    assert counts.check(YEAR) == []


def test_out_06_the_nightly_look_goes_back_to_the_first_report_and_names_each_difference(alise, as_owner, caplog):
    """A wrong count far before the last quarter is found and named by day, region, measure and difference."""
    family_back(alise, on=date(2026, 2, 10))
    drafted()
    with time_machine.travel(datetime(2026, 11, 30, 2, 43, tzinfo=UTC)):
        tasks.check_counts(timestamp=0)
        assert caplog.messages == []
        with as_owner():
            changed = DayCount.objects.filter(day="2026-02-10", measure="families_returned", by="", is_internal=False)
            assert changed.update(count=8) == 1
        tasks.check_counts(timestamp=0)
    assert [message.split(": ", 1)[1] for message in caplog.messages] == [
        "2026-02-10 vidzeme families_returned: prepared 8, counted 1, difference +7"
    ]
    look = counts.prepared().checked
    assert (look.first_day, look.wrong) == (date(2026, 1, 1), ["2026-02-10"])
    assert counts.counted(Period.parse("2026-Q1"), ["families_returned"]).regions[region("vidzeme").pk] == {
        "families_returned": 1
    }


def test_prv_01_behind_a_figure_each_sees_only_cases_of_the_own_region(alise, cilda, gunta):
    case = counted.family(alise, members=2)
    counted.came_back(alise, case, date(2019, 5, 1), 2)
    counts.recount_waiting()
    for user, seen in ((alise, [case.pk]), (cilda, []), (gunta, [])):
        with acting(user.scope):
            rows = counts.records(user, "families_returned", YEAR, region("vidzeme"))
            assert [row.pk for row in rows] == seen
    with acting(alise.scope):
        assert counts.records(alise, "families_returned", YEAR, None, "country", "GB").count() == 1
        assert counts.records(alise, "families_returned", YEAR, None, "country", "DE").count() == 0
        assert counts.records(alise, "families_returned", YEAR, None, "group", "others").count() == 1
        assert counts.records(alise, "families_returned_alone", YEAR).count() == 0
        assert counts.records(alise, "enquiries", YEAR, None, "group", "").count() == 0


def test_an_enquiry_that_no_region_has_taken_stands_in_no_region_and_in_the_total(alise):
    counted.enquiry(alise, date(2019, 5, 1), None)
    counted.enquiry(alise, date(2019, 5, 2), "vidzeme", country="DE")
    counts.recount_waiting()
    table = totals.as_known(YEAR, ["enquiries"]).refuse_wrong_sums()
    assert (table.unplaced["enquiries"], table.total["enquiries"]) == (1, 2)
    assert counts.broken_down("enquiries", YEAR, "country") == {"": 1, "DE": 1}


def event(moment, code="0055000", state="published"):
    return PublicEvent.objects.create(
        kind="webinar", title={"lv": "x"}, organiser="x", url="https://example.org", starts_at=moment, state=state,
        municipality=municipality(code),
    )  # fmt: skip


def test_n_52_an_event_counts_for_the_region_of_its_municipality_on_that_day(alise):
    """Varakļāni county ended on 30 June 2025: that evening in Riga is its last, one hour later nobody has it."""
    with acting(alise.scope):
        event(datetime(2025, 6, 30, 20, 30, tzinfo=UTC))
        event(datetime(2025, 6, 30, 21, 30, tzinfo=UTC))
        event(datetime(2025, 6, 30, 12, tzinfo=UTC), state="cancelled")
        event(timezone.now() + timedelta(days=2), "0038001")
    counts.recount_waiting()
    days = [Period(day, day) for day in (date(2025, 6, 30), date(2025, 7, 1))]
    last, next_day = [totals.as_known(day, ["events_held"]).refuse_wrong_sums() for day in days]
    assert dict(last.regions)[region("vidzeme")]["events_held"] == last.total["events_held"] == 1
    assert (next_day.unplaced["events_held"], next_day.total["events_held"]) == (1, 1)
    assert counts.broken_down("events_held", days[0], "municipality") == {"0055000": 1}
    assert totals.as_known(Period.year(timezone.localdate().year), ["events_held"]).total["events_held"] == 0


def test_out_05_a_leap_day_alone_is_a_period_and_belongs_to_its_month(alise):
    day = date(2020, 2, 29)
    counted.came_back(alise, counted.family(alise), day, 2)
    assert total("people_returned", Period(day, day)) == total("people_returned", Period.month(day)) == 2
    assert total("people_returned", Period(day + timedelta(days=1), date(2020, 12, 31))) == 0
    assert Period(day, day).days == 1


def test_days_that_have_not_come_yet_are_not_known():
    assert counts.over_time("contacts", [Period.year(2099)]) == [None]
