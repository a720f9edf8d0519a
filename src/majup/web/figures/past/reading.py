"""Published figures put side by side: by year, region or source; where two sources differ, it is seen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from majup.places.models import PlanningRegion
from majup.reports.models import IssuedFigure

# What is put side by side by region, in this order; everything else stands in the list below.
SIDE_BY_SIDE = (
    "families_returned",
    "people_returned",
    "families_returned_alone",
    "people_returned_alone",
    "individual_offers_prepared",
    "people_covered_by_offers",
    "people_stating_intention_to_return",
    "families_planning_return",
)


def contradicted(figures: Iterable[IssuedFigure]) -> set[int]:
    """Ids of figures that another source gives otherwise: same thing, place and period, another value or unit."""
    groups: dict[tuple, list[IssuedFigure]] = defaultdict(list)
    for figure in figures:
        if figure.period_from or figure.period_to:
            groups[(figure.metric, figure.scope, figure.region_id, figure.period_text)].append(figure)
    return {figure.pk for group in groups.values() if len({(f.value, f.unit) for f in group}) > 1 for figure in group}


@dataclass(frozen=True)
class Cell:
    place: PlanningRegion | None
    figures: tuple[IssuedFigure, ...]
    differ: bool


@dataclass(frozen=True)
class Row:
    """One thing in one period: a cell for each region in their order, and the whole country last."""

    first: IssuedFigure
    cells: tuple[Cell, ...]


def side_by_side(figures: Sequence[IssuedFigure], regions: Sequence[PlanningRegion], differing: set[int]) -> list[Row]:
    """Rows by thing and period, of the figures that are given for regions or the country."""
    shown = [f for f in figures if f.metric in SIDE_BY_SIDE and f.scope in {"region", "total"}]
    groups: dict[tuple[int, str], list[IssuedFigure]] = defaultdict(list)
    for figure in shown:
        groups[(SIDE_BY_SIDE.index(figure.metric), figure.period_text)].append(figure)
    places = [*regions, None]
    return [
        Row(group[0], tuple(_cell(group, place, differing) for place in places)) for _, group in sorted(groups.items())
    ]


def _cell(group: Sequence[IssuedFigure], place: PlanningRegion | None, differing: set[int]) -> Cell:
    """Figures that say the same stand once."""
    found: dict[tuple, IssuedFigure] = {}
    for figure in group:
        if figure.region_id == (place.pk if place else None):
            found.setdefault((figure.value, figure.unit, figure.qualifier), figure)
    return Cell(place, tuple(found.values()), any(figure.pk in differing for figure in found.values()))


def years_of(figures: Iterable[IssuedFigure]) -> list[int]:
    """Years in which a figure ends, newest first."""
    return sorted({figure.period_to.year for figure in figures if figure.period_to}, reverse=True)
