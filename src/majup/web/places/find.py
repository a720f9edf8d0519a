"""Finding places by what stands in an address."""

from collections.abc import Iterable

from django.shortcuts import get_object_or_404

from majup.places.models import Municipality


def find_place(atvk: str) -> Municipality:
    return get_object_or_404(Municipality.objects.select_related("successor"), atvk=atvk)


def chosen_places(codes: Iterable[str]) -> list[Municipality]:
    """Places in force by their codes, in the order in which they were chosen, each once."""
    wanted = list(dict.fromkeys(codes))
    found = {place.atvk: place for place in Municipality.objects.in_force().filter(atvk__in=wanted)}
    return [found[code] for code in wanted if code in found]
