"""Rounds of grants and benefits: interest, applications, awards, size; and what interest families told us (B-39)."""

from django.contrib import messages
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majup.network.calendar import country_settings
from majup.reports import budgeting
from majup.reports import money as figures
from majup.staff.roles import Permission
from majup.web.components.texts import language
from majup.web.figures.money.forms import RoundForm
from majup.web.http import StaffRequest, needs
from majup.web.office.pages import form_page

SMALL = 5  # fewer families are not told: whoever reads counts must not recognise one


@needs(Permission.TOTALS_READ)
@require_safe
def rounds(request: StaffRequest) -> HttpResponse:
    context = {
        "rounds": figures.rounds(),
        "interest": interest(),
        "small": SMALL,
        "may_edit": request.user.may(Permission.BUDGET_KEEP),
    }
    return render(request, "figures/money/grants.html", context)


def interest() -> list[tuple[int, dict[str, int | None]]]:
    """(year, {outcome: families}) of all regions; None where there are some, but fewer than `SMALL`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT year, outcome, sum(families)::int FROM majup_grant_interest(%s) GROUP BY 1, 2 ORDER BY 1 DESC",
            [country_settings()["timezone"]],
        )
        found = cursor.fetchall()
    years: dict[int, dict[str, int | None]] = {}
    for year, outcome, families in found:
        empty: dict[str, int | None] = dict.fromkeys(("open", "applied", "not_applied"), 0)
        years.setdefault(year, empty)[outcome] = families if families >= SMALL else None
    return list(years.items())


@needs(Permission.BUDGET_KEEP)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    form = RoundForm(request.POST or None)
    if form.is_valid():
        values = dict(form.cleaned_data)
        note, name = values.pop("note"), values.pop("name")
        words = {"name": {language(): name}, "note": {language(): note} if note else {}}
        budgeting.record_round(by=request.user, **words, **values)
        messages.success(request, _("The round is kept."))
        return redirect("grant_rounds")
    return form_page(
        request,
        form,
        title=_("What a round of grants brought"),
        text=_("An empty field means that it is not known; nothing is counted as zero."),
        button=_("Keep it"),
        back=reverse("grant_rounds"),
    )
