"""Eligibility at size: one household against all measures, all households in SQL, and the same rules in OpenFisca.

`python -m majup.config.bench.rules N FILE`, in any database: it makes a table of its own and drops it.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import django
import psycopg

from majup.rules.decide import Rule, Sheet
from majup.rules.fields import COUNTED, Facts, Field, Kind, value_of
from majup.rules.pack import book_of, rules_of
from majup.rules.read import Book, ConditionsRefused, read
from majup.rules.sql import Counting, expression, literal
from majup.rules.tree import leaves

MEASURES, ON = 414, date(2026, 3, 1)
TABLE = "bench_household_facts"
TYPES = {Kind.YES_NO: "boolean", Kind.DATE: "date", Kind.LIST: "text[]"}
MISSING = 0.25  # of the facts of a household nobody has asked yet
BUDGETS = {"household, all measures": 10.0, "counts of all measures": 20_000.0, "households of one measure": 1_000.0}


def make_rules(book: Book, packed: Sequence[Rule]) -> list[Rule]:
    """The pack's rules, and made-up ones of its fields until there are as many as measures; three leaves or more."""
    random = Random(1)  # noqa: S311 -- the same rules every time
    fields = [field for field in book.fields if field.computed is None]
    rules = [rule for rule in packed if rule.node]
    while len(rules) < MEASURES:
        leaf_texts = [_leaf(field, random) for field in random.sample(fields, random.randint(3, 6))]
        tree = {"all": [*leaf_texts[:2], {"any": leaf_texts[2:]}]}
        try:
            rules.append(Rule(f"made-{len(rules)}", read(tree, book)))
        except ConditionsRefused:
            continue
    return rules


def _leaf(field: Field, random: Random) -> dict[str, Any]:
    op = "in" if field.kind == Kind.LIST else ">=" if field.kind in {*COUNTED, Kind.DATE} else "=="
    value = _json(field, random)
    return {"fact": field.code, "op": op, "value": value, **({"unit": field.unit} if field.unit else {})}


def _json(field: Field, random: Random) -> Any:
    texts = field.options or _texts(field)
    return {
        Kind.NUMBER: lambda: random.randint(0, 60),
        Kind.MONEY: lambda: random.randint(0, 20) * 1000,
        Kind.DATE: lambda: date(random.randint(2015, 2026), 3, 1).isoformat(),
        Kind.YES_NO: lambda: random.random() < 0.7,
        Kind.LIST: lambda: random.sample(texts, 2),
    }.get(field.kind, lambda: random.choice(texts))()


def _texts(field: Field) -> list[str]:
    return (
        [str(number) for number in range(19)]
        if field.kind == Kind.LIST
        else [f"00{number}000" for number in range(20, 57)]
    )


def household(fields: Sequence[Field], random: Random, missing: float) -> Facts:
    return {f.code: value_of(f, _json(f, random)) for f in fields if random.random() >= missing}


class AllHouseholds:
    """A plain table, a typed column for each field that a rule speaks of."""

    def __init__(
        self, connection: psycopg.Connection, fields: Sequence[Field], households: int, missing: float
    ) -> None:
        self.connection, self.fields = connection, fields
        self.columns = {field.code: f"f{place}" for place, field in enumerate(fields)}
        columns = ", ".join(f"f{place} {_type(field)}" for place, field in enumerate(fields))
        connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
        connection.execute(f"CREATE UNLOGGED TABLE {TABLE} (household_id integer, {columns})")
        made = ", ".join(f"CASE WHEN random() >= {missing} THEN {_made(field)} END" for field in fields)
        connection.execute("SELECT setseed(0.5)")
        connection.execute(f"INSERT INTO {TABLE} SELECT g, {made} FROM generate_series(1, {households}) g")  # noqa: S608 -- numbers and quoted values
        connection.execute(f"ANALYZE {TABLE}")

    def counts(self, sheet: Sheet) -> dict[str, Any]:
        counting = Counting(sheet, self.columns, TABLE)
        with self.connection.transaction():
            self.connection.execute(
                "SET LOCAL jit = off"
            )  # compiling a thousand expressions takes longer than running them
            row = self.connection.execute(counting.statement).fetchone()
        return counting.read(row)

    def of_one(self, rule: Rule) -> list[int]:
        where = expression(rule, self.columns, ON)
        return [row[0] for row in self.connection.execute(f"SELECT household_id FROM {TABLE} WHERE {where}")]  # noqa: S608 -- quoted by the compiler

    def rows(self) -> list[tuple[Any, ...]]:
        return self.connection.execute(f"SELECT {', '.join(self.columns.values())} FROM {TABLE}").fetchall()  # noqa: S608 -- names of columns


def _type(field: Field) -> str:
    return TYPES.get(field.kind, "double precision" if field.kind in COUNTED else "text")


def _made(field: Field) -> str:
    texts = f"(ARRAY[{', '.join(literal(text) for text in field.options or _texts(field))}])"
    pick = f"{texts}[1 + floor(random() * {len(field.options or _texts(field))})::int]"
    return {
        Kind.NUMBER: "floor(random() * 60)",
        Kind.MONEY: "floor(random() * 20) * 1000",
        Kind.DATE: "DATE '2015-01-01' + floor(random() * 4000)::int",
        Kind.YES_NO: "random() < 0.7",
        Kind.LIST: f"ARRAY[{pick}, {pick}]",
    }.get(field.kind, pick)


@contextmanager
def timed(name: str, times: dict[str, float]) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    times[name] = (time.perf_counter() - begun) * 1000


def measure(url: str, households: int, folder: Any) -> dict[str, float]:
    """Milliseconds by name of the work, and the ratio to OpenFisca."""
    book = book_of(folder)
    rules = make_rules(book, rules_of(folder))
    sheet = Sheet(rules, ON)
    asked = _fields_of(rules, book)
    times: dict[str, float] = {"leaves a measure": sum(len(list(leaves(r.node))) for r in rules if r.node) / len(rules)}
    times["household, all measures"] = _best(sheet.verdicts, asked)
    with psycopg.connect(url, options="-c majup.owner=on", autocommit=True) as connection:
        table = AllHouseholds(connection, asked, households, MISSING)
        with timed("counts of all measures", times):
            table.counts(sheet)
        with timed("households of one measure", times):
            table.of_one(rules[3])
        few = min(households, 100_000)
        known = AllHouseholds(connection, asked, few, 0.0)
        _beside(known, sheet, times)
        connection.execute(f"DROP TABLE {TABLE}")
    return times


def _beside(known: AllHouseholds, sheet: Sheet, times: dict[str, float]) -> None:
    """The same rules on fully known households in both; stops when an answer differs."""
    with timed("fully known, ours", times):
        counted = known.counts(_closed(sheet))
    from majup.config.bench.openfisca import Openfisca  # noqa: PLC0415 -- a package of developers alone

    other = Openfisca(sheet, known.fields, known.rows())
    with timed("fully known, OpenFisca", times):
        yes = other.counts()
    wrong = {code: (counted[code].yes, many) for code, many in yes.items() if counted[code].yes != many}
    if wrong:
        raise SystemExit(f"OpenFisca answers differently: {wrong}")
    times["ratio to OpenFisca"] = times["fully known, ours"] / times["fully known, OpenFisca"]


def _closed(sheet: Sheet) -> Sheet:
    """The rules without what nobody has written down, which OpenFisca has no word for."""
    return Sheet([replace(rule, open=()) for rule, _ in sheet.rules], sheet.on)


def _best(work: Callable[[Facts], object], fields: Sequence[Field]) -> float:
    """p95 in milliseconds over two hundred made-up households."""
    random = Random(2)  # noqa: S311 -- the same households every time
    took = []
    for _ in range(200):
        facts = household(fields, random, MISSING)
        begun = time.perf_counter()
        work(facts)
        took.append((time.perf_counter() - begun) * 1000)
    return sorted(took)[189]


def _fields_of(rules: Sequence[Rule], book: Book) -> list[Field]:
    tests = [leaf.test for rule in rules if rule.node for leaf in leaves(rule.node)]
    codes = {code for test in tests for field in (test.field, test.other) if field for code in field.parts}
    return [book.fields[code] for code in book.fields.by_code if code in codes]


def missed(times: dict[str, float]) -> list[str]:
    """Every budget that is not kept, in words."""
    found = [
        f"{name}: {times[name]:.0f} ms, budget {most:.0f} ms" for name, most in BUDGETS.items() if times[name] > most
    ]
    return [*found, *(["a measure has fewer than three leaves in the mean"] if times["leaves a measure"] < 3 else [])]


def table(times: dict[str, float], households: int) -> str:
    lines = [f"Eligibility, {MEASURES} measures, {households:,} households", "-" * 60]
    units = {"leaves a measure": "", "ratio to OpenFisca": "times as long (fully known, up to 100,000)"}
    return "\n".join([*lines, *(f"{name:28} {value:10.1f} {units.get(name, 'ms')}" for name, value in times.items())])


def main(households: int, file: Path) -> None:
    django.setup()
    from django.conf import settings  # noqa: PLC0415 -- settings exist only after setup

    file.write_text(json.dumps(measure(settings.DATABASE_URL, households, settings.COUNTRY_PACK)))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
