"""What municipalities say once a year: money for return, measures by class, why there was none (K-M12, K-M13)."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from majup.network.models import CodeList
from majup.places.models import Municipality
from majup.reports import proposing
from majup.reports.errors import StatementRefused
from majup.reports.models import MunicipalStatement
from majup.staff.roles import Permission
from majup.web.components.library import register
from majup.web.figures.money.forms import StatementForm
from majup.web.http import StaffRequest, needs, page_or_422
from majup.web.townhall.enquiries import own_municipality

Money = MunicipalStatement.Money
MONEY = {
    Money.NONE: gettext_lazy("None"),
    Money.PART: gettext_lazy("Part of another line"),
    Money.SEPARATE: gettext_lazy("A line of its own"),
}
REFUSALS = {
    "reason-missing": (
        "reason",
        gettext_lazy("There was no measure of any class: say why, or leave empty what you do not know."),
    ),
    "reason-not-needed": (
        "reason",
        gettext_lazy("There was a measure, so no reason is needed. Take one of the two away."),
    ),
    "amount-without-line": (
        "amount",
        gettext_lazy("A sum belongs to a line of its own. Choose it above, or leave the sum out."),
    ),
}
FIRST_YEAR = 2018


@register.filter
def statement_money(code: str) -> str:
    return str(MONEY[Money(code)]) if code else _("not known")


@needs(Permission.ENQUIRY_ENTER)
@require_http_methods(["GET", "POST"])
def own(request: StaffRequest) -> HttpResponse:
    """The specialist states the year; saying it again replaces what counts, and the former stays in the history."""
    place, year = own_municipality(request.user), timezone.localdate().year
    said = list(MunicipalStatement.objects.filter(municipality=place).select_related("by"))
    newest = next((one for one in said if one.year == year), None)
    form = StatementForm(request.POST or None, initial=_initial(newest))
    if form.is_valid() and _state(form, place, year, request):
        messages.success(request, _("Thank you. It is kept and you can change it until the end of the year."))
        return redirect("own_statement")
    context = {"form": form, "place": place, "year": year, "window": year - 4, "newest": newest, "said": said}
    return page_or_422(request, "figures/money/own_statement.html", context, form)


def _initial(newest: MunicipalStatement | None) -> dict[str, Any]:
    if newest is None:
        return {}
    counts = {f"class_{code}": number for code, number in newest.measures.items()}
    return {"money": newest.money, "amount": newest.amount, "reason": newest.reason, "note": newest.note, **counts}


def _state(form: StatementForm, place: Municipality, year: int, request: StaffRequest) -> bool:
    said = {name: form.cleaned_data[name] for name in ("money", "amount", "reason", "note")}
    try:
        proposing.state(municipality=place, year=year, measures=form.measures(), by=request.user, **said)
    except StatementRefused as refused:
        field, words = REFUSALS[refused.code]
        form.add_error(field, str(words))
        return False
    return True


def yearly(year: int) -> list[tuple[Municipality, MunicipalStatement | None]]:
    """Every municipality in force with its newest statement of the year, or none."""
    found = (
        MunicipalStatement.objects.filter(year=year)
        .order_by("municipality_id", "-at", "-pk")
        .distinct("municipality_id")
    )
    by_place = {one.municipality_id: one for one in found}
    return [(place, by_place.get(place.pk)) for place in Municipality.objects.in_force().order_by("sort_key")]


def summed(rows: Iterable[tuple[Municipality, MunicipalStatement | None]]) -> dict[str, Any]:
    """How many said what; who said nothing is counted as not known, never as none."""
    rows = list(rows)
    said = [one for _place, one in rows if one]
    classes = [(code.code, code.name) for code in CodeList.objects.filter(kind="measure_classes")]
    reasons = CodeList.objects.filter(kind="no_measure_reasons")
    return {
        "all": len(rows),
        "said": len(said),
        "money": [(words, sum(1 for one in said if one.money == code)) for code, words in MONEY.items()],
        "money_unknown": len(rows) - sum(1 for one in said if one.money),
        "classes": [(name, *_of_class(said, code)) for code, name in classes],
        "reasons": [(one.name, sum(1 for row in said if row.reason == one.code)) for one in reasons],
    }


def _of_class(said: Iterable[MunicipalStatement], code: str) -> tuple[int, int, int]:
    """Municipalities with such measures, those without, and how many measures together."""
    known = [one.measures[code] for one in said if one.measures.get(code) is not None]
    return sum(1 for count in known if count), sum(1 for count in known if not count), sum(known)


@needs(Permission.TOTALS_READ)
@require_safe
def overview(request: StaffRequest) -> HttpResponse:
    """All municipalities of a year; what nobody stated is told as not stated yet, which is no reproach."""
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    years = list(range(today.year, FIRST_YEAR - 1, -1))
    year = int(asked) if asked.isdecimal() and asked.isascii() and int(asked[:5]) in years else today.year
    rows = yearly(year)
    names = {code.code: code.name for code in CodeList.objects.filter(kind="no_measure_reasons")}
    context = {
        "year": year,
        "years": years[:5],
        "rows": [(place, one, _cells(one), names.get(one.reason) if one else None) for place, one in rows],
        "silent": [place for place, one in rows if one is None],
        "sums": summed(rows),
        "classes": CodeList.objects.filter(kind="measure_classes"),
    }
    return render(request, "figures/money/statements.html", context)


def _cells(one: MunicipalStatement | None) -> str:
    """Measures of all classes together, as far as they are known."""
    known = [count for count in one.measures.values() if count is not None] if one else []
    return str(sum(known)) if known else ""
