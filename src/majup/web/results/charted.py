"""Charts of the public results. Each title says the finding; whoever doubts it finds source and numbers below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from majup.kernel.periods import Period
from majup.plumbing.charts import Chart, Point, Series
from majup.reports.models import IssuedFigure
from majup.reports.results import Place, Told, Years
from majup.web.components.charts import Shown
from majup.web.components.texts import localized_plain, money
from majup.web.results.money import Money
from majup.web.results.words import figure_source, number, period_words, source_of, sources_of, told_words

RETURNED, ALONE = "people_returned", "people_returned_alone"
RATINGS = ("offer_matched_expectation", "would_recommend_coordinator")


def returned_by_year(years: Years) -> Shown | None:
    """People returned with support in the whole country; a year without a number says so."""
    known = {year: told[RETURNED, ""] for year, told in years.items() if (RETURNED, "") in told}
    if not known:
        return None
    rows = [(year, known.get(year)) for year in range(min(known), max(known) + 1)]
    points = tuple(
        Point(
            period_words(one.period) if one else str(year),
            one.value if one else None,
            is_few=bool(one and one.is_few),
            is_main=bool(one and not one.period.is_part_year),
        )
        for year, one in rows
    )
    title = _finding_returned([one for _year, one in rows if one and one.value is not None])
    notes = [_("Pale: part of a year.") if any(one and one.period.is_part_year for _year, one in rows) else ""]
    notes += [
        _("Not known: nobody published a number for the whole country.") if any(not one for _y, one in rows) else ""
    ]
    notes += [
        _("Families helped by a coordinator before the move; who came back alone is not among them."),
        *_sources(known.values()),
    ]
    return Shown(
        _bars(title, _("people"), points),
        tuple(filter(None, notes)),
        (_("Year"), _("People"), _("Source")),
        tuple(
            (period_words(one.period) if one else str(year), told_words(one), source_of(one) if one else "")
            for year, one in rows
        ),
    )


def _finding_returned(known: Sequence[Told]) -> str:
    whole = [one for one in known if not one.period.is_part_year]
    if not whole:
        return _("How many people came home with a coordinator's support")
    newest, most = whole[-1], max(whole, key=lambda one: one.value or 0)
    words = {
        "newest": number(newest.value),
        "year": newest.period.start.year,
        "most": number(most.value),
        "when": most.period.start.year,
    }
    if newest is most:
        return (
            _("%(newest)s people came home with a coordinator's support in %(year)s, more than in any other whole year")
            % words
        )
    return (
        _("%(newest)s people came home with a coordinator's support in %(year)s; the most were %(most)s in %(when)s")
        % words
    )


def money_chart(budgets: Iterable[Money]) -> Shown | None:
    """The programme's own yearly budget. What was spent is dark; what was only planned is pale."""
    own = {
        one.year_from: one for one in budgets if one.is_main and one.year_from == one.year_to and one.known is not None
    }
    if not own:
        return None
    rows = [(year, own.get(year)) for year in range(min(own), max(own) + 1)]
    points = tuple(
        Point(str(year), float(one.known or 0) if one else None, is_main=bool(one and not one.is_plan))
        for year, one in rows
    )
    newest = own[max(own)]
    words = {"sum": money(newest.known), "year": newest.year_from}
    title = (
        _("For %(year)s %(sum)s were planned for the programme; what was spent is not published")
        if newest.is_plan
        else _("In %(year)s the programme spent %(sum)s")
    ) % words
    notes = (
        _("Pale: planned; dark: spent.")
        if any(not one.is_plan for one in own.values())
        else _("Planned sums; nobody has published what was spent."),
        _("Only the programme's own yearly budget; other programmes stand in the table and are not added."),
        _sources_said(dict.fromkeys(one.source for one in own.values())),
    )
    return Shown(
        _bars(title, _("euros"), points),
        notes,
        (_("Year"), _("Planned"), _("Spent"), _("Source")),
        tuple((str(year), *(_money_cells(one) if one else (_("not known"), _("not known"), ""))) for year, one in rows),
    )


def _money_cells(one: Money) -> tuple[str, str, str]:
    planned, spent = (money(one.amounts[name]) or _("not known") for name in ("planned", "spent"))
    return planned, spent, one.source


def cost_chart(budgets: Iterable[Money], years: Years) -> Shown | None:
    """Money of a whole year by the people who came home with support in it, where both are public."""
    rows = [
        (one.year_from, one, told, (one.known / told.value).quantize(Decimal(1)))
        for one in budgets
        if one.is_main and one.year_from == one.year_to and one.known
        for told in [years.get(one.year_from, {}).get((RETURNED, ""))]
        if told and told.value and not told.period.is_part_year
    ]
    if not rows:
        return None
    rows.sort(key=lambda row: row[0])
    points = tuple(Point(str(year), float(each), is_main=not one.is_plan) for year, one, _told, each in rows)
    least, most = min(row[3] for row in rows), max(row[3] for row in rows)
    words = {"least": money(least), "most": money(most), "count": len(rows)}
    title = (
        _("The whole budget of a year comes to %(least)s for each person who came home with support") % words
        if least == most
        else _("The whole budget of a year comes to %(least)s to %(most)s for each person who came home with support")
        % words
    )
    return Shown(
        _bars(title, _("euros for each person"), points),
        (
            _("Worked out: the whole yearly budget by the people who came home with support that year."),
            _("It is rough: the money also helped families that stay abroad so far, and some would have come anyway."),
            _("Pale: the planned budget, because what was spent is not published."),
            _("Years in which both numbers are public: %(count)s.") % words,
        ),
        (_("Year"), _("Budget"), _("People"), _("For each person")),
        tuple((str(year), money(one.known), number(told.value), money(each)) for year, one, told, each in rows),
    )


def with_and_alone(numbers: Iterable[Told], names: Mapping[Place, str]) -> Shown | None:
    """Who came home with support beside who came alone: the newest stretches for which both are public.

    Where nobody came in either way there is nothing to hold side by side; the tables say those zeros.
    """
    by_stretch: dict[tuple[Place, Period], dict[str, Told]] = {}
    for one in numbers:
        if one.column in {RETURNED, ALONE} and one.value is not None:
            by_stretch.setdefault((one.place, one.period), {})[one.column] = one
    both = {key: told for key, told in by_stretch.items() if len(told) == 2 and any(one.value for one in told.values())}
    if not both:
        return None
    newest = sorted(both, key=lambda key: (key[1].end, key[1].days, key[0] == ""), reverse=True)[:3]
    labels = {RETURNED: _("with support"), ALONE: _("by themselves")}
    rows = [(names.get(place, _("Whole country")), period, both[place, period]) for place, period in newest]
    points = tuple(
        Point(f"{name} {period_words(period)}, {labels[column]}", found[column].value, is_main=column == RETURNED)
        for name, period, found in rows
        for column in (RETURNED, ALONE)
    )
    name, period, found = rows[0]
    words = {
        "place": name,
        "period": period_words(period),
        "with": number(found[RETURNED].value),
        "alone": number(found[ALONE].value),
    }
    return Shown(
        _bars(
            _("%(place)s, %(period)s: %(with)s people came home with support, %(alone)s by themselves") % words,
            _("people"),
            points,
        ),
        (
            _("By themselves: they came back first and asked a coordinator afterwards."),
            *_sources(told for _n, _p, both_told in rows for told in both_told.values()),
        ),
        (_("Where and when"), _("With support"), _("By themselves")),
        tuple(
            (f"{where} {period_words(when)}", number(told[RETURNED].value), number(told[ALONE].value))
            for where, when, told in rows
        ),
    )


def ratings() -> Shown | None:
    """What families said of the offers when they were asked, as published."""
    rows = list(IssuedFigure.objects.filter(report=None, metric__in=RATINGS, unit="percent").order_by("-value"))
    asked = IssuedFigure.objects.filter(report=None, metric="client_survey_respondents").first()
    if not rows or asked is None or asked.period_from is None:
        return None
    points = tuple(Point(localized_plain(row.definition), float(row.value), is_main=True) for row in rows)
    words = {"asked": number(int(asked.value)), "year": asked.period_from.year}
    words |= {"what": localized_plain(rows[0].definition), "percent": number(int(rows[0].value))}
    title = _("%(what)s: %(percent)s %% of those asked in %(year)s") % words
    return Shown(
        _bars(title, _("percent"), points),
        (
            _("Asked: %(asked)s clients of coordinators.") % words,
            _sources_said(_figure_sources(rows)),
        ),
        (_("What was asked"), _("Percent")),
        tuple((localized_plain(row.definition), number(int(row.value))) for row in rows),
    )


def _figure_sources(rows: Iterable[IssuedFigure]) -> list[str]:
    return list(dict.fromkeys(figure_source(row) for row in rows))


def _sources(numbers: Iterable[Told]) -> list[str]:
    return [_sources_said(sources_of(numbers))]


def _sources_said(sources: Iterable[str]) -> str:
    """All sources of a chart behind one word."""
    told = [one.rstrip(".") for one in sources]
    if len(told) == 1:
        return _("Source: %(source)s.") % {"source": told[0]}
    return _("Sources: %(sources)s.") % {"sources": "; ".join(told)} if told else ""


def _bars(title: str, unit: str, points: tuple[Point, ...]) -> Chart:
    return Chart(
        title,
        unit,
        (Series("", points),),
        is_bars=True,
        unknown=_("not known"),
        few=_("not shown"),
        decimal=str(formats.get_format("DECIMAL_SEPARATOR")),
        thousands=str(formats.get_format("THOUSAND_SEPARATOR")),
    )
