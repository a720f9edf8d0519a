from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from majup.kernel.periods import Period, PeriodError
from majup.network.calendar import country_settings
from majup.reports import counts


class Command(BaseCommand):
    help = "Count anew what has changed; with --all every day since the programme began, or a period such as 2026-Q3"

    def add_arguments(self, parser):
        parser.add_argument("period", nargs="?", metavar="PERIOD")
        parser.add_argument("--all", action="store_true")

    def handle(self, *, period, **options):
        if options["all"]:
            start = date.fromisoformat(country_settings()["programme_start"])
            whole = Period(start, timezone.localdate())
        else:
            whole = _read(period) if period else None
        done = counts.recount_waiting()
        for quarter in counts.quarters(whole) if whole else ():
            counts.prepare(quarter)
            done += quarter.days
        self.stdout.write(f"{done} days counted")


def _read(text):
    try:
        return Period.parse(text)
    except PeriodError as refused:
        raise CommandError(str(refused)) from refused
