"""Forms for money, rounds of grants, tasks of the plan, proposals, statements, files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from majup.network.models import Institution
from majup.places.models import PlanningRegion
from majup.reports.budgeting import LineData
from majup.reports.models import AMOUNTS, MunicipalStatement, PlanTask, Proposal
from majup.reports.money import BudgetMoney
from majup.web.components.codes import code_choices
from majup.web.components.forms import AmountField, DayField, PastDay, PlaceChoice
from majup.web.components.texts import localized_plain

FIRST_YEAR, LAST_YEAR = 2000, 2100
AMOUNT_WORDS = {
    "planned": pgettext_lazy("money", "Planned"),
    "committed": pgettext_lazy("money", "Promised by contract"),
    "spent": pgettext_lazy("money", "Spent"),
    "returned": pgettext_lazy("money", "Given back to the state"),
}


class RegionChoice(forms.ModelChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=PlanningRegion.objects.all(), **options)

    def label_from_instance(self, obj: PlanningRegion) -> str:
        return localized_plain(obj.name)


@dataclass(frozen=True)
class LineRow:
    """A line of the form: its name on the page, and the names of its fields."""

    code: str
    region: PlanningRegion | None
    name: str
    prefix: str


class BudgetForm(forms.Form):
    """The whole and its lines. An empty field is not known; a line with nothing in it is left out."""

    def __init__(self, *args: Any, money: BudgetMoney | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = _rows(money)
        self.fields |= _sum_fields("", money.amounts if money else {})
        known = {(line.code, line.region): line for line in money.lines} if money else {}
        for row in self.rows:
            line = known.get((row.code, row.region))
            self.fields[f"{row.prefix}-share"] = _share_field(line.share if line else None)
            self.fields |= _sum_fields(f"{row.prefix}-", line.amounts if line else {})
        self.fields["source"] = forms.CharField(
            label=gettext_lazy("Source"), max_length=300, initial=money.version.source if money else "",
            help_text=gettext_lazy("A document, a decision or a letter, with its date."),
        )  # fmt: skip
        self.fields["reason"] = forms.CharField(
            label=gettext_lazy("Why is it changed?"), max_length=300,
            help_text=gettext_lazy("Stands in the history, with your name. The former version stays."),
        )  # fmt: skip

    def groups(self) -> list[tuple[str, list[Any]]]:
        """(name of the line, its bound fields), for the page."""
        names = ("share", *AMOUNTS)
        return [(row.name, [self[f"{row.prefix}-{name}"] for name in names]) for row in self.rows]

    def totals(self) -> list[Any]:
        return [self[name] for name in AMOUNTS]

    def amounts(self) -> dict[str, Decimal | None]:
        return {name: self.cleaned_data[name] for name in AMOUNTS}

    def lines(self) -> list[LineData]:
        found = [self._line(row) for row in self.rows]
        return [line for line in found if line.share is not None or any(v is not None for v in line.amounts.values())]

    def _line(self, row: LineRow) -> LineData:
        amounts = {name: self.cleaned_data[f"{row.prefix}-{name}"] for name in AMOUNTS}
        return LineData(row.code, row.region, self.cleaned_data[f"{row.prefix}-share"], amounts)


def _share_field(share: Decimal | None) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"step": "0.01", "class": "w-short"})
    limits = {"min_value": 0, "max_value": 100, "decimal_places": 2, "max_digits": 5}
    return forms.DecimalField(label=gettext_lazy("Share, %"), required=False, initial=share, widget=widget, **limits)


def _sum_fields(prefix: str, sums: Mapping[str, Decimal | None]) -> dict[str, AmountField]:
    return {
        f"{prefix}{name}": AmountField(label=AMOUNT_WORDS[name], required=False, initial=sums.get(name))
        for name in AMOUNTS
    }


def _rows(money: BudgetMoney | None) -> list[LineRow]:
    """Lines that the budget has; and where they are not those of regions, the others of the list as well."""
    names = dict(code_choices("budget_lines"))
    lines = [(line.code, line.region) for line in money.lines] if money else []
    if not any(region for _code, region in lines):
        lines += [(code, None) for code in names if (code, None) not in lines]
    return [
        LineRow(code, region, _line_name(names[code], region), f"line{at}") for at, (code, region) in enumerate(lines)
    ]


def _line_name(name: str, region: PlanningRegion | None) -> str:
    return f"{name}, {localized_plain(region.name)}" if region else name


class NewBudgetForm(forms.Form):
    programme = forms.ChoiceField(label=gettext_lazy("Programme"))
    region = RegionChoice(label=gettext_lazy("Region"), required=False, empty_label=gettext_lazy("Whole country"))
    year_from = forms.IntegerField(label=gettext_lazy("First year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    year_to = forms.IntegerField(
        label=pgettext_lazy("of a budget", "Last year"), min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    planned = AmountField(label=AMOUNT_WORDS["planned"], required=False)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300)
    reason = forms.CharField(label=gettext_lazy("Why is it added?"), max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["programme"].choices = code_choices("budget_programmes")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("year_from") and data.get("year_to") and data["year_to"] < data["year_from"]:
            self.add_error("year_to", _("The last year lies before the first."))
        return data


class ActivityForm(forms.Form):
    line = forms.ChoiceField(label=gettext_lazy("Line"))
    on = PastDay(label=gettext_lazy("When?"), error_messages={"ahead": gettext_lazy("This day has not come yet.")})
    what = forms.CharField(label=gettext_lazy("What was done?"), max_length=300)

    def __init__(self, *args: Any, money: BudgetMoney, **options: Any) -> None:
        super().__init__(*args, **options)
        lines = {line.code: localized_plain(line.name) for line in money.lines}
        self.fields["line"].choices = list(lines.items())  # type: ignore[attr-defined]


class RoundForm(forms.Form):
    programme = forms.ChoiceField(label=gettext_lazy("Programme"))
    name = forms.CharField(label=gettext_lazy("Name of the round or benefit"), max_length=160)
    region = RegionChoice(label=gettext_lazy("Region"), required=False, empty_label=gettext_lazy("Whole country"))
    municipality = PlaceChoice(label=gettext_lazy("Municipality"), required=False)
    period_from = DayField(label=pgettext_lazy("period", "From"))
    period_to = DayField(label=pgettext_lazy("period", "To"))
    interested = forms.IntegerField(label=gettext_lazy("Interested"), required=False, min_value=0, max_value=10**6)
    applied = forms.IntegerField(label=gettext_lazy("Applied"), required=False, min_value=0, max_value=10**6)
    awarded = forms.IntegerField(label=gettext_lazy("Awarded"), required=False, min_value=0, max_value=10**6)
    money = AmountField(label=gettext_lazy("Awarded in all"), required=False)
    largest = AmountField(label=gettext_lazy("The most for one"), required=False)
    note = forms.CharField(label=gettext_lazy("What should be known about it"), required=False, max_length=400)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["programme"].choices = code_choices("budget_programmes")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("period_from") and data.get("period_to") and data["period_to"] < data["period_from"]:
            self.add_error("period_to", _("The period ends before it begins."))
        if None not in (data.get("applied"), data.get("awarded")) and data["awarded"] > data["applied"]:
            self.add_error("awarded", _("More were awarded than applied. Correct one of the two."))
        return data


class TaskNoteForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    text = forms.CharField(
        label=gettext_lazy("What was done"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000
    )


class InstitutionsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Institution) -> str:
        return localized_plain(obj.name_on())


class ResponsibleForm(forms.Form):
    lead = InstitutionsField(label=gettext_lazy("Responsible"), queryset=Institution.objects.none(), required=False)
    others = InstitutionsField(
        label=gettext_lazy("Responsible with them"), queryset=Institution.objects.none(), required=False
    )
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("lead", "others"):
            self.fields[name].queryset = Institution.objects.prefetch_related("names").order_by("code")  # type: ignore[attr-defined]


class TaskChoice(forms.ModelChoiceField):
    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=PlanTask.objects.none(), **options)

    def label_from_instance(self, obj: PlanTask) -> str:
        return localized_plain(obj.text)


class ProposalForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What should be better, in one line"), max_length=160)
    text = forms.CharField(
        label=gettext_lazy("What you see, and what you propose"),
        widget=forms.Textarea(attrs={"rows": 7}), max_length=6000,
        help_text=gettext_lazy("No names of families: everybody who reads counts reads this too."),
    )  # fmt: skip
    municipality = PlaceChoice(label=gettext_lazy("About one municipality"), required=False)
    task = TaskChoice(
        label=gettext_lazy("About a task of the plan"), required=False, empty_label=gettext_lazy("None of them")
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["task"].queryset = PlanTask.objects.all()  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    state = forms.ChoiceField(label=gettext_lazy("How far it has come"), widget=forms.RadioSelect)
    text = forms.CharField(label=gettext_lazy("Answer"), widget=forms.Textarea(attrs={"rows": 5}), max_length=4000)
    due_on = DayField(label=gettext_lazy("Until when"), required=False)

    def __init__(self, *args: Any, states: Sequence[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["state"].choices = [one for one in states if one[0] != Proposal.State.NEW]  # type: ignore[attr-defined]


class StatementForm(forms.Form):
    """Short: a specialist answers in a minute; what nobody knows stays empty and is shown as not known."""

    money = forms.ChoiceField(
        label=gettext_lazy("Is there money for return in the municipality's budget?"),
        required=False, widget=forms.RadioSelect,
        choices=[
            ("", gettext_lazy("Not known")),
            (MunicipalStatement.Money.NONE, gettext_lazy("None")),
            (MunicipalStatement.Money.PART, gettext_lazy("Part of another line")),
            (MunicipalStatement.Money.SEPARATE, gettext_lazy("A line of its own")),
        ],
    )  # fmt: skip
    amount = AmountField(label=gettext_lazy("How much in this year"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.classes = code_choices("measure_classes")
        for code, name in self.classes:
            self.fields[f"class_{code}"] = forms.IntegerField(
                label=name, required=False, min_value=0, max_value=999,
                widget=forms.NumberInput(attrs={"class": "w-short", "inputmode": "numeric"}),
            )  # fmt: skip
        reasons = [("", gettext_lazy("There was one, or it is not known")), *code_choices("no_measure_reasons")]
        self.fields["reason"] = forms.ChoiceField(
            label=gettext_lazy("If there was none: why?"), required=False, choices=reasons
        )
        self.fields["note"] = forms.CharField(label=gettext_lazy("Anything to add"), required=False, max_length=400)

    def measures(self) -> dict[str, int | None]:
        return {code: self.cleaned_data[f"class_{code}"] for code, _name in self.classes}

    def numbers(self) -> list[Any]:
        return [self[f"class_{code}"] for code, _name in self.classes]
