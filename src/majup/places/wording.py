"""Refusals and values of statistics in words, for pages and commands alike."""

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from majup.places.errors import StatisticsRefused
from majup.places.figures import Limit, Reading
from majup.places.models import Figure, Indicator
from majup.plumbing.numbers import grouped

REFUSALS = {
    "no-json-stat": gettext_lazy("This is no JSON-stat 2 file. Ask the office for it with outputFormat=json-stat2."),
    "wrong-size": gettext_lazy("The file has not as many values as its dimensions say. Fetch it again."),
    "unknown-table": gettext_lazy("This table is not among those that the country pack describes."),
    "missing-dimension": gettext_lazy("The table has other dimensions than the country pack says."),
    "no-area-known": gettext_lazy("No place of the table is known here."),
    "sums": gettext_lazy("Sums do not hold, so nothing was taken over. Compare with the source:"),
    "no-geojson": gettext_lazy("This is no GeoJSON with a feature for each place and its code in “atvk”."),
    "unknown-place": gettext_lazy("The file names places that are not known here:"),
    "twice": gettext_lazy("A place stands in the file twice:"),
    "no-area": gettext_lazy("An outline has no area:"),
    "open-ring": gettext_lazy("An outline does not end where it begins:"),
    "missing-place": gettext_lazy("Places in force have no outline in the file:"),
}


def refusal(error: StatisticsRefused) -> str:
    """The reason and the lines that name place and difference."""
    return "\n".join([str(REFUSALS[error.code]), *(f"  {line}" for line in error.problems)])


def number(value: float | None, indicator: Indicator) -> str:
    """As it is written in the active language; whole numbers of a whole series stay whole."""
    return "" if value is None else grouped(value, indicator.decimals)


def value_words(reading: Reading) -> str:
    """The value as it may be said: one number, from-to, a bound, or that it is not known and why."""
    low, high = number(reading.low, reading.indicator), number(reading.high, reading.indicator)
    if reading.kind == Figure.Kind.SUPPRESSED:
        return _("no data or at most %(high)s") % {"high": high} if high else _("too few to be shown")
    if not reading.is_known:
        return _("no data")
    if not high:
        return _("at least %(low)s") % {"low": low}
    if not low or (reading.kind == Figure.Kind.BOUND and not reading.low):
        return _("at most %(high)s") % {"high": high}
    if low != high:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    return _("about %(value)s") % {"value": low} if reading.kind == Figure.Kind.ESTIMATE else low


def limit_words(limit: Limit) -> str:
    """What must be said beside a figure that was carried over boundaries; "" for a text of the pack."""
    names = ", ".join(place.name_in(get_language() or "") for place in limit.places)
    words = {
        "sum": _("Sum of the merged places: %(places)s."),
        "span": _("Lowest and highest of the merged places (%(places)s); their average is not known."),
        "only-later": _("Known only for %(places)s, which took this place over."),
        "part-missing": _("Not all of the merged places have a figure for one period: %(places)s."),
    }
    return words[limit.code] % {"places": names} if limit.code in words else ""


def shared_words(reading: Reading) -> str:
    return ngettext(
        "one value for %(number)s municipality", "one value for %(number)s municipalities", reading.shared_by
    ) % {"number": reading.shared_by}
