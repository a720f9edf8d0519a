"""Employers, vacancies, dwellings and files of them, made through the real actions."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path

import xlsxwriter
from django.utils import timezone

from majup.openings import actions
from majup.openings.actions import reading
from majup.openings.actions.events import save_event
from majup.openings.models import Dwelling, Employer, PublicEvent, Reading, Source, Vacancy
from majup.openings.sources import table_source
from tests.support.people import municipality, today

PLACE = "0054000"  # the county in which Dace is the specialist
NEIGHBOUR = "0026000"
FAR = "0006000"
FILES = Path(__file__).resolve().parents[1] / "data/openings"
AGENCY = "nva"
HEADER = [
    "Vakances_Nr",
    "Aktualizacijas_datums",
    "Iestades_registracijas_numurs",
    "Vakances_nosaukums",
    "Vakances_kategorija",
    "Alga_no",
    "Alga_lidz",
    "Slodzes_tips",
    "Darba_laika_veids",
    "Darba_stundas_nedela",
    "Pieteiksanas_termins",
    "Attels",
    "Vieta",
    "Vakances_paplasinats_apraksts",
]
OLD_HEADER = [
    "Vakances Nr",
    "Aktualizācijas datums",
    "Iestādes reģistrācijas numurs",
    "Vakances nosaukums",
    "Vakances kategorija",
    "Alga no",
    "Alga līdz",
    "Slodzes tips",
    "Darba laika veids",
    "Darba stundas nedēļā",
    "Pieteikšanās termiņš",
    "Attēls",
    "Vieta",
    "Vakances paplašināts apraksts",
]


def in_days(days: int):
    return today() + timedelta(days=days)


def employer(by, name="SIA Koks", atvk=PLACE, **fields) -> Employer:
    values = {"sector": "private", "municipality": municipality(atvk), "mailbox": "birojs@koks.example", **fields}
    return actions.save(entry=Employer(), by=by, name=name, **values)


def vacancy(by, title="Metinātājs", atvk=PLACE, **fields) -> Vacancy:
    values = {
        "municipality": municipality(atvk),
        "valid_to": in_days(20),
        "pay_from": Decimal(1500),
        "pay_to": Decimal(1800),
        **fields,
    }
    return actions.save(entry=Vacancy(), by=by, title=title, **values)


def dwelling(by, kind="municipal_rent", atvk=PLACE, **fields) -> Dwelling:
    values = {"municipality": municipality(atvk), "valid_to": in_days(20), "area": "Centrs", "rooms": 2, **fields}
    return actions.save(entry=Dwelling(), by=by, kind=kind, **values)


def agency_row(number: str, **fields) -> list[str]:
    """A row of the agency's file in its present shape; `fields` by the names of its header."""
    row = {
        "Vakances_Nr": number,
        "Aktualizacijas_datums": today().isoformat(),
        "Iestades_registracijas_numurs": "90000000011",
        "Vakances_nosaukums": "SOCIĀLAIS DARBINIEKS",
        "Vakances_kategorija": "Veselības aprūpe / Sociālā aprūpe",
        "Alga_no": "1500.000",
        "Alga_lidz": "1700.000",
        "Slodzes_tips": "Viena vesela slodze",
        "Pieteiksanas_termins": in_days(20).isoformat(),
        "Vieta": "Skolas iela 1, Valmiera, Valmieras nov.",
        **fields,
    }
    return [row.get(name, "") for name in HEADER]


def csv_of(rows, header=HEADER, *, delimiter=",", encoding="utf-8-sig") -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode(encoding)


def xlsx_of(rows, header=HEADER) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([header, *rows]):
            sheet.write_row(number, 0, row)
    return content.getvalue()


def checked(content: bytes, *, by=None, source: str = AGENCY, kind="vacancy", atvk=None, mapping=None) -> Reading:
    """The file after its dry run. `source` is a file of the pack, or the name of somebody's table."""
    place = municipality(atvk) if atvk else None
    known = Source.objects.filter(code=source).first()
    whose = known or table_source(name=source, kind=kind, municipality=place, is_complete=True)
    found = reading.receive(source=whose, kind=kind, file_name="f.csv", content=content, by=by, municipality=place)
    reading.map_columns(reading=found, mapping=mapping or found.mapping, by=by)
    return reading.run(found)


def imported(content: bytes, **options) -> Reading:
    found = checked(content, **options)
    reading.take_over(reading=found, by=options.get("by"))
    return reading.run(found)


def problems(found: Reading) -> list[tuple]:
    return list(found.problems.order_by("line", "pk").values_list("line", "column", "value", "code", "is_note"))


def event(by, *, days: int = 10, **fields) -> PublicEvent:
    """An event in so many days from now, as a coordinator announces it."""
    texts = {"title": {"lv": "Ģimenes diena", "en": "Family day"}, "summary": {"lv": "Nāciet", "en": "Come and ask"}}
    told = {"kind": "family_day", "organiser": "Valmieras novads", "place": "Kultūras nams", "languages": ["lv"]}
    return save_event(
        event=PublicEvent(), by=by, starts_at=timezone.now() + timedelta(days=days), **{**texts, **told, **fields}
    )
