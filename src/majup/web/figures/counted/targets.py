"""What plans promised and how far it is kept; the ministry says by which figure a target is measured (N-12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from majup.kernel.periods import Period
from majup.network.calendar import country_settings
from majup.reports import counts
from majup.reports.issuing import cumulative
from majup.reports.models import Target
from majup.reports.targets import Progress, Reading, TargetRefused, progress, set_unit
from majup.staff.roles import Permission
from majup.web.components.forms import DateInput
from majup.web.components.lists import table
from majup.web.components.status import badge
from majup.web.components.texts import localized_plain
from majup.web.figures.counted import periods, words
from majup.web.http import StaffRequest, needs, page_or_422

REFUSALS = {
    "unknown_column": gettext_lazy("This target cannot be measured by that figure."),
    "no_reason": gettext_lazy("Say why: everybody who reads the target will see it."),
    "in_past": gettext_lazy("A later setting is in force already; choose its day or a later one."),
}


class YearForm(forms.Form):
    mark_optional = False
    year = forms.IntegerField(label=gettext_lazy("Year"))

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        first = int(country_settings()["programme_start"][:4])
        self.fields["year"] = forms.TypedChoiceField(
            label=gettext_lazy("Year"),
            coerce=int,
            choices=[(year, str(year)) for year in range(timezone.localdate().year, first - 1, -1)],
            error_messages={"invalid_choice": _("Choose a year of the programme.")},
        )


@needs(Permission.TOTALS_READ)
@require_safe
def targets(request: StaffRequest) -> HttpResponse:
    this_year = timezone.localdate().year
    form = YearForm(request.GET if "year" in request.GET else None)
    form.initial = {"year": this_year}
    year = form.cleaned_data["year"] if form.is_bound and form.is_valid() else this_year
    found = [] if form.is_bound and form.errors else progress(year)
    context = {
        "form": form,
        "year": year,
        "targets": [(one, _by_region(one) if one.target.scope == "region" else list(_lines(one))) for one in found],
        "prepared": counts.prepared(),
        "may_set": request.user.may(Permission.TARGET_KEEP),
    }
    return page_or_422(request, "figures/counted/targets.html", context, form)


def _lines(one: Progress) -> Iterator[dict[str, Any]]:
    """Each reading in words: by what, and how much of what is wanted."""
    for reading in one.readings:
        yield {
            "reading": reading,
            "name": words.column_name(reading.column),
            "url": reverse("figure", args=[reading.column]) + _where(one, reading),
            "tone": _tone(one, reading),
            "said": said_of(reading),
            "with_published": _with_published(one, reading),
        }


def _with_published(one: Progress, reading: Reading) -> cumulative.Cumulative | None:
    """What others published is added where the promise began before this system: else far too little would be told."""
    found = cumulative.since_start(reading.column) if one.target.per == Target.Per.ALL else None
    return found if found and any(stretch.source == cumulative.PUBLISHED for stretch in found.stretches) else None


def _by_region(one: Progress) -> SafeString:
    """Regions down, readings across: how much there is, and its share of what is wanted."""
    columns = list(dict.fromkeys(reading.column for reading in one.readings))
    found = {(reading.region, reading.column): reading for reading in one.readings}
    regions = list(dict.fromkeys(reading.region for reading in one.readings if reading.region))
    rows = [
        (localized_plain(region.name), format_html_join("", "{}", ((_cell(one, found[region, c]),) for c in columns)))
        for region in regions
    ]
    body = format_html_join("\n", '<tr data-row><th scope="row">{}</th>{}</tr>', rows)
    heads = [words.column_name(column) for column in columns]
    numeric = " ".join(str(place) for place in range(2, len(columns) + 2))
    name = localized_plain(one.target.name)
    shown: SafeString = table(body, name, _("Region"), *heads, numeric=numeric, hide_caption=True)
    return shown


def _cell(one: Progress, reading: Reading) -> SafeString:
    url = reverse("figure", args=[reading.column]) + _where(one, reading)
    said = said_of(reading)
    mark = badge(_("Reached"), "good") if _tone(one, reading) == "good" else ""
    return format_html('<td><a href="{}">{}</a> {}</td>', url, said, mark)


def said_of(reading: Reading) -> str:
    """How much there is of what is wanted; a part of a percent is not nothing."""
    return _("%(done)s of %(wanted)s, %(share)s %%") % {
        "done": number_format(reading.done, force_grouping=True),
        "wanted": number_format(reading.wanted, force_grouping=True),
        "share": "<1" if reading.done and not reading.share else reading.share,
    }


def _where(one: Progress, reading: Reading) -> str:
    period = periods.so_far(one.period)
    return periods.query(period, region=reading.region.code) if reading.region else periods.query(period)


def _tone(one: Progress, reading: Reading) -> str:
    """Reached, on the way as far as the time is gone, or behind it."""
    if reading.done >= reading.wanted:
        return "good"
    return "plain" if one.gone is None or reading.share >= one.gone else "wait"


class UnitForm(forms.Form):
    column = forms.ChoiceField(label=gettext_lazy("Measured by"), widget=forms.RadioSelect)
    valid_from = forms.DateField(label=gettext_lazy("From which day on?"), widget=DateInput)
    reason = forms.CharField(label=gettext_lazy("Why?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any, *, target: Target, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["column"].choices = [(column, words.column_name(column)) for column in target.readings]


@needs(Permission.TARGET_KEEP)
@require_http_methods(["GET", "POST"])
def unit(request: StaffRequest, code: str) -> HttpResponse:
    """By which figure the target is measured, since when and why."""
    target = get_object_or_404(Target.objects.exclude(readings=[]).prefetch_related("units"), code=code)
    now = target.unit_on()
    initial = {"column": now.column if now else None, "valid_from": Period.year(timezone.localdate().year).start}
    form = UnitForm(request.POST if request.method == "POST" else None, target=target, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_unit(target=target, by=request.user, **form.cleaned_data)
        except TargetRefused as refused:
            form.add_error("valid_from" if refused.code == "in_past" else None, str(REFUSALS[refused.code]))
        else:
            messages.success(request, _("It is written down by what the target is measured."))
            return redirect("targets")
    history = [(row, words.column_name(row.column)) for row in target.units.select_related("by")]
    return page_or_422(request, "figures/counted/unit.html", {"target": target, "form": form, "units": history}, form)
