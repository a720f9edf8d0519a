"""./run majup numbers_checks: do the published figures still fit, and fail to fit, as they were found to by hand?"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from majup.places.pack import read
from majup.reports import figure_checks
from majup.reports.figure_checks import Checked


class Command(BaseCommand):
    help = "Every check of published figures: OK or DIFFERS, expected, computed; fails when one is not as recorded"

    def handle(self, *args, **options):
        rows = read(settings.COUNTRY_PACK, "figure_checks")
        names = {row["code"]: row["check"] or row["code"] for row in rows}
        found = figure_checks.outcomes(rows)
        self.stdout.write(line("result", "expected", "computed", "check"))
        for one in found:
            self.stdout.write(line(verdict(one), expected(one), one.computed, names[one.code]) + remark(one))
        wrong = [names[one.code] for one in found if not one.is_as_recorded]
        if wrong:
            raise CommandError(f"{len(wrong)} of {len(found)} checks are not as recorded: {'; '.join(wrong)}")
        self.stdout.write(f"{len(found)} checks, all as recorded")


def line(result, wanted, computed, name):
    return f"{result:<8}  {told(wanted):>10}  {told(computed):>10}  {name}"


def told(value):
    return "-" if value is None else str(value)


def expected(one: Checked):
    """What was published; where nothing was, what came out by hand."""
    return one.recorded.computed if one.recorded.given is None and one.given is None else one.given


def verdict(one: Checked) -> str:
    if one.computed is None or expected(one) is None:
        return "UNKNOWN"
    return "OK" if one.computed == expected(one) else "DIFFERS"


def remark(one: Checked) -> str:
    if one.is_as_recorded:
        return ""
    was = one.recorded
    return f"  NOT AS RECORDED: {was.result}, {told(was.given)} against {told(was.computed)}"
