"""RPT-08, B-76: the attack on what is public of a caseload that was played through the actions, small cells in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from majup.outcomes.actions import record_return
from majup.places.models import Municipality
from majup.reports import counts
from majup.reports.cells import FAMILIES_OF, table_of
from majup.reports.issuing import actions
from majup.reports.models import IssuedFigure
from majup.reports.publishing import publish_all
from majup.staff.scope import acting
from tests.kernel.test_suppression import told_too_much
from tests.reports.test_publishing import all_numbers
from tests.support.cases import case_of
from tests.support.people import make_coordinator, region
from tests.support.reports import drafted, sign_all
from tests.support.results import REGIONS

pytestmark = pytest.mark.django_db
# Families that come back in each quarter, by region: most of the numbers are small.
QUARTERS = (((2026, 1), (1, 6, 2, 0, 7)), ((2026, 4), (2, 1, 5, 3, 0)))


@pytest.fixture
def played(gunta):
    """Two quarters: families come back, regions sign, the ministry issues, the job publishes."""
    coordinators = {code: make_coordinator(f"From {code}", code) for code in REGIONS}
    reports = []
    for (year, month), numbers in QUARTERS:
        first = date(year, month, 1)
        with time_machine.travel(datetime(year, month, 10, 9, tzinfo=UTC), tick=False):
            for code, number in zip(REGIONS, numbers, strict=True):
                for turn in range(number):
                    come_back(coordinators[code], code, turn)
        last = date(year, month + 3, 1) - timedelta(days=1)
        with time_machine.travel(datetime(year, month + 3, 5, 9, tzinfo=UTC), tick=False):
            counts.recount_waiting()
            reports.append(issue(drafted(start=first, end=last), gunta))
            publish_all()
    return reports


def come_back(user, code, turn):
    places = list(Municipality.objects.in_region(region(code)).in_force())
    case = case_of(user, code)
    with acting(user.scope):
        record_return(
            case=case,
            on=datetime.now(UTC).date(),
            adults=1 + turn % 2,
            children=turn % 3,
            municipality=places[turn % 3],
            from_country="GB",
            support_kind="offer_before_move",
            by=user,
        )


def issue(report, user):
    return actions.issue(report=sign_all(report, user), by=user)


def test_rpt_08_an_attack_on_a_played_caseload_with_small_cells_finds_nothing(played):
    truth, hidden = all_numbers(played)
    told = {cell: number for cell, number in truth.items() if cell.column == "families_returned" and not cell.by}
    second = sorted(number for cell, number in told.items() if cell.region and cell.start == date(2026, 4, 1))
    assert second == [0, 1, 2, 3, 5]
    assert {cell.by for cell in hidden} == {"", "municipality"}
    assert IssuedFigure.objects.filter(report=played[0], by="municipality").exists()
    attacked = 0
    for columns in pairs({cell.column for cell in truth}):
        table = table_of({cell: number for cell, number in truth.items() if cell.column in columns})
        small = table.sensitive(5)
        attacked += len(small)
        assert told_too_much(table, hidden.intersection(table.counts)) == set(), columns
        if "families_returned" in columns:
            assert told_too_much(table, small) != set()  # hiding small numbers alone would not do
    assert attacked > 20


def pairs(columns):
    """Columns that tell of each other: people and their families; all others stand by themselves."""
    together = [{people, whole} for people, whole in FAMILIES_OF.items() if people in columns]
    return [*together, *({one} for one in sorted(columns - set().union(*together)))]
