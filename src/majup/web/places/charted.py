"""Charts of places: how a figure went over the years, and how it lies over all places. The title says the finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from statistics import median

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from majup.places import figures
from majup.places.figures import Matrix, Reading
from majup.places.models import Area, Figure, Indicator, Municipality
from majup.places.series import Course, Line, courses_of
from majup.places.wording import number, value_words
from majup.plumbing.charts import Chart, Point, Series, drawn
from majup.web.components.charts import Shown, signs
from majup.web.components.texts import localized_plain, named
from majup.web.places.atlas import middle


def charts_of(place: Municipality, sheet: Matrix) -> list[Shown]:
    """Of one place: its first own figure among those of all places, then every series of it or of its region."""
    key = (place.pk, get_language())
    if key not in sheet.shown:
        sheet.shown[key] = _charts_of(place, sheet)
    found: list[Shown] = sheet.shown[key]
    return found


def _charts_of(place: Municipality, sheet: Matrix) -> list[Shown]:
    own = (_among_all(place, indicator, sheet) for indicator in sheet.municipal if indicator.topic != "opinion")
    first = next((shown for shown in own if shown), None)
    courses = [shown for shown in map(_course, courses_of(place, sheet)) if shown]
    return [*([first] if first else []), *courses]


def draw_all() -> None:
    """Draw the charts of every municipality in force and of the map, in the language that holds."""
    sheet = figures.matrix()
    of_places = chain.from_iterable(charts_of(place, sheet) for place in sheet.places.values())
    of_map = (spread(indicator, sheet, sheet.column(indicator.code)) for indicator in sheet.municipal)
    for shown in filter(None, chain(of_places, of_map)):
        drawn(shown.chart)


def spread(indicator: Indicator, sheet: Matrix, column: Mapping[int, Reading]) -> Shown | None:
    """How one figure lies over all places; None where fewer than two have one of their own."""
    own = _own(column)
    if len(own) < 2:
        return None
    title = _spread_title(indicator, sheet, column)
    return Shown(_strip(title, indicator, sheet, column), _strip_notes(sheet, column))


def _spread_title(indicator: Indicator, sheet: Matrix, column: Mapping[int, Reading]) -> str:
    """Most and least, each only where no range, bound or withheld figure leaves another place possible."""
    told = _told(column)
    lows, highs = [r.low for r in told.values()], [r.high for r in told.values()]
    withheld = any(r.kind == Figure.Kind.SUPPRESSED for r in column.values())
    most = [pk for pk, r in told.items() if None not in highs and r.low is not None and r.low >= max(highs)]
    least = [pk for pk, r in told.items() if None not in lows and r.high is not None and r.high <= min(lows)]
    words = {"figure": localized_plain(indicator.name), "known": len(_own(column)), "all": len(sheet.places)}
    words |= {"most": _names(most, sheet, column), "least": "" if withheld else _names(least, sheet, column)}
    if words["most"] and words["least"]:
        return _("%(figure)s: most %(most)s, least %(least)s") % words
    if words["most"]:
        return _("%(figure)s: most %(most)s") % words
    return _("%(figure)s: known of %(known)s of %(all)s places") % words


def _names(found: Sequence[int], sheet: Matrix, column: Mapping[int, Reading]) -> str:
    """The places that share an end, with their value; nothing where none certainly has it."""
    names = [named(sheet.places[pk]) for pk in found]
    told = ", ".join(names) if len(names) < 4 else ", ".join(names[:2]) + ", …"
    return f"{told} ({value_words(column[found[0]])})" if found else ""


def _among_all(place: Municipality, indicator: Indicator, sheet: Matrix) -> Shown | None:
    column = sheet.column(indicator.code)
    single = {pk: value for pk, value in _own(column).items() if column[pk].low == column[pk].high}
    if place.pk not in single or len(single) < 2:
        return None
    title = _("%(figure)s, %(place)s: %(value)s; the median of %(count)s places is %(median)s") % {
        "figure": localized_plain(indicator.name),
        "place": named(place),
        "value": f"{value_words(column[place.pk])} {localized_plain(indicator.unit)}",
        "count": len(single),
        "median": number(median(single.values()), indicator),
    }
    rows = sorted(sheet.places.values(), key=lambda one: one.sort_key)
    return Shown(
        _strip(title, indicator, sheet, column, place.pk),
        (_("The large dot is this place."), *_strip_notes(sheet, column)),
        (_("Municipality"), localized_plain(indicator.unit)),
        tuple((named(one), value_words(column[one.pk])) for one in rows),
    )


def _own(column: Mapping[int, Reading]) -> dict[int, float]:
    """What is known of a place itself, by municipality; a range stands by its middle as on the map, a bound not."""
    bounded = {pk: one for pk, one in _told(column).items() if None not in (one.low, one.high)}
    known = {pk: middle(reading) for pk, reading in bounded.items()}
    return {pk: value for pk, value in known.items() if value is not None}


def _told(column: Mapping[int, Reading]) -> dict[int, Reading]:
    """Readings of places themselves that say anything, be it a bound."""
    return {pk: one for pk, one in column.items() if not one.inherited_from and middle(one) is not None}


def _strip(
    title: str, indicator: Indicator, sheet: Matrix, column: Mapping[int, Reading], main: int | None = None
) -> Chart:
    rows: dict[str, list[Point]] = {}
    regions = sorted({region.order: region for region in sheet.regions.values()}.items())
    for _order, region in regions:
        members = [pk for pk, of in sheet.regions.items() if of.pk == region.pk and pk in column]
        rows[localized_plain(region.name)] = [_dot(pk, column[pk], pk == main) for pk in members]
    series = tuple(Series(name, tuple(points)) for name, points in rows.items())
    return Chart(title, localized_plain(indicator.unit), series, is_strip=True, **signs())


def _dot(pk: int, reading: Reading, is_main: bool) -> Point:
    if pk not in _own({pk: reading}):
        return Point(str(pk), is_few=reading.kind == Figure.Kind.SUPPRESSED)
    return Point(str(pk), reading.low, None if is_main else reading.high, is_main=is_main)


def _strip_notes(sheet: Matrix, column: Mapping[int, Reading]) -> tuple[str, ...]:
    own = _own(column)
    told = [column[pk] for pk in own]
    counted = {"known": len(own), "all": len(sheet.places), "rest": len(sheet.places) - len(own)}
    return (
        _("A dot is a place, a line is a range.") if any(r.low != r.high for r in told) else _("A dot is a place."),
        _("Known of %(known)s of %(all)s places; no data, too few or only a bound: %(rest)s.") % counted,
        *_sources(told),
    )


def _sources(readings: Iterable[Reading]) -> list[str]:
    told = list(readings)
    periods = [one for one in dict.fromkeys(reading.period for reading in told) if one != "not stated"]
    sources = dict.fromkeys(localized_plain(one.dataset.source) for one in told if one.dataset)
    when = [_("Period: %(periods)s.") % {"periods": _from_to(periods)}] if periods else [_("Period: not stated.")]
    return [*when, *(_("Source: %(source)s.") % {"source": source.rstrip(".")} for source in sources)]


def _from_to(periods: Sequence[str]) -> str:
    ordered = sorted(periods)
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]} – {ordered[-1]}"  # noqa: RUF001


def _course(course: Course) -> Shown | None:
    """Persons of places of different size are compared as an index, everything else by its value."""
    first, last = _ends(course.main)
    if first is None or last is None:
        return None
    lines = [course.main, *course.others]
    is_index = course.indicator.is_additive and bool(course.others) and first.low is not None and first.low > 0
    bases = [line.at(first.period) if is_index else None for line in lines]
    drawn = [(line, base) for line, base in zip(lines, bases, strict=True) if not is_index or _single(base)]
    series = tuple(_series(line, base, line is course.main) for line, base in drawn)
    unit = _("%(period)s = 100") % {"period": first.period} if is_index else localized_plain(course.indicator.unit)
    periods = list(dict.fromkeys(reading.period for line in lines for reading in line.readings))
    return Shown(
        Chart(_finding(course, first, last), unit, series, **signs()),
        (*_how_to_read(course), *_sources(reading for line in lines for reading in line.readings)),
        (_("Period"), *(_name(line) for line in lines)),
        tuple((period, *(_cell(line.at(period)) for line in lines)) for period in periods),
    )


def _single(reading: Reading | None) -> bool:
    return bool(reading and reading.is_known and reading.low is not None and reading.low == reading.high)


def _ends(line: Line) -> tuple[Reading | None, Reading | None]:
    """First and last known value since the series last began anew: over a break nothing is compared."""
    anew = max((n for n in range(1, len(line.readings)) if line.begins_anew(n)), default=0)
    known = [reading for reading in line.readings[anew:] if _single(reading)]
    return (known[0], known[-1]) if len(known) > 1 else (None, None)


def _series(line: Line, base: Reading | None, is_main: bool) -> Series:
    by = base.low / 100 if base and base.low else 1
    points = (_point(reading, by, line.begins_anew(n)) for n, reading in enumerate(line.readings))
    return Series(_name(line), tuple(points), is_main)


def _point(reading: Reading, by: float, begins_anew: bool) -> Point:
    is_few = reading.kind == Figure.Kind.SUPPRESSED
    if is_few or not reading.is_known or reading.low is None or reading.high is None:
        return Point(reading.period, is_few=is_few, begins_anew=begins_anew)
    high = None if reading.low == reading.high else reading.high / by
    return Point(reading.period, reading.low / by, high, begins_anew=begins_anew)


def _finding(course: Course, first: Reading, last: Reading) -> str:
    words = {
        "figure": localized_plain(course.indicator.name),
        "place": _name(course.main),
        "last": f"{number(last.low, course.indicator)} {localized_plain(course.indicator.unit)}",
        "to": last.period,
        "first": number(first.low, course.indicator),
        "from": first.period,
    }
    change = _change(first, last)
    if change is None:
        return _("%(figure)s, %(place)s: %(first)s (%(from)s), %(last)s (%(to)s)") % words
    beside = [_change(line.at(first.period), line.at(last.period)) for line in course.others]
    known = [one for one in beside if one is not None]
    words |= {"change": _percent(change)}
    if not known:
        return _("%(figure)s, %(place)s: %(last)s (%(to)s), %(change)s since %(from)s") % words
    words |= {"low": _percent(min(known)), "high": _percent(max(known))}
    if len(known) == 1:
        return _("%(figure)s, %(place)s: %(last)s (%(to)s), %(change)s since %(from)s; its region %(low)s") % words
    return (
        _("%(figure)s, %(place)s: %(last)s (%(to)s), %(change)s since %(from)s; other regions %(low)s to %(high)s")
        % words
    )


def _change(first: Reading | None, last: Reading | None) -> float | None:
    """In percent; None where it cannot be said."""
    if not (first and last and _single(first) and _single(last)) or not first.low or first.low < 0:
        return None
    return 100 * ((last.low or 0) / first.low - 1)


def _percent(change: float) -> str:
    return f"{round(change):+d}".replace("-", "−") + "\N{NO-BREAK SPACE}%"  # noqa: RUF001


def _how_to_read(course: Course) -> list[str]:
    beside = course.others and _("Thick: %(place)s; thin: %(others)s.") % {
        "place": _name(course.main),
        "others": _name(course.others[0]) if len(course.others) == 1 else _("the other regions"),
    }
    readings = course.main.readings
    is_of_region = isinstance(course.main.of, Area)
    said = {
        _("Not a figure of the municipality itself: no series of it is published here."): is_of_region,
        beside: bool(course.others),
        _("A gap: not known."): any(not one.is_known for one in readings),
        _("A cross: too few to be shown."): any(one.kind == Figure.Kind.SUPPRESSED for one in readings),
        _("The dashed line: other boundaries from here on."): any(map(course.main.begins_anew, range(len(readings)))),
    }
    return [words for words, holds in said.items() if holds]


def _name(line: Line) -> str:
    return named(line.of) if isinstance(line.of, Municipality) else localized_plain(line.of.name)


def _cell(reading: Reading | None) -> str:
    return value_words(reading) if reading else _("no data")
