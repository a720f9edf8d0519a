"""What families say of the help they had: per region, kind of support and settlement type, beside 2019 (SUR-02, Q-C3).

Nothing is shown of fewer than the pack's `least` answers, nor what could be worked out from the sum and the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from operator import itemgetter

from majup.kernel.periods import Period
from majup.outcomes.pack import rating_settings
from majup.reports import quality
from majup.reports.models import IssuedFigure
from majup.reports.quality import Row

BASELINES = {
    "met": "offer_matched_expectation",
    "recommend": "would_recommend_coordinator",
    "communication": "client_rating_communication",
    "usefulness": "client_rating_usefulness",
}
RESPONDENTS = "client_survey_respondents"


@dataclass(frozen=True)
class Opinion:
    """Answers of one group. `values`: {item: {value: families}}; withheld: there are some, too few to be shown."""

    key: Hashable
    families: int
    values: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    withheld: bool = False

    def answered(self, item: str) -> int:
        return sum(self.values.get(item, {}).values())

    def percent(self, item: str, value: str) -> float | None:
        """Share of one answer among those who answered the question; None when they are too few."""
        whole = self.answered(item)
        return quality.share(self.values[item].get(value, 0), whole) if self._is_told(item, whole) else None

    def mean(self, item: str) -> float | None:
        whole = self.answered(item)
        if not self._is_told(item, whole):
            return None
        return sum(int(mark) * number for mark, number in self.values[item].items()) / whole

    def _is_told(self, item: str, whole: int) -> bool:
        return not self.withheld and item in self.values and whole >= rating_settings()["least"]

    @property
    def met(self) -> float | None:
        return self.percent("met", "yes")

    @property
    def recommend(self) -> float | None:
        return self.percent("recommend", "true")

    @property
    def communication(self) -> float | None:
        return self.mean("communication")

    @property
    def usefulness(self) -> float | None:
        return self.mean("usefulness")

    def useful(self) -> list[tuple[str, int]]:
        """(code, families) of what was of use, most first; nothing when too few families said anything."""
        if self.withheld or self.families < rating_settings()["least"]:
            return []
        return sorted(self.values.get("useful", {}).items(), key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True)
class Results:
    all: Opinion
    by: Mapping[str, list[Opinion]]
    crossed: list[Opinion] | None
    at: datetime | None


def results(period: Period, occasion: str, *, is_internal: bool | None = None) -> Results:
    """By "region", "support_kind", "settlement"; regions and settlement types crossed only where bases allow (Q-V2)."""
    found = quality.counted("ratings", period)
    rows = [row for row in found.rows if row["occasion"] == occasion and is_internal in {None, row["is_internal"]}]
    whole = _opinions(rows, lambda _row: "")
    by = {name: _withheld(_opinions(rows, itemgetter(name))) for name in ("region", "support_kind")}
    placed = [row for row in rows if row["settlement"]]
    by["settlement"] = _withheld(_opinions(placed, itemgetter("settlement")))
    cells = _opinions(placed, itemgetter("region", "settlement"))
    is_enough = bool(cells) and all(cell.families >= rating_settings()["least"] for cell in cells)
    everybody = whole[0] if whole else Opinion("", 0)
    few = 0 < everybody.families < rating_settings()["least"]
    return Results(
        Opinion("", everybody.families, withheld=True) if few else everybody, by, cells if is_enough else None, found.at
    )


def _opinions(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> list[Opinion]:
    values: dict[Hashable, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for row in rows:
        values[key(row)][row["item"]][row["value"]] += row["families"]
    return [Opinion(name, items.pop("all", {}).get("all", 0), items) for name, items in values.items()]


def _withheld(parts: list[Opinion]) -> list[Opinion]:
    """Parts that are too small without their values; when it is one alone, the next smallest too, or it were known."""
    least = rating_settings()["least"]
    ordered = sorted(parts, key=lambda part: part.families)
    small = [part.key for part in ordered if part.families < least]
    if len(small) == 1 and len(ordered) > 1:
        small.append(ordered[1].key)
    return [Opinion(part.key, part.families, withheld=True) if part.key in small else part for part in parts]


def baselines() -> dict[str, tuple[Decimal, str]]:
    """{question: (value, source)} of the survey that was issued, and "families": how many were asked then."""
    wanted = {metric: name for name, metric in BASELINES.items()} | {RESPONDENTS: "families"}
    rows = IssuedFigure.objects.filter(metric__in=wanted, region=None).order_by("-period_to", "-pk")
    return {wanted[row.metric]: (row.value, _readable(row.source)) for row in rows if row.value is not None}


def _readable(source: str) -> str:
    """The report alone, without the line of our copy of it."""
    found = re.fullmatch(r"\S+ \((.+)\)", source)
    return found[1] if found else source


def baseline_year() -> str:
    """The year of that survey; empty when none was issued."""
    rows = IssuedFigure.objects.filter(metric=RESPONDENTS, region=None, period_to__isnull=False)
    newest = rows.order_by("-period_to", "-pk").first()
    return str(newest.period_to.year) if newest and newest.period_to else ""
