"""Budgets as the public reads them: the newest version of each, its lines, its source. Never added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from majup.network.models import CodeList
from majup.plumbing.written_tables import Cell, Column
from majup.reports.models import Budget, BudgetLine, BudgetVersion
from majup.reports.money import amounts_of
from majup.web.components.public import citation
from majup.web.components.texts import localized_plain


@dataclass(frozen=True)
class Line:
    """Amounts in euros, None where not known; `share` in percent of the whole."""

    code: str
    name: str
    region: str
    share: Decimal | None
    amounts: dict[str, Decimal | None]


@dataclass(frozen=True)
class Money:
    programme: str
    name: str
    is_main: bool
    region: str
    year_from: int
    year_to: int
    amounts: dict[str, Decimal | None]
    lines: tuple[Line, ...]
    source: str
    note: str

    @property
    def known(self) -> Decimal | None:
        """What was spent; else what was planned."""
        return self.amounts["planned"] if self.amounts["spent"] is None else self.amounts["spent"]

    @property
    def is_plan(self) -> bool:
        return self.amounts["spent"] is None


def all_money() -> list[Money]:
    """Newest year first, the programme's own budget first in each; four queries whatever their number."""
    names = {
        (row.kind, row.code): row for row in CodeList.objects.filter(kind__in=["budget_programmes", "budget_lines"])
    }
    versions = (
        BudgetVersion.objects.select_related("budget__region").order_by("budget_id", "-number").distinct("budget_id")
    )
    newest = list(versions)
    lines: dict[int, list[BudgetLine]] = defaultdict(list)
    for line in BudgetLine.objects.filter(version__in=[row.pk for row in newest]).select_related("region"):
        lines[line.version_id].append(line)
    found = [_money(row, lines[row.pk], names) for row in newest]
    order = {code: row.order for (_kind, code), row in names.items()}
    return sorted(found, key=lambda one: (-one.year_to, -one.year_from, order.get(one.programme, 0), one.region))


def _money(version: BudgetVersion, lines: list[BudgetLine], names: dict[tuple[str, str], CodeList]) -> Money:
    budget = version.budget
    programme = names["budget_programmes", budget.programme]
    return Money(
        budget.programme,
        localized_plain(programme.name),
        bool(programme.details.get("is_main")),
        localized_plain(budget.region.name) if budget.region else "",
        budget.year_from,
        budget.year_to,
        amounts_of(version),
        tuple(
            Line(
                line.line,
                localized_plain(names["budget_lines", line.line].name),
                localized_plain(line.region.name) if line.region else "",
                line.share,
                amounts_of(line),
            )
            for line in lines
        ),
        citation(version.source),
        localized_plain(version.note),
    )


def columns() -> tuple[Column, ...]:
    return (
        Column("programme", _("Code of the programme"), required=True),
        Column("programme_name", _("Programme"), required=True),
        Column("region", _("Planning region"), about=_("Empty for the whole country")),
        Column("year_from", _("From year"), "integer", required=True),
        Column(
            "year_to",
            _("To year"),
            "integer",
            _("Later than the first where one sum is for several years"),
            required=True,
        ),
        Column("line", _("Code of the line"), about=_("Empty for the whole budget")),
        Column("line_name", _("Line")),
        Column("share", _("Share, percent"), "number", _("Of the whole budget, where the source gives shares")),
        Column("planned", _("Planned, euros"), "number", _("Empty where not known")),
        Column("committed", _("Promised, euros"), "number", _("Empty where not known")),
        Column("spent", _("Spent, euros"), "number", _("Empty where not known")),
        Column("returned", _("Given back to the state budget, euros"), "number", _("Empty where not known")),
        Column("source", _("Source"), required=True),
        Column("note", _("Note")),
    )


def rows() -> Iterator[tuple[Cell, ...]]:
    for one in all_money():
        start = (one.programme, one.name)
        years = (one.year_from, one.year_to)
        yield (*start, one.region, *years, "", "", None, *one.amounts.values(), one.source, one.note)
        for line in one.lines:
            what = (line.code, line.name, line.share, *line.amounts.values())
            yield (*start, line.region or one.region, *years, *what, one.source, "")


def size() -> int:
    return Budget.objects.count() + BudgetLine.objects.filter(version__in=_newest()).count()


def _newest() -> list[int]:
    rows = BudgetVersion.objects.order_by("budget_id", "-number").distinct("budget_id")
    return list(rows.values_list("pk", flat=True))


def changed() -> date | None:
    moment = BudgetVersion.objects.aggregate(at=Max("at"))["at"]
    return timezone.localdate(moment) if moment else None


def newest() -> int | None:
    """Id of the version written last."""
    return max(_newest(), default=None)


def title() -> str:
    return _("Money by year")


def about() -> str:
    return _("Budgets of the programmes by year and line: planned, promised, spent, given back, each with its source.")


def method() -> tuple[str, ...]:
    return (
        _("What is not known is empty, which is not zero."),
        _("Sums of different programmes overlap in part and must not be added up."),
    )
