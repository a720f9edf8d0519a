"""The published past fits together as far as it does, and says where it does not (B-80, T-13, 1.3 of spec/08)."""

import csv
from decimal import Decimal

import pytest
from django.conf import settings

from majup.places.pack import read
from majup.reports import figure_checks
from majup.reports.figure_checks import Result
from majup.reports.models import IssuedFigure

pytestmark = pytest.mark.django_db
# 62 checks made by hand from the documents of the programme (data/programme/numbers_checks.csv, 2026).
GIVEN = settings.BASE_DIR / "tests/data/reports/numbers_checks.csv"
WORDS = {Result.OK: "ok", Result.DIFFERS: "DIFFERS", Result.COMPUTED: "computed"}


@pytest.fixture
def found():
    checks = read(settings.COUNTRY_PACK, "figure_checks")
    names = {check["code"]: check["check"] or check["code"] for check in checks}
    return {names[one.code]: one for one in figure_checks.outcomes(checks)}


def test_t_13_each_of_the_62_checks_comes_out_as_it_was_found_by_hand(found):
    with GIVEN.open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 62
    for row in rows:
        one = found[row["check"]]
        given = Decimal(row["given"]) if row["given"] else None
        assert (row["check"], one.given, one.computed, WORDS[one.result]) == (
            row["check"],
            given,
            Decimal(row["computed"]),
            row["result"],
        )
    assert [row["check"] for row in rows if row["result"] == "DIFFERS"] == ["Kurzeme people returned: same check"]


def test_b_80_kurzeme_stays_70_against_88(found):
    one = found["Kurzeme people returned: same check"]
    assert (one.given, one.computed, one.result) == (70, 88, Result.DIFFERS)
    assert len(one.uses) == 4


def test_growth_of_2023_is_39_percent_and_not_33(found):
    one = found["increase-2023"]
    assert (one.given, one.computed, one.result) == (33, 39, Result.DIFFERS)


def test_the_regions_of_2024_make_the_published_774(found):
    assert found["regions-people-2024"].result == Result.OK


def test_checks_come_from_stored_figures(found):
    """Without the figure that a check needs nothing is told; with another one it tells something else."""
    IssuedFigure.objects.filter(metric="people_returned", region__code="kurzeme", value=965).delete()
    again = {one.code: one for one in figure_checks.outcomes(read(settings.COUNTRY_PACK, "figure_checks"))}
    assert again["kurzeme-returned"].result == Result.UNKNOWN
    assert again["kurzeme-returned"].given is None
    IssuedFigure.objects.filter(metric="families_returned", region=None, value=163).update(value=164)
    again = {one.code: one for one in figure_checks.outcomes(read(settings.COUNTRY_PACK, "figure_checks"))}
    first = again["regions-families-returned-2018-03-2018-12"]
    assert (first.given, first.computed, first.result) == (164, 163, Result.DIFFERS)


def test_two_sources_under_one_name_are_refused(found):
    rows = IssuedFigure.objects.filter(
        metric="individual_offers_prepared", region__code="latgale", period_to__year=2019
    )
    rows.filter(value=889).update(source="seeds/000 told again")
    with pytest.raises(figure_checks.Ambiguous):
        figure_checks.outcomes(read(settings.COUNTRY_PACK, "figure_checks"))


def test_no_data_stays_no_data():
    row = IssuedFigure.objects.get(qualifier="no_data")
    assert (row.value, row.region.code, row.metric) == (None, "zemgale", "people_returned_alone")


# Section 1.3 of spec/08: (metric, region, year of the end, values).
PUBLISHED = [
    ("families_returned", None, "2018-03-01..2019-12-31", {388}),
    ("people_returned", None, "2018-03-01..2019-12-31", {1055}),
    ("individual_offers_prepared", "latgale", "2019-01-01..2019-12-31", {889, 890}),
    ("families_identified", "latgale", "2019-01-01..2019-12-31", {1849}),
    ("people_returned", None, "2020-01-01..2020-12-31", {1023}),
    ("people_returned", "vidzeme", "2020-01-01..2020-12-31", {160}),
    ("individual_offers_prepared", "vidzeme", "2020-01-01..2020-12-31", {442}),
    ("people_returned", "zemgale", "2020-01-01..2020-12-31", {158}),
    ("individual_offers_prepared", "zemgale", "2021-01-01..2021-10-31", {282}),
    ("people_returned_alone", "vidzeme", "2021-01-01..2021-12-31", {40}),
    ("people_contacted", "vidzeme", "2021-01-01..2021-12-31", {342}),
    ("people_returned", None, "2022-01-01..2022-12-31", {653}),
    ("people_returned", "kurzeme", "2022-01-01..2022-12-31", {185}),
    ("families_returned", "riga", "2018-01-01..2022-04-30", {320}),
    ("people_interested", "riga", "2018-01-01..2022-04-30", {433}),
    ("people_returned", None, "2023-01-01..2023-12-31", {909}),
    ("people_returned_alone", "latgale", "2023-01-01..2023-12-31", {60}),
    ("families_returned", None, "2024-01-01..2024-12-31", {277}),
    ("people_returned", None, "2024-01-01..2024-12-31", {774}),
    ("individual_offers_prepared", None, "2024-01-01..2024-12-31", {2850}),
    ("people_returned_alone", "vidzeme", "2024-01-01..2024-12-31", {137}),
    ("people_returned", "vidzeme", "2025-01-01..2025-12-31", {258}),
    ("people_returned_alone", "vidzeme", "2025-01-01..2025-12-31", {211}),
    ("people_covered_by_offers", "vidzeme", "2025-01-01..2025-12-31", {471}),
    ("people_returned", "zemgale", "2025-01-01..2025-12-31", {109}),
]


@pytest.mark.parametrize(("metric", "region", "period", "values"), PUBLISHED)
def test_every_row_of_the_published_results_is_stored_with_source_and_definition(metric, region, period, values):
    rows = IssuedFigure.objects.filter(metric=metric, region__code=region, period_text=period)
    if region is None:
        rows = IssuedFigure.objects.filter(metric=metric, region=None, period_text=period)
    assert {int(row.value) for row in rows} == values
    assert all(row.source and row.definition["lv"] and row.definition["en"] for row in rows)
