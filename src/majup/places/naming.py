"""What people mean when they write where they want to go: regions and municipalities, with proposals for slips."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from majup.kernel.neighbours import within_one_edit
from majup.kernel.text import fold, stems
from majup.places.models import Municipality, PlaceName, PlanningRegion
from majup.places.queries import find, resolve, today_of

SEPARATORS = re.compile(r"[,;/\n]+")
MOST_PIECES = 8
MOST_PROPOSALS = 5
Place = PlanningRegion | Municipality


@dataclass(frozen=True)
class Unclear:
    """A piece of the text that may mean several places, or none that we know."""

    text: str
    proposals: tuple[Place, ...] = ()


@dataclass
class Named:
    """What was understood, in the order in which it was written."""

    places: list[Place] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)

    @property
    def municipalities(self) -> list[Municipality]:
        return [place for place in self.places if isinstance(place, Municipality)]


def read(text: str) -> Named:
    """Understand names of regions and municipalities, former units and other spellings included, divided by commas."""
    named = Named()
    for piece in filter(None, (part.strip() for part in SEPARATORS.split(text)[:MOST_PIECES])):
        found = _exactly(piece) or _beginning(piece)
        if len(found) == 1:
            named.places += [place for place in found if place not in named.places]
        else:
            named.unclear.append(Unclear(piece, tuple(found[:MOST_PROPOSALS]) or _nearly(piece)))
    return named


def _exactly(piece: str) -> list[Place]:
    """A municipality of this very name wins over one that only may be called so, and both over a region."""
    known = list(dict.fromkeys(today_of(municipality) for municipality in resolve(piece)))
    named_so = [
        municipality for municipality in known if fold(piece) in {fold(municipality.name), fold(municipality.name_en)}
    ]
    return list(named_so if len(named_so) == 1 else known) or list(_regions(piece))


def _regions(piece: str) -> list[PlanningRegion]:
    wanted = stems(piece)
    return [
        region
        for region in PlanningRegion.objects.all()
        if any(stems(name) == wanted for name in (*region.name.values(), *region.full_name.values()))
    ]


def _beginning(piece: str) -> list[Place]:
    return list(find(piece, limit=MOST_PROPOSALS)) if len(fold(piece)) > 2 else []


def _nearly(piece: str) -> tuple[Place, ...]:
    """Places whose name is the same word in another case, or one slip away."""
    wanted, folded = stems(piece), fold(piece)
    names = PlaceName.objects.select_related("municipality__successor").order_by("municipality__sort_key", "pk")
    near = [name for name in names if within_one_edit(name.folded, folded) or stems(name.name) == wanted]
    return tuple(_first_few(today_of(name.municipality) for name in near))


def _first_few(places: Iterable[Place]) -> list[Place]:
    return list(dict.fromkeys(places))[:MOST_PROPOSALS]
