"""Budgets, and the table and JSON that say whether they are kept."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

# Milliseconds at the largest size: p50 and p95; None where no budget stands.
BUDGETS: dict[str, tuple[float | None, float | None]] = {
    "desk start page": (None, 60),
    "enquiry queue": (25, None),
    "case list, newest 25": (25, None),
    "case list, filtered": (25, None),
    "case list, deep page": (25, None),
    "search, name": (25, 60),
    "search, name with a slip": (25, 60),
    "search, phone": (25, 60),
    "search, mail": (25, 60),
    "open a median case": (30, None),
    "open a large case": (30, None),
    "what fits a case": (None, 100),
    "create case": (25, None),
    "offer PDF": (30, None),
    "totals of a year": (300, None),
    "figures of any period": (None, 300),
    "one figure taken apart": (None, 300),
    "a quarter prepared": (60_000, None),
    "map of places": (None, 100),
    "place finder": (None, 50),
}
PER_SECOND = {"opens, 4 connections": 70.0, "lists, 4 connections": 80.0}
STRETCH = {"opens, 4 connections": 140.0, "lists, 4 connections": 100.0}
# What speaks of all days and regions grows with them.
EXEMPT = {"totals of a year", "figures of any period", "one figure taken apart", "a quarter prepared"}
GROWTH, GROWTH_MS = 1.3, 2.0


@dataclass
class Row:
    name: str
    households: int
    p50: float
    p95: float
    queries: int | None
    rows: int | None
    floor: float | None = None

    @classmethod
    def of(cls, name: str, households: int, times: Sequence[float], queries: int | None, rows: int | None) -> "Row":
        ordered = sorted(times)
        return cls(name, households, median(ordered), ordered[int(len(ordered) * 0.95) - 1], queries, rows)

    @property
    def ratio(self) -> float | None:
        return self.p50 / self.floor if self.floor else None


def missed(rows: Sequence[Row], rates: dict[str, float], small: int, large: int) -> list[str]:
    """Every budget that is not kept, in words; growth is judged against the small size."""
    at_small = {row.name: row for row in rows if row.households == small}
    found = []
    for row in (row for row in rows if row.households == large):
        p50, p95 = BUDGETS.get(row.name, (None, None))
        if p50 is not None and row.p50 > p50:
            found.append(f"{row.name}: p50 {row.p50:.1f} ms, budget {p50} ms")
        if p95 is not None and row.p95 > p95:
            found.append(f"{row.name}: p95 {row.p95:.1f} ms, budget {p95} ms")
        if (
            small != large
            and row.name not in EXEMPT
            and row.p50 > (limit := GROWTH * at_small[row.name].p50 + GROWTH_MS)
        ):
            found.append(
                f"{row.name}: p50 {row.p50:.1f} ms grows past {limit:.1f} ms (from {at_small[row.name].p50:.1f})"
            )
    found += [
        f"{name}: {rates[name]:.0f} a second, budget {least:.0f}"
        for name, least in PER_SECOND.items()
        if rates.get(name, 0) < least
    ]
    return found


def table(rows: Sequence[Row], rates: dict[str, float]) -> str:
    head = f"{'work':28} {'households':>10} {'p50 ms':>8} {'p95 ms':>8} {'queries':>8} {'rows':>6}"
    head += f" {'floor ms':>9} {'ratio':>6}"
    lines = [head, "-" * len(head)]
    for row in rows:
        floor = f"{row.floor:9.2f} {row.ratio:6.1f}" if row.floor else f"{'':9} {'':6}"
        lines.append(
            f"{row.name:28} {row.households:10,} {row.p50:8.1f} {row.p95:8.1f}"
            f" {_shown(row.queries):>8} {_shown(row.rows):>6} {floor}"
        )
    lines += [f"{name:28} {rate:10.0f} a second (stretch {STRETCH[name]:.0f})" for name, rate in rates.items()]
    return "\n".join(lines)


def _shown(value: int | None) -> str:
    return "" if value is None else str(value)


def write_json(file: Path, rows: Sequence[Row], rates: dict[str, float], problems: Sequence[str]) -> None:
    file.write_text(
        json.dumps({"rows": [asdict(row) for row in rows], "rates": rates, "missed": list(problems)}, indent=2)
    )
