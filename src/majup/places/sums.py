"""Sums that must hold before figures are kept (T-13): totals, balances, shares. Plain Python, no database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Line:
    """One value on its way in; `place` is "country:xx", "planning_region:north" … or "municipality:0001000"."""

    indicator: str
    place: str
    period: str
    breakdown: str
    value: float

    @property
    def grouping(self) -> str:
        return self.place.partition(":")[0]


@dataclass(frozen=True)
class Rule:
    """What is known of an indicator that sums can be compared by."""

    code: str
    is_additive: bool
    is_share: bool
    tolerance: float
    balance_of: tuple[str, ...] = ()


@dataclass
class Checked:
    """How often each kind of sum was compared, which could not be, and every difference."""

    made: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    not_made: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    tolerance: float = 0

    def compare(self, kind: str, what: str, whole: float, parts: float) -> None:
        """Note a difference larger than the tolerance of the indicator that is being looked at."""
        self.made[kind] += 1
        if abs(whole - parts) > self.tolerance + 1e-6:
            self.problems.append(f"{what}: {whole:g} ≠ {parts:g} ({parts - whole:+g})")


Partition = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Territory:
    """How places lie in each other.

    `partitions`: for a period the groupings that cover each whole, [{whole: [parts that make it up]}]. `heirs`: a
    merged place -> the one that took it over. `inside`: a city -> the county that counts it too. `split`: {"": ["men",
    "women"]} says that these breakdowns make up the whole.
    """

    partitions: Mapping[str, Sequence[Partition]] = field(default_factory=dict)
    heirs: Mapping[str, str] = field(default_factory=dict)
    inside: Mapping[str, str] = field(default_factory=dict)
    split: Mapping[str, Sequence[str]] = field(default_factory=dict)


def check(lines: Iterable[Line], rules: Mapping[str, Rule], territory: Territory) -> Checked:
    """Compare all that can be compared.

    A whole is compared only where every part is at hand; what lacks parts is named in `not_made`.
    """
    by_series: dict[tuple[str, str, str], dict[str, float]] = defaultdict(dict)
    for line in lines:
        by_series[line.indicator, line.period, line.breakdown][line.place] = line.value
    checked = Checked()
    for (code, period, breakdown), values in by_series.items():
        rule = rules[code]
        checked.tolerance = rule.tolerance
        if rule.is_additive:
            name = f"{code} {period} {breakdown}".strip()
            parts = [by_series.get((code, period, part), {}) for part in territory.split.get(breakdown, ())]
            _totals(checked, name, values, territory, territory.partitions.get(period, ()))
            _insides(checked, name, values, territory)
            _splits(checked, name, values, parts)
        if rule.balance_of:
            _balances(checked, rule, period, values, by_series)
    for code, period, shares in _shares(by_series, rules):
        checked.tolerance = rules[code].tolerance
        for place, total in shares.items():
            checked.compare("shares", f"{code} {period} {place}", 100, total)
    return checked


def _totals(
    checked: Checked, name: str, values: Mapping[str, float], territory: Territory, partitions: Sequence[Partition]
) -> None:
    for partition in partitions:
        for whole, named in partition.items():
            parts = dict.fromkeys(_standing_in(part, values, territory.heirs) for part in named)
            present = [part for part in parts if part in values]
            if whole not in values or not present:
                continue
            if len(present) < len(parts):
                checked.not_made.append(f"{name} {whole}: {len(present)}/{len(parts)}")
                continue
            checked.compare("totals", f"{name} {whole}", values[whole], sum(values[p] for p in parts))


def _standing_in(part: str, values: Mapping[str, float], heirs: Mapping[str, str]) -> str:
    """Offices recalculate the past by today's boundaries: the successor then stands where the merged places stood."""
    while part not in values and part in heirs:
        part = heirs[part]
    return part


def _insides(checked: Checked, name: str, values: Mapping[str, float], territory: Territory) -> None:
    for city, county in territory.inside.items():
        if city in values and county in values:
            checked.made["inside"] += 1
            if values[city] > values[county]:
                checked.problems.append(f"{name} {city}: {values[city]:g} > {county}: {values[county]:g}")


def _splits(checked: Checked, name: str, values: Mapping[str, float], parts: Sequence[Mapping[str, float]]) -> None:
    for place, whole in values.items():
        if parts and all(place in part for part in parts):
            checked.compare("split", f"{name} {place}", whole, sum(part[place] for part in parts))


def _balances(
    checked: Checked, rule: Rule, period: str, values: Mapping[str, float], series: Mapping[tuple, Mapping[str, float]]
) -> None:
    coming, leaving = (series.get((code, period, ""), {}) for code in rule.balance_of)
    for place, balance in values.items():
        if place in coming and place in leaving:
            difference = coming[place] - leaving[place]
            checked.compare("balances", f"{rule.code} {period} {place}", balance, difference)


def _shares(
    series: Mapping[tuple[str, str, str], Mapping[str, float]], rules: Mapping[str, Rule]
) -> Iterator[tuple[str, str, dict[str, float]]]:
    totals: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (code, period, breakdown), values in series.items():
        if rules[code].is_share and breakdown:
            for place, value in values.items():
                totals[code, period][place] += value
    for (code, period), shares in totals.items():
        yield code, period, shares
