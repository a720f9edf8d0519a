"""B-33, B-52, N-8, N-12: targets with their progress, and by what they are measured."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse

from majup.reports import counts
from majup.reports.models import Target
from majup.reports.targets import TargetRefused, progress, set_unit
from tests.support import counted
from tests.support.people import sign_in

pytestmark = pytest.mark.django_db
NOW = "2026-07-02 12:00:00+03:00"


@pytest.fixture
def offered(alise):
    for number in range(3):
        counted.version(alise, counted.family(alise), date(2026, 3, 1 + number), 4)
    counted.came_back(alise, counted.family(alise), date(2026, 5, 1), 2)
    counts.recount_waiting()


def test_n_12_both_readings_stand_side_by_side_until_the_ministry_has_said_which(gunta, offered):
    with time_machine.travel(NOW, tick=True):
        found = {one.target.code: one for one in progress(2026)}
        one = found["offers_2024"]
        assert [(reading.column, reading.done) for reading in one.readings] == [
            ("people_offered", 12),
            ("offers_sent", 3),
        ]
        assert (one.is_confirmed, one.gone) == (False, 50)
        set_unit(
            target=one.target,
            column="offers_sent",
            valid_from=date(2026, 1, 1),
            reason="The ministry's letter",
            by=gunta,
        )
        one = {one.target.code: one for one in progress(2026)}["offers_2024"]
        assert [(reading.column, reading.is_in_force) for reading in one.readings] == [("offers_sent", True)]
        assert {one.target.code: one for one in progress(2025)}["offers_2024"].is_confirmed is False


def test_t_10_two_definitions_are_never_added(gunta, offered):
    with time_machine.travel(NOW, tick=True):
        html = sign_in(gunta).get(reverse("targets")).content.decode()
    assert "12 no 1\N{NO-BREAK SPACE}500" in html
    assert "3 no 1\N{NO-BREAK SPACE}500" in html
    assert "15 no 1\N{NO-BREAK SPACE}500" not in html


def test_n_8_progress_stands_beside_how_much_of_the_year_is_over(gunta, offered):
    with time_machine.travel(NOW, tick=True):
        html = sign_in(gunta).get(reverse("targets")).content.decode()
    assert "Vismaz 584." in html
    assert "2 no 584, &lt;1 %" in html
    # What began before this system is not told by this system alone: published 399, 4,534 and 774, here 2.
    assert re.search(r"Kopā ar to, ko citi publicēja pirms šīs sistēmas: vismaz 5.709", html)
    assert "Pagājuši 50 % laika." in html
    assert "Mērvienība nav apstiprināta" in html


def test_b_33_the_share_of_each_region_stands_apart_and_is_marked_as_computed(gunta, offered):
    with time_machine.travel(NOW, tick=True):
        html = sign_in(gunta).get(reverse("targets")).content.decode()
        found = {one.target.code: one for one in progress(2026)}["offers_region_2024"]
    assert "1500 dalīts ar pieciem reģioniem" in html
    assert len(found.readings) == 10
    vidzeme = [reading.done for reading in found.readings if reading.region.code == "vidzeme"]
    assert vidzeme == [12, 3]


def test_b_52_a_target_that_nothing_here_counts_says_so(gunta):
    html = sign_in(gunta).get(reverse("targets"), {"year": "2026"}).content.decode()
    assert "Uzņēmumus šeit neskaita." in html
    assert sign_in(gunta).get(reverse("targets"), {"year": "1999"}).status_code == 422
    assert sign_in(gunta).get(reverse("targets"), {"year": "2019"}).status_code == 200


def test_n_12_the_ministry_sets_the_unit_with_a_reason_and_earlier_settings_stay(gunta, alise):
    client, url = sign_in(gunta), reverse("target_unit", args=["offers_2024"])
    typed = {"column": "people_offered", "valid_from": "2026-01-01", "reason": "Confirmed in writing"}
    assert client.post(url, {**typed, "reason": ""}).status_code == 422
    assert client.post(url, {**typed, "column": "contacts"}).status_code == 422
    assert client.post(url, {**typed, "valid_from": "2020-01-01"}).status_code == 422
    assert client.post(url, typed).status_code == 302
    assert client.post(url, typed | {"column": "offers_sent", "valid_from": "2026-06-01"}).status_code == 302
    target = Target.objects.get(code="offers_2024")
    assert [unit.column for unit in target.units.all()] == ["people_offered", "people_offered", "offers_sent"]
    assert target.unit_on(date(2026, 3, 1)).column == "people_offered"
    assert target.unit_on(date(2026, 7, 1)).by == gunta
    assert "Confirmed in writing" in client.get(url).content.decode()
    assert sign_in(alise).post(url, typed).status_code == 403


def test_n_12_a_unit_without_reason_is_refused(gunta):
    target = Target.objects.get(code="offers_2024")
    with pytest.raises(TargetRefused, match="no_reason"):
        set_unit(target=target, column="offers_sent", valid_from=date(2026, 1, 1), reason=" ", by=gunta)
