"""Which days a report may cover: the reports follow each other from the day on which this system began to count."""

from datetime import date, timedelta

from django.utils import timezone

from majup.kernel.periods import Period, PeriodError, PeriodKind, add_months
from majup.network.calendar import country_settings
from majup.reports.issuing.errors import ReportRefused
from majup.reports.models import Report

MONTHS = {Report.Kind.QUARTER: 3, Report.Kind.HALF: 6, Report.Kind.YEAR: 12}
_WHOLE = {PeriodKind.QUARTER: Report.Kind.QUARTER, PeriodKind.HALF: Report.Kind.HALF, PeriodKind.YEAR: Report.Kind.YEAR}


def first_day() -> date:
    """The day from which this system counts; everything before it was published by others."""
    return date.fromisoformat(country_settings()["reports"]["first_day"])


def next_start() -> date:
    """The day after the last report ends; before there is one, the day from which this system counts."""
    last = Report.objects.order_by("-period_to").first()
    return last.period_to + timedelta(days=1) if last else first_day()


def end_of(kind: str, day: date) -> date:
    """Last day of the quarter, half-year or year in which `day` lies."""
    months = MONTHS[Report.Kind(kind)]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    return add_months(first, months) - timedelta(days=1)


def usual(start: date) -> tuple[str, Period]:
    """The kind and the days of the report that the worker drafts next; a first one may be shorter than its kind."""
    kind = country_settings()["reports"]["kind"]
    return kind, Period(start, end_of(kind, start))


def kind_of(period: Period) -> str:
    return _WHOLE.get(period.label.kind, Report.Kind.OTHER)


def check(kind: str, label: str, start: date, end: date) -> Period:
    """The days of the next report; raises ReportRefused with the difference named."""
    try:
        period = Period(start, end)
    except PeriodError as error:
        raise ReportRefused("reversed", start=start, end=end) from error
    expected = next_start()
    if start < expected:
        raise ReportRefused("overlapping", given=start, expected=expected, days=(expected - start).days)
    if start > expected:
        raise ReportRefused("gap", given=start, expected=expected, days=(start - expected).days)
    if start > timezone.localdate():
        raise ReportRefused("not_begun", start=start)
    if kind == Report.Kind.OTHER and not label.strip():
        raise ReportRefused("no_label")
    if kind != Report.Kind.OTHER and end != end_of(kind, start):
        raise ReportRefused("not_of_kind", expected=end_of(kind, start), given=end)
    return period
