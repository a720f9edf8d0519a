"""A rough estimate of public benefit: taxes on the work of who returned against the cost of the programme (OUT-13).

Nothing in it is measured but the number of people; everything else is an assumption with a low and a high value, given
by the pack with its source and open to change on the page. The result is a range and is said to be rough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from majup.kernel.periods import Period
from majup.network.models import CodeList
from majup.reports import counts
from majup.reports.models import IssuedFigure

COST, PAY, YEARS = "cost", "pay", "years"
MONTHS = 12


@dataclass(frozen=True)
class Assumption:
    """`row` names it, with unit, hint and source; `low` and `high` as the pack gives them."""

    row: CodeList
    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class Range:
    low: Decimal
    high: Decimal

    @property
    def rough(self) -> tuple[Decimal, Decimal]:
        """Two figures that count, for more would pretend to be known."""
        return _rough(self.low), _rough(self.high)


@dataclass(frozen=True)
class Estimate:
    """Money in the country's currency. `times`: benefit over cost, at worst and at best; None without a cost."""

    people: int
    benefit: Range
    cost: Range
    times: Range | None


def assumptions(period: Period) -> list[Assumption]:
    """In their order; the cost begins as what was issued for the period, where anything was."""
    issued = _issued_cost(period)
    found = []
    for row in CodeList.objects.filter(kind="benefit").order_by("order"):
        low, high = (Decimal(str(row.details[end])) for end in ("low", "high"))
        if row.code == COST:
            low = high = issued if issued is not None else low * len(period.years())
        found.append(Assumption(row, low, high))
    return found


def _issued_cost(period: Period) -> Decimal | None:
    """Yearly budgets that were issued for every year of the period; None when one is missing."""
    rows = IssuedFigure.objects.filter(metric="programme_budget", region=None, qualifier="eq").order_by("pk")
    known = {(start, end): value for start, end, value in rows.values_list("period_from", "period_to", "value")}
    years = [known.get((year.start, year.end)) for year in map(_whole_year, period.years())]
    return sum((year for year in years if year is not None), Decimal(0)) if None not in years else None


def _whole_year(part: Period) -> Period:
    return Period.year(part.start.year)


def people_returned(period: Period) -> int:
    """From abroad, with support before the move."""
    return counts.counted(period, ["people_returned"]).total["people_returned"]


def estimate(people: int, low: Mapping[str, Decimal], high: Mapping[str, Decimal]) -> Estimate:
    """`low` and `high`: {code: value} of all assumptions; shares in percent."""
    benefit, cost = Range(_taxes(people, low), _taxes(people, high)), Range(low[COST], high[COST])
    times = Range(benefit.low / cost.high, benefit.high / cost.low) if cost.low > 0 and cost.high > 0 else None
    return Estimate(people, benefit, cost, times)


def _taxes(people: int, values: Mapping[str, Decimal]) -> Decimal:
    working = people * values["working"] / 100 * values["here"] / 100 * values["because"] / 100
    return working * values[PAY] * values["tax"] / 100 * MONTHS * values[YEARS]


def _rough(value: Decimal) -> Decimal:
    if not value:
        return Decimal(0)
    step = Decimal(10) ** max(value.adjusted() - 1, -1)
    return (value / step).to_integral_value() * step
