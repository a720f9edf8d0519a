"""Public results: `python -m majup.config.bench.results N FILE`; of what it makes nothing stays.

The page made anew with three years of quarters published, a workbook of 100,000 rows of 10 columns, and a CSV of as
many published numbers as it leaves the house: how soon it begins, and how much memory it takes on the way.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import django

from majup.config.bench import public

BUDGET_MS, BUDGET_SECONDS, BUDGET_FIRST_BYTE_MS = 50, 20, 1_000
ROWS, COLUMNS = 100_000, 10
YEARS = (2023, 2024, 2025)


@contextmanager
def published_years() -> Iterator[None]:
    """Publications of twelve quarters, every region and municipality, taken back at the end."""
    from django.db import transaction  # noqa: PLC0415 -- needs settings

    with transaction.atomic():
        for year in YEARS:
            for quarter in range(4):
                _publish(date(year, 3 * quarter + 1, 1))
        yield
        transaction.set_rollback(True)


def _publish(start: date) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from majup.kernel.periods import Period  # noqa: PLC0415
    from majup.places.models import Municipality, PlanningRegion  # noqa: PLC0415
    from majup.reports.measures import COLUMNS as MEASURED  # noqa: PLC0415
    from majup.reports.models import Publication, PublishedCell, Report  # noqa: PLC0415

    quarter = Period.parse(f"{start.year}-Q{start.month // 3 + 1}")
    report = Report.objects.create(
        period_from=quarter.start, period_to=quarter.end, kind="quarter", opened_at=timezone.now()
    )
    publication = Publication.objects.create(
        report=report, number=1, corrections=0, threshold=5, published_at=timezone.now()
    )
    common = {"publication": publication, "period_to": quarter.end}
    # The year so far is the sum of its quarters: numbers that contradict each other would each be told on the page.
    spans = {date(start.year, 1, 1): start.month // 3 + 1, quarter.start: 1}
    regions = [*PlanningRegion.objects.values_list("pk", flat=True), None]
    rows = [
        PublishedCell(column=column, region_id=region, period_from=first, value=quarters * (number * 7 + 5), **common)
        for first, quarters in spans.items()
        for column in MEASURED
        for number, region in enumerate(regions)
    ]
    rows += [
        PublishedCell(column="families_returned", by="municipality", key=key, period_from=first, value=None, **common)
        for first in spans
        for key in Municipality.objects.in_force().values_list("atvk", flat=True)
    ]
    PublishedCell.objects.bulk_create(rows)


def workbook_seconds() -> float:
    from majup.plumbing.written_tables import Column, write_workbook  # noqa: PLC0415

    columns = [Column(f"column_{number}", f"Column {number}") for number in range(COLUMNS)]
    rows = ([f"text {row}", row, date(2026, 1, 1), row / 7, None, *["words of a cell"] * 5] for row in range(ROWS))
    began = time.perf_counter()
    with TemporaryDirectory() as folder:
        write_workbook(
            Path(folder) / "bench.xlsx", "Bench", columns, rows, [("To know", "made up")], notes_title="To know"
        )
    return time.perf_counter() - began


def csv_streamed() -> dict[str, float]:
    """Milliseconds to the first byte, seconds to the last, megabytes beyond what the process held before."""
    from django.test import Client  # noqa: PLC0415 -- needs settings
    from django.urls import reverse  # noqa: PLC0415

    client, address = Client(headers={"host": "localhost"}), reverse("results_file", args=["results", "csv"])
    _many_cells()
    held = _peak_memory(anew=True)
    began = time.perf_counter()
    lines = iter(client.get(address).streaming_content)
    next(lines)
    first = time.perf_counter() - began
    next(lines)  # names of the columns come first, then what the database has to answer
    first_row = time.perf_counter() - began
    rows = sum(chunk.count(b"\n") for chunk in lines)
    if rows + 1 < ROWS:
        raise SystemExit(f"The CSV has {rows} rows; {ROWS} are published")
    return {
        "csv_first_byte_ms": round(first * 1000, 1),
        "csv_first_row_ms": round(first_row * 1000, 1),
        "csv_s": round(time.perf_counter() - began, 1),
        "csv_memory_mb": round((_peak_memory() - held) / 1024, 1),
    }


def _many_cells() -> None:
    """ROWS numbers more in the newest publication, made by the database so that this process does not hold them."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO reports_publishedcell (publication_id, "column", period_from, period_to, by, key, value)
               SELECT p.id, 'enquiries', r.period_from, r.period_to, '', n::text, n
               FROM generate_series(1, %s) n,
                    (SELECT * FROM reports_publication ORDER BY id DESC LIMIT 1) p
                    JOIN reports_report r ON r.id = p.report_id""",
            [ROWS],
        )


def _peak_memory(*, anew: bool = False) -> int:
    """Kilobytes that this process held at most, since it began or was asked for `anew`."""
    if anew:
        Path("/proc/self/clear_refs").write_text("5")
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])


def run() -> dict[str, float]:
    from django.urls import reverse  # noqa: PLC0415

    with published_years():
        times = public.anew([reverse("results")])
        streamed = csv_streamed()
    return {
        **streamed,
        "page_p50": round(statistics.median(times), 1),
        "page_p95": round(sorted(times)[int(len(times) * 0.95)], 1),
        "workbook_s": round(workbook_seconds(), 1),
    }


def missed(measured: dict[str, float]) -> list[str]:
    problems = []
    if measured["page_p95"] > BUDGET_MS:
        problems.append(f"page of results: p95 {measured['page_p95']} ms, budget {BUDGET_MS} ms")
    if measured["workbook_s"] > BUDGET_SECONDS:
        problems.append(f"workbook of {ROWS:,} rows: {measured['workbook_s']} s, budget {BUDGET_SECONDS} s")
    for code, what in (("csv_first_byte_ms", "byte"), ("csv_first_row_ms", "row")):
        if measured[code] > BUDGET_FIRST_BYTE_MS:
            told = f"first {what} after {measured[code]} ms, budget {BUDGET_FIRST_BYTE_MS} ms"
            problems.append(f"CSV of {ROWS:,} rows: {told}")
    return problems


def table(measured: dict[str, float]) -> str:
    return "\n".join(
        [
            "| public results | measured | budget |",
            "|---|---:|---:|",
            f"| page made anew, p50 | {measured['page_p50']} ms | |",
            f"| page made anew, p95 | {measured['page_p95']} ms | {BUDGET_MS} ms |",
            f"| workbook, {ROWS:,} rows of {COLUMNS} columns | {measured['workbook_s']} s | {BUDGET_SECONDS} s |",
            f"| CSV, {ROWS:,} rows, first byte | {measured['csv_first_byte_ms']} ms | {BUDGET_FIRST_BYTE_MS} ms |",
            f"| CSV, {ROWS:,} rows, first row | {measured['csv_first_row_ms']} ms | {BUDGET_FIRST_BYTE_MS} ms |",
            f"| CSV, {ROWS:,} rows, last byte | {measured['csv_s']} s | |",
            f"| CSV, {ROWS:,} rows, memory beyond that of the process | {measured['csv_memory_mb']} MB | |",
        ]
    )


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[2]).write_text(json.dumps(run()))
