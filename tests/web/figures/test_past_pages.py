"""The published past on pages (N-13, B-80, Q-V1, K-V2)."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from majup.outcomes.models import Check
from majup.staff.scope import acting
from tests.reports.test_totals import make_case, make_return
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db


def words(page) -> str:
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def rows(page, start: str) -> list[str]:
    """Rows of tables whose text holds `start`."""
    return [part for part in words(page).split("<tr") if start in part]


def test_a_year_shows_regions_side_by_side_with_definition_and_source(gunta):
    page = sign_in(gunta).get("/en/figures/past/?of=2025")
    text = words(page)
    assert "aluksniesiem.lv, 03.01.2026" in text
    (row,) = [row for row in page.context["rows"] if row.first.metric == "people_returned"]
    found = {cell.place.code if cell.place else "": [int(f.value) for f in cell.figures] for cell in row.cells}
    assert found == {"kurzeme": [], "latgale": [], "vidzeme": [258], "zemgale": [109], "riga": [], "": []}
    assert "no data, says the source" in text


def test_n_13_returned_with_a_coordinator_and_by_themselves_stand_apart(gunta):
    page = sign_in(gunta).get("/en/figures/past/?of=2025")
    shown = [row.first.metric for row in page.context["rows"]]
    assert "people_returned" in shown
    assert "people_returned_alone" in shown
    (alone,) = [row for row in page.context["rows"] if row.first.metric == "people_returned_alone"]
    values = {cell.place.code: [f.value for f in cell.figures] for cell in alone.cells if cell.place}
    assert (values["vidzeme"], values["zemgale"]) == ([211], [None])


def test_b_80_sources_that_differ_stand_side_by_side(gunta):
    page = sign_in(gunta).get("/en/figures/past/?of=2019")
    (offers,) = [
        row
        for row in page.context["rows"]
        if row.first.metric == "individual_offers_prepared" and row.first.period_text == "2019-01-01..2019-12-31"
    ]
    (cell,) = [cell for cell in offers.cells if cell.place and cell.place.code == "latgale"]
    assert {int(figure.value) for figure in cell.figures} == {889, 890}
    assert cell.differ
    assert "sources differ" in words(page)


@pytest.mark.parametrize(
    ("query", "says"),
    [("?by=region&of=latgale", "1,849 families"), ("?by=source&of=LETA / VARAM, 22.01.2025", "2,850 offers")],
)
def test_figures_by_region_and_by_source(gunta, query, says):
    assert says in words(sign_in(gunta).get(f"/en/figures/past/{query}")).replace("\N{NO-BREAK SPACE}", " ")


def test_the_chart_says_that_nobody_published_2021(gunta):
    text = words(sign_in(gunta).get("/en/figures/past/"))
    assert "Most people returned in 2020: 1,023. Nothing was published for 2021." in text


def test_checks_show_what_fits_and_70_against_88(gunta):
    client = sign_in(gunta)
    text = words(client.get("/en/figures/past/checks/?show=differs"))
    assert "18 people are unexplained" in text
    (row,) = rows(client.get("/en/figures/past/checks/?show=differs"), "Kurzeme people returned")
    assert ">70<" in row
    assert ">88<" in row
    assert "Does not fit" in row
    assert len(client.get("/en/figures/past/checks/").context["checks"]) == 70


def test_rpt_03_a_print_is_shown_in_its_shape_with_what_follows_from_stored_figures(gunta):
    page = sign_in(gunta).get("/en/figures/past/printed/")
    text = words(page)
    assert "59 of 59 printed values come out the same." in text
    assert "4 of 6 printed values come out the same." in text
    (families, *_more) = rows(page, "Families returned")
    assert [part.split("</b>")[0] for part in families.split("<b>")[1:]] == ["33", "38", "22", "19", "51", "163"]
    assert "another source: 889 (lpr.gov.lv, 2020)" in text


def test_b_80_a_sentence_that_does_not_fit_says_by_how_much_and_why(gunta):
    page = sign_in(gunta).get("/en/figures/past/printed/")
    (year, since) = [row for row in rows(page, "People returned") if "differs by" in row]
    assert "<b>185</b>" in year
    assert "worked out: 167" in year
    assert "differs by −18" in year  # noqa: RUF001
    assert "Why it differs:" in year
    assert "<b>965</b>" in since
    assert "differs by +18" in since
    assert "70 against 88" in words(page)


def test_rpt_03_a_print_in_the_other_language(gunta):
    text = words(sign_in(gunta).get("/figures/past/printed/"))
    assert "59 no 59" in text
    assert "70 pret 88" in text


def test_q_v1_survey_of_2022_beside_what_we_hear(gunta, alise):
    today = timezone.localdate()
    page = sign_in(gunta).get("/en/figures/indicators/")
    assert ("7.3" in words(page), len(page.context["rows"])) == (True, 10)
    assert all(ours is None for _row, ours, _base in page.context["rows"])
    for number in range(20):
        made = make_return(alise, make_case(alise, "vidzeme"), date(2019, 3, 1), 1, 0)
        with acting(alise.scope):
            Check.objects.create(
                return_event=made, month=1, due_on=today, done_on=today, regrets=number < 5, plans="stay", done_by=alise
            )
    found = {row["code"]: ours for row, ours, _base in sign_in(gunta).get("/en/figures/indicators/").context["rows"]}
    assert (found["right_decision"], found["stay"], found["leave"], found["life_satisfaction"]) == (75, 100, 0, None)


def test_k_v2_n_9_progress_to_the_aims_of_2027_says_which_year_is_missing(gunta):
    text = words(sign_in(gunta).get("/en/figures/indicators/"))
    assert "at least 8,000 people" in text
    assert "from 2018 to 2024: 4,414 people together. Not in it: 2021" in text
    assert "at least 140 companies" in text


def test_n_5_what_does_not_fit_stands_first_and_is_told_in_a_sentence(gunta):
    page = sign_in(gunta).get("/en/figures/past/checks/")
    results = [check.result for check in page.context["checks"]]
    differing = results.count("differs")
    assert set(results[:differing]) == {"differs"}
    assert f"{differing} figures do not fit, of {differing + results.count('ok')} that can be held" in words(page)


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("grant_rounds", "money"),
        ("statements", "money"),
        ("plan_tasks", "proposals"),
        ("assessment", "proposals"),
        ("indicators", "past_figures"),
        ("figures", "figures"),
    ],
)
def test_the_menu_marks_the_line_to_which_a_page_belongs(gunta, page, line):
    menu = sign_in(gunta).get(reverse(page)).text.split("<main")[0]
    (marked,) = re.findall(r'<a href="([^"]*)"[^>]*aria-current="page"', menu)
    assert marked == reverse(line)


def test_pages_cost_a_fixed_number_of_queries(gunta, django_assert_max_num_queries):
    client = sign_in(gunta)
    for name in ("past_figures", "printed_figures", "figure_checks", "indicators"):
        with django_assert_max_num_queries(14):
            client.get(reverse(name))
