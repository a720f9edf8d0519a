"""The page of results: what was spent and what came of it, for everybody, from what is public alone."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from majup.kernel.periods import Period
from majup.network.models import CodeList
from majup.places.models import PlanningRegion
from majup.reports.models import IssuedFigure, PublishedCell
from majup.reports.publishing import publish
from majup.reports.results import Told
from majup.web.results import making, shown
from majup.web.results.charted import with_and_alone
from tests.support.results import issue
from tests.web.results.reading import page_text

pytestmark = pytest.mark.django_db


def read(language="en", name="results", *args, **headers):
    answer = Client(headers=headers).get(f"/{language}{reverse(name, args=args)}")
    assert answer.status_code == 200
    return page_text(answer)


def test_rpt_04_per_year_the_budget_its_lines_and_the_results():
    page = read()
    assert "643,529" in page  # the budget of 2020
    assert "Money and results by year" in page
    assert re.search(r" 2019 €657,000 planned .{0,60} 656 ", page)
    assert "Evaluations" in page
    assert "University of Latvia" in page


def test_rpt_04_what_is_not_known_is_said_and_never_a_zero():
    page = read()
    assert "What was really spent" in page
    assert "not known" in page
    assert "January \N{EN DASH} June" in page  # 2020 is known in part by some columns


def test_rpt_04_two_texts_that_disagree_stand_side_by_side():
    """Kurzeme, October to December 2022: 70 by one subtraction, 88 by the other; nothing of it is written in code."""
    page = read()
    kurzeme = next(
        part for part in page.split("People returned with support, ") if part.startswith("Kurzeme, 2022, October")
    )
    assert "70: 965" in kurzeme[:600]
    assert "88: 185" in kurzeme[:900]
    IssuedFigure.objects.filter(region__code="kurzeme", value=965).update(value=983)
    assert "Kurzeme, 2022, October" not in read()


def test_b_75_the_page_and_every_table_name_who_is_a_remigrant():
    assert "whose family a regional coordinator has helped" in read()
    assert "whose family a regional coordinator has helped" in read("en", "results_dataset", "results")
    assert "kuras ģimenei palīdzējis" in read("lv") or "kura ģimenei palīdzējis" in read("lv")


def test_rpt_11_what_the_programme_may_bring_is_a_range_with_every_assumption_beside_it():
    """OUT-13: of the newest whole year with a public number; whoever doubts an assumption sees what it rests on."""
    page, rows = read(), CodeList.objects.filter(kind="benefit")
    assert "A rough estimate for 2024: " in page
    assert "the 774 people who came home with support in 2024" in page
    assert rows
    for row in rows:
        assert row.name["en"] in page
        assert row.details["source"]["en"] in page
    IssuedFigure.objects.filter(column="people_returned", region=None).delete()
    assert "A rough estimate" not in read()


def test_rpt_11_doubts_are_answered_by_charts_that_say_what_they_found():
    page = Client().get(f"/en{reverse('results')}").text
    titles = re.findall(r"<figcaption><b>(.*?)</b>", page)
    assert any("came home with a coordinator" in title for title in titles)
    assert any("for each person who came home with support" in title for title in titles)
    assert any("by themselves" in title for title in titles)
    assert any("of those asked in 2019" in title for title in titles)
    assert page.count('<svg role="img"') >= 5
    for figure in re.findall(r'<figure class="chart">.*?</figure>', page, re.S):
        assert re.search("Sources?:|Worked out:", figure)
        assert "<table>" in figure  # the same for whoever does not see the drawing


def test_rpt_02_the_page_shows_the_stored_value_of_our_own_report(alise):
    report = issue(alise, "2026-Q1", people_returned=(9, 20, 30, 12, 1009), families_returned=(9, 20, 30, 12, 9))
    assert "1,080" not in read()  # issued and not yet published
    publish(report)
    page = read()
    assert "1,080" in page
    stored = PublishedCell.objects.get(column="people_returned", region=None, by="")
    assert stored.value == 1080 == IssuedFigure.objects.get(report=report, column="people_returned", region=None).value
    assert "counted by this system" in page


def test_rpt_08_a_hidden_number_stands_nowhere_on_the_page(alise):
    publish(issue(alise, "2026-Q1", people_returned=(3, 5417, 30, 12, 9), families_returned=(3, 20, 30, 12, 9)))
    page = read()
    assert "not shown" in page
    assert "there were fewer than 5" in page
    hidden = PublishedCell.objects.filter(value=None, column="people_returned").values_list("region__code", flat=True)
    assert "kurzeme" in hidden


def test_the_page_asks_the_same_few_questions_however_much_is_published(alise, django_assert_max_num_queries):
    publish(issue(alise, "2026-Q1", people_returned=(9, 20, 30, 12, 9)))
    read()
    with django_assert_max_num_queries(22):
        read(cookie="unknown=1")


def test_an_empty_country_says_what_would_be_here(as_owner):
    with as_owner():
        IssuedFigure.objects.all().delete()
    page = read()
    assert "No year has been published yet" in page


def test_the_worker_publishes_and_draws_before_anybody_asks(alise, monkeypatch):
    drawn = []
    monkeypatch.setattr(shown, "drawn", drawn.append)
    issue(alise, "2026-Q1", people_returned=(9, 20, 30, 12, 1009))
    making.publish_results(timestamp=0)
    assert "1,080" in read()
    assert len(drawn) >= 5 * len(settings.PUBLIC_LANGUAGES)


def test_home_and_foot_lead_to_the_results():
    assert reverse("results") in Client().get(reverse("home")).text


def test_rpt_04_other_programmes_are_never_added():
    names = [row.name["en"] for row in CodeList.objects.filter(kind="budget_programmes")]
    page = read()
    assert all(name in page for name in names if name not in {"Municipal benefit for returnees"})
    assert "must not be added up" in page
    assert PlanningRegion.objects.count() == 5


def test_n_13_regions_to_which_nobody_came_in_either_way_are_not_drawn_beside_each_other():
    def told(column, place, year, value):
        return Told(column, place, Period.year(year), value, date(year + 1, 1, 5))

    empty = [told(column, "zemgale", 2026, 0) for column in ("people_returned", "people_returned_alone")]
    assert with_and_alone(empty, {}) is None
    known = [told("people_returned", "vidzeme", 2025, 258), told("people_returned_alone", "vidzeme", 2025, 0)]
    shown = with_and_alone([*empty, *known], {"vidzeme": "Vidzeme", "zemgale": "Zemgale"})
    assert [row[0] for row in shown.rows] == ["Vidzeme 2025"]
