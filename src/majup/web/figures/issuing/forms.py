"""Forms of the reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majup.kernel.periods import PeriodError
from majup.places.models import PlanningRegion
from majup.reports.issuing import periods
from majup.reports.issuing.figures import COLUMNS
from majup.reports.models import Report
from majup.web.components.forms import DateInput
from majup.web.components.texts import localized_plain
from majup.web.figures.issuing import words

LONGEST = 4000


def _text(label: Any, hint: Any = "", rows: int = 3) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows, "maxlength": LONGEST})
    return forms.CharField(label=label, help_text=hint, required=False, max_length=LONGEST, widget=area)


class NewReportForm(forms.Form):
    kind = forms.ChoiceField(label=_("What period?"), choices=list(words.KINDS.items()), widget=forms.RadioSelect)
    start = forms.DateField(label=pgettext_lazy("period", "From"), widget=DateInput)
    end = forms.DateField(
        label=pgettext_lazy("period", "To"),
        widget=DateInput,
        required=False,
        help_text=_("Left empty, it is the last day of the quarter, half-year or year."),
    )
    label = forms.CharField(
        label=_("What do people call it?"),
        required=False,
        max_length=80,
        help_text=_("Needed for another period; the others have a name of their own."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Report.Kind.OTHER and "end" in data and not data["end"]:
            self.add_error("end", _("Give the last day: only quarters, half-years and years have one of their own."))
        elif data.get("kind") and data.get("start") and not data.get("end") and "end" not in self.errors:
            try:
                data["end"] = periods.end_of(data["kind"], data["start"])
            except PeriodError:
                self.add_error("start", _("This day is too far away. Check the year."))
        return data


class WordsForm(forms.Form):
    """What the region says beside the figures; `words` is asked only when exceptions stay."""

    mark_optional = False
    comment = _text(_("How the period went"), _("Events, what worked, what was new"))
    problems = _text(_("Open problems"), _("What could not be solved, and who should know of it"))
    words = _text(_("A word on the exceptions that stay"), rows=2)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, asks_word: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_word:
            del self.fields["words"]

    def written(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in ("comment", "problems", "words")}


class ReturnForm(forms.Form):
    note = forms.CharField(
        label=_("What should the region look at?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        error_messages={"required": words.PLAIN["no_note"]},
    )


class CorrectionForm(forms.Form):
    region = forms.ModelChoiceField(PlanningRegion.objects.none(), label=_("Region"), to_field_name="code")
    column = forms.ChoiceField(label=_("Which figure?"))
    after = forms.IntegerField(label=_("What is it, as known now?"), min_value=0, max_value=1_000_000)
    reason = forms.CharField(
        label=_("Why is it different?"),
        help_text=_("Shown beside the report for good. No names of families."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        error_messages={"required": words.PLAIN["no_reason"]},
    )

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = regions
        self.fields["region"].label_from_instance = lambda region: localized_plain(region.name)
        self.fields["column"].choices = [("", "—"), *((code, words.column(code)) for code in COLUMNS)]
