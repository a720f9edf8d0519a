"""The period of a page of figures: how it is asked for, named, and compared with the one before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from majup.kernel.dates import written
from majup.kernel.periods import Period, PeriodError, PeriodKind, add_months
from majup.network.calendar import country_settings
from majup.web.components.forms import DateInput
from majup.web.components.texts import language, longdate

REFUSALS = {
    "malformed": gettext_lazy(
        "This is no period. Write a year (2026), a half (2026-H1), a quarter (2026-Q3) or two days."
    ),
    "no-such-date": gettext_lazy("There is no such day, month, quarter or half-year."),
    "reversed": gettext_lazy("The period ends before it begins."),
    "overlapping": gettext_lazy("The two parts of the period overlap."),
    "out-of-range": gettext_lazy("Choose days between 1900 and 2100."),
}
NOT_BEGUN = gettext_lazy("This day has not come yet.")


class PeriodForm(forms.Form):
    mark_optional = False
    start = forms.DateField(label=pgettext_lazy("period", "From"), widget=DateInput)
    end = forms.DateField(label=pgettext_lazy("period", "To"), widget=DateInput)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("start") and data.get("end"):
            try:
                data["period"] = Period(data["start"], data["end"])
            except PeriodError as refused:
                self.add_error("end", str(REFUSALS[refused.code]))
            else:
                self.refuse_future(data["period"])
        return data

    def refuse_future(self, period: Period) -> None:
        """What has not begun is not known, and no zero stands for it."""
        if period.start > timezone.localdate():
            self.add_error("start", str(NOT_BEGUN))


def asked(request: HttpRequest) -> tuple[PeriodForm, Period | None]:
    """The form and the period that it, or `?period=2026-Q3` in the address, says; None when it was refused."""
    this_year = so_far(Period.year(timezone.localdate().year))
    if "period" in request.GET and "start" not in request.GET:
        return _spelled(request.GET["period"])
    if "start" not in request.GET and "end" not in request.GET:
        return PeriodForm(initial=_days(this_year)), this_year
    form = PeriodForm(request.GET)
    return form, form.cleaned_data["period"] if form.is_valid() else None


def _spelled(text: str) -> tuple[PeriodForm, Period | None]:
    try:
        form = PeriodForm(_days(Period.parse(text[:40])))
    except PeriodError as refused:
        form = PeriodForm({})
        form.full_clean()
        form._errors = type(form.errors)({"start": form.error_class([str(REFUSALS[refused.code])])})
    return form, form.cleaned_data["period"] if form.is_valid() else None


def _days(period: Period) -> dict[str, date]:
    return {"start": period.start, "end": period.end}


def so_far(period: Period) -> Period:
    """The part of it that is over or today."""
    return Period(period.start, max(period.start, min(period.end, timezone.localdate())))


def since_start(period: Period) -> Period:
    """From the first day of the programme to the end of `period`."""
    start = date.fromisoformat(country_settings()["programme_start"])
    return Period(min(start, period.end), period.end)


NAMED = {PeriodKind.YEAR, PeriodKind.HALF, PeriodKind.QUARTER, PeriodKind.MONTH, PeriodKind.YEARS}


def before(period: Period) -> Period:
    """What to compare with: of a year, quarter … the one before; of a year begun its same days a year ago; else the
    days before."""
    if period.label.kind in NAMED:
        months = (period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1
        return Period(add_months(period.start, -months), period.start - timedelta(days=1))
    if (period.start.month, period.start.day) == (1, 1) and period.start.year == period.end.year:
        return Period(add_months(period.start, -12), add_months(period.end, -12))
    return Period(period.start - timedelta(days=period.days), period.start - timedelta(days=1))


NAMES = {
    PeriodKind.YEAR: gettext_lazy("Year %(year)s"),
    PeriodKind.HALF: gettext_lazy("Half %(number)s of %(year)s"),
    PeriodKind.QUARTER: gettext_lazy("Quarter %(number)s of %(year)s"),
    PeriodKind.MONTH: gettext_lazy("%(month)s %(year)s"),
    PeriodKind.YEARS: gettext_lazy("Years %(year)s to %(last)s"),
}


def named_period(period: Period) -> str:
    """As people name it: a year, half, quarter or month, else its first and last day."""
    label = period.label
    if label.kind is PeriodKind.DAY:
        return longdate(label.start)
    if label.kind not in NAMES:
        return _("%(start)s to %(end)s") % {"start": longdate(label.start), "end": longdate(label.end)}
    month = written(label.start, "LLLL", language())
    said = {"year": label.start.year, "number": label.number, "month": month, "last": label.end.year}
    return str(NAMES[label.kind]) % said


def choices(period: Period) -> Iterator[tuple[str, str]]:
    """(name, query) of the periods asked for most, for tabs above the figures."""
    today = timezone.localdate()
    quarter = Period(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), today)
    last_quarter = Period(add_months(quarter.start, -3), quarter.start - timedelta(days=1))
    yield _("This year"), query(so_far(Period.year(today.year)))
    yield _("This quarter"), query(quarter)
    yield _("Last quarter"), query(last_quarter)
    yield _("Last year"), query(Period.year(today.year - 1))
    yield _("Since the start of the programme"), query(since_start(Period(today, today)))


def query(period: Period, **more: Any) -> str:
    return "?" + urlencode({"start": period.start.isoformat(), "end": period.end.isoformat(), **more})


def steps(period: Period) -> list[Period]:
    """The period in months, or in years when it is longer than three years; for courses over time."""
    if period.days > 3 * 366:
        return list(period.years())
    found, month = [], period.start.replace(day=1)
    while month <= period.end:
        whole = Period.month(month)
        found.append(Period(max(whole.start, period.start), min(whole.end, period.end)))
        month = add_months(month, 1)
    return found
