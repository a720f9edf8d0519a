"""Public pages: `python -m majup.config.bench.public N FILE`; what it makes is taken back at the end.

First each page made anew among 100,000 facts, in milliseconds of the server; then what four connections get a second
of the pages that are kept ready.
"""

import json
import statistics
import sys
import time
from importlib import import_module
from itertools import cycle, islice
from pathlib import Path

import django

from majup.config.bench import facts, measure

# Each address is asked once before it is measured.
TIMES, WARM, BUDGET_MS, BUDGET_RATE = 120, 20, 50, 300


def paths() -> dict[str, list[str]]:
    """Addresses by the name of their page; several where one would be answered from memory."""
    from django.urls import reverse  # noqa: PLC0415 -- addresses exist only after setup

    from majup.catalogue.models import Fact  # noqa: PLC0415
    from majup.places.models import Municipality  # noqa: PLC0415

    places = list(Municipality.objects.in_force()[:20])
    told = Fact.objects.available().filter(kind="state_measure", current__isnull=False)
    entries = told.values_list("pk", flat=True)[:20]
    words = ("dzivokl", "valodas kurs", "uznemejdarbiba", "school", "berniem")
    return {
        "home": [reverse("home")],
        "profile of a municipality": [reverse("public_place", args=[place.atvk]) for place in places],
        "support, searched": [f"{reverse('support')}?q={word}" for word in words],
        "support, of a municipality": [f"{reverse('support')}?place=m-{place.pk}" for place in places],
        "one measure": [reverse("support_entry", args=[pk]) for pk in entries],
        "search over everything": [f"{reverse('site_search')}?q={word}" for word in words],
    }


def anew(addresses: list[str]) -> list[float]:
    """Milliseconds of each answer; the cookie of somebody unknown keeps pages from being kept."""
    from django.test import Client  # noqa: PLC0415 -- needs settings

    import_module("majup.config.wsgi")  # as a server starts: what is loaded by then is not looked through again
    client = Client(headers={"host": "localhost"})
    client.cookies["unknown"] = "1"
    times = []
    for address in islice(cycle(addresses), WARM + TIMES):
        began = time.perf_counter()
        status = client.get(address).status_code
        times.append((time.perf_counter() - began) * 1000)
        if status != 200:
            raise SystemExit(f"{address} answered {status}")
    return times[WARM:]


def run() -> dict[str, dict[str, float]]:
    with facts.many_facts():
        times = {name: anew(addresses) for name, addresses in paths().items()}
    kept = {name: paths()[name][:1] for name in ("home", "profile of a municipality")}
    with measure.web_server():
        rates = {name: measure.wrk(addresses) for name, addresses in kept.items()}
    return {
        "public_p50": {name: round(statistics.median(found), 1) for name, found in times.items()},
        "public_p95": {name: round(sorted(found)[int(len(found) * 0.95)], 1) for name, found in times.items()},
        "public_rate": rates,
    }


def missed(measured: dict[str, dict[str, float]]) -> list[str]:
    slow = [
        f"public {name}: p95 {found} ms, budget {BUDGET_MS} ms"
        for name, found in measured["public_p95"].items()
        if found > BUDGET_MS
    ]
    few = [
        f"public {name}: {found:.0f} a second, budget {BUDGET_RATE}"
        for name, found in measured["public_rate"].items()
        if found < BUDGET_RATE
    ]
    return slow + few


def table(measured: dict[str, dict[str, float]]) -> str:
    lines = ["| public page, 100,000 facts | p50 ms | p95 ms | a second, kept |", "|---|---:|---:|---:|"]
    for name, p50 in measured["public_p50"].items():
        rate = measured["public_rate"].get(name)
        lines.append(f"| {name} | {p50} | {measured['public_p95'][name]} | {f'{rate:.0f}' if rate else ''} |")
    return "\n".join(lines)


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[2]).write_text(json.dumps(run()))
