"""Money of the programmes: by year, line by line, every change a version (RPT-03, B-50, B-51, B-80)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majup.reports import budgeting
from majup.reports import money as figures
from majup.reports.errors import LinesDiffer, SharesDiffer
from majup.reports.models import AMOUNTS, Budget, BudgetVersion
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain
from majup.web.components.texts import money as written
from majup.web.figures.money.forms import AMOUNT_WORDS, ActivityForm, BudgetForm, NewBudgetForm
from majup.web.figures.past.words import number
from majup.web.http import StaffRequest, needs, page_or_422
from majup.web.office.pages import form_page

OPEN_YEARS = 2  # that stand unfolded


@needs(Permission.TOTALS_READ)
@require_safe
def money(request: StaffRequest) -> HttpResponse:
    """Every year with its budgets; programmes are never added together."""
    years = figures.money_by_year()
    all_budgets = {one.budget.pk: one for year in years for one in year.budgets}
    told = _told(all_budgets.values())
    context = {
        "years": [_year(one, is_open=place < OPEN_YEARS) for place, one in enumerate(years)],
        "told": [(AMOUNT_WORDS[name], number) for name, number in told.items() if number],
        "untold": [AMOUNT_WORDS[name] for name, number in told.items() if not number],
        "number": len(all_budgets),
        "costs": figures.costs(all_budgets.values()),
        "idle": [(one, line) for one in all_budgets.values() for line in one.idle],
        "may_edit": request.user.may(Permission.BUDGET_KEEP),
    }
    return render(request, "figures/money/money.html", context)


def _told(rows: Iterable[figures.BudgetMoney]) -> dict[str, int]:
    """Of how many budgets each of the AMOUNTS is known."""
    return {name: sum(one.amounts[name] is not None for one in rows) for name in AMOUNTS}


def _year(year: figures.YearMoney, *, is_open: bool) -> dict[str, Any]:
    """A year, the programme's own budget in its title, and of each budget those sums alone that are known."""
    main = next((one for one in year.budgets if one.is_main and not one.is_of_several_years), None)
    parts = [f"{name.lower()} {written(sum_)}" for name, sum_ in _known(main)] if main else []
    return {
        "title": f"{year.year}: {', '.join(parts)}" if parts else str(year.year),
        "rows": [(one, _known(one)) for one in year.budgets],
        "is_open": is_open,
    }


def _known(one: figures.BudgetMoney) -> list[tuple[str, Decimal]]:
    return [(str(AMOUNT_WORDS[name]), amount) for name in AMOUNTS if (amount := one.amounts[name]) is not None]


def _found(pk: int) -> figures.BudgetMoney:
    get_object_or_404(Budget, pk=pk)
    (found,) = figures.budgets(Budget.objects.filter(pk=pk))
    return found


def title_of(one: figures.BudgetMoney) -> str:
    years = str(one.budget.year_from)
    if one.is_of_several_years:
        years = _("%(first)s to %(last)s together") % {"first": one.budget.year_from, "last": one.budget.year_to}
    place = f", {localized_plain(one.budget.region.name)}" if one.budget.region else ""
    return f"{localized_plain(one.programme)}{place}, {years}"


@needs(Permission.TOTALS_READ)
@require_safe
def budget(request: StaffRequest, pk: int) -> HttpResponse:
    found = _found(pk)
    context: dict[str, Any] = {
        "money": found,
        "title": title_of(found),
        "sums": [(AMOUNT_WORDS[name], found.amounts[name]) for name in AMOUNTS],
        "versions": BudgetVersion.objects.filter(budget=pk).select_related("by"),
        "activities": found.budget.activities.select_related("by"),
        "names": {line.code: line.name for line in found.lines},
        "may_edit": request.user.may(Permission.BUDGET_KEEP),
    }
    return render(request, "figures/money/budget.html", context)


@needs(Permission.BUDGET_KEEP)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    found = _found(pk)
    form = BudgetForm(request.POST or None, money=found)
    if form.is_valid() and _change(form, found, request):
        messages.success(request, _("The new version is kept; the former one stays in the history."))
        return redirect("budget", pk=pk)
    context = {"form": form, "money": found, "title": title_of(found)}
    return page_or_422(request, "figures/money/change.html", context, form)


def _change(form: BudgetForm, found: figures.BudgetMoney, request: StaffRequest) -> bool:
    """Whether the version was written; what does not add up is said at the top with the difference."""
    try:
        budgeting.change_budget(
            budget=found.budget,
            amounts=form.amounts(),
            lines=form.lines(),
            source=form.cleaned_data["source"],
            reason=form.cleaned_data["reason"],
            note=found.version.note,
            by=request.user,
        )
    except (SharesDiffer, LinesDiffer) as refused:
        form.add_error(None, difference(refused))
        return False
    return True


def difference(refused: SharesDiffer | LinesDiffer) -> str:
    """The difference by its name and size."""
    if isinstance(refused, SharesDiffer):
        missing = _("The shares do not make 100 %%: %(left)s %% are missing.")
        over = _("The shares make more than 100 %%: %(left)s %% too much.")
        return (missing if refused.difference > 0 else over) % {"left": number(abs(refused.difference))}
    words = {"sum": AMOUNT_WORDS[refused.name], "left": written(abs(refused.difference))}
    if refused.difference > 0:
        return _("%(sum)s: the lines are %(left)s less than the whole.") % words
    return _("%(sum)s: the lines are %(left)s more than the whole.") % words


@needs(Permission.BUDGET_KEEP)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    form = NewBudgetForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        key = {name: data[name] for name in ("programme", "region", "year_from", "year_to")}
        if Budget.objects.filter(**key).exists():
            form.add_error("programme", _("This budget is kept already. Change it instead."))
        else:
            amounts, words = {"planned": data["planned"]}, {"source": data["source"], "reason": data["reason"]}
            made = budgeting.open_budget(**key, amounts=amounts, lines=[], by=request.user, **words)
            messages.success(request, _("The budget is kept. Add its lines."))
            return redirect("budget_change", pk=made.budget_id)
    return form_page(
        request,
        form,
        title=_("New budget"),
        text=_("An empty sum means that it is not known. Lines follow on the next page."),
        button=_("Keep the budget"),
        back=reverse("money"),
    )


@needs(Permission.BUDGET_KEEP)
@require_http_methods(["GET", "POST"])
def activity(request: StaffRequest, pk: int) -> HttpResponse:
    """What was done with a funded line, so that its flag can go (B-51)."""
    found = _found(pk)
    form = ActivityForm(request.POST or None, money=found)
    if form.is_valid():
        budgeting.note_activity(budget=found.budget, by=request.user, **form.cleaned_data)
        messages.success(request, _("It is noted."))
        return redirect("budget", pk=pk)
    return form_page(
        request,
        form,
        title=_("What was done with the money"),
        text=title_of(found),
        button=_("Note it"),
        back=reverse("budget", args=[pk]),
    )
