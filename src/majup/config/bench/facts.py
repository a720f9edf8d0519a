"""Search of the catalogue among 100,000 facts, taken back at the end: `python -m majup.config.bench.facts N FILE`.

The facts are copies of those of the pack, each with its own place, a word of its own and a moment of its own.
"""

import json
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

import django
import psycopg
from django.conf import settings

FACTS, TIMES, WARM, BUDGET_MS = 100_000, 120, 12, 50
COPY = """
    INSERT INTO catalogue_fact (code, kind, level, programme, state, name, audience, valid_from, valid_to, confirmed_on,
        due_on, hidden_on, changed_at, pack_digest, role_id, institution_id, words)
    SELECT code || '#' || n, kind, level, programme, state, name, audience, valid_from, valid_to, confirmed_on, due_on,
        hidden_on, changed_at - n * interval '1 hour' - id * interval '1 minute', '', role_id, institution_id,
        ts_delete(words, 'm:*') || array_to_tsvector(ARRAY['own' || n, place, 'r:' || mod(n, 5)])
    FROM catalogue_fact f, generate_series(1, %(copies)s) n,
        LATERAL (SELECT 'm:' || atvk AS place FROM places_municipality ORDER BY md5(atvk || n || f.id) LIMIT 1) p
"""
TAKEN_BACK = "DELETE FROM catalogue_fact WHERE code LIKE '%#%'"


def wanted() -> list:
    """What people type and choose: words, a topic in a place, a kind, a state, all of them, nothing."""
    from majup.catalogue.queries import Wanted  # noqa: PLC0415 -- models exist only after setup
    from majup.places.models import Municipality  # noqa: PLC0415

    places = list(Municipality.objects.in_force()[:10])
    kinds = ("state_measure", "municipal_measure", "contact")
    return [
        *(Wanted(topic=topic, municipality=place) for topic in ("business", "dwelling") for place in places[:5]),
        *(Wanted(text=text) for text in ("grants", "dzivokl", "own77", "valodas kurs")),
        *(Wanted(kind=kind, states=("valid", "reported_2022")) for kind in kinds),
        *(Wanted(text="uzn", topic="business", municipality=place, states=("reported_2022",)) for place in places[5:]),
        Wanted(),
    ]


def measure() -> list[float]:
    """Milliseconds of each search with all that a list shows of its 26 rows."""
    from majup.catalogue.models import Fact  # noqa: PLC0415
    from majup.catalogue.queries import newest  # noqa: PLC0415

    times = []
    for one in islice(cycle(wanted()), WARM + TIMES):
        began = time.perf_counter()
        newest(one, Fact.objects.all(), 26)
        times.append((time.perf_counter() - began) * 1000)
    return times[WARM:]


@contextmanager
def many_facts() -> Iterator[None]:
    """100,000 facts for as long as this lasts, with the statistics that the database makes of them by itself."""
    with _owner() as owner:
        owner.execute(TAKEN_BACK)
        (known,) = owner.execute("SELECT count(*) FROM catalogue_fact").fetchone()
        owner.execute(COPY, {"copies": FACTS // max(1, known)})
        owner.execute("VACUUM (ANALYZE) catalogue_fact")
        try:
            yield
        finally:
            owner.execute(TAKEN_BACK)
            owner.execute("VACUUM (ANALYZE) catalogue_fact")


def _owner() -> psycopg.Connection:
    return psycopg.connect(settings.DATABASE_URL, options="-c majup.owner=on", autocommit=True)


def run() -> dict[str, float]:
    with many_facts():
        times = measure()
    return {
        "facts_p50": round(statistics.median(times), 1),
        "facts_p95": round(sorted(times)[int(len(times) * 0.95)], 1),
    }


def missed(measured: dict[str, float]) -> list[str]:
    over = measured["facts_p95"] > BUDGET_MS
    return [f"catalogue search: {measured['facts_p95']} ms, budget {BUDGET_MS} ms"] if over else []


def table(measured: dict[str, float]) -> str:
    return (
        f"| catalogue search, {FACTS:,} facts | {measured['facts_p50']} ms p50 | {measured['facts_p95']} ms p95 |"
        f" budget {BUDGET_MS} ms |"
    )


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[2]).write_text(json.dumps(run()))
