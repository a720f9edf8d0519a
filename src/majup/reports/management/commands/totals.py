import csv
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majup.kernel.dates import written
from majup.kernel.localized import pick
from majup.kernel.periods import Period
from majup.reports import counts, totals


class Command(BaseCommand):
    help = "Families and people returned, offers and intentions of a period: a row per region and a total"

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="start", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--to", dest="end", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--format", choices=["csv", "table"], default="csv")
        parser.add_argument("--as-reported", action="store_true", help="the figures issued for exactly this period")
        parser.add_argument("--language", choices=["lv", "en"], default="lv")

    def handle(self, *, start, end, as_reported, language, **options):
        try:
            period = Period(start, end)
            counts.recount_waiting()
            table = (totals.as_reported if as_reported else totals.as_known)(period).refuse_wrong_sums()
        except (ValueError, totals.SumsDiffer) as error:
            raise CommandError(str(error)) from error
        with translation.override(language):
            writer = write_csv if options["format"] == "csv" else write_table
            writer(table, self.stdout, language)
            for line in rule_lines(table, language):
                (self.stderr if options["format"] == "csv" else self.stdout).write(line)


def name_of(region, language):
    return pick(region.name, language).text


def write_csv(table, out, language):
    """One row per region and a total; unknown is empty; nothing else."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["region", *totals.COLUMNS])
    for region, values in table.regions:
        rows.writerow([name_of(region, language), *_shown(values)])
    rows.writerow(["total", *_shown(table.total)])


def _shown(values):
    return ["" if values[name] is None else values[name] for name in totals.COLUMNS]


def write_table(table, out, language):
    """The shape in which the ministry published its table in 2020: regions across, three lines for the period."""
    names = [name_of(region, language) for region, _values in table.regions]
    lines = [
        ("families_returned", period_name(table.period, language), _("Families")),
        ("people_returned", _("returned"), _("People")),
        (
            "offers_sent",
            _("Prepared") if table.as_reported else pgettext("offers counted", "Sent"),
            _("individual offers"),
        ),
    ]
    out.write("\t".join(["", "", *names, _("TOTAL")]))
    for column, first, second in lines:
        cells = [values[column] for _region, values in table.regions] + [table.total[column]]
        if column == "offers_sent":
            out.write("")
        out.write("\t".join([first, second, *("" if cell is None else str(cell) for cell in cells)]))


def period_name(period, language):
    """The year, with the months when it is a part of one; several years as two dates."""
    if period.start.year != period.end.year:
        return _("%(start)s to %(end)s") % {"start": period.start.isoformat(), "end": period.end.isoformat()}
    if not period.is_part_year:
        return _("Year %(year)s") % {"year": period.start.year}
    first, last = (written(day, "LLL", language) for day in (period.start, period.end))
    return _("Year %(year)s (%(first)s to %(last)s)") % {"year": period.start.year, "first": first, "last": last}


def rule_lines(table, language):
    """What was counted, by which rule, from which source."""
    if table.as_reported:
        yield _("As issued. Reported offers are “prepared”; what was counted is told in the source.")
    for rule in totals.rules_in_force(table.period.end, reported=table.as_reported):
        yield f"{rule.code} ({rule.valid_from.isoformat()} on): {pick(rule.text, language).text}"
    if table.period.is_part_year:
        yield _("The period is part of a year.")
