"""Whether families stayed, as a report freezes it and the public sees it (OUT-10, RPT-04).

A report tells of the families whose 12th, 24th or 36th month at home came in its days, so that quarters make the year.
What is known when it is issued stands; of whom nobody knew anything then, that is told too. For the whole country only:
by region the numbers are so small that hardly one could be shown.
"""

from __future__ import annotations

from datetime import date, timedelta

from majup.kernel.periods import Period, add_months
from majup.reports import retention
from majup.reports.cells import Cell
from majup.reports.models import PublishedCell

COLUMN, BY, STATE = "families_staying", "months", "state"
STATES = ("here", "left", "unknown")
RETURNED = "families_returned"


def returned_in(period: Period, months: int) -> Period:
    """The days of return whose month comes within `period`."""
    after = add_months(period.end + timedelta(days=1), -months)
    return Period(add_months(period.start, -months), after - timedelta(days=1))


def counted(period: Period, since: date) -> list[dict[str, int]]:
    """Families from abroad that returned with our support, for each of the months: {months, families, STATES}.

    Months for which the families had to return before `since` are left out: not all who came then are recorded here.
    """
    found = []
    for months in retention.MONTHS:
        returned = returned_in(period, months)
        if returned.start < since:
            continue
        stay = retention.retention(returned, alone=False).all_of(months)
        known = {"here": stay.here, "left": stay.gone, "unknown": stay.unknown}
        found.append({"months": months, "families": stay.families, **known})
    return found


def keyed(told: dict[str, int]) -> dict[str, int]:
    """{key of an issued figure: number} of one line of `counted`."""
    months = told["months"]
    return {str(months): told["families"], **{f"{months}:{state}": told[state] for state in STATES}}


def cell_of(cell: Cell) -> Cell:
    """Where an issued figure with such a key stands among public numbers: a whole with its STATES as parts."""
    months, _colon, state = cell.key.partition(":")
    return cell._replace(column=f"{COLUMN}_{months}", by=STATE if state else "", key=state)


def withheld(cells: set[Cell]) -> frozenset[Cell]:
    """Those of `cells` whose families were hidden, in all or in part, when their return was told.

    It is the same number again: told now, it would tell the hidden one, whatever the periods of the two reports are.
    Only where just these days were told already nothing new is told.
    """
    told, hidden = (_spans(is_hidden=is_hidden) for is_hidden in (False, True))

    def would_tell(cell: Cell) -> bool:
        returned = returned_in(Period(cell.start, cell.end), int(cell.column.rpartition("_")[2]))
        return returned not in told and any(returned.overlaps(span) for span in hidden)

    return frozenset(cell for cell in cells if cell.column.startswith(COLUMN) and would_tell(cell))


def _spans(*, is_hidden: bool) -> set[Period]:
    """Days for which the families that returned to the whole country were told, or hidden."""
    rows = PublishedCell.objects.filter(column=RETURNED, region=None, by="", value__isnull=is_hidden)
    return {Period(*span) for span in rows.values_list("period_from", "period_to").distinct()}
