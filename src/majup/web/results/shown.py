"""What stands on the page of results: by year, by region, by place, what is disputed, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from majup.places.models import Municipality
from majup.plumbing.charts import drawn
from majup.reports import results, staying
from majup.reports.models import CountingRule
from majup.reports.results import ChosenPlaces, Disagreement, Place, Stayed, Told, Years
from majup.web.components.charts import Shown
from majup.web.components.texts import money as money_words
from majup.web.components.texts import named
from majup.web.results import charted
from majup.web.results.estimate import EstimateShown, estimated
from majup.web.results.money import Money, all_money
from majup.web.results.words import measure_name, number, period_words, region_names, source_of, sources_of, told_words

Names = Mapping[Place, str]
YEARLY = ("families_returned", "people_returned", "offers_sent", "families_returned_alone", "people_returned_alone")
RECENT = 4  # years that stand open on a phone
BY_REGION = ("people_returned", "families_returned", "offers_sent")


@dataclass(frozen=True)
class CellShown:
    """`note`: which part of the year, and what others say."""

    words: str
    note: str = ""
    is_missing: bool = False


@dataclass(frozen=True)
class YearShown:
    """`cells`: the programme's own budget, then the numbers."""

    year: int
    cells: tuple[CellShown, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class RegionTable:
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[CellShown, ...]], ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Doubt:
    """A question that people ask about the programme, what can be said, and a chart or sentences with the numbers."""

    code: str
    question: str
    answer: str
    chart: Shown | None
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dispute:
    title: str
    sides: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    years: tuple[YearShown, ...]
    heads: tuple[str, ...]
    regions: tuple[RegionTable, ...]
    charts: tuple[Shown, ...]
    doubts: tuple[Doubt, ...]
    estimate: EstimateShown | None
    disputes: tuple[Dispute, ...]
    unknown: tuple[str, ...]
    budgets: tuple[Money, ...]
    places: tuple[tuple[str, str], ...]
    places_withheld: int
    places_when: str
    published_on: date | None
    has_few: bool

    @property
    def recent(self) -> tuple[YearShown, ...]:
        """The newest years; the earlier ones are folded on a phone, unless there is only one of them."""
        return self.years[:RECENT] if len(self.years) > RECENT + 1 else self.years

    @property
    def earlier(self) -> tuple[YearShown, ...]:
        return self.years[len(self.recent) :]

    @property
    def first_year(self) -> int:
        return self.years[-1].year


def page() -> Page:
    """Everything on the page of results in the reader's language."""
    published, budgets = results.published(), all_money()
    numbers, years = published.numbers, published.years
    chosen, names = results.chosen_places(), region_names()
    columns = [column for column in YEARLY if any((column, "") in told for told in years.values())]
    return Page(
        tuple(_year(year, told, columns, budgets) for year, told in years.items()),
        (_("Budget"), *map(measure_name, columns)),
        tuple(filter(None, (_region_table(column, years, names) for column in BY_REGION))),
        tuple(filter(None, (charted.returned_by_year(years), charted.money_chart(budgets)))),
        _doubts(numbers, years, budgets, names),
        estimated(years),
        tuple(_dispute(one, names) for one in published.disagreements),
        _unknown(years, budgets),
        tuple(budgets),
        _places(chosen) if chosen else (),
        chosen.withheld if chosen else 0,
        period_words(chosen.period) if chosen else "",
        max((one.day for one in numbers if one.is_own and one.day), default=None),
        any(one.is_few for one in numbers),
    )


def draw_all() -> None:
    """Draw the charts of the page in the language that holds, before anybody asks for it."""
    found = page()
    for one in (*found.charts, *(doubt.chart for doubt in found.doubts if doubt.chart)):
        drawn(one.chart)


def _year(
    year: int, told: Mapping[tuple[str, Place], Told], columns: Iterable[str], budgets: Iterable[Money]
) -> YearShown:
    own = next((one for one in budgets if one.is_main and one.year_from == one.year_to == year), None)
    found = [told.get((column, "")) for column in columns]
    return YearShown(
        year,
        (_money_cell(own), *(_cell(one, year) for one in found)),
        (*sources_of(filter(None, found)), *((own.source,) if own else ())),
    )


def _money_cell(own: Money | None) -> CellShown:
    if own is None or own.known is None:
        return CellShown(_("not known"), is_missing=True)
    return CellShown(money_words(own.known), _("planned") if own.is_plan else _("spent"))


def _cell(one: Told | None, year: int) -> CellShown:
    if one is None:
        return CellShown(told_words(one), is_missing=True)
    part = "" if not one.period.is_part_year else period_words(one.period).removeprefix(f"{year}, ")
    others = [_("another source: %(value)s") % {"value": number(other.value)} for other in one.others]
    return CellShown(told_words(one), "; ".join(filter(None, (part, *others))), one.value is None)


def _region_table(column: str, years: Years, names: Names) -> RegionTable | None:
    rows = [
        (year, tuple(told.get((column, place)) for place in (*names, "")))
        for year, told in years.items()
        if any((column, place) in told for place in names)
    ]
    if not rows:
        return None
    return RegionTable(
        measure_name(column),
        (*names.values(), _("Whole country")),
        tuple((year, tuple(_cell(one, year) for one in found)) for year, found in rows),
        sources_of(one for _year_number, found in rows for one in found if one),
    )


def _doubts(numbers: Sequence[Told], years: Years, budgets: Sequence[Money], names: Names) -> tuple[Doubt, ...]:
    """RPT-11: what sceptics ask, each with what is known and what is not."""
    return (
        Doubt(
            "worth",
            _("Is the money well used?"),
            _(
                "The budget pays coordinators, support to business and services of municipalities. Nobody has measured"
                " whether those who come home pay back more. What can be worked out is the cost for each person."
            ),
            charted.cost_chart(budgets, years),
        ),
        Doubt(
            "anyway",
            _("Would they have come without help?"),
            _(
                "Nobody can know it of a single family. So two groups are counted apart and never added: who was helped"
                " before the move, and who came alone and asked afterwards."
            ),
            charted.with_and_alone(numbers, names),
        ),
        Doubt(
            "content",
            _("Were families content with what they got?"),
            _("They were asked once before this system began. Now each family is asked after its offer and return."),
            charted.ratings(),
        ),
        _stay(results.stayed()),
    )


def _stay(told: Sequence[Stayed]) -> Doubt:
    """What was published of families that stayed, with those of whom nothing is known; before that, when it will be."""
    question = _("Do they stay?")
    if not told:
        soon = _(
            "No figure has been published so far: nobody asked everybody again. Families are now asked 12, 24 and"
            " 36 months after their return. The result will stand here, with the number of those of whom nothing is"
            " known."
        )
        return Doubt("stay", question, soon, None)
    answer = _(
        "Families are asked 12, 24 and 36 months after their return. Of whom nobody knows anything is counted apart:"
        " such a family has neither stayed nor left."
    )
    return Doubt("stay", question, answer, None, tuple(map(_stayed, told)))


def _stayed(one: Stayed) -> str:
    numbers = {"families": one.families, "here": one.here, "left": one.left, "unknown": one.unknown}
    words = {name: _("not shown") if value is None else number(value) for name, value in numbers.items()}
    words |= {"months": str(one.months), "period": period_words(one.period)}
    return (
        _(
            "%(months)s months after the return (%(period)s). Families: %(families)s; known to be here: %(here)s; left"
            " again: %(left)s; nothing is known: %(unknown)s."
        )
        % words
    )


def _dispute(one: Disagreement, names: Names) -> Dispute:
    place = names.get(one.place, _("Whole country"))
    words = {"what": measure_name(one.column), "place": place, "period": period_words(one.period)}
    title = _("%(what)s, %(place)s, %(period)s") % words
    return Dispute(title, tuple(_side(value, figures) for value, figures in one.sides))


def _side(value: int, figures: tuple[Told, ...]) -> str:
    words = {"value": number(value), "source": source_of(figures[0])}
    if len(figures) == 1:
        return _("%(value)s, as published (%(source)s)") % words
    longer, shorter = figures
    words |= {"longer": number(longer.value), "to": period_words(longer.period), "shorter": number(shorter.value)}
    words |= {"until": period_words(shorter.period), "other": source_of(shorter)}
    return _("%(value)s: %(longer)s for %(to)s (%(source)s) less %(shorter)s for %(until)s (%(other)s)") % words


def _unknown(years: Years, budgets: Iterable[Money]) -> tuple[str, ...]:
    """Years of which something is missing, each said in a sentence; unknown is never zero."""
    if not years:
        return ()
    span = range(min(years), max(years) + 1)
    spent = {one.year_from for one in budgets if one.is_main and not one.is_plan}
    missing = [str(year) for year in span if (charted.RETURNED, "") not in years.get(year, {})]
    part = [str(year) for year in span if _is_part(years.get(year, {}).get((charted.RETURNED, "")))]
    unspent = [str(year) for year in span if year not in spent]
    said = (
        (_("How many people came home in the whole country: %(years)s."), missing),
        (_("How many came home in the whole year; only a part of it is known: %(years)s."), part),
        (_("What was really spent: %(years)s."), unspent),
    )
    return tuple(text % {"years": ", ".join(found)} for text, found in said if found)


def _is_part(one: Told | None) -> bool:
    return bool(one and one.period.is_part_year)


def _places(chosen: ChosenPlaces) -> tuple[tuple[str, str], ...]:
    names = {place.atvk: named(place) for place in Municipality.objects.filter(atvk__in=dict(chosen.known))}
    return tuple((names.get(atvk, atvk), number(families)) for atvk, families in chosen.known)


def rules() -> list[CountingRule]:
    """Rules by which the numbers of the page are counted, in the order of the pack."""
    shown = {*results.COLUMNS, staying.COLUMN, "individual_offers_prepared"}
    return [
        rule for rule in CountingRule.objects.all() if shown.intersection(rule.metrics) or "*_internal" in rule.metrics
    ]
