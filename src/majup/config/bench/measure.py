"""Measures one size, `python -m majup.config.bench.measure N FILE`, in its database as the restricted role."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import cycle
from pathlib import Path
from statistics import median
from typing import Any

import django

from majup.config.bench.client import Answer, Browser
from majup.config.bench.report import Row
from majup.config.launch import environment

PORT, WARM, TIMES = 8765, 20, 100
WRK_SECONDS, ROUNDS = 3, 5


@contextmanager
def web_server() -> Iterator[None]:
    process = environment.web_server(PORT)
    with environment.ending(process):
        environment.wait_for(PORT, process)
        yield


class Bench:
    def __init__(self, households: int) -> None:
        from majup.config.bench.ground import Ground  # noqa: PLC0415 -- models exist only after setup

        self.households, self.rows = households, []
        self.ground = Ground(households)
        self.browser = Browser("127.0.0.1", PORT, {"sessionid": self.ground.session, "language": "lv"})

    def pages(
        self, name: str, paths: list[str], count: str = "", floor: tuple[str, list[list[Any]]] | None = None
    ) -> None:
        """Fetch `paths` in turn; `count` is a pattern whose hits on the page are its rows."""
        turns = cycle(paths)
        for _ in range(WARM):
            last = _fine(self.browser.get(next(turns)))
        times = []
        for _ in range(TIMES):
            last = _fine(self.browser.get(next(turns)))
            times.append(last.milliseconds)
        found = len(re.findall(count, last.body.decode())) if count else None
        row = Row.of(name, self.households, times, self.ground.queries_of(paths[0]), found)
        row.floor = self.ground.floor(*floor) if floor else None
        self._keep(row)

    def sends(self, name: str, once: Callable[[int], Answer]) -> None:
        times = [_fine(once(number)).milliseconds for number in range(WARM + TIMES)][WARM:]
        self._keep(Row.of(name, self.households, times, None, None))

    def _keep(self, row: Row) -> None:
        self.rows.append(row)
        print(f"  {row.name}: {row.p50:.1f} / {row.p95:.1f} ms", file=sys.stderr)

    def everything(self) -> None:
        g = self.ground
        self.pages("desk start page", [g.url("start")])
        self.pages("enquiry queue", [g.url("enquiries")], "data-row")
        self.pages("case list, newest 25", [g.url("cases")], "data-row", (g.LIST, [[]]))
        self.pages(
            "case list, filtered",
            [f"{g.url('cases')}?stage={stage}" for stage in ("offered", "preparing")],
            "data-row",
            (g.FILTERED, [["offered"]]),
        )
        self.pages("case list, deep page", [f"{g.url('cases')}?after={g.deep_position()}"], "data-row")
        for name, texts in g.searches().items():
            self.pages(
                f"search, {name}", [g.search_url(text) for text in texts], "data-row", g.search_floor(name, texts)
            )
        self.pages(
            "open a median case", [g.url("case", r) for r in g.cases_with_contacts(0.5)], "", (g.OPEN, [[g.median_id]])
        )
        self.pages("open a large case", [g.url("case", r) for r in g.cases_with_contacts(0.95)])
        self.pages("what fits a case", [g.url("case_fits", r) for r in g.cases_with_contacts(0.5)], "data-row")
        self.sends("create case", self._create)
        self.sends("save contact", self._contact)
        self.pages("compose offer", [g.url("offer_compose", pk) for pk in g.drafts(TIMES)])
        self.pages("offer HTML", [g.url("family_offer", t) for t in g.letter_tokens()])
        self.pages("offer PDF", [g.url("family_offer_pdf", t) for t in g.letter_tokens()])
        self.pages("map of places", [f"{g.url('places')}?figure={code}" for code in ("net_wage", "new_dwellings")])
        self.pages("place finder", g.finder_urls(), 'id="place-')
        self.pages(
            "totals of a year",
            [f"{g.url('totals')}?start={year}-01-01&end={year}-12-31" for year in (2020, 2022, 2024)],
        )
        asked = ("2024", "2025-Q2", "2023-03-11..2025-08-19", "2018-03-01..2025-12-31")
        self.pages("figures of any period", [f"{g.url('figures')}?period={period}" for period in asked], "data-row")
        self.pages(
            "one figure taken apart",
            [f"{g.url('figure', column)}?period=2024" for column in ("people_returned", "people_offered")],
        )
        self._keep(Row.of("a quarter prepared", self.households, g.prepared("2024-Q2"), None, None))

    def _create(self, number: int) -> Answer:
        path = self.ground.url("case_new")
        page = _fine(self.browser.get(path))
        typed = {
            "members-0-given_name": "Anna",
            "members-0-family_name": f"Bench{number}",
            "email": f"new{number}@example.org",
        }
        return self.browser.send(path, page, "members-0-given_name", **typed)

    def _contact(self, number: int) -> Answer:
        path = self.ground.url("case", self.ground.cases_with_contacts(0.5)[number % 20])
        page = _fine(self.browser.get(path))
        return self.browser.send(path, page, "summary", summary=f"Talked again {number}", next_contact_on="2027-01-15")

    def rates(self) -> dict[str, float]:
        """Requests a second over four connections, with wrk on the same two cores."""
        g = self.ground
        paths = {
            "opens, 4 connections": [g.url("case", r) for r in g.cases_with_contacts(0.5)],
            "lists, 4 connections": [g.url("cases")],
        }
        session = ("-H", f"Cookie: sessionid={g.session}")
        return {name: wrk(found, *session) for name, found in paths.items()}


def wrk(paths: list[str], *options: str) -> float:
    """Requests a second that four connections get of `paths`, on the same two cores; median of several rounds.

    Each round connects anew: which process takes a connection is chance, and now and then one takes all four.
    """
    return median(_round(paths, options) for _ in range(ROUNDS))


def _round(paths: list[str], options: tuple[str, ...]) -> float:
    script = str(Path(__file__).with_name("paths.lua"))
    address = f"http://127.0.0.1:{PORT}"
    command = ["wrk", "-t2", "-c4", f"-d{WRK_SECONDS}s", "-s", script, *options, address, "--", *paths]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(f"wrk met errors:\n{said}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


def _fine(answer: Answer) -> Answer:
    if answer.status not in {200, 302}:
        raise SystemExit(f"HTTP {answer.status}: {answer.body[:2000].decode(errors='replace')}")
    return answer


def main(households: int, file: Path) -> None:
    django.setup()
    with web_server():
        bench = Bench(households)
        bench.everything()
        file.write_text(json.dumps({"rows": [asdict(row) for row in bench.rows], "rates": bench.rates()}))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
