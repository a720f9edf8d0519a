"""B-16: what employers plan comes in by file on the desk and stands beside the vacancies."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from majup.openings.actions.reading import run
from majup.openings.models import Forecast, Reading
from tests.support.openings import PLACE, csv_of, imported, problems, vacancy, xlsx_of
from tests.support.people import municipality, sign_in, today
from tests.web.openings.test_desk import upload

pytestmark = pytest.mark.django_db
HEADER = ["Reģions", "Profesiju grupa", "Gads", "Jaunas darbavietas", "Likvidēs", "Nomainīs"]


def rows():
    year = str(today().year)
    return [
        ["Vidzemes plānošanas reģions", "Kvalificēti strādnieki un amatnieki", year, "1 200", "80", "300"],
        ["Vidzeme", "2221", year, "40", "", "15"],
        ["Vidzeme", "22", year, "60", "", "5"],
        ["Kurzeme", "7", year, "500", "0", "100"],
    ]


@pytest.fixture
def visitor():
    client = Client()
    client.cookies["language"] = "en"
    return client


def brought(alise, content):
    """As the coordinator brings a file, looks at the dry run and takes it over; the worker reads."""
    client = sign_in(alise)
    answer = upload(client, content, "prognoze.csv", kind="forecast", name="Darba tirgus prognoze")
    found = Reading.objects.latest("pk")
    client.post(answer.url, {name: str(at) for name, at in found.mapping.items()})
    found.refresh_from_db()
    run(found)
    client.post(f"{answer.url}take/")
    found.refresh_from_db()
    return run(found)


def test_b_16_planned_jobs_by_group_and_region_stand_beside_the_vacancies(alise, visitor):
    assert "What employers plan" not in visitor.get("/jobs/").text
    brought(alise, csv_of(rows(), HEADER))
    year = today().year
    page = visitor.get("/jobs/", {"place": municipality(PLACE).pk})
    told = page.context["planned"]
    assert told.finding in page.text
    assert told.finding == (
        f"Vidzeme planning region, {year}: new jobs that employers plan: 1,300, most of them in the group"
        " “Craft and related trades workers”"
    )
    assert told.rows == (
        ("Professionals", "100", "not said", "20"),
        ("Craft and related trades workers", "1,200", "80", "300"),
    )
    assert told.sources == ("Darba tirgus prognoze",)
    both = visitor.get("/jobs/", {"group": "7"}).context["planned"]
    assert [row[1:] for row in both.rows] == [("1,700", "80", "400")]
    welder = vacancy(alise, atvk=PLACE)
    assert "1,200" in visitor.get(f"/jobs/{welder.pk}/").text


def test_b_16_the_same_file_again_changes_nothing_and_a_corrected_one_replaces_its_numbers(alise):
    brought(alise, csv_of(rows(), HEADER))
    again = brought(alise, xlsx_of(rows(), HEADER))
    assert (again.new, again.changed, again.same) == (0, 0, 4)
    corrected = rows()
    corrected[3][3] = "450"
    changed = brought(alise, csv_of(corrected, HEADER))
    assert (changed.new, changed.changed, changed.same) == (0, 1, 3)
    assert sorted(Forecast.objects.values_list("created", flat=True)) == [40, 60, 450, 1200]


def test_b_16_nothing_is_added_twice_from_a_newer_file_or_from_a_group_and_its_parts(alise, visitor):
    year = str(today().year)
    for name, value in (("first", "100"), ("second", "130")):
        whole = [["Vidzeme", "2", year, value, "", ""], ["Vidzeme", "22", year, "40", "", ""]]
        imported(csv_of(whole, HEADER), by=alise, source=name, kind="forecast")
    assert [row[1] for row in visitor.get("/jobs/").context["planned"].rows] == ["130"]


def test_b_16_a_row_that_cannot_be_read_says_line_column_and_remedy_and_the_good_ones_go_in_alone(alise, visitor):
    bad = [
        ["Pierīga", "7", str(today().year), "1", "", ""],
        ["Latgale", "Burvji", "300", "1", "", ""],
        ["Latgale", "7", str(today().year), "-5", "", ""],
        ["Latgale", "7", str(today().year), "", "", ""],
        ["Vidzeme", "22", str(today().year), "7", "", ""],
    ]
    found = brought(alise, csv_of([*rows(), *bad], HEADER))
    assert [(line, code) for line, _column, _value, code, _note in problems(found)] == [
        (6, "no-region"), (7, "no-year"), (7, "no-group"), (8, "no-number"), (9, "nothing-planned"), (10, "repeated"),
    ]  # fmt: skip
    assert Forecast.objects.count() == 4
    client = sign_in(alise)
    client.cookies["language"] = "en"
    page = client.get(f"/desk/openings/files/{found.pk}/").text
    assert "We know no planning region by this name" in page


def test_b_16_a_forecast_of_a_year_that_has_passed_is_not_shown(alise, visitor):
    old = [["Vidzeme", "7", str(today().year - 1), "10", "", ""]]
    imported(csv_of(old, HEADER), by=alise, source="old", kind="forecast")
    assert Forecast.objects.get().state == "ended"
    assert visitor.get("/jobs/").context["planned"] is None


def test_b_16_the_specialist_of_one_municipality_brings_no_forecast(dace):
    assert upload(sign_in(dace), csv_of(rows(), HEADER), kind="forecast", name="x").status_code == 422
    assert not Reading.objects.exists()


def test_the_database_refuses_a_forecast_that_says_nothing_or_twice(alise):
    imported(csv_of(rows(), HEADER), by=alise, source="x", kind="forecast")
    row = Forecast.objects.first()
    with pytest.raises(IntegrityError, match="forecast_says_something"), transaction.atomic():
        Forecast.objects.filter(pk=row.pk).update(created=None, closed=None, replaced=None)
    row.pk = None
    with pytest.raises(IntegrityError, match="forecast_once_per_key"), transaction.atomic():
        row.save()
