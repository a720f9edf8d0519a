"""What families say of the help they had: per region, kind of support and settlement type, beside 2019 (SUR-02, Q-C3).

Nothing is shown of fewer than the pack's `least` answers, nor what could be worked out from the sum and the others:
what is withheld, of a group or of one question, comes to `least` answers together. Staff who compare periods that they
choose themselves can still tell what came between.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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

    def without(self, item: str) -> Opinion:
        return replace(self, values={name: values for name, values in self.values.items() if name != item})

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
    by["settlement"] = [part for part in _withheld(_opinions(rows, itemgetter("settlement")), told=bool) if part.key]
    cells = _opinions(rows, itemgetter("region", "settlement"))
    placed = {(row["region"], row["settlement"]) for row in rows if row["settlement"]}
    crossed = [cell for cell in cells if cell.key in placed] if all(map(_is_enough, cells)) else []
    everybody = whole[0] if whole else Opinion("", 0)
    few = 0 < everybody.families < rating_settings()["least"]
    return Results(Opinion("", everybody.families, withheld=True) if few else everybody, by, crossed or None, found.at)


def _opinions(rows: Iterable[Row], key: Callable[[Row], Hashable]) -> list[Opinion]:
    values: dict[Hashable, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    for row in rows:
        values[key(row)][row["item"]][row["value"]] += row["families"]
    return [Opinion(name, items.pop("all", {}).get("all", 0), items) for name, items in values.items()]


def _is_enough(cell: Opinion) -> bool:
    """Whether a cell of a crossed table gives nobody away: enough families, and of the question that is told enough."""
    least = rating_settings()["least"]
    return cell.families >= least and (not cell.answered("usefulness") or cell.answered("usefulness") >= least)


def _withheld(parts: Sequence[Opinion], told: Callable[[Hashable], bool] = lambda _key: True) -> list[Opinion]:
    """`parts` without what is too small, in all or for one question; those not `told` stand nowhere but in the sum."""
    few = _too_few({part.key: part.families for part in parts}, told)
    left = [Opinion(part.key, part.families, withheld=True) if part.key in few else part for part in parts]
    for item in sorted({item for part in parts for item in part.values}):
        hidden = _too_few({part.key: part.answered(item) for part in parts}, lambda key: told(key) and key not in few)
        left = [part.without(item) if part.key in hidden else part for part in left]
    return left


def _too_few(numbers: Mapping[Hashable, int], told: Callable[[Hashable], bool]) -> set[Hashable]:
    """Keys to withhold: those not `told`, those below `least`, and the next smallest until together they reach it."""
    least = rating_settings()["least"]
    given = {key: number for key, number in numbers.items() if number}
    hidden = {key for key, number in given.items() if number < least or not told(key)}
    for key in sorted(given.keys() - hidden, key=given.__getitem__):
        if 0 < sum(given[one] for one in hidden) < least:
            hidden.add(key)
    return hidden


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
