"""Lists of offers: what waits to be sent, what the family has not answered, what it said."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from majup.offers import queries
from majup.offers.models import State
from majup.places.models import PlanningRegion
from majup.staff.access import log_view
from majup.staff.roles import Permission
from majup.web.components.forms import DateInput
from majup.web.desk.offers import words as say
from majup.web.http import keyset_page, needs, page_or_422

GROUPS = {
    "": _("All"),
    "open": _("Being written"),
    "unanswered": _("Sent, no word yet"),
    "marked": _("The family wrote"),
    "settled": _("Settled"),
}


def _moment(text: str) -> datetime:
    """Raises ValueError for anything but a moment with its time zone."""
    moment = datetime.fromisoformat(text)
    if timezone.is_naive(moment):
        raise ValueError(text)
    return moment


@needs(Permission.OFFER_SEND)
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    group = request.GET.get("group", "")
    group = group if group in GROUPS else ""
    rows = queries.listed(request.user, group)
    page = keyset_page(rows, by="changed_at", after=request.GET.get("after", ""), parse=_moment)
    log_view(user=request.user, household_id=None, record="offers", page="offers")
    context = {
        "page": page,
        "rows": [(row, say.STATES[State(row.state)], say.TONES.get(State(row.state), row.state)) for row in page],
        "group": group,
        "groups": [(label, f"?group={code}" if code else "?") for code, label in GROUPS.items()],
        "current": f"?group={group}" if group else "?",
    }
    return render(request, "desk/offers/list.html", context)


class PeriodForm(forms.Form):
    mark_optional = False
    begin = forms.DateField(label=pgettext_lazy("period", "From"), widget=DateInput)
    end = forms.DateField(label=_("Until"), widget=DateInput)

    def clean(self) -> dict[str, date]:
        data = super().clean()
        if data.get("begin") and data.get("end") and data["end"] < data["begin"]:
            self.add_error("end", _("The last day lies before the first."))
        return data


@needs(Permission.TOTALS_READ)
@require_safe
def times(request: HttpRequest) -> HttpResponse:
    """OFF-14: how long families waited for their letter, per region; counts, never a case."""
    today = timezone.localdate()
    whole = {"begin": today.replace(month=1, day=1), "end": today}
    form = PeriodForm(request.GET if "begin" in request.GET else None, initial=whole)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else whole
    found = {} if form.is_bound and form.errors else {row.region_id: row for row in queries.times(**chosen)}
    rows = [(region, found.get(region.pk)) for region in PlanningRegion.objects.all()]
    return page_or_422(request, "desk/offers/times.html", {"form": form, "rows": rows, "period": chosen}, form)
