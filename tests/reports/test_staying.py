"""OUT-10, RPT-04, RPT-08: whether families stayed, frozen with a report and published without small numbers."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from majup.cases.models import Case
from majup.network.calendar import country_settings
from majup.network.models import Country
from majup.outcomes.actions import record_check, record_departure
from majup.outcomes.models import Check
from majup.reports import results, staying
from majup.reports.cells import table_of
from majup.reports.models import PublishedCell
from majup.reports.publishing import publish, publish_all
from majup.staff.scope import acting
from tests.kernel.test_suppression import told_too_much
from tests.reports.test_publishing import all_numbers
from tests.support.people import sign_in
from tests.support.reports import family_back, issued
from tests.support.results import issue

pytestmark = pytest.mark.django_db
TEN = dict.fromkeys(("kurzeme", "latgale", "vidzeme", "zemgale", "riga"), 10)


def told(report, months=12):
    """{"" for all, else what is known: number or None} in the report's own days."""
    cells = PublishedCell.objects.newest().filter(publication__report=report, column=f"{staying.COLUMN}_{months}")
    return dict(cells.filter(period_from=report.period_from).values_list("key", "value"))


@pytest.fixture
def counting_since_2025():
    country = Country.objects.get()
    country.settings["reports"]["first_day"] = "2025-01-01"
    Country.objects.update(settings=country.settings)
    country_settings.cache_clear()
    yield
    country_settings.cache_clear()


def test_out_10_rpt_04_what_is_known_of_families_after_a_year_is_frozen_and_published(
    alise, gunta, counting_since_2025
):
    """Twelve families came in the first quarter of 2025: one left, six were spoken to, five nobody asked."""
    with time_machine.travel(datetime(2026, 4, 7, 9, tzinfo=UTC), tick=False):
        returns = [
            family_back(alise, on=date(2025, 2, 3), opened=datetime(2024, 2, 1, 9, tzinfo=UTC)) for _n in range(12)
        ]
        with acting(alise.scope):
            Case.objects.update(stage="returned")
            record_departure(case=returns[0].case, on=date(2025, 9, 1), reason="pay", by=alise)
            for event in returns[1:7]:
                check = Check.objects.create(return_event=event, month=12, due_on=date(2026, 2, 3))
                record_check(
                    check=check, by=alise, done_on=date(2026, 3, 2), findings={}, plans="stay", business="none"
                )
        with acting(gunta.scope):
            issued(gunta, kind="year", start=date(2025, 1, 1), end=date(2025, 12, 31))
            report = issued(gunta)
        known = {"months": 12, "families": 12, "here": 6, "left": 1, "unknown": 5}
        assert report.document["staying"] == [known]  # 24 months ago this system did not count yet
        frozen = report.figures.filter(by=staying.BY)
        assert {row.key: row.value for row in frozen} == {"12": 12, "12:here": 6, "12:left": 1, "12:unknown": 5}
        assert "12, 24 or 36" in frozen[0].definition["en"]
        page = sign_in(gunta).get(f"/en{reverse('report', args=[report.pk])}").text
        assert "families 12: here 6, left again 1, not known 5" in page
        with acting(alise.scope):
            record_departure(case=returns[8].case, on=date(2026, 1, 5), reason="pay", by=alise)
        publish_all()
        assert told(report) == {"": 12, "here": 6, "left": None, "unknown": None}
        page = sign_in(gunta).get(f"/en{reverse('results')}").text
        assert "Families: 12; known to be here: 6; left again: not shown; nothing is known: not shown." in page


def test_out_10_before_anything_is_published_the_doubt_says_so(alise, gunta):
    publish(issue(alise, "2026-Q1", families_returned=(9, 20, 30, 12, 9)))
    assert results.stayed() == []
    assert "No figure has been published so far" in sign_in(gunta).get(f"/en{reverse('results')}").text


def test_rpt_08_nobody_learns_from_those_who_stayed_what_was_hidden_of_their_return(alise):
    """The second quarter of 2026 had three families. The half-year of 2027 would tell 103, and so the three."""
    for period, families in (("2026-Q1", (20, 20, 20, 20, 20)), ("2026-Q2", (0, 0, 0, 0, 3)), ("2026-Q3", (9,) * 5)):
        publish(issue(alise, period, families_returned=families))
    half = issue(alise, "2027-H1", staying={12: (60, 20, 23)})
    publish(half)
    assert told(half) == dict.fromkeys(("", "here", "left", "unknown"))
    later = issue(alise, "2027-Q3", staying={12: (30, 9, 6)})
    publish(later)
    assert told(later) == {"": 45, "here": 30, "left": 9, "unknown": 6}


def test_rpt_08_an_attack_on_what_is_told_of_those_who_stayed_finds_nothing(alise):
    numbers, reports = [(7, 1, 9), (3, 0, 12), (20, 2, 2), (5, 6, 4)], []
    for quarter, stay in enumerate(numbers, 1):
        report = issue(alise, f"2027-Q{quarter}", staying={12: stay, 24: (stay[2], stay[1], 30)})
        publish(report)
        reports.append(report)
    truth, hidden = all_numbers(reports)
    assert hidden
    assert {one.months: one.families for one in results.stayed()} == {12: 71, 24: 156}
    table = table_of(truth)
    assert told_too_much(table, hidden) == set()
    assert told_too_much(table, table.sensitive(5)) != set()
