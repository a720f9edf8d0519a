"""What families needed and did not get, by topic and place (RPT-06), and what held them back, by region and year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from majup.kernel.periods import Period
from majup.network.calendar import country_settings
from majup.reports import quality

_SUMS = quality.COUNTS["needs"][3:]


def open_days() -> int:
    """A need that is open for more days than that counts as unmet; the pack says how many."""
    return int(country_settings()["open_long_days"])


@dataclass(frozen=True)
class Unmet:
    """Needs noted in a period, of one topic and place: what became of them. `key`: (municipality or None, topic)."""

    region_id: int
    municipality_id: int | None
    topic_id: int
    needs: int
    solved: int
    dropped: int
    impossible: int
    open_long: int
    not_found: int
    families: int

    @property
    def unmet(self) -> int:
        return self.impossible + self.open_long


@dataclass(frozen=True)
class Needs:
    rows: list[Unmet]
    at: datetime | None

    def in_region(self, region_id: int | None) -> list[Unmet]:
        return [row for row in self.rows if region_id is None or row.region_id == region_id]


def needs(period: Period) -> Needs:
    """Every topic and place with needs noted in `period`; the place is that which the family would like best."""
    found = quality.counted("needs", period)
    rows = [
        Unmet(row["region"], row["municipality"], row["topic"], **{name: row[name] for name in _SUMS})
        for row in found.rows
    ]
    return Needs(rows, found.at)


def by_topic(rows: Iterable[Unmet]) -> dict[int, dict[str, int]]:
    """{topic: sums}; the same family may stand under several topics."""
    return quality.summed([{"topic": row.topic_id, **_numbers(row)} for row in rows], "topic", *_SUMS)


def _numbers(row: Unmet) -> dict[str, int]:
    return {name: getattr(row, name) for name in _SUMS}


def solved_share(rows: Iterable[Unmet]) -> float | None:
    """RPT-05: of the needs that the family did not drop, in percent."""
    sums = quality.total(map(_numbers, rows), "solved", "needs", "dropped")
    return quality.share(sums["solved"], sums["needs"] - sums["dropped"])


def obstacles(periods: Iterable[Period]) -> dict[Period, dict[str, dict[int, int]]]:
    """{period: {code: {region id: cases}}}."""
    found: dict[Period, dict[str, dict[int, int]]] = {}
    for period in periods:
        codes = found.setdefault(period, {})
        for row in quality.counted("obstacles", period).rows:
            codes.setdefault(row["code"], {})[row["region"]] = row["cases"]
    return found
