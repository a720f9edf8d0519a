"""OUT-07, OUT-03: as reported then, as known now, as counted today; the sum since the start and what it lacks."""

from datetime import date, timedelta

import pytest

from majup.kernel.periods import Period
from majup.reports import counts
from majup.reports.issuing import actions, cumulative, known
from majup.reports.models import IssuedFigure
from tests.support.people import region, today
from tests.support.reports import LAST, drafted, family_back, issued, sign_all

pytestmark = pytest.mark.django_db


def test_out_07_then_now_and_today_stand_side_by_side_with_the_difference(alise, gunta):
    family_back(alise)
    report, vidzeme = issued(gunta), region("vidzeme")
    actions.correct(
        report=report, region=vidzeme, column="people_returned", after=4, reason="A child was left out.", by=gunta
    )
    family_back(alise, adults=2, children=3)
    counts.recount_waiting()
    found = known.compare(report)
    own, whole = found.of(vidzeme.pk, "people_returned"), found.of(None, "people_returned")
    assert own[2:] == whole[2:] == (3, 4, 8)
    assert (own.corrected_by, own.unexplained) == (1, 4)
    assert found.of(region("latgale").pk, "people_returned")[2:] == (0, 0, 0)
    assert own in found.differing
    assert found.of(vidzeme.pk, "contacts") not in found.differing


def published(column, value, start, end, *, place=None, issued_on=None):
    return IssuedFigure.objects.create(
        metric=f"test_{column}", column=column, scope="region" if place else "total", region=place,
        period_from=start, period_to=end, period_text=f"{start}..{end}", value=value, unit="people",
        qualifier="eq", definition={}, source="a test", issued_on=issued_on,
    )  # fmt: skip


@pytest.fixture
def nothing_published(db):
    """Figures that came with the pack are of no use where a test says what is published."""
    IssuedFigure.objects.filter(report=None).delete()


def test_out_03_since_the_start_is_published_then_issued_with_corrections_then_live(alise, gunta, nothing_published):
    published("people_returned", 100, date(2018, 3, 1), date(2018, 12, 31))
    published("people_returned", 700, date(2018, 3, 1), date(2024, 12, 31))
    published("people_returned", 60, date(2025, 1, 1), date(2025, 12, 31))
    family_back(alise)
    report = issued(gunta)
    actions.correct(
        report=report, region=region("vidzeme"), column="people_returned", after=5, reason="Two more.", by=gunta
    )
    family_back(alise, on=LAST + timedelta(days=1), adults=1, children=0)
    counts.recount_waiting()
    found = cumulative.since_start("people_returned")
    assert [(part.source, part.value) for part in found.stretches] == [
        ("published", 700),
        ("published", 60),
        ("issued", 5),
        ("live", 1),
    ]
    assert (found.value, found.gaps, found.is_at_least) == (766, (), False)


def test_out_03_a_stretch_that_nobody_counted_is_named_and_the_sum_is_at_least(alise, nothing_published):
    published("people_returned", 100, date(2018, 3, 1), date(2018, 12, 31), place=region("vidzeme"))
    found = cumulative.since_start("people_returned", region=region("vidzeme"), until=today())
    assert found.is_at_least
    assert found.gaps == (Period(date(2019, 1, 1), date(2025, 12, 31)),)
    assert found.value == 100
    assert cumulative.since_start("contacts").gaps[0].start == date(2018, 3, 1)


def test_out_06_since_the_start_is_what_was_before_and_the_new_report(alise, gunta, nothing_published):
    family_back(alise)
    issued(gunta)
    before = cumulative.since_start("families_returned", until=LAST).value
    family_back(alise, on=date(2026, 5, 1))
    second = actions.issue(report=sign_all(drafted(start=date(2026, 4, 1), end=date(2026, 6, 30)), alise), by=gunta)
    this = second.document["total"]["families_returned"]
    assert cumulative.since_start("families_returned", until=second.period_to).value == before + this == 2
