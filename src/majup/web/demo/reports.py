"""The demo's reports: quarters that are issued, one of them corrected, one that waits for signatures; a data pack."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

from majup.kernel.periods import Period
from majup.openings.actions import events
from majup.openings.models import PublicEvent
from majup.places.models import PlanningRegion, in_force
from majup.places.pack import read
from majup.reports import packing
from majup.reports.issuing import actions, exceptions, periods
from majup.reports.issuing.errors import ReportRefused
from majup.reports.models import DataPack, RegionReport, Report
from majup.staff.models import User
from majup.web.demo.caseload import Clock
from majup.web.demo.people import account
from majup.web.figures.datapacks import making


def play() -> None:
    """Once: every quarter that is over is drafted on the morning after it, signed and issued; the last is left open."""
    if Report.objects.exists():
        return
    told, ministry = read(settings.COUNTRY_PACK, "demo")["reports"], account("ministry")
    today = timezone.localdate()
    while (due := periods.usual(periods.next_start())) and due[1].end < today:
        _quarter(due, told, ministry, is_last=periods.usual(due[1].end + timedelta(days=1))[1].end >= today)
    _correct(told, ministry)
    _pack(ministry, today.year)


def _pack(ministry: User, year: int) -> None:
    """The ministry asks for what the council wants to see of three years; the worker makes it as soon as it runs."""
    parts = len(making.TABLES[DataPack.Kind.COUNCIL])
    pack, _is_new = packing.ask(kind=DataPack.Kind.COUNCIL, year_from=year - 2, year_to=year, parts=parts, by=ministry)
    making.make_data_pack.defer(pack_id=pack.pk)


def _quarter(due: tuple, told: dict, ministry: User, *, is_last: bool) -> None:
    kind, period = due
    _hold_events(period, told["events"])
    clock = Clock(datetime.combine(period.end + timedelta(days=1), time(8), UTC))
    try:
        report = actions.draft(kind=kind, start=period.start, end=period.end, by=None)
        for number, part in enumerate(report.regions.select_related("region")):
            clock.forward(hours=1)
            if not (is_last and number % 2):
                _sign(part, told, number)
        clock.forward(days=3)
        if not is_last:
            actions.issue(report=report, by=ministry)
    except ReportRefused:
        pass  # a region cannot sign: the report waits, as it would in life
    finally:
        clock.stop()


def _hold_events(period: Period, told: list[dict]) -> None:
    """A meeting in three of the regions, announced two weeks before."""
    regions = list(PlanningRegion.objects.filter(in_force(period.end)))
    clock = Clock(datetime.combine(period.start + timedelta(days=10), time(8), UTC))
    for number, event in enumerate(told):
        region = regions[(number + period.start.month) % len(regions)]
        by = account(f"coordinator.{region.code}")
        starts_at = clock.moment + timedelta(days=14, hours=8)
        fields = {"organiser": region.full_name[settings.LANGUAGE_CODE], "region": region, "starts_at": starts_at}
        events.save_event(event=PublicEvent(), by=by, **event, **fields)
        clock.forward(days=11)
    clock.stop()


def _sign(part: RegionReport, told: dict, number: int) -> None:
    by = account(f"coordinator.{part.region.code}")
    texts = {name: lines[number % len(lines)] for name, lines in told["texts"].items()}
    if exceptions.blocking(part.exceptions):
        return
    actions.sign(regional=part, by=by, **texts)


def _correct(told: dict, ministry: User) -> None:
    report = Report.objects.filter(state=Report.State.ISSUED).order_by("period_from").first()
    figure = report and report.figures.filter(scope="region", column="contacts", value__gt=0).first()
    if figure:
        actions.correct(
            report=report,
            region=figure.region,
            column=figure.column,
            after=int(figure.value) + 2,
            reason=told["correction"],
            by=ministry,
        )
