"""What the pages on quality share: the period that was chosen, how it is named, and the ways between the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from majup.kernel.periods import Period, PeriodError
from majup.reports.quality import usual_periods
from majup.staff.roles import Permission
from majup.web.components.forms import DateInput
from majup.web.components.texts import longdate
from majup.web.desk.cases.editing import DeskForm
from majup.web.http import StaffRequest, needs, page_or_422

FIRST_LINKS = 4  # years that stand as links above the form; the others are chosen by their days


class PeriodForm(DeskForm):
    """Days from which to which; without them this year. `period` is what was chosen."""

    mark_optional = False
    begin = forms.DateField(label=gettext_lazy("From day"), widget=DateInput)
    end = forms.DateField(label=gettext_lazy("To day"), widget=DateInput)

    def __init__(self, data: Any, today: date) -> None:
        self.usual = usual_periods(today)
        self.period = self.usual[0]
        is_chosen = "begin" in data or "end" in data
        super().__init__(data if is_chosen else None, initial={"begin": self.period.start, "end": self.period.end})
        if is_chosen and self.is_valid():
            self.period = self.cleaned_data["period"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "begin" in data and "end" in data:
            try:
                data["period"] = Period(data["begin"], data["end"])
            except PeriodError:
                self.add_error("end", _("Choose a last day that is not before the first one."))
            else:
                self._refuse_future(data["period"])
        return data

    def _refuse_future(self, period: Period) -> None:
        """What has not begun is not known, and no zero stands for it."""
        if period.start > timezone.localdate():
            self.add_error("begin", _("This day has not come yet."))


def period_name(period: Period) -> str:
    """The year alone where it is one, else its first and last day."""
    if not period.is_part_year and period.start.year == period.end.year:
        return str(period.start.year)
    if not period.is_part_year:
        return f"{period.start.year} – {period.end.year}"  # noqa: RUF001
    return f"{longdate(period.start)} – {longdate(period.end)}"  # noqa: RUF001


def query_of(period: Period) -> str:
    return f"begin={period.start.isoformat()}&end={period.end.isoformat()}"


def period_context(request: StaffRequest) -> dict[str, Any]:
    """`form`, `period` and its name, and links to the usual periods that keep what else was chosen."""
    today = timezone.localdate()
    form = PeriodForm(request.GET, today)
    others = request.GET.copy()
    for name in ("begin", "end"):
        others.pop(name, None)
    kept = f"&{others.urlencode()}" if others else ""
    shown = [*form.usual[:FIRST_LINKS], form.usual[-1]]
    return {
        "form": form,
        "period": form.period,
        "period_name": period_name(form.period),
        "period_links": [(period_name(one), f"?{query_of(one)}{kept}", one == form.period) for one in shown],
        "is_part": form.period.is_part_year or form.period.start <= today < form.period.end,
        "others": [(name, value) for name, value in others.items()],
        "tabs": tabs(request),
    }


def tabs(request: StaffRequest) -> list[tuple[str, str, bool]]:
    """The pages on quality, in the order of a family's way."""
    lines = (
        (_("Overview"), "quality"),
        (_("From contact to return"), "quality_funnel"),
        (_("How long people wait"), "quality_waits"),
        (_("Unmet needs"), "quality_unmet"),
        (_("Still here"), "quality_staying"),
        (_("What families say"), "quality_ratings"),
        (_("Money and benefit"), "quality_benefit"),
    )
    here = request.resolver_match.url_name if request.resolver_match else ""
    here = "quality_waits" if here == "quality_questions" else here
    return [(label, reverse(name), name == here) for label, name in lines]


Shown = tuple[str, dict[str, Any]]


def period_page(show: Callable[[StaffRequest, dict[str, Any]], Shown]) -> Callable[..., HttpResponse]:
    """A page of counts over a period: `show` gives template and context; with a refused period nothing is counted."""

    @needs(Permission.TOTALS_READ)
    @require_safe
    @wraps(show)
    def page(request: StaffRequest) -> HttpResponse:
        context = period_context(request)
        template, more = show(request, context)
        return page_or_422(request, template, {**context, **more}, context["form"])

    return page


def chosen(request: StaffRequest, name: str, values: list[str]) -> str:
    """The value of a choice in the address; the first one where it is none of them."""
    value = request.GET.get(name, "")
    return value if value in values else values[0]
