"""Pages about places exist twice, with the same content: for staff on the desk and for everybody on the public side."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Side:
    """Layout and names of addresses; templates read it as `side`."""

    layout: str
    tabs: str
    map: str
    place: str
    finder: str
    compare: str
    is_public: bool


DESK = Side("majup/desk.html", "desk/places/_tabs.html", "places", "place", "place_finder", "places_compare", False)
PUBLIC = Side(
    "majup/public.html", "places/_tabs.html", "public_places", "public_place", "public_finder", "public_compare", True
)
