"""What homes cost to rent where they are listed here: the part of the living costs that this system knows (OFF-16)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import ArrayAgg
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from majup.openings.models import Dwelling
from majup.places.models import Municipality
from majup.plumbing.numbers import grouped
from majup.profiles.comparison import Cell, Line

RENTED = (Dwelling.Kind.MUNICIPAL_RENT, Dwelling.Kind.PRIVATE_RENT, Dwelling.Kind.EMPLOYER, Dwelling.Kind.RENT_TO_BUY)


@dataclass(frozen=True)
class Rents:
    """Euros a month asked for `homes` open listings of one municipality: the least, the middle one, the most."""

    homes: int
    least: int
    middle: int
    most: int


def rents_of(places: Sequence[Municipality]) -> dict[int, Rents]:
    """By id of the municipality; one without a listed rent is left out."""
    listed = Dwelling.objects.open().filter(kind__in=RENTED, price_unit="month", price__gt=0, municipality__in=places)
    told = listed.values("municipality").annotate(prices=ArrayAgg("price", order_by="price"))
    return {row["municipality"]: _rents([round(price) for price in row["prices"]]) for row in told}


def _rents(prices: Sequence[int]) -> Rents:
    return Rents(len(prices), prices[0], prices[(len(prices) - 1) // 2], prices[-1])


def lines(places: Sequence[Municipality]) -> list[Line]:
    """The rents as a line of a comparison, in the active language."""
    known = rents_of(places)
    unit = _("EUR a month")
    return [
        Line("rent", _("Rent asked for homes listed here"), unit, tuple(_cell(known.get(place.pk)) for place in places))
    ]


def _cell(rents: Rents | None) -> Cell:
    if rents is None:
        return Cell(_("no data"), _("no home to rent is listed now"), is_known=False)
    homes = ngettext("%(homes)s home listed now", "%(homes)s homes listed now", rents.homes) % {"homes": rents.homes}
    if rents.least == rents.most:
        return Cell(grouped(rents.least), homes)
    words = {"least": grouped(rents.least), "most": grouped(rents.most), "middle": grouped(rents.middle)}
    return Cell(_("%(least)s to %(most)s, half of them up to %(middle)s") % words, homes)
