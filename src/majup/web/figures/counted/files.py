"""Figures to go on with in a spreadsheet: each with its unit, period and rule."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majup.plumbing.sheets import CSV, XLSX, Cell, as_csv, as_xlsx
from majup.reports import counts
from majup.reports.measures import split
from majup.reports.models import CountingRule
from majup.reports.totals import Totals, may_lack_region
from majup.web.components.texts import localized_plain
from majup.web.figures.counted import periods, words

TYPES = {"csv": CSV, "xlsx": XLSX}


def answer(form: str, table: Totals) -> HttpResponse:
    rows, definitions = list(_rows(table)), list(_definitions(table))
    content = as_csv(rows) if form == "csv" else as_xlsx({_("Figures"): rows, _("Definitions"): definitions})
    response = HttpResponse(content, content_type=TYPES[form])
    name = f"figures-{table.period.start.isoformat()}-{table.period.end.isoformat()}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(table: Totals) -> Iterator[list[Cell]]:
    """One row for each figure and region, then what has no region yet, then the total, counted by itself."""
    yield [
        _("Code"),
        _("Figure"),
        _("Region"),
        _("Number"),
        pgettext("period", "From"),
        pgettext("period", "To"),
        _("Rule"),
    ]
    rules = {rule.code: rule for rule in CountingRule.objects.all()}
    start, end = table.period.start, table.period.end
    for column in table.total:
        measure, _is_internal = split(column)
        said = "; ".join(localized_plain(rules[code].name) for code in measure.rules if code in rules)
        places = [(localized_plain(region.name), values[column]) for region, values in table.regions]
        if may_lack_region(column):
            places.append((_("No region yet"), table.unplaced.get(column) or 0))
        for place, value in [*places, (_("Total"), table.total[column])]:
            yield [column, words.column_name(column), place, value, start, end, said]


def _definitions(table: Totals) -> Iterator[list[Cell]]:
    fresh = counts.prepared()
    yield [pgettext("heading of definitions", "What"), _("Meaning"), _("Which day counts"), _("Since")]
    yield [_("Period"), periods.named_period(table.period), None, table.period.start]
    if table.period.is_part_year:
        yield [_("Part of a year"), _("The period is part of a year."), None, None]
    yield [_("Counted"), timezone.localtime().strftime("%Y-%m-%d %H:%M"), None, None]
    if fresh.waiting:
        yield [_("Changes that wait to be counted"), str(fresh.waiting), None, None]
    for rule in CountingRule.objects.exclude(metrics__contains=["individual_offers_prepared"]):
        day = localized_plain(rule.details.get("day", {}))
        yield [localized_plain(rule.name), localized_plain(rule.text), day, rule.valid_from]
