"""What was given, promised, spent and given back, by year and programme. Programmes are never added together.

Sums are euros as Decimal; None is not known, which is never zero. A budget for several years stands under each of
them, marked as one sum of all. Every one keeps its source and what is doubtful about it (B-80).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import QuerySet
from django.utils import timezone

from majup.kernel.money import CENT
from majup.kernel.periods import Period
from majup.network.models import CodeList
from majup.places.models import PlanningRegion
from majup.reports import counts
from majup.reports.models import AMOUNTS, Budget, BudgetLine, BudgetVersion, GrantRound, IssuedFigure, LineActivity

HUNDRED = Decimal(100)
Amounts = Mapping[str, Decimal | None]


@dataclass(frozen=True)
class LineMoney:
    """`by_share` is the part of the whole that the share makes; `is_idle`: funded, and nothing is known to be done."""

    code: str
    name: Mapping[str, str]
    region: PlanningRegion | None
    share: Decimal | None
    amounts: Amounts
    by_share: Decimal | None
    is_idle: bool

    @property
    def sums(self) -> list[tuple[str, Decimal | None]]:
        return list(self.amounts.items())


@dataclass(frozen=True)
class BudgetMoney:
    """The newest version of a budget. `is_main`: the yearly budget of the programme itself; `order` is the pack's."""

    budget: Budget
    version: BudgetVersion
    programme: Mapping[str, str]
    order: int
    is_main: bool
    amounts: Amounts
    lines: tuple[LineMoney, ...]

    @property
    def is_of_several_years(self) -> bool:
        return self.budget.year_from != self.budget.year_to

    @property
    def sums(self) -> list[tuple[str, Decimal | None]]:
        return list(self.amounts.items())

    @property
    def idle(self) -> tuple[LineMoney, ...]:
        return tuple(line for line in self.lines if line.is_idle)


@dataclass(frozen=True)
class YearMoney:
    year: int
    budgets: tuple[BudgetMoney, ...]


@dataclass(frozen=True)
class Cost:
    """Money of a year by people who returned with support in it. `basis` says which sum: spent, else planned."""

    year: int
    basis: str
    money: Decimal
    people: int
    per_person: Decimal
    figure: IssuedFigure
    version: BudgetVersion

    @property
    def is_part_year(self) -> bool:
        stretch = stretch_of(self.figure)
        return stretch is None or stretch.is_part_year


def money_by_year() -> list[YearMoney]:
    """Newest year first; the programme's own budget first in each."""
    years: dict[int, list[BudgetMoney]] = defaultdict(list)
    for money in budgets():
        for year in range(money.budget.year_from, money.budget.year_to + 1):
            years[year].append(money)
    return [YearMoney(year, tuple(sorted(years[year], key=_order))) for year in sorted(years, reverse=True)]


def _order(money: BudgetMoney) -> tuple[int, int, int]:
    """Within a year: programmes in the order of the pack, a sum of several years after that of the year itself."""
    budget = money.budget
    return money.order, budget.year_to - budget.year_from, budget.region.order if budget.region else 0


def budgets(rows: QuerySet[Budget] | None = None) -> list[BudgetMoney]:
    """The budgets `rows`, or all, each in its newest version; the number of queries does not grow with them."""
    found = list((Budget.objects.all() if rows is None else rows).select_related("region"))
    programmes = {code.code: code for code in CodeList.objects.filter(kind="budget_programmes")}
    newest = _newest_versions(found)
    lines: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in BudgetLine.objects.filter(version__in=newest.values()).select_related("region"):
        lines[line.version_id].append(line)
    activity = Activity(found)
    shown = [
        _shown(budget, newest[budget.pk], programmes[budget.programme], lines[newest[budget.pk].pk], activity)
        for budget in found
    ]
    return sorted(shown, key=lambda money: (-money.budget.year_to, *_order(money)))


def _newest_versions(rows: Iterable[Budget]) -> dict[int, BudgetVersion]:
    ids = [budget.pk for budget in rows]
    found = BudgetVersion.objects.filter(budget__in=ids).select_related("by")
    return {version.budget_id: version for version in found.order_by("budget_id", "-number").distinct("budget_id")}


def _shown(
    budget: Budget, version: BudgetVersion, programme: CodeList, lines: Iterable[BudgetLine], activity: "Activity"
) -> BudgetMoney:
    return BudgetMoney(
        budget=budget,
        version=version,
        programme=programme.name,
        order=programme.order,
        is_main=bool(programme.details.get("is_main")),
        amounts=amounts_of(version),
        lines=tuple(_line(budget, version, line, activity) for line in lines),
    )


def amounts_of(row: BudgetVersion | BudgetLine) -> Amounts:
    return {name: getattr(row, name) for name in AMOUNTS}


def _line(budget: Budget, version: BudgetVersion, line: BudgetLine, activity: "Activity") -> LineMoney:
    part = None
    if line.share is not None and version.planned is not None:
        part = (version.planned * line.share / HUNDRED).quantize(CENT, rounding=ROUND_HALF_UP)
    return LineMoney(
        code=line.line,
        name=activity.names[line.line],
        region=line.region,
        share=line.share,
        amounts=amounts_of(line),
        by_share=part if line.planned is None else None,
        is_idle=_is_funded(budget, line) and not activity.is_known(budget, line.line),
    )


def _is_funded(budget: Budget, line: BudgetLine) -> bool:
    """Money of a year that has not begun is only planned: nothing can have been done with it yet."""
    return budget.year_from <= timezone.localdate().year and bool(line.planned or (line.planned is None and line.share))


class Activity:
    """Whether anything is known to have been done with a line in the years of its budget (B-51).

    What counts for a line is data of the pack: published figures, rounds of the programme, what we count ourselves;
    and always what the ministry noted.
    """

    def __init__(self, rows: Iterable[Budget]) -> None:
        codes = list(CodeList.objects.filter(kind="budget_lines"))
        self.names: dict[str, Mapping[str, str]] = {code.code: code.name for code in codes}
        self.kinds = {code.code: code.details.get("activity") for code in codes}
        self.noted = {
            (note.budget_id, note.line) for note in LineActivity.objects.filter(budget__in=[b.pk for b in rows])
        }
        metrics = {metric for kind in self.kinds.values() if kind for metric in kind["issued"]}
        figures = IssuedFigure.objects.filter(metric__in=metrics, value__gt=0, period_to__isnull=False)
        self.published = {
            (metric, first.year)
            for metric, first, last in figures.values_list("metric", "period_from", "period_to")
            if first and last and first.year == last.year
        }
        self.rounds = {
            (programme, day.year)
            for programme, day in GrantRound.objects.exclude(applied=None, awarded=None).values_list(
                "programme", "period_to"
            )
        }

    def is_known(self, budget: Budget, line: str) -> bool:
        kind = self.kinds[line]
        if kind is None or (budget.pk, line) in self.noted:
            return True
        years = range(budget.year_from, min(budget.year_to, timezone.localdate().year) + 1)
        return any(self._in_year(kind, budget.programme, year) for year in years)

    def _in_year(self, kind: Mapping, programme: str, year: int) -> bool:
        if any((metric, year) in self.published for metric in kind["issued"]):
            return True
        if kind["rounds"] and (programme, year) in self.rounds:
            return True
        return any(counts.over_time(measure, [Period.year(year)])[0] for measure in kind["counts"])


def costs(rows: Iterable[BudgetMoney]) -> list[Cost]:
    """Cost of a person returned with support, for years of the main programme where both are known (newest first)."""
    people = _people_by_year()
    found = []
    for money in rows:
        year = money.budget.year_from
        if not money.is_main or money.is_of_several_years or year not in people:
            continue
        basis = "spent" if money.amounts["spent"] is not None else "planned"
        whole = money.amounts[basis]
        figure = people[year]
        if whole is not None and figure.value:
            each = (whole / figure.value).quantize(Decimal(1), rounding=ROUND_HALF_UP)
            found.append(Cost(year, basis, whole, int(figure.value), each, figure, money.version))
    return found


def _people_by_year() -> dict[int, IssuedFigure]:
    """People returned with support in the whole country, of each year the figure for its longest stretch."""
    figures = IssuedFigure.objects.filter(
        column="people_returned", region=None, by="", qualifier="eq", period_from__isnull=False, period_to__isnull=False
    )
    return longest_of_each_year(figures)


def longest_of_each_year(figures: Iterable[IssuedFigure]) -> dict[int, IssuedFigure]:
    """By year the figure of its longest stretch, of those that lie within one year."""
    stretches = [(stretch_of(figure), figure) for figure in figures]
    inside = [(s.days, s.end.year, figure) for s, figure in stretches if s and s.start.year == s.end.year]
    return {year: figure for _days, year, figure in sorted(inside, key=lambda row: row[:2])}


def stretch_of(figure: IssuedFigure) -> Period | None:
    """The days of a published figure; None where a bound is not stated."""
    if figure.period_from is None or figure.period_to is None:
        return None
    return Period(figure.period_from, figure.period_to)


@dataclass(frozen=True)
class RoundResult:
    """A round with what follows from it: percent of the interested who applied, of the applied who were awarded.

    `average` is known where the money awarded is; `most` is the number of grants by the largest sum for one (B-62).
    """

    round: GrantRound
    programme: Mapping[str, str]
    applied_percent: int | None
    awarded_percent: int | None
    average: Decimal | None
    most: Decimal | None


def rounds() -> list[RoundResult]:
    programmes = {code.code: code.name for code in CodeList.objects.filter(kind="budget_programmes")}
    rows = GrantRound.objects.select_related("region", "municipality")
    return [_round(row, programmes[row.programme]) for row in rows]


def _round(row: GrantRound, programme: Mapping[str, str]) -> RoundResult:
    average = most = None
    if row.awarded and row.money is not None:
        average = (row.money / row.awarded).quantize(CENT, rounding=ROUND_HALF_UP)
    if row.awarded is not None and row.largest is not None:
        most = row.largest * row.awarded
    return RoundResult(
        row, programme, _percent(row.applied, row.interested), _percent(row.awarded, row.applied), average, most
    )


def _percent(part: int | None, whole: int | None) -> int | None:
    return None if part is None or not whole else round(HUNDRED * part / whole)
