"""How long 100,000 vacancies take to go in as CSV and XLSX, and how long a search among 200,000 takes.

`python -m majup.config.bench.openings N FILE` measures in the database of the environment, as the restricted role.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from statistics import quantiles
from typing import Any

import django
import psycopg
from django.conf import settings
from django.utils import timezone

BUDGETS = {"CSV, seconds": 30.0, "XLSX, seconds": 60.0, "search, p95 ms": 50.0}
ROWS, SEARCHES, WARM = 100_000, 300, 20
FILES, AT_ONCE = ("bench CSV", "bench XLSX"), 20_000


def header() -> list[str]:
    from majup.openings import sources  # noqa: PLC0415 -- models exist only after setup

    return list(sources.known_files()[0]["columns"].values())


def rows(count: int, key: str) -> Iterator[list[Any]]:
    """Rows in the shape of the pack's first known file: every occupation, every municipality, pay for a month."""
    from majup.openings import sources  # noqa: PLC0415 -- models exist only after setup
    from majup.places.models import Municipality  # noqa: PLC0415
    from majup.places.pack import read  # noqa: PLC0415

    chance, today = random.Random(1), timezone.localdate()  # noqa: S311 -- the same rows every time
    places = [place.name for place in Municipality.objects.in_force()]
    titles = [
        word for row in read(settings.COUNTRY_PACK, "occupations") for word in row["spellings"][settings.LANGUAGE_CODE]
    ]
    for number in range(count):
        pay = chance.randrange(800, 3500, 10)
        said = {
            "key": f"{key}-{number}",
            "title": chance.choice(titles).upper(),
            "pay_from": str(pay),
            "pay_to": str(pay + chance.randrange(0, 800, 50)),
            "place": f"{number % 300}, {chance.choice(places)}",
            "posted_on": (today - timedelta(days=number % 90)).isoformat(),
            "valid_to": (today + timedelta(days=1 + number % 60)).isoformat(),
            "employer_number": str(90_000_000_000 + number % 3000),
        }
        yield [said.get(name, "") for name in sources.known_files()[0]["columns"]]


def as_csv(lines: list[list[Any]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows([header(), *lines])
    return text.getvalue().encode()


def as_workbook(lines: list[list[Any]]) -> bytes:
    import xlsxwriter  # noqa: PLC0415 -- only for development

    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([header(), *lines]):
            sheet.write_row(number, 0, line)
    return content.getvalue()


def imported(content: bytes, name: str) -> float:
    """Seconds that the worker needs to take over a checked file of 100,000 new rows."""
    from majup.openings.actions import reading  # noqa: PLC0415 -- models exist only after setup
    from majup.openings.cells import guess  # noqa: PLC0415
    from majup.openings.sources import known_files, table_source  # noqa: PLC0415

    source = table_source(name=name, kind="vacancy", municipality=None, is_complete=True)
    take_back(name)
    found = reading.receive(source=source, kind="vacancy", file_name=name, content=content, by=None)
    mapping = guess(found.header, [], known_files()[0]["columns"])
    reading.map_columns(reading=found, mapping=mapping, by=None)
    reading.run(found)
    reading.take_over(reading=found, by=None)
    begun = time.perf_counter()
    reading.run(found)
    took = time.perf_counter() - begun
    if found.new != ROWS:
        raise SystemExit(f"{found.new} of {ROWS} rows went in")
    return took


def take_back(name: str) -> None:
    """Remove the vacancies of the file `name`, so that what is measured next, or in another run, is the same."""
    from majup.openings.models import Vacancy  # noqa: PLC0415 -- models exist only after setup

    while some := list(Vacancy.objects.filter(source__name=name).values_list("pk", flat=True)[:AT_ONCE]):
        Vacancy.objects.filter(pk__in=some).delete()


def searched() -> tuple[float, float]:
    """Median and 95th percentile in milliseconds over mixed wishes: text, places with neighbours, group, pay, helps."""
    from majup.openings import queries  # noqa: PLC0415 -- models exist only after setup
    from majup.openings.queries import Wish  # noqa: PLC0415
    from majup.places.models import Municipality  # noqa: PLC0415
    from majup.places.pack import read  # noqa: PLC0415

    chance, times = random.Random(2), []  # noqa: S311 -- the same wishes every time
    places = list(Municipality.objects.in_force().values_list("pk", flat=True))
    words = [row["spellings"][settings.LANGUAGE_CODE][0] for row in read(settings.COUNTRY_PACK, "occupations")]
    for _turn in range(WARM + SEARCHES):
        wish = Wish(
            text=chance.choice(["", "", chance.choice(words)]),
            municipalities=tuple(chance.sample(places, chance.choice([0, 1, 1, 2]))),
            with_neighbours=chance.random() < 0.5,
            group=chance.choice(["", "", "2", "7"]),
            net=chance.choice([None, None, 1000, 2000]),
            remote=chance.random() < 0.2,
            without_latvian=chance.random() < 0.2,
            housing_help=chance.random() < 0.2,
        )
        begun = time.perf_counter()
        queries.newest(wish, queries.vacancies(wish), 21)
        times.append((time.perf_counter() - begun) * 1000)
    cuts = quantiles(times[WARM:], n=20)
    return cuts[9], cuts[18]


def vacuum() -> None:
    """What the database does by itself within some minutes of such a change."""
    with psycopg.connect(settings.DATABASE_URL, options="-c majup.owner=on", autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE) openings_vacancy")


def measure() -> dict[str, float]:
    lines = list(rows(ROWS, "bench"))
    found = {
        "CSV, seconds": imported(as_csv(lines), FILES[0]),
        "XLSX, seconds": imported(as_workbook(lines), FILES[1]),
    }
    vacuum()
    found["search, p50 ms"], found["search, p95 ms"] = searched()
    for name in FILES:
        take_back(name)
    vacuum()
    return found


def table(measured: dict[str, float]) -> str:
    lines = [f"| {name} | {value:.1f} | {BUDGETS.get(name, '')} |" for name, value in measured.items()]
    head = f"Vacancies: {ROWS:,} rows taken over, then search among {2 * ROWS:,}"
    return "\n".join([head, "", "| what | measured | budget |", "|---|---:|---:|", *lines])


def missed(measured: dict[str, float]) -> list[str]:
    return [
        f"vacancies, {name}: {measured[name]:.1f}, budget {most:.0f}"
        for name, most in BUDGETS.items()
        if measured[name] > most
    ]


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[2]).write_text(json.dumps(measure()))
