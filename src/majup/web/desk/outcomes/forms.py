"""Forms for what became of a case; each one is one screen and one button."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majup.outcomes.models import Outcome
from majup.web.components.codes import code_choices
from majup.web.components.forms import DayField, PastDay, PlaceChoice
from majup.web.components.texts import country_choices

FINDINGS = [
    ("unknown", _("Not known")),
    ("fine", _("Going well")),
    ("difficulty", _("Some difficulty")),
    ("hard", _("Hard")),
]


class IntentionForm(forms.Form):
    on = PastDay(label=_("When did the family say so?"))
    people = forms.IntegerField(label=_("How many people intend to return?"), min_value=1, max_value=30)


class CorrectIntentionForm(IntentionForm):
    reason = forms.CharField(label=_("What was wrong?"), max_length=400)


class WithdrawIntentionForm(forms.Form):
    reason = forms.CharField(label=_("How did it come to be recorded?"), max_length=400)


TURNS = [
    (Outcome.Kind.DECIDED, _("Decided to return")),
    (Outcome.Kind.NOT_RETURNING, _("Decided not to return")),
    (Outcome.Kind.LOST_CONTACT, _("Contact lost")),
    (Outcome.Kind.CHOSE_OTHER_REGION, _("Chose another region")),
]


class OutcomeForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What happened?"),
        widget=forms.RadioSelect,
        choices=TURNS,
    )
    on = PastDay(label=_("When?"))
    reason = forms.CharField(label=_("Why?"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self):
        data = super().clean()
        if data.get("kind") and data["kind"] != Outcome.Kind.DECIDED and not data.get("reason"):
            self.add_error("reason", _("Say why in a few words: it ends the work on the case."))
        return data


class ReturnForm(forms.Form):
    on = PastDay(
        label=_("When did they arrive?"),
        error_messages={"required": _("Write the day on which they arrived; the return is counted from it.")},
    )
    adults = forms.IntegerField(label=_("Adults"), min_value=0, max_value=20)
    children = forms.IntegerField(label=_("Children"), min_value=0, max_value=20)
    municipality = PlaceChoice(
        label=_("Municipality where they live now"),
        required=False,
        empty_label=_("Not known yet"),
    )
    from_country = forms.ChoiceField(label=_("Country from which they came"), required=False)
    support_kind = forms.ChoiceField(
        label=_("What support did they have?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which support they had; it is counted by that.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from_country"].choices = [("", _("Not known")), *country_choices()]
        self.fields["support_kind"].choices = code_choices("support_kinds")

    def clean(self):
        data = super().clean()
        if data.get("adults") == 0 and data.get("children") == 0:
            self.add_error("adults", _("Give at least one person who came back."))
        return data


class CorrectReturnForm(ReturnForm):
    reason = forms.CharField(label=_("What was wrong?"), max_length=400)


class DepartureForm(forms.Form):
    on = PastDay(label=_("When did they leave again?"))
    reason = forms.ChoiceField(label=_("Main reason"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("What else they told"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = code_choices("departure_reasons")


YES_NO_UNKNOWN = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]


class CheckForm(forms.Form):
    done_on = PastDay(label=_("When did you speak?"))
    has_work = forms.ChoiceField(
        label=_("Do the adults who look for work have it?"),
        choices=YES_NO_UNKNOWN,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "row"}),
    )
    makes_ends_meet = forms.ChoiceField(
        label=_("Does the money last?"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "row"}),
        choices=[
            ("", _("Not known")),
            ("well", _("Yes")),
            ("slight", _("With slight difficulty")),
            ("larger", _("With great difficulty")),
        ],
    )
    business = forms.ChoiceField(
        label=_("A business that they began after the return"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "row"}),
        choices=[
            ("", _("Not known")),
            ("none", _("There is none")),
            ("runs", _("It runs")),
            ("closed", _("It closed")),
        ],
    )
    regrets = forms.ChoiceField(
        label=_("Do they regret the return?"),
        choices=YES_NO_UNKNOWN,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "row"}),
    )
    plans = forms.ChoiceField(
        label=_("What are their plans?"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "row"}),
        choices=[
            ("", _("Not known")),
            ("stay", _("To stay")),
            ("see", _("To see how it goes")),
            ("leave", _("To leave")),
        ],
    )
    note = forms.CharField(label=_("What should be done"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = code_choices("follow_up_items")
        findings = {
            f"finding_{code}": forms.ChoiceField(
                label=name, choices=FINDINGS, initial="unknown", widget=forms.RadioSelect(attrs={"class": "row"})
            )
            for code, name in self.items
        }
        self.fields = {"done_on": self.fields.pop("done_on"), **findings, **self.fields}

    def findings(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"finding_{code}"] for code, _name in self.items}

    def answers(self) -> dict[str, object]:
        truth = {"yes": True, "no": False, "": None}
        data = self.cleaned_data
        return {
            "has_work": truth[data["has_work"]],
            "regrets": truth[data["regrets"]],
            "makes_ends_meet": data["makes_ends_meet"],
            "business": data["business"],
            "plans": data["plans"],
            "note": data["note"],
        }


class DismissForm(forms.Form):
    note = forms.CharField(label=_("Why is this not a worry?"), max_length=400)


class PeriodForm(forms.Form):
    mark_optional = False
    start = DayField(label=pgettext_lazy("period", "From"))
    end = DayField(label=pgettext_lazy("period", "To"))
    reported = forms.BooleanField(label=_("As reported then"), required=False)

    def clean(self):
        data = super().clean()
        if data.get("start") and data.get("end") and data["start"] > data["end"]:
            self.add_error("end", _("The period ends before it begins."))
        return data
