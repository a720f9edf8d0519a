"""Files of vacancies and dwellings: what they say goes in whole or not at all, and a second time changes nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from majup.openings.actions import reading
from majup.openings.errors import OpeningError
from majup.openings.models import Dwelling, Source, Vacancy
from majup.plumbing.tables import TableError
from tests.support.openings import (
    FAR,
    FILES,
    HEADER,
    OLD_HEADER,
    PLACE,
    agency_row,
    checked,
    csv_of,
    employer,
    imported,
    in_days,
    problems,
    vacancy,
    xlsx_of,
)
from tests.support.people import today

pytestmark = pytest.mark.django_db
OWN_HEADER = ["Nr", "Amats", "Darba devējs", "Vieta", "Alga no", "Alga līdz", "Termiņš", "Attālināti"]


def own_row(number, **fields):
    row = {
        "Nr": number, "Amats": "Metinātājs", "Darba devējs": "SIA Koks", "Vieta": "Valmiera", "Alga no": "1 500,00",
        "Alga līdz": "1800", "Termiņš": in_days(20).strftime("%d.%m.%Y"), "Attālināti": "nē", **fields,
    }  # fmt: skip
    return [row[name] for name in OWN_HEADER]


def counts(found):
    return (found.new, found.changed, found.same, found.ended)


def test_b_64_the_agencys_file_keeps_source_pay_place_and_occupation():
    found = imported((FILES / "vakances-2026-10-09.csv").read_bytes())
    assert (found.state, found.rows, found.good) == ("done", 5, 5)
    teacher = Vacancy.objects.get(source_key="261009-11")
    assert (teacher.title, teacher.municipality.atvk, teacher.occupation_group) == (
        "Skolotājs, matemātikas",
        PLACE,
        "2",
    )
    assert (teacher.pay_from, teacher.pay_to, teacher.source.code) == (Decimal(1850), Decimal(2100), "nva")
    assert (teacher.url, teacher.field) == ("https://cvvp.nva.gov.lv/#/pub/vakances/900000011", "education")
    assert teacher.posted_on.isoformat() == "2026-10-09"
    placed = dict(Vacancy.objects.values_list("source_key", "municipality__name"))
    assert placed["261009-12"] == "Jelgavas novads"
    assert placed["261009-13"] == "Rīga"
    assert Vacancy.objects.get(source_key="261009-14").municipality.atvk == "0038001"
    assert placed["261009-15"] is None


def test_b_64_a_sum_that_looks_like_an_hours_pay_is_never_a_months_pay():
    imported(csv_of([agency_row("1", Alga_no="6.000", Alga_lidz="6.500"), agency_row("2", Alga_no="", Alga_lidz="")]))
    cleaner, unknown = Vacancy.objects.get(source_key="1"), Vacancy.objects.get(source_key="2")
    assert (cleaner.pay_from, cleaner.pay_period) == (Decimal(6), "unclear")
    assert (cleaner.net_from, cleaner.net_to, cleaner.net_year) == (None, None, None)
    assert (unknown.pay_from, unknown.net_to) == (None, None)


def test_b_64_the_old_header_of_the_agency_reads_the_same():
    rows = [agency_row("1"), agency_row("2", Vakances_nosaukums="PAVĀRS")]
    imported(csv_of(rows, OLD_HEADER))
    assert counts(imported(csv_of(rows))) == (0, 0, 2, 0)


def test_emp_01_a_second_time_changes_nothing_and_what_vanished_ends():
    rows = [agency_row("1"), agency_row("2"), agency_row("3")]
    assert counts(imported(csv_of(rows))) == (3, 0, 0, 0)
    before = list(Vacancy.objects.order_by("pk").values())
    assert counts(imported(csv_of(rows))) == (0, 0, 3, 0)
    assert list(Vacancy.objects.order_by("pk").values()) == before
    assert counts(imported(csv_of([rows[0], agency_row("2", Alga_no="1600.000")]))) == (0, 1, 1, 1)
    assert dict(Vacancy.objects.values_list("source_key", "state")) == {
        "1": "published",
        "2": "published",
        "3": "ended",
    }
    assert counts(imported(csv_of(rows))) == (0, 2, 1, 0)
    assert Vacancy.objects.open().count() == 3


def test_emp_01_what_the_municipality_refused_stays_refused_and_its_own_vacancies_are_not_ended_by_a_file(dace):
    own = vacancy(dace)
    imported(csv_of([agency_row("1")]))
    Vacancy.objects.filter(source_key="1").update(state="refused", reason="A fraud")
    imported(csv_of([agency_row("1", Alga_no="1600.000"), agency_row("2")]))
    assert Vacancy.objects.get(source_key="1").state == "refused"
    own.refresh_from_db()
    assert own.state == "published"


def test_emp_01_rows_without_a_last_day_hold_as_long_as_the_source_shows_them():
    imported(csv_of([agency_row("1", Pieteiksanas_termins="")]))
    found = Vacancy.objects.get(source_key="1")
    Vacancy.objects.update(valid_to=today() + timedelta(days=1))
    assert counts(imported(csv_of([agency_row("1", Pieteiksanas_termins="")]))) == (0, 0, 1, 0)
    last = found.valid_to
    found.refresh_from_db()
    assert found.valid_to == last


def test_emp_01_each_refused_cell_is_named_and_the_good_rows_can_go_in_alone(dace):
    content = csv_of(
        [
            own_row("1"),
            own_row("2", **{"Alga no": "daudz", "Termiņš": "31.02.2027"}),
            own_row("3", **{"Alga no": "1.200"}),
            own_row("", Amats=""),
            own_row("1"),
            own_row("4", Vieta="Nekurnieki"),
            own_row("5", Vieta="Jūrmala"),
            own_row("6", **{"Alga no": "2000", "Alga līdz": "1000"}),
            own_row("7", Attālināti="varbūt"),
        ],
        OWN_HEADER,
        delimiter=";",
        encoding="cp1257",
    )
    found = checked(content, by=dace, source="Our list", atvk=PLACE)
    assert (found.state, found.rows, found.good, Vacancy.objects.count()) == ("checked", 9, 1, 0)
    assert problems(found) == [
        (3, "Alga no", "daudz", "no-sum", False),
        (3, "Termiņš", "31.02.2027", "no-day", False),
        (4, "Alga no", "1.200", "ambiguous-sum", False),
        (5, "Nr", "", "missing", False),
        (5, "Amats", "", "missing", False),
        (6, "Nr", "1", "repeated", False),
        (7, "Vieta", "Nekurnieki", "no-place", False),
        (8, "Vieta", "Jūrmala", "elsewhere", False),
        (9, "Alga līdz", "1000", "pay-upside-down", False),
        (10, "Attālināti", "varbūt", "no-word", False),
    ]
    reading.take_over(reading=found, by=dace)
    reading.run(found)
    only = Vacancy.objects.get()
    assert (only.source_key, only.employer_name, only.pay_from, only.municipality.atvk, only.remote) == (
        "1", "SIA Koks", Decimal(1500), PLACE, "no",
    )  # fmt: skip


def test_emp_01_a_row_that_can_no_longer_be_read_is_not_taken_for_ended(dace):
    options = {"by": dace, "source": "Our list", "atvk": PLACE}
    imported(csv_of([own_row("1"), own_row("2"), own_row("3")], OWN_HEADER), **options)
    found = imported(csv_of([own_row("1"), own_row("2", Termiņš="?")], OWN_HEADER), **options)
    assert counts(found) == (0, 0, 1, 1)
    assert dict(Vacancy.objects.values_list("source_key", "state"))["2"] == "published"


def test_emp_01_the_dry_run_says_what_would_happen_and_writes_nothing():
    imported(csv_of([agency_row("1"), agency_row("2")]))
    read_at = Source.objects.get(code="nva").read_at
    found = checked(csv_of([agency_row("1", Alga_no="1.000"), agency_row("3")]))
    assert (found.state, *counts(found)) == ("checked", 1, 1, 0, 1)
    assert set(Vacancy.objects.open().values_list("source_key", flat=True)) == {"1", "2"}
    assert Source.objects.get(code="nva").read_at == read_at


def test_emp_01_an_empty_or_wrong_file_ends_nothing():
    imported(csv_of([agency_row("1")]))
    found = checked(csv_of([agency_row("", Vakances_nosaukums="")]))
    with pytest.raises(OpeningError, match="nothing-good"):
        reading.take_over(reading=found, by=None)
    for content, code in ((b"", "empty"), (b"PK\x03\x04 broken", "unreadable"), (b"\0\1\2", "not-a-table")):
        with pytest.raises(TableError, match=code):
            checked(content)
    with pytest.raises(OpeningError, match="missing-column"):
        checked(csv_of([["1", "x"]], ["Nummur", "Amatiņš"]))
    assert Vacancy.objects.open().count() == 1


def test_emp_01_nothing_of_a_file_stays_when_it_breaks_in_the_middle(monkeypatch):
    from majup.openings.actions import reading as module

    found = checked(csv_of([agency_row("1"), agency_row("2")]))
    reading.take_over(reading=found, by=None)

    def breaks(*args, **options):
        raise RuntimeError("the power went")

    monkeypatch.setattr(module, "_keep_problems", breaks)
    with pytest.raises(RuntimeError):
        reading.run(found)
    assert Vacancy.objects.count() == 0


def test_emp_01_a_workbook_reads_like_a_text_file():
    rows = [agency_row("1"), agency_row("2", Vieta="Liepu iela 4, Madona, Madonas nov.")]
    imported(xlsx_of(rows))
    assert counts(imported(csv_of(rows))) == (0, 0, 2, 0)


def test_b_64_places_nobody_knows_go_in_as_unknown_and_are_told():
    found = imported(csv_of([agency_row("1", Vieta="Mēness iela 1, Marss")]))
    assert (found.good, Vacancy.objects.get().municipality) == (1, None)
    assert problems(found) == [(2, "Vieta", "Mēness iela 1, Marss", "no-place", True)]


def test_b_64_a_state_city_is_not_taken_for_the_county_around_it():
    imported(csv_of([agency_row("1", Vieta="Saules iela 1, Daugavpils"), agency_row("2", Vieta="Rēzekne")]))
    assert list(Vacancy.objects.order_by("source_key").values_list("municipality__name", flat=True)) == [
        "Daugavpils", "Rēzekne",
    ]  # fmt: skip


def test_emp_02_rows_with_a_number_that_the_register_knows_lead_to_the_employer(alise):
    school = employer(alise, "Valmieras skola", registration_number="90000000011", sector="public")
    imported(csv_of([agency_row("1")]))
    assert Vacancy.objects.get().employer == school


def test_cat_06_a_table_of_dwellings_with_the_columns_of_its_own(dace):
    header = ["Kods", "Veids", "Apkaime", "Istabas", "Īre", "Stāvoklis", "Brīvs no", "Priekšroka", "Nosacījumi"]
    rows = [
        ["d1", "pašvaldības īre", "Centrs", "2", "210,50", "labs", in_days(10).isoformat(), "Ģimenes", "Nav parādu"],
        ["d2", "zeme", "Kocēni", "", "9 000", "", "", "", ""],
        ["d3", "pils", "", "", "", "", "", "", ""],
    ]
    options = {"by": dace, "source": "Homes", "kind": "dwelling", "atvk": PLACE}
    found = imported(csv_of(rows, header), **options)
    assert problems(found) == [(4, "Veids", "pils", "no-word", False)]
    flat, land = Dwelling.objects.order_by("source_key")
    assert (flat.kind, flat.rooms, flat.price, flat.price_unit, flat.condition, flat.priority, flat.conditions) == (
        "municipal_rent", 2, Decimal("210.50"), "month", "ready", "Ģimenes", "Nav parādu",
    )  # fmt: skip
    assert (land.kind, land.price, land.price_unit, land.municipality.atvk) == ("land", Decimal(9000), "once", PLACE)
    assert counts(imported(csv_of(rows, header), **options)) == (0, 0, 2, 0)


def test_emp_01_a_specialists_table_says_nothing_about_another_municipality(dace):
    found = checked(csv_of([own_row("1", Vieta="Jūrmala")], OWN_HEADER), by=dace, source="Our list", atvk=PLACE)
    assert (found.good, problems(found)[0][3]) == (0, "elsewhere")
    assert FAR != PLACE


def test_files_are_deleted_a_month_after_their_rows_went_in(settings):
    found = imported(csv_of([agency_row("1")]))
    assert reading.forget_old_files() == 0
    type(found).objects.update(at=timezone.now() - timedelta(days=40))
    assert reading.forget_old_files() == 1
    found.refresh_from_db()
    assert found.sha256 == ""


def test_the_header_of_the_agency_has_fourteen_columns():
    assert (len(HEADER), len(OLD_HEADER)) == (14, 14)
