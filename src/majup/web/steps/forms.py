"""The checklist before the return, and the first months in figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.web.components.forms import AmountField
from majup.web.components.texts import localized_plain

YES, NO = "yes", "no"
MOST_MONTHS = 24


class ReadyForm(forms.Form):
    """Four questions with yes and no, and what else should be looked at; nothing has to be answered."""

    mark_optional = False

    def __init__(self, data: Any, *, pack: Mapping[str, Any]) -> None:
        super().__init__(data)
        for row in pack["questions"]:
            self.fields[row["code"]] = forms.ChoiceField(
                label=localized_plain(row["label"]),
                choices=[(YES, _("Yes")), (NO, _("No"))],
                required=False,
                widget=forms.RadioSelect(attrs={"class": "row"}),
            )
        self.fields["check"] = forms.MultipleChoiceField(
            label=_("Does one of these hold for you?"),
            choices=[(row["code"], localized_plain(row["label"])) for row in pack["checks"]],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )


class MonthsForm(forms.Form):
    """What the first months cost and what comes in; the figures go nowhere."""

    mark_optional = False
    months = forms.IntegerField(
        label=gettext_lazy("For how many months?"), min_value=1, max_value=MOST_MONTHS, initial=6
    )
    rent = AmountField(label=gettext_lazy("Rent a month"), required=False)
    deposit = AmountField(
        label=gettext_lazy("Deposit, once"),
        required=False,
        help_text=gettext_lazy("Often one or two months of rent; ask the owner."),
    )
    utilities = AmountField(
        label=gettext_lazy("Heating, electricity, water, internet a month"),
        required=False,
        help_text=gettext_lazy("Ask for the bill of a winter month and of a summer month."),
    )
    living = AmountField(label=gettext_lazy("Food, transport, clothes a month"), required=False)
    children = AmountField(label=gettext_lazy("Kindergarten, school, hobby groups a month"), required=False)
    abroad = AmountField(
        label=gettext_lazy("What still has to be paid abroad, a month"),
        required=False,
        help_text=gettext_lazy("Loans, insurance, contracts that have not ended yet."),
    )
    move = AmountField(label=gettext_lazy("The move itself, once"), required=False)
    savings = AmountField(label=gettext_lazy("Savings"), required=False)
    income = AmountField(label=gettext_lazy("Income of the family after tax a month"), required=False)
    income_from = forms.IntegerField(
        label=gettext_lazy("From which month does the income come?"),
        required=False,
        min_value=1,
        max_value=MOST_MONTHS,
        help_text=gettext_lazy("1 is the first month. Leave it empty if you do not know: then no income is counted."),
    )

    ONCE = ("deposit", "move")
    MONTHLY = ("rent", "utilities", "living", "children", "abroad")


@dataclass(frozen=True)
class Month:
    """`left` is what remains of the savings at its end; below zero is what is missing."""

    number: int
    costs: Decimal
    income: Decimal
    left: Decimal


@dataclass(frozen=True)
class Budget:
    """The first months in sums of the country's currency.

    `not_counted` names what was left empty; unless `knows_costs`, nothing can be said.
    """

    months: Sequence[Month]
    costs: Decimal
    income: Decimal
    runs_out: int | None
    not_counted: Sequence[str]
    knows_costs: bool

    @property
    def missing(self) -> Decimal:
        return max(Decimal(0), -min((month.left for month in self.months), default=Decimal(0)))


def budget(form: MonthsForm) -> Budget:
    data = form.cleaned_data
    monthly = sum((data[name] or Decimal(0) for name in form.MONTHLY), Decimal(0))
    once = sum((data[name] or Decimal(0) for name in form.ONCE), Decimal(0))
    left, months = data["savings"] or Decimal(0), []
    for number in range(1, data["months"] + 1):
        costs = monthly + (once if number == 1 else 0)
        income = (data["income"] or Decimal(0)) if data["income_from"] and number >= data["income_from"] else Decimal(0)
        left += income - costs
        months.append(Month(number, costs, income, left))
    return Budget(
        months,
        sum((month.costs for month in months), Decimal(0)),
        sum((month.income for month in months), Decimal(0)),
        next((month.number for month in months if month.left < 0), None),
        [str(form.fields[name].label) for name in form.fields if data[name] is None],
        any(data[name] is not None for name in (*form.MONTHLY, *form.ONCE)),
    )
