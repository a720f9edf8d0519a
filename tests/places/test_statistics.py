"""Figures with their limits: taken over by command, refused with the difference, by the boundaries of any day."""

import json
from copy import deepcopy
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from majup.places import figures, outlines
from majup.places.errors import OutlinesRefused
from majup.places.models import Area, CrosswalkLimit, Dataset, Figure, Indicator, Outline
from majup.places.outlines import neighbours
from majup.places.statistics import Territories, first_day
from majup.places.sums import Line, Rule, Territory, check
from tests.support.people import municipality

pytestmark = pytest.mark.django_db
MADONA, VARAKLANI, MADONA_NOW = "0038000", "0055000", "0038001"
TODAY = date(2026, 10, 1)
AREAS = {
    "LV": (100, 110), "LV00A": (60, 66), "LV006": (55, None), "LV0001000": (50, 54), "LV0031000": (30, 32),
    "LV0031010": (12, 13), "LV0038000": (9, None), "LV0038001": (None, 10), "LV0054999": (1, 1), "UNK": (None, None),
}  # fmt: skip


def table(code="IRS051") -> dict:
    """What the statistical office sends: both vintages of regions, a merged county, a city inside its county."""
    return {
        "version": "2.0", "class": "dataset", "label": "x", "updated": "2025-10-02T10:00:00Z",
        "id": ["INDICATOR", "AREA", "TIME"], "size": [1, len(AREAS), 2],
        "dimension": {
            "INDICATOR": {"category": {"index": {"TOTAL": 0}}},
            "AREA": {"category": {"index": {area: at for at, area in enumerate(AREAS)}}},
            "TIME": {"category": {"index": ["2024", "2025"]}},
        },
        "value": [value for pair in AREAS.values() for value in pair],
        "status": {"5": ".."},
        "extension": {"px": {"tableid": code}},
    }  # fmt: skip


def by_sex() -> dict:
    content = table("IBR021")
    content |= {"id": ["SEX", "AREA", "ContentsCode", "TIME"], "size": [3, 1, 1, 1], "value": [10, 6, 4], "status": {}}
    content["dimension"] = {
        "SEX": {"category": {"index": {"T": 0, "M": 1, "F": 2}}},
        "AREA": {"category": {"index": {"LV0001000": 0}}},
        "ContentsCode": {"category": {"index": {"IBR021": 0}}},
        "TIME": {"category": {"index": {"2024": 0}}},
    }
    return content


@pytest.fixture
def take_over(tmp_path):
    """Give the file to the command, as whoever runs the system does; returns what it printed."""

    def run(content: dict | str) -> str:
        file = tmp_path / "table.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content))
        out = StringIO()
        call_command("statistics_import", str(file), stdout=out)
        return out.getvalue()

    return run


def figure(code: str, period: str, **place) -> Figure:
    return Figure.objects.get(indicator__code=code, period=period, breakdown="", **place)


def reading(code: str, atvk: str, day: date = TODAY) -> figures.Reading:
    return figures.matrix(day).cells[municipality(atvk).pk, code]


def test_t_5_both_vintages_of_regions_are_kept_apart_by_code(take_over):
    take_over(table())
    kept = Figure.objects.filter(dataset__code="irs051", area__kind="statistical_region")
    assert {(f.area.code, f.period, f.low) for f in kept} == {
        ("riga_2024", "2024-01-01", 60), ("riga_2024", "2025-01-01", 66), ("riga_2023", "2024-01-01", 55)
    }  # fmt: skip
    assert Area.objects.filter(name__lv__startswith="Rīg").values("kind").distinct().count() > 2


def test_t_7_a_city_inside_a_county_is_never_counted_twice(take_over):
    take_over(table())
    city, county = figure("population", "2024-01-01", area__code="jekabpils"), reading("population", "0031000")
    assert (city.low, county.low, county.inherited_from) == (12, 32, ())
    for partition in Territories().partitions("2024-01-01"):
        assert not any(part.startswith("city_inside") for parts in partition.values() for part in parts)


def test_t_13_what_does_not_add_up_is_refused_with_the_difference_and_nothing_is_kept(take_over):
    content = by_sex()
    content["value"] = [10, 6, 5]
    with pytest.raises(CommandError, match=r"municipality:0001000: 10 ≠ 11 \(\+1\)"):
        take_over(content)
    assert not Dataset.objects.filter(code="ibr021").exists()


def test_t_13_a_city_larger_than_its_county_is_refused(take_over):
    content = table()
    content["value"][10] = 31
    with pytest.raises(CommandError, match="city_inside:jekabpils: 31 > municipality:0031000: 30"):
        take_over(content)


def test_t_13_totals_balances_and_shares_are_compared_where_every_part_is_at_hand():
    rules = {
        "all": Rule("all", True, False, 0), "come": Rule("come", True, False, 0), "go": Rule("go", True, False, 0),
        "balance": Rule("balance", True, False, 0, ("come", "go")), "age": Rule("age", False, True, 0.2),
    }  # fmt: skip
    lines = [
        Line("all", "country:x", "2021", "", 10), Line("all", "region:a", "2021", "", 6),
        Line("all", "region:b", "2021", "", 3), Line("all", "country:x", "2022", "", 10),
        Line("all", "region:a", "2022", "", 6), Line("come", "region:a", "2021", "", 5),
        Line("go", "region:a", "2021", "", 2), Line("balance", "region:a", "2021", "", 4),
        Line("age", "region:a", "2021", "young", 60.1), Line("age", "region:a", "2021", "old", 40.3),
    ]  # fmt: skip
    parts = [{"country:x": ["region:a", "region:b"]}]
    checked = check(lines, rules, Territory(partitions={"2021": parts, "2022": parts}))
    assert checked.problems == [
        "all 2021 country:x: 10 ≠ 9 (-1)",
        "balance 2021 region:a: 4 ≠ 3 (-1)",
        "age 2021 region:a: 100 ≠ 100.4 (+0.4)",
    ]
    assert checked.not_made == ["all 2022 country:x: 1/2"]


def test_t_4_zero_missing_and_suppressed_are_three_things(take_over):
    content = table()
    content["value"][8] = content["value"][10] = 0
    content["value"][0] = None
    content["status"] = {"0": "…"}
    take_over(content)
    assert figure("population", "2024-01-01", area__code="lv").kind == "suppressed"
    assert figure("population", "2024-01-01", municipality__atvk="0031000").low == 0
    assert figure("population", "2025-01-01", municipality__atvk=MADONA).kind == "missing"


def test_the_same_file_twice_changes_nothing_and_a_newer_one_replaces(take_over):
    take_over(table())
    first = Dataset.objects.get(code="irs051")
    take_over(table())
    assert Dataset.objects.get(code="irs051").loaded_at == first.loaded_at
    newer = table()
    newer["value"][6] = 51
    take_over(newer)
    assert figure("population", "2024-01-01", municipality__atvk="0001000").low == 51


def test_what_is_left_out_of_a_table_is_said_with_the_reason(take_over):
    said = take_over(table())
    assert "UNK: Nav pašvaldība" in said
    assert "LV0054999" in said
    assert "LV0038001: Vienības šajā laikā nebija" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('CHARSET="ANSI";', "outputFormat=json-stat2"),
        ({"class": "dataset", "dimension": {}, "size": [2], "value": [1], "id": []}, "2"),
        (table("XYZ999"), "XYZ999"),
        ({**table(), "id": ["INDICATOR", "AREA", "YEAR"]}, "TIME"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_in_words(take_over, content, said):
    with pytest.raises(CommandError, match=said):
        take_over(content)
    assert not Dataset.objects.filter(code="irs051").exists()


def test_t_1_each_figure_says_by_whose_boundaries_it_is(take_over):
    take_over(table())
    assert figure("population", "2025-01-01", municipality__atvk=MADONA_NOW).boundary == date(2025, 7, 1)
    assert figure("high_pay_share", "not stated", municipality__atvk="0054000").boundary == date(2021, 6, 30)


def test_t_2_a_merged_place_shows_the_span_of_averages_and_the_sum_of_counts():
    pay, homes = reading("net_wage", MADONA_NOW), reading("new_dwellings", MADONA_NOW)
    assert (pay.kind, pay.low, pay.high) == ("range", 659, 701)
    assert [limit.code for limit in pay.limits] == ["span"]
    assert (homes.high, homes.limits[0].code, len(homes.limits[0].places)) == (18, "sum", 2)


def test_t_2_by_the_boundaries_of_an_earlier_day_the_former_places_stand_each_for_itself(take_over):
    before = figures.by_boundaries("net_wage", "2022", date(2025, 6, 30))
    assert len(before) == 43
    assert [before[municipality(a).pk].low for a in (MADONA, VARAKLANI)] == [701, 659]
    take_over(table())
    later = figures.by_boundaries("population", "2025-01-01", date(2025, 6, 30))
    assert later[municipality(VARAKLANI).pk].limits[0].code == "only-later"
    assert not later[municipality(VARAKLANI).pk].is_known


def test_t_2_why_a_figure_cannot_be_carried_over_is_named_beside_it():
    limits = reading("population_change", "0032000").limits
    stated = CrosswalkLimit.objects.get(municipality__atvk="0032000", topic="population")
    assert [limit.text for limit in limits] == [stated.text]


def test_t_3_a_municipal_value_may_be_a_range_a_bound_or_an_estimate():
    assert {f.kind for f in Figure.objects.filter(municipality__isnull=False)} >= {
        "single", "range", "bound", "estimate", "missing", "suppressed"
    }  # fmt: skip
    share = reading("high_pay_share", "0054000")
    assert (share.kind, share.low, share.high) == ("range", 5.2, 21.1)


def test_t_6_planning_statistical_and_agency_groupings_do_not_nest():
    names = {str(area.kind) for area in Area.objects.filter(members__municipality__atvk="0047000")}
    assert {"agency_branch", "statistical_region"} <= names
    branch = Area.objects.get(kind="agency_branch", code="siguldas")
    regions = {m.municipality.memberships.first().region.code for m in branch.members.all()}
    assert regions == {"riga", "vidzeme"}


def test_t_7_t_8_an_inherited_value_names_its_area_and_how_many_share_it():
    vacancies = reading("vacancies", "0049000")
    assert [str(area) for area in vacancies.inherited_from] == ["agency_branch:valmieras"]
    assert (vacancies.low, vacancies.shared_by) == (807, 3)


def test_t_9_t_10_every_series_has_source_definition_and_status():
    assert not Dataset.objects.filter(source={}).exists()
    assert all(d.origin and d.retrieved_on for d in Dataset.objects.all())
    assert all(i.definition["lv"] and i.definition["en"] and i.status for i in Indicator.objects.all())
    assert "12" in Indicator.objects.get(code="remigrants").definition["en"]


def test_t_11_registered_and_current_vacancies_are_two_indicators():
    current, registered = reading("vacancies", "0001000"), reading("vacancies_registered", "0001000")
    assert (current.period, registered.period) == ("2022-09-30", "2022")
    assert current.low != registered.low


def test_t_12_survey_figures_carry_their_base_and_too_few_are_not_shown():
    own = Figure.objects.get(indicator__code="opinion_safety", area__code="latgale")
    assert own.base == 14
    latgale = reading("opinion_safety", "0006000")
    assert {area.code for area in latgale.inherited_from} == {"other_state_city"}
    kurzeme = Figure.objects.get(indicator__code="opinion_safety", area__code="kurzeme", area__kind="planning_region")
    assert reading("opinion_safety", "0005000").base == kurzeme.base == 25
    assert reading("opinion_safety", "0005000").has_small_base


def test_what_the_study_got_wrong_stays_out_with_the_reason():
    out = StringIO()
    call_command("statistics_report", language="en", stdout=out)
    assert "Jelgava county, population +29.1 %: Almost certainly the old county" in out.getvalue()
    assert not Figure.objects.filter(indicator__code="population_change", municipality__atvk="0030000").exists()
    assert "26,299" in out.getvalue()


@pytest.mark.parametrize(
    ("period", "day"),
    [("2021", (2021, 1, 1)), ("2022Q3", (2022, 7, 1)), ("2022-09-30", (2022, 9, 30)), ("2011-2022", (2011, 1, 1))],
)
def test_a_period_begins_on_its_first_day(period, day):
    assert first_day(period) == date(*day)


# Outlines


def drawn() -> dict:
    """The outlines in use, as GeoJSON."""
    rows = Outline.objects.select_related("municipality")
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"atvk": row.municipality.atvk},
                "geometry": {"type": "Polygon", "coordinates": row.rings},
            }
            for row in rows
        ],
    }


def import_outlines(tmp_path: Path, content: dict) -> None:
    file = tmp_path / "outlines.geojson"
    file.write_text(json.dumps(content))
    call_command("outlines_import", str(file), source="State Land Service, 2026", stdout=StringIO())


def test_outlines_of_another_source_replace_the_present_ones(tmp_path):
    import_outlines(tmp_path, drawn())
    assert set(Outline.objects.values_list("source", flat=True)) == {"State Land Service, 2026"}


def feature(content: dict, atvk: str) -> dict:
    return next(f for f in content["features"] if f["properties"]["atvk"] == atvk)


def test_outlines_whose_areas_do_not_add_up_are_refused_with_the_difference(tmp_path):
    content = drawn()
    feature(content, MADONA_NOW)["geometry"] = deepcopy(feature(content, MADONA)["geometry"])
    with pytest.raises(CommandError, match=r"0038001 .*km² ≠ 0038000 \+ 0055000: .*km² \(-\d+\)"):
        import_outlines(tmp_path, content)
    assert not Outline.objects.filter(source__startswith="State").exists()


def test_outlines_without_a_place_in_force_or_with_an_open_ring_are_refused():
    content = drawn()
    content["features"] = [f for f in content["features"] if f["properties"]["atvk"] != "0001000"]
    with pytest.raises(OutlinesRefused, match="missing-place"):
        outlines.keep(json.dumps(content), source="x")
    content = drawn()
    feature(content, "0001000")["geometry"]["coordinates"][0].pop()
    with pytest.raises(OutlinesRefused, match="open-ring"):
        outlines.keep(json.dumps(content), source="x")
    with pytest.raises(OutlinesRefused, match="no-geojson"):
        outlines.keep("[]", source="x")


def test_neighbours_share_a_border_in_both_directions():
    near = neighbours()
    assert "0053000" in near["0054000"]
    assert all(a in near[b] for a, others in near.items() for b in others)
    assert "0001000" not in near["0054000"]
