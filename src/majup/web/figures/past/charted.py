"""People who returned, year by year, as published: a gap where nobody published the year."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from majup.plumbing.charts import Chart, Point, Series
from majup.reports.models import IssuedFigure
from majup.reports.money import longest_of_each_year
from majup.web.components.charts import Shown, signs
from majup.web.components.public import citation
from majup.web.figures.past.words import number, period_of, value_of


def by_year(figures: Sequence[IssuedFigure]) -> Shown | None:
    """Of the whole country; the longest stretch of each year. None where fewer than two years are known."""
    known = known_years(figures)
    if len(known) < 2:
        return None
    years = range(min(known), max(known) + 1)
    points = tuple(Point(_name(year, known), _value(year, known)) for year in years)
    chart = Chart(_title(known, years), _("people"), (Series(_("Whole country"), points, is_main=True),), **signs())
    rows = tuple((_name(year, known), _words(year, known)) for year in years)
    return Shown(chart, _notes(known), (_("Year"), _("people")), rows)


def known_years(figures: Sequence[IssuedFigure]) -> dict[int, IssuedFigure]:
    """The figure for the longest stretch of each year, of people returned in the whole country."""
    told = [f for f in figures if f.column == "people_returned" and f.region is None and f.value is not None]
    return longest_of_each_year(told)


def _name(year: int, known: dict[int, IssuedFigure]) -> str:
    """A part of a year carries a star, which the notes explain."""
    return f"{year}*" if year in known and period_of(known[year]) != str(year) else str(year)


def _value(year: int, known: dict[int, IssuedFigure]) -> float | None:
    return float(known[year].value) if year in known and known[year].value is not None else None  # type: ignore[arg-type]


def _words(year: int, known: dict[int, IssuedFigure]) -> str:
    return value_of(known[year]) if year in known else _("not known")


def _title(known: dict[int, IssuedFigure], years: range) -> str:
    most = max(known, key=lambda year: known[year].value or 0)
    missing = [str(year) for year in years if year not in known]
    words = {"year": most, "value": number(known[most].value), "missing": ", ".join(missing)}
    if missing:
        return _("Most people returned in %(year)s: %(value)s. Nothing was published for %(missing)s.") % words
    return _("Most people returned in %(year)s: %(value)s.") % words


def _notes(known: dict[int, IssuedFigure]) -> tuple[str, ...]:
    parts = [period_of(figure) for figure in known.values() if period_of(figure) != str(figure.period_to.year)]  # type: ignore[union-attr]
    star = (_("* part of a year: %(periods)s.") % {"periods": ", ".join(parts)},) if parts else ()
    derived = [str(year) for year in sorted(known) if known[year].qualifier == "derived"]
    made = (
        (_("Worked out from other published figures: %(years)s.") % {"years": ", ".join(derived)},) if derived else ()
    )
    sources = sorted({citation(figure.source).rstrip(".") for figure in known.values()})
    said = (_("Source: %(source)s.") % {"source": source} for source in sources)
    return (_("Returned with a coordinator's support, the whole country, as published."), *star, *made, *said)
