"""`./run bench`: speed over HTTP at two sizes, as the restricted role, with all production middleware."""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from majup.config.bench import database, facts, openings, public, report, results, rules
from majup.config.launch import environment

SMALL, LARGE = 10_000, 500_000


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("--households", type=int, default=LARGE, help="the larger size; 10,000 is measured beside it")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    install_wrk()
    environment.compile_messages()
    environment.django("collectstatic", "--noinput", "--verbosity", "0")
    rows: list[report.Row] = []
    rates: dict[str, float] = {}
    for households in sorted({SMALL, options.households}):
        took = database.ensure(households)
        print(f"{households:,} households{f' made in {took:.0f} s' if took else ''}", file=sys.stderr)
        measured = _measure("majup.config.bench.measure", households)
        rows += [report.Row(**row) for row in measured["rows"]]
        rates = measured["rates"]
    eligibility = _measure("majup.config.bench.rules", options.households)
    found = _measure("majup.config.bench.facts", options.households)
    vacancies = _measure("majup.config.bench.openings", options.households)
    shown = _measure("majup.config.bench.public", options.households)
    told = _measure("majup.config.bench.results", options.households)
    problems = report.missed(rows, rates, SMALL, options.households) + rules.missed(eligibility)
    problems += facts.missed(found) + openings.missed(vacancies) + public.missed(shown)
    problems += results.missed(told)
    print(report.table(rows, rates))
    print("\n" + rules.table(eligibility, options.households))
    print("\n" + facts.table(found))
    print("\n" + openings.table(vacancies))
    print("\n" + public.table(shown))
    print("\n" + results.table(told))
    print("\n".join(["", "Missed budgets:", *problems] if problems else ["", "All budgets kept."]))
    if options.json:
        report.write_json(
            options.json, rows, {**rates, **eligibility, **found, **vacancies, **shown, "results": told}, problems
        )
    return 1 if problems else 0


def _measure(module: str, households: int) -> dict:
    """Measure in a process of its own, which connects to the database of this size."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        variables = {"DATABASE_URL": database.url_of(households), "DJANGO_SETTINGS_MODULE": "majup.config.settings"}
        if environment.python("-m", module, str(households), file.name, **variables):
            raise SystemExit("The measurement stopped; the reason stands above.")
        return json.loads(Path(file.name).read_text())


def install_wrk() -> None:
    if not shutil.which("wrk"):
        environment.need_package("wrk", "The benchmark needs wrk.")
