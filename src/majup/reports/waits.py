"""How long people wait: for a first answer, for their letter, for answers of those we ask (OFF-14, INT-10, REF-11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from majup.kernel.periods import Period
from majup.places.models import PlanningRegion
from majup.reports import quality

ENQUIRY, OFFER, QUESTION = "enquiry", "offer", "question"


@dataclass(frozen=True)
class Wait:
    """Of a region, or of all (None). Times in hours; None where nothing was answered."""

    region: PlanningRegion | None
    asked: int
    answered: int
    median: float | None
    high: float | None


@dataclass(frozen=True)
class Waits:
    of: dict[str, list[Wait]]
    at: datetime | None


def waits(period: Period) -> Waits:
    """Per region and for all: median, and the time within which nine of ten had their answer."""
    found = quality.counted("waits", period)
    known = {(row["what"], None if row["is_total"] else row["region"], row["is_total"]): row for row in found.rows}
    regions = list(PlanningRegion.objects.all())
    return Waits(
        {
            what: [
                *(_wait(known.get((what, one.pk, False)), one) for one in regions),
                _wait(known.get((what, None, True))),
            ]
            for what in (ENQUIRY, OFFER, QUESTION)
        },
        found.at,
    )


def _wait(row: Any, region: PlanningRegion | None = None) -> Wait:
    if row is None:
        return Wait(region, 0, 0, None, None)
    return Wait(region, row["asked"], row["answered"], row["median"], row["high"])


@dataclass(frozen=True)
class Asked:
    """What was asked of one institution or municipality, or about one topic (REF-11)."""

    key: int
    asked: int
    answered: int
    refused: int
    waiting: int
    overdue: int
    in_time: int
    median: float | None
    high: float | None

    @property
    def unanswered_share(self) -> float | None:
        """In percent: refused, or still waiting although its day has passed."""
        return quality.share(self.refused + self.overdue, self.asked)

    @property
    def in_time_share(self) -> float | None:
        """Of those whose day has passed or that were answered."""
        return quality.share(self.in_time, self.answered + self.refused + self.overdue)


def questions(period: Period) -> tuple[dict[str, dict[int, Asked]], datetime | None]:
    """{"institution" | "municipality" | "topic": {id: Asked}}; withdrawn questions do not count."""
    found = quality.counted("questions", period)
    of: dict[str, dict[int, Asked]] = {"institution": {}, "municipality": {}, "topic": {}}
    for row in found.rows:
        if row["key"] is not None:
            numbers = {name: row[name] for name in Asked.__dataclass_fields__}
            of[row["dimension"]][row["key"]] = Asked(**numbers)
    return of, found.at
