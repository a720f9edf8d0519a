"""Charts of places: the finding is what the data say, what is not known is a gap, the table holds every value."""

import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from majup.places import figures
from majup.places.models import Dataset, Figure, Indicator, Municipality
from majup.places.series import courses_of
from majup.plumbing.charts import Chart, Point, Series, drawn
from majup.web.components.charts import Shown
from majup.web.components.charts import chart as chart_tag
from majup.web.places import charted
from tests.support.people import municipality
from tests.support.profiles import PLACE

pytestmark = pytest.mark.django_db
KNOWN, GAP, FEW = "known", "gap", "few"


def charts_of(atvk=PLACE, language="en") -> list[Shown]:
    with translation.override(language):
        return charted.charts_of(municipality(atvk), figures.matrix())


def told(code: str, period: str, **of) -> float:
    return Figure.objects.get(indicator__code=code, period=period, breakdown="", **of).low


def of_own(*, boundaries: tuple = (), values: dict) -> None:
    """A series of the municipality itself; a number, None for not known, "few" for withheld."""
    now = timezone.now()
    dataset = Dataset.objects.create(
        code="own-series",
        title={},
        source={"en": "The office"},
        origin="x",
        retrieved_on=now,
        digest="x",
        loaded_at=now,
    )
    for place, (period, value) in enumerate(values.items()):
        kind = {None: "missing", FEW: "suppressed"}.get(value, "single")
        number = None if kind != "single" else value
        Figure.objects.create(
            dataset=dataset, indicator=Indicator.objects.get(code="population"), municipality=municipality(PLACE),
            period=period, kind=kind, low=number, high=number, boundary=boundaries[place] if boundaries else None,
        )  # fmt: skip


def test_mun_01_the_finding_in_the_title_is_what_the_data_say():
    pay = next(one for one in charts_of() if "Average net pay in the region" in one.chart.title)
    regions = ("riga", "vidzeme", "kurzeme", "zemgale", "latgale")
    ends = {
        code: [
            told("net_wage_region", period, area__kind="planning_region", area__code=code)
            for period in ("2021Q1", "2022Q3")
        ]
        for code in regions
    }
    change = {code: round(100 * (last / first - 1)) for code, (first, last) in ends.items()}
    own = change.pop("vidzeme")
    title = pay.chart.title.replace("\N{NO-BREAK SPACE}", " ")
    assert f": {ends['vidzeme'][1]:.0f} EUR a month (2022Q3), +{own} % since 2021Q1" in title
    assert title.endswith(f"other regions +{min(change.values())} % to +{max(change.values())} %")


def test_mun_01_persons_of_regions_are_compared_as_an_index_and_told_as_numbers():
    returned = next(one for one in charts_of() if one.chart.title.startswith("Returnees, Vidzeme"))
    first, last = (
        told("remigrants", year, area__kind="statistical_region", area__code="vidzeme_2023")
        for year in ("2013", "2021")
    )
    main = next(series for series in returned.chart.series if series.is_main)
    assert returned.chart.unit == "2013 = 100"
    assert [main.points[0].value, main.points[-1].value] == [100, pytest.approx(100 * last / first)]
    assert f"{round(100 * (last / first - 1)):+d}" in returned.chart.title
    assert returned.rows[-1][:2] == ("2021", f"{last:.0f}")
    assert len(returned.chart.series) == 6
    assert "Not a figure of the municipality itself" in " ".join(returned.notes)


def test_mun_01_a_place_stands_among_all_places_and_the_table_holds_every_value():
    shown = charts_of()[0]
    points = [point for series in shown.chart.series for point in series.points]
    assert [point.value for point in points if point.is_main] == [told("net_wage", "2022", municipality__atvk=PLACE)]
    assert len(points) == len(shown.rows) == Municipality.objects.in_force().count()
    with translation.override("en"):
        cells = figures.matrix().column("net_wage")
        wanted = {
            (place.name_in("en"), charted.value_words(cells[place.pk])) for place in Municipality.objects.in_force()
        }
        page = chart_tag(shown)
    assert set(shown.rows) == wanted
    for name, value in wanted:
        assert f'<th scope="row">{name}</th><td class="num">{value}</td>' in page


def test_t_2_unknown_is_a_gap_withheld_a_cross_and_other_boundaries_break_the_line():
    old, new = date(2009, 7, 1), date(2021, 7, 1)
    values = {"2017": 10, "2018": None, "2019": 12, "2020": FEW, "2021": 14, "2022": 20, "2023": 25}
    of_own(values=values, boundaries=(old, old, old, old, old, new, new))
    shown = next(one for one in charts_of() if one.chart.title.startswith("Population"))
    (series,) = shown.chart.series
    kinds = {p.at: FEW if p.is_few else GAP if p.value is None else KNOWN for p in series.points}
    assert kinds == {year: KNOWN if isinstance(value, int) else value or GAP for year, value in values.items()}
    assert [p.at for p in series.points if p.begins_anew] == ["2022"]
    title = shown.chart.title.replace("\N{NO-BREAK SPACE}", " ")
    assert title.endswith("(2023), +25 % since 2022"), "over a break nothing is compared"
    assert [row[1] for row in shown.rows] == ["10", "no data", "12", "too few to be shown", "14", "20", "25"]
    svg = drawn(shown.chart)
    lines = re.findall(r'd="(M[^"]*)"[^>]*stroke="var\(--accent\)"', svg)
    assert sorted(line.count("L") for line in lines)[-1] == 1, "only 2022 and 2023 are joined"
    assert svg.count('stroke-dasharray="4,4"') == 1
    assert "A gap: not known. A cross: too few to be shown. The dashed line" in " ".join(shown.notes)


def test_mun_01_a_series_of_its_own_comes_before_that_of_its_region():
    of_own(values={"2020": 10, "2021": 11, "2022": 12})
    course = next(c for c in courses_of(municipality(PLACE), figures.matrix()) if c.indicator.code == "population")
    assert course.main.of == municipality(PLACE)
    assert not of_two_periods()


def of_two_periods() -> list:
    """Two numbers are said, not drawn: no place has a course of an indicator with fewer periods."""
    courses = courses_of(municipality("0042000"), figures.matrix())
    return [course for course in courses if len(course.main.readings) < 3]


def test_t_2_a_drawing_needs_no_script_and_nothing_from_elsewhere():
    points = (Point("a", 1, is_main=True), Point("b", 2, 3), Point("c", is_few=True), Point("d", 3, begins_anew=True))
    chart = Chart('More & <more> "x"', "EUR", (Series("one", points, True),))
    for one in (chart, replace(chart, is_strip=True)):
        svg = drawn(one)
        root = ET.fromstring(svg)  # noqa: S314 -- our own
        assert (root.get("role"), root.get("aria-label")) == ("img", chart.title)
        assert {node.tag.partition("}")[2] for node in root.iter()} <= {"svg", "g", "path", "line", "text"}
        assert not [
            name for node in root.iter() for name in node.attrib if name in {"style", "href"} or name[:2] == "on"
        ]
        parts = [node for node in root.iter() if node is not root]
        assert not [name for node in parts for name in node.attrib if name in {"role", "class"} or name[:5] == "aria-"]
        assert "var(--accent)" in svg


def test_mun_01_charts_ask_nothing_again_of_the_database():
    sheet, place = figures.matrix(), municipality(PLACE)
    charted.charts_of(place, sheet)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        charted.charts_of(place, sheet)
        charted.charts_of(municipality("0042000"), sheet)
    assert len(asked) == 1, "the second municipality itself"


@pytest.mark.parametrize(("language", "words"), [("en", "The same as a table"), ("lv", "Tas pats tabulā")])
def test_mun_01_profile_and_map_show_their_charts(client, language, words):
    profile = client.get(f"/{language}{reverse('public_place', args=[PLACE])}").text
    assert profile.count('<figure class="chart">') == profile.count(words) == 3
    places = client.get(f"/{language}{reverse('public_places')}").text
    (title,) = re.findall(r'<figure class="chart"><figcaption><b>(.*?)</b>', places)
    pay = Figure.objects.filter(indicator__code="net_wage", municipality__valid_to=None).order_by("low")
    for figure in (pay.first(), pay.last()):
        assert figure.municipality.name_in(language) in title
        assert f"{figure.low:.0f}" in re.sub(r"[\s,]|&nbsp;", "", title)
