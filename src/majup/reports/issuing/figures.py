"""What a report counts, from the one place that counts."""

from majup.kernel.periods import Period
from majup.places.models import PlanningRegion
from majup.reports import counts
from majup.reports.measures import COLUMNS
from majup.reports.totals import Totals, as_known, may_lack_region

# Broken down by the municipality that the families chose.
PLACED = (
    *("offers_sent", "people_offered"),
    *("families_returned", "people_returned", "families_returned_alone", "people_returned_alone"),
)

__all__ = ["COLUMNS", "PLACED", "by_place", "counted", "counted_now", "of_region", "without_region"]


def counted(period: Period) -> Totals:
    """All columns of the period as they were counted last: a minute ago, or since nothing changed."""
    table: Totals = as_known(period, COLUMNS)
    return table


def counted_now(period: Period) -> Totals:
    """The same, with everything counted first that changed up to this moment: what is signed must be true now."""
    counts.recount_waiting()
    return counted(period)


def of_region(table: Totals, region: PlanningRegion) -> dict[str, int]:
    """{column: number} of one region."""
    values = next((values for row, values in table.regions if row == region), {})
    return {column: values.get(column) or 0 for column in COLUMNS}


def without_region(table: Totals) -> dict[str, int]:
    """{column: number} of what no region has yet: only where that is no fault, and never hidden in a sum."""
    return {column: table.unplaced.get(column) or 0 for column in COLUMNS if may_lack_region(column)}


def by_place(region: PlanningRegion, period: Period) -> dict[str, dict[str, int]]:
    """{column: {code of the municipality, "" when not known: number}} of families and people returned."""
    found = {}
    for column in PLACED:
        parts = counts.broken_down(column, period, "municipality", region=region)
        found[column] = {str(key or ""): number for key, number in parts.items() if number}
    return found
