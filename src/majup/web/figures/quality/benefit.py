"""A rough estimate of public benefit with every assumption open to change (OUT-13); kept nowhere."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from majup.reports import benefit as counting
from majup.web.components.forms import AmountField
from majup.web.components.texts import localized_plain, money
from majup.web.desk.cases.editing import DeskForm
from majup.web.figures.quality.common import Shown, period_page
from majup.web.http import StaffRequest
from majup.web.results.estimate import assumed

MOST = {"percent": 100, "years": 20}


class AssumptionsForm(DeskForm):
    """A low and a high value for each assumption."""

    mark_optional = False

    def __init__(self, data: Any, known: list[counting.Assumption]) -> None:
        self.known = known
        values = {f"{end}_{one.row.code}": getattr(one, end) for one in known for end in ("low", "high")}
        is_sent = any(name in data for name in values)
        super().__init__(data if is_sent else None, initial=values)
        for one in known:
            for end, words in (("low", _("at least")), ("high", _("at most"))):
                label = _("%(what)s, %(end)s") % {"what": localized_plain(one.row.name), "end": words}
                self.fields[f"{end}_{one.row.code}"] = _field(one.row.details["unit"], label)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for one in self.known:
            low, high = data.get(f"low_{one.row.code}"), data.get(f"high_{one.row.code}")
            if low is not None and high is not None and low > high:
                self.add_error(f"high_{one.row.code}", _("This is less than the lower value beside it."))
        return data

    def values(self, end: str) -> dict[str, Decimal]:
        sent = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {one.row.code: sent.get(f"{end}_{one.row.code}", getattr(one, end)) for one in self.known}

    def lines(self) -> list[tuple[Any, Any, Any]]:
        return [(one.row, self[f"low_{one.row.code}"], self[f"high_{one.row.code}"]) for one in self.known]


def _field(unit: str, label: str) -> forms.Field:
    if unit == "money":
        return AmountField(label=label)
    return forms.DecimalField(label=label, min_value=0, max_value=MOST[unit], max_digits=5, decimal_places=1)


def _range(found: counting.Range) -> str:
    """From the low to the high end, or the one sum where they are the same."""
    low, high = (money(end) for end in found.rough)
    return low if low == high else f"{low} – {high}"  # noqa: RUF001


@period_page
def benefit(request: StaffRequest, context: dict[str, Any]) -> Shown:
    if context["form"].errors:
        return "figures/quality/benefit.html", {}
    people = counting.people_returned(context["period"])
    form = AssumptionsForm(request.GET, counting.assumptions(context["period"]))
    low, high = form.values("low"), form.values("high")
    found = counting.estimate(people, low, high)
    used = [replace(one, low=low[one.row.code], high=high[one.row.code]) for one in form.known]
    return "figures/quality/benefit.html", {
        "assumptions": form,
        "assumed": [] if form.errors else [assumed(one) for one in used],
        "people": people,
        "found": None if form.errors else found,
        "taxes": _range(found.benefit),
        "cost": _range(found.cost),
    }
