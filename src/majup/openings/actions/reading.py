"""A file on its way in: kept, mapped, checked without writing, then taken over in one transaction (ADR 13).

The rows go through COPY into a temporary table; one statement writes those that are new or differ. Nothing of a file is
there before all of its good rows are.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from majup.openings.cells import guess
from majup.openings.errors import OpeningError
from majup.openings.models import Dwelling, Forecast, Reading, ReadingProblem, Source, State, Vacancy
from majup.openings.rows import COLUMNS, FIELDS, Lookups, RowReader, needed
from majup.openings.sources import known_file
from majup.places.models import Municipality
from majup.plumbing import files, tables
from majup.staff.models import User

BATCH = 5_000
TABLES = {"vacancy": Vacancy._meta.db_table, "dwelling": Dwelling._meta.db_table, "forecast": Forecast._meta.db_table}
DAYS_KEPT = 30


@transaction.atomic
def receive(
    *,
    source: Source,
    kind: str,
    file_name: str,
    content: bytes,
    by: User | None,
    municipality: Municipality | None = None,
) -> Reading:
    """Keep the file and propose which column is which. Raises plumbing.tables.TableError for what is no table."""
    table = tables.read(content)
    known = known_file(source.code)
    mapping = guess(table.header, list(FIELDS[kind]), known["columns"] if known else None)
    return Reading.objects.create(
        source=source,
        kind=kind,
        municipality=municipality,
        file_name=file_name[:160],
        sha256=files.store(content),
        header=table.header,
        mapping=mapping,
        rows=table.size,
        by=by,
    )


def missing_columns(reading: Reading, mapping: dict[str, int]) -> list[str]:
    """Fields without which no row can be taken; a file with another header than we know fails loudly here."""
    known = known_file(reading.source.code)
    wanted = known["required"] if known else needed(reading.kind, has_place=bool(reading.municipality_id))
    return [name for name in wanted if name not in mapping]


@transaction.atomic
def map_columns(*, reading: Reading, mapping: dict[str, int], by: User | None) -> Reading:
    """Say which column is which and let the worker check the rows. Raises OpeningError "missing-column"."""
    if missing_columns(reading, mapping):
        raise OpeningError("missing-column")
    _start(reading, Reading.State.CHECKING, {Reading.State.MAPPING, Reading.State.CHECKED, Reading.State.FAILED})
    reading.mapping = mapping
    reading.save(update_fields=["mapping"])
    return reading


@transaction.atomic
def take_over(*, reading: Reading, by: User | None) -> Reading:
    """Let the worker write the good rows; refused rows stay out. Raises OpeningError "not-checked", "nothing-good"."""
    if reading.good == 0:
        raise OpeningError("nothing-good")
    _start(reading, Reading.State.IMPORTING, {Reading.State.CHECKED})
    return reading


@transaction.atomic
def drop(*, reading: Reading, by: User | None) -> None:
    """Take nothing of the file."""
    waiting = [Reading.State.MAPPING, Reading.State.CHECKED, Reading.State.FAILED]
    Reading.objects.filter(pk=reading.pk, state__in=waiting).update(
        state=Reading.State.DROPPED, finished_at=timezone.now()
    )


def _start(reading: Reading, state: str, allowed: set[Reading.State]) -> None:
    if not Reading.objects.filter(pk=reading.pk, state__in=allowed).update(state=state, code="", rows_done=0):
        raise OpeningError("not-checked")
    reading.refresh_from_db()


def run(reading: Reading) -> Reading:
    """Check the rows, or write them; what went wrong with the file as a whole stands in `code`."""
    try:
        reader = _rows_into_temporary_table(reading)
        with transaction.atomic():
            _finish(reading, reader)
    except (tables.TableError, OSError) as broken:
        reading.state, reading.code = Reading.State.FAILED, getattr(broken, "code", "unreadable")
        reading.save(update_fields=["state", "code"])
    return reading


def _rows_into_temporary_table(reading: Reading) -> RowReader:
    table = tables.read(files.read(reading.sha256))
    known = known_file(reading.source.code)
    reader = RowReader(
        kind=reading.kind,
        header=table.header,
        column_of=reading.mapping,
        lookups=Lookups(),
        today=timezone.localdate(),
        plain=bool(known),
        place_may_be_unknown=bool(known),
        only_in=reading.municipality_id,
        default_place=reading.municipality_id,
    )
    _copy(reading, reader.lines(table.rows))
    return reader


def _copy(reading: Reading, lines: Iterator[str | None]) -> None:
    columns = ", ".join(COLUMNS[reading.kind])
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.incoming")
        cursor.execute(f"CREATE TEMP TABLE incoming AS SELECT {columns} FROM {TABLES[reading.kind]} WITH NO DATA")  # noqa: S608
        while batch := list(islice(lines, BATCH)):
            with cursor.cursor.copy(f"COPY pg_temp.incoming ({columns}) FROM STDIN") as copy:
                copy.write("".join(line for line in batch if line))
            reading.rows_done += len(batch)
            Reading.objects.filter(pk=reading.pk).update(rows_done=reading.rows_done)


def _finish(reading: Reading, reader: RowReader) -> None:
    writes = reading.state == Reading.State.IMPORTING
    with connection.cursor() as cursor:
        # What the planner knows of the vacancies may be older than the last file: with an index no guess of it is slow.
        cursor.execute("CREATE INDEX ON pg_temp.incoming (source_key)")
        cursor.execute("ANALYZE pg_temp.incoming")
        counts = _compared(cursor, reading)
        if writes:
            _write(cursor, reading)
        reading.ended = _end_vanished(cursor, reading, reader, writes=writes)
        cursor.execute("DROP TABLE pg_temp.incoming")
    reading.rows = reading.rows_done
    reading.good, reading.new, reading.changed = counts
    reading.same = reading.good - reading.new - reading.changed
    if writes:
        Source.objects.filter(pk=reading.source_id).update(read_at=timezone.now())
        reading.finished_at = timezone.now()
    reading.state = Reading.State.DONE if writes else Reading.State.CHECKED
    reading.save()
    _keep_problems(reading, reader)


# A row differs when its words do, or when it had ended and is there again. What a person refused stays refused.
DIFFERS = "v.state <> 'refused' AND (v.fingerprint <> {new}.fingerprint OR v.state <> {new}.state)"


def _compared(cursor: Any, reading: Reading) -> tuple[int, int, int]:
    """How many good rows there are, how many of them are new, how many differ from what we have."""
    cursor.execute(
        f"""SELECT count(*), count(*) FILTER (WHERE v.id IS NULL),
                   count(*) FILTER (WHERE v.id IS NOT NULL AND {DIFFERS.format(new="i")})
            FROM pg_temp.incoming i
            LEFT JOIN {TABLES[reading.kind]} v ON v.source_id = %s AND v.source_key = i.source_key""",  # noqa: S608
        [reading.source_id],
    )
    found: tuple[int, int, int] = cursor.fetchone()
    return found


def _write(cursor: Any, reading: Reading) -> None:
    table, columns = TABLES[reading.kind], COLUMNS[reading.kind]
    constants = _constants(reading)
    names = ", ".join((*columns, *constants))
    kept = ", ".join(f"{name} = EXCLUDED.{name}" for name in columns if name != "source_key")
    cursor.execute(
        f"""INSERT INTO {table} AS v ({names})
            SELECT {", ".join(f"i.{name}" for name in columns)}, {", ".join(["%s"] * len(constants))}
            FROM pg_temp.incoming i
            LEFT JOIN {table} v ON v.source_id = %s AND v.source_key = i.source_key
            WHERE v.id IS NULL OR {DIFFERS.format(new="i")}
            ON CONFLICT (source_id, source_key) DO UPDATE SET {kept}, ended_at = NULL
            WHERE {DIFFERS.format(new="EXCLUDED")}""",  # noqa: S608
        [*constants.values(), reading.source_id],
    )
    # Rows without a last day hold on as long as the source goes on showing them.
    cursor.execute(
        f"""UPDATE {table} v SET valid_to = i.valid_to FROM pg_temp.incoming i
            WHERE v.source_id = %s AND v.source_key = i.source_key AND v.valid_to < i.valid_to""",  # noqa: S608
        [reading.source_id],
    )


def _constants(reading: Reading) -> dict[str, Any]:
    """Columns that are the same for every row of a file."""
    return {
        "source_id": reading.source_id,
        "reason": "",
        "created_at": timezone.now(),
        "created_by_id": reading.by_id,
        "confirmed_on": timezone.localdate(),
    }


def _end_vanished(cursor: Any, reading: Reading, reader: RowReader, *, writes: bool) -> int:
    """What a complete file leaves out has ended; rows that are in it but could not be read have not."""
    if not reading.source.is_complete:
        return 0
    gone = f"""FROM {TABLES[reading.kind]} v WHERE v.source_id = %s AND v.state = 'published'
               AND v.source_key <> ALL (%s)
               AND NOT EXISTS (SELECT FROM pg_temp.incoming i WHERE i.source_key = v.source_key)"""
    arguments = [reading.source_id, sorted(reader.bad_keys)]
    if not writes:
        cursor.execute(f"SELECT count(*) {gone}", arguments)
        return int(cursor.fetchone()[0])
    cursor.execute(
        f"UPDATE {TABLES[reading.kind]} SET state = %s, ended_at = now() WHERE id IN (SELECT v.id {gone})",  # noqa: S608
        [State.ENDED, *arguments],
    )
    return int(cursor.rowcount)


def _keep_problems(reading: Reading, reader: RowReader) -> None:
    reading.problems.all().delete()
    found = (
        ReadingProblem(
            reading=reading, line=one.line, column=one.column, value=one.value, code=one.code, is_note=one.is_note
        )
        for one in reader.problems
    )
    while batch := list(islice(found, BATCH)):
        ReadingProblem.objects.bulk_create(batch)


def forget_old_files() -> int:
    """Files of readings that ended a month ago are deleted; what came of them stays. Returns how many."""
    before = timezone.now() - timedelta(days=DAYS_KEPT)
    old = Reading.objects.filter(at__lt=before, finished_at__isnull=False).exclude(sha256="")
    digests = list(old.values_list("sha256", flat=True))
    old.update(sha256="")
    for digest in digests:
        if not Reading.objects.filter(sha256=digest).exists():
            files.delete(digest)
    return len(digests)
