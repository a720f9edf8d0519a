"""An issued report three times: as reported then, as known now (with its corrections), as counted today (OUT-07)."""

from dataclasses import dataclass
from typing import NamedTuple

from majup.places.models import PlanningRegion
from majup.reports.issuing.figures import COLUMNS, counted
from majup.reports.issuing.queries import figures_of
from majup.reports.models import Correction, Report


class Figure(NamedTuple):
    """One figure; `region` None is the country. `today` is only shown beside, it never replaces what was issued."""

    region: PlanningRegion | None
    column: str
    reported: int
    known: int
    today: int

    @property
    def corrected_by(self) -> int:
        return self.known - self.reported

    @property
    def unexplained(self) -> int:
        """How far today's count is from what is known with the corrections: records entered or changed since."""
        return self.today - self.known

    @property
    def differs(self) -> bool:
        return self.reported != self.known or self.known != self.today


@dataclass(frozen=True)
class Comparison:
    figures: tuple[Figure, ...]
    corrections: tuple[Correction, ...]

    @property
    def differing(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.differs]

    def of(self, region_id: int | None, column: str) -> Figure:
        """Raises KeyError when the report has no such figure."""
        for figure in self.figures:
            if (figure.region.pk if figure.region else None, figure.column) == (region_id, column):
                return figure
        raise KeyError(column)


def compare(report: Report) -> Comparison:
    """Every figure of an issued report beside its corrections and today's count."""
    stored, now = figures_of(report), counted(report.period)
    corrections = tuple(report.corrections.select_related("region", "by"))
    changes = _changes(corrections)
    today = {(region.pk, column): values[column] for region, values in now.regions for column in COLUMNS}
    regions = {region.pk: region for region in PlanningRegion.objects.all()}
    figures = tuple(
        Figure(
            regions[region_id] if region_id else None,
            column,
            value,
            value + changes.get((region_id, column), 0),
            (today.get((region_id, column)) if region_id else now.total.get(column)) or 0,
        )
        for (region_id, column), value in stored.items()
    )
    return Comparison(figures, corrections)


def _changes(corrections: tuple[Correction, ...]) -> dict[tuple[int | None, str], int]:
    """What corrections add to a region's figure, and with it to the country's."""
    changes: dict[tuple[int | None, str], int] = {}
    for row in corrections:
        for region_id in (row.region_id, None):
            changes[region_id, row.column] = changes.get((region_id, row.column), 0) + row.change
    return changes


def known_values(report: Report) -> dict[tuple[int | None, str], int]:
    """{(region id or None, column): number} as known now, without counting anything."""
    changes = _changes(tuple(report.corrections.all()))
    return {key: value + changes.get(key, 0) for key, value in figures_of(report).items()}
