"""OUT-02, OUT-03, OUT-05, OUT-06, OUT-12: totals that add up, or nothing."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from majup.cases.models import Case
from majup.kernel.periods import Period
from majup.outcomes.models import Intention, Return
from majup.people.models import Household
from majup.reports import counts, totals
from majup.staff.scope import acting
from tests.support.people import region

pytestmark = pytest.mark.django_db
HEADER = (
    "region,families_returned,people_returned,families_returned_alone,people_returned_alone,"
    "offers_sent,people_offered,intentions_people"
)
YEAR = Period(date(2019, 1, 1), date(2019, 12, 31))


def make_case(user, code, kind="external"):
    now = datetime(2019, 1, 5, 12, tzinfo=UTC)
    with acting(user.scope):
        household = Household.objects.create(region=region(code), created_at=now)
        return Case.objects.create(
            household=household,
            region=household.region,
            reference=f"T-{household.pk}",
            title="x",
            category="emigrant",
            kind=kind,
            stage_since=now,
            opened_at=now,
            next_contact_on=date(2019, 2, 1),
            responsible=user,
        )


def make_return(user, case, on, adults, children, *, alone=False):
    kind = "help_after_arrival" if alone else "offer_before_move"
    with acting(user.scope):
        return Return.objects.create(
            case=case,
            region=case.region,
            is_internal=case.kind == "internal",
            recorded_by=user,
            recorded_at=timezone.now(),
            on=on,
            adults=adults,
            children=children,
            support_kind=kind,
            alone=alone,
        )


def printed(*arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command("totals", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def rows(text):
    return {row["region"]: row for row in csv.DictReader(io.StringIO(text))}


def test_out_02_the_command_prints_a_row_per_region_and_a_total_and_nothing_else(alise, cilda):
    make_return(alise, make_case(alise, "vidzeme"), date(2019, 6, 1), 2, 2)
    make_return(alise, make_case(alise, "vidzeme"), date(2019, 12, 31), 1, 0, alone=True)
    make_return(cilda, make_case(cilda, "latgale", "internal"), date(2019, 1, 1), 1, 1)
    make_return(cilda, make_case(cilda, "latgale"), date(2018, 12, 31), 5, 5)

    out, err = printed("--from", "2019-01-01", "--to", "2019-12-31", "--format", "csv")

    lines = out.splitlines()
    assert lines[0] == HEADER + "," + ",".join(f"{name}_internal" for name in HEADER.split(",")[1:])
    assert [line.split(",")[0] for line in lines[1:]] == ["Kurzeme", "Latgale", "Vidzeme", "Zemgale", "Rīga", "total"]
    assert lines[3] == "Vidzeme,1,4,1,1,0,0,0,0,0,0,0,0,0,0"
    assert lines[2] == "Latgale,0,0,0,0,0,0,0,1,2,0,0,0,0,0"
    assert lines[6] == "total,1,4,1,1,0,0,0,1,2,0,0,0,0,0"
    assert "offer_household_region_year" in err


def test_out_03_intentions_count_people_on_the_day_they_were_stated(alise):
    case = make_case(alise, "vidzeme")
    with acting(alise.scope):
        Intention.objects.create(
            case=case,
            region=case.region,
            is_internal=False,
            recorded_by=alise,
            recorded_at=timezone.now(),
            stated_on=date(2019, 3, 3),
            people=4,
        )
    out, _ = printed("--from", "2018-03-01", "--to", "2019-12-31")
    assert rows(out)["total"]["intentions_people"] == "4"
    out, _ = printed("--from", "2020-01-01", "--to", "2020-12-31")
    assert rows(out)["total"]["intentions_people"] == "0"


def test_out_06_totals_that_do_not_add_up_are_refused(alise, as_owner):
    event = make_return(alise, make_case(alise, "vidzeme"), date(2019, 6, 1), 2, 1)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE outcomes_return ALTER region_id DROP NOT NULL")
        cursor.execute("UPDATE outcomes_return SET region_id = NULL WHERE id = %s", [event.pk])
    out = io.StringIO()
    with pytest.raises(CommandError, match="people_returned: regions 0, total 3"):
        call_command("totals", "--from", "2019-01-01", "--to", "2019-12-31", stdout=out)
    assert out.getvalue() == ""


@pytest.mark.parametrize(
    ("start", "end", "region_row", "total_row"),
    [
        ("2018-03-01", "2018-12-31", ["33", "88", "393"], ["163", "399", "1815"]),
        ("2019-01-01", "2019-12-31", ["47", "142", "365"], ["225", "656", "2268"]),
        ("2020-01-01", "2020-06-30", ["30", "86", "337"], ["189", "488", "1412"]),
    ],
)
def test_out_05_issued_figures_are_printed_as_reported(start, end, region_row, total_row):
    out, err = printed("--from", start, "--to", end, "--as-reported", "--language", "en")
    found = rows(out)
    names = ["families_returned", "people_returned", "offers_sent"]
    assert [found["Kurzeme"][name] for name in names] == region_row
    assert [found["total"][name] for name in names] == total_row
    assert found["total"]["people_offered"] == ""
    assert "prepared" in err


def test_a_period_that_nobody_reported_is_unknown_not_zero():
    out, _ = printed("--from", "2017-01-01", "--to", "2017-12-31", "--as-reported")
    assert set(rows(out)["total"].values()) == {"total", ""}


def test_the_table_has_the_shape_of_the_published_one():
    out, _ = printed("--from", "2019-01-01", "--to", "2019-12-31", "--as-reported", "--format", "table")
    assert out.splitlines()[:5] == [
        "\t\tKurzeme\tLatgale\tVidzeme\tZemgale\tRīga\tKOPĀ",
        "2019. gads\tĢimenes\t47\t64\t58\t23\t33\t225",
        "atgriezušies\tCilvēki\t142\t183\t178\t70\t83\t656",
        "",
        "Sagatavoti\tindividuālie piedāvājumi\t365\t890\t406\t209\t398\t2268",
    ]


def test_out_12_moves_inside_the_country_are_never_summed_with_those_from_abroad(alise):
    make_return(alise, make_case(alise, "vidzeme"), date(2019, 6, 1), 1, 0)
    make_return(alise, make_case(alise, "vidzeme", "internal"), date(2019, 6, 1), 2, 0)
    counts.recount_waiting()
    table = totals.as_known(YEAR)
    assert (table.total["people_returned"], table.total["people_returned_internal"]) == (1, 2)


def test_a_visitor_of_no_region_reads_counts_but_no_case(alise, gunta):
    make_return(alise, make_case(alise, "vidzeme"), date(2019, 6, 1), 1, 0)
    counts.recount_waiting()
    with acting(gunta.scope):
        assert totals.as_known(YEAR).total["families_returned"] == 1
        assert Case.objects.count() == 0
