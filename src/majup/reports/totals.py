"""Totals of a period: per region and for the country, as known now or as they were issued.

The total is counted by itself over all cases, never by adding the regions; if the two differ nothing is shown (OUT-06).
What is known stands in prepared figures (ADR 18). Returned with support before the move and returned alone are two
classes; offers and people covered are two units (N-12, N-13); moves inside the country are counted apart (OUT-12).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from majup.kernel.periods import Period
from majup.places.models import PlanningRegion
from majup.reports import counts
from majup.reports.measures import INTERNAL, split
from majup.reports.models import CountingRule, IssuedFigure

EXTERNAL = (
    "families_returned",
    "people_returned",
    "families_returned_alone",
    "people_returned_alone",
    "offers_sent",
    "people_offered",
    "intentions_people",
)
COLUMNS = EXTERNAL + tuple(f"{name}{INTERNAL}" for name in EXTERNAL)
Values = dict[str, int | None]


class SumsDiffer(Exception):
    """The regions do not add up to the total: {column: (sum of regions, total)}."""

    def __init__(self, differences: dict[str, tuple[int, int]]):
        self.differences = differences
        super().__init__("; ".join(f"{name}: regions {s}, total {t}" for name, (s, t) in differences.items()))


@dataclass(frozen=True)
class Totals:
    """Rows in the order of the regions; None means unknown. `unplaced` is what no region has taken yet."""

    period: Period
    regions: tuple[tuple[PlanningRegion, Values], ...]
    total: Values
    as_reported: bool
    unplaced: Values = field(default_factory=dict)

    def refuse_wrong_sums(self) -> "Totals":
        """Return self; raises SumsDiffer when regions that are all known do not add up to a known total."""
        differences: dict[str, tuple[int, int]] = {}
        for name, whole in self.total.items():
            parts = [values[name] for _region, values in self.regions]
            known = [part for part in parts if part is not None]
            of_none = (self.unplaced.get(name) or 0) if may_lack_region(name) else 0
            if whole is not None and len(known) == len(parts) and sum(known) + of_none != whole:
                differences[name] = (sum(known) + of_none, whole)
        if differences:
            raise SumsDiffer(differences)
        return self


def may_lack_region(column: str) -> bool:
    """Whether a row without region is no fault: an enquiry that nobody has taken, an event of the whole country."""
    return split(column)[0].may_lack_region


def as_known(period: Period, columns: Sequence[str] | None = None) -> Totals:
    """The period from the cases as they are known today; other `columns` than those of the totals on request."""
    found = counts.counted(period, columns or COLUMNS)
    rows = tuple((region, Values(found.regions[region.pk])) for region in PlanningRegion.objects.all())
    return Totals(period, rows, Values(found.total), as_reported=False, unplaced=Values(found.unplaced))


def as_reported(period: Period) -> Totals:
    """The figures issued for exactly this period; what nobody issued is unknown."""
    figures = IssuedFigure.objects.filter(
        period_from=period.start, period_to=period.end, scope__in=["region", "total"], qualifier="eq"
    ).exclude(column="")
    found = {(figure.region_id, figure.column): _whole(figure.value) for figure in figures.order_by("issued_on", "pk")}
    rows = tuple(
        (region, {name: found.get((region.pk, name)) for name in COLUMNS}) for region in PlanningRegion.objects.all()
    )
    return Totals(period, rows, {name: found.get((None, name)) for name in COLUMNS}, as_reported=True)


def rules_in_force(day: date, *, reported: bool, columns: Iterable[str] = EXTERNAL) -> list[CountingRule]:
    """The rules of `columns` that hold on `day`; issued figures follow the rule of offers prepared, not sent."""
    rules = CountingRule.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day)
    counted = {*columns, f"*{INTERNAL}", "individual_offers_prepared"}
    hidden = "offers_sent" if reported else "individual_offers_prepared"
    return [rule for rule in rules if hidden not in rule.metrics and counted.intersection(rule.metrics)]


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)
