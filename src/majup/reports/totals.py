"""Totals of a period: per region and for the country, as known now or as they were issued.

The total is counted by a query of its own over all cases, never by adding the regions; if the two differ nothing is
shown (OUT-06). Returned with support before the move and returned alone are two classes; offers and people covered are
two units (N-12, N-13); moves inside the country are counted apart (OUT-12).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from majup.kernel.periods import Period
from majup.network.calendar import country_settings
from majup.places.models import PlanningRegion
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
COLUMNS = EXTERNAL + tuple(f"{name}_internal" for name in EXTERNAL)
Values = dict[str, int | None]


class SumsDiffer(Exception):
    """The regions do not add up to the total: {column: (sum of regions, total)}."""

    def __init__(self, differences: dict[str, tuple[int, int]]):
        self.differences = differences
        super().__init__("; ".join(f"{name}: regions {s}, total {t}" for name, (s, t) in differences.items()))


@dataclass(frozen=True)
class Totals:
    """Rows in the order of the regions; None means unknown."""

    period: Period
    regions: tuple[tuple[PlanningRegion, Values], ...]
    total: Values
    as_reported: bool

    def refuse_wrong_sums(self) -> "Totals":
        """Return self; raises SumsDiffer when regions that are all known do not add up to a known total."""
        differences: dict[str, tuple[int, int]] = {}
        for name in COLUMNS:
            parts = [values[name] for _region, values in self.regions]
            whole = self.total[name]
            known = [part for part in parts if part is not None]
            if whole is not None and len(known) == len(parts) and sum(known) != whole:
                differences[name] = (sum(known), whole)
        if differences:
            raise SumsDiffer(differences)
        return self


def as_known(period: Period) -> Totals:
    """Count the period from the cases as they are known today."""
    by_region = {row[0]: _values(row[1:]) for row in _call("majup_totals_by_region", period)}
    (whole,) = _call("majup_totals", period)
    empty: Values = dict.fromkeys(COLUMNS, 0)
    rows = tuple((region, by_region.get(region.pk, empty)) for region in PlanningRegion.objects.all())
    return Totals(period, rows, _values(whole), as_reported=False)


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


def rules_in_force(day: date, *, reported: bool) -> list[CountingRule]:
    """The counting rules that hold on `day`; issued figures follow the rule of offers prepared, not sent."""
    rules = CountingRule.objects.filter(valid_from__lte=day).exclude(valid_to__lt=day)
    hidden = "offers_sent" if reported else "individual_offers_prepared"
    return [rule for rule in rules if hidden not in rule.metrics]


def _call(function: str, period: Period) -> list[tuple]:
    with connection.cursor() as cursor:
        zone = country_settings()["timezone"]
        cursor.execute(f"SELECT * FROM {function}(%s, %s, %s)", [period.start, period.end, zone])  # noqa: S608 -- fixed name
        return cursor.fetchall()


def _values(row: tuple) -> Values:
    return dict(zip(COLUMNS, row, strict=True))


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)
