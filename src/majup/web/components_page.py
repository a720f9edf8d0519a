"""The page of all components, light and dark side by side: what it shows is what every other page is made of."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from majup.plumbing.charts import Chart, Point, Series
from majup.web.components.charts import Shown
from majup.web.components.forms import AmountField, DatePartsField, DayField, MonthField
from majup.web.components.signs import PATHS

CHANNELS = [("email", _("E-mail")), ("phone", _("Phone")), ("post", _("Letter by post"))]
TONES = [
    ("good", _("Confirmed")),
    ("wait", _("Waiting for an answer")),
    ("late", _("Refused")),
    ("info", _("Being assessed")),
    ("plain", _("Resting")),
    ("draft", _("Draft")),
]
TOPICS = [("home", _("A home")), ("work", _("A job")), ("school", _("School and kindergarten"))]


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("E-mail address"), help_text=_("Only to answer you"))
    phone = forms.CharField(label=_("Phone"), required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    story = forms.CharField(
        label=_("What would you like to know?"),
        max_length=300,
        widget=forms.Textarea(attrs={"maxlength": 300, "rows": 4}),
    )
    channel = forms.ChoiceField(label=_("How should we answer?"), choices=CHANNELS, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label=_("What matters most"), choices=TOPICS, widget=forms.CheckboxSelectMultiple
    )
    region = forms.ChoiceField(label=_("Topic"), choices=[("", _("Choose one")), *TOPICS])
    born = DatePartsField(label=_("Date of birth"), help_text=_("For example 7 9 1986"))
    talk_on = DayField(label=_("Day of the talk"), required=False)
    month = MonthField(label=_("When do you think of coming?"), required=False)
    amount = AmountField(label=_("Sum in euros"), required=False)
    proof = forms.FileField(
        label=_("A paper that you want to show"), required=False, help_text=_("PDF or picture, up to 5 MB")
    )
    consent = forms.BooleanField(label=_("You may keep my question until it is answered"))


REFUSED = {"name": "Anna", "email": "anna@", "born_0": "31", "born_1": "2", "born_2": "1986", "amount": "1.200"}


class RefusedForm(SampleForm):
    """The same, shorter, as it looks after it was refused."""

    field_order = ["email", "born", "channel", "amount", "consent"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {name: self.fields[name] for name in self.field_order}


def _chart() -> Shown:
    """Everything that a line can say: known, not known, withheld, begun anew."""
    told = {"2021": 4, "2022": None, "2023": 7, "2024": None, "2025": 9, "2026": 12}
    points = tuple(Point(at, value, is_few=at == "2024", begins_anew=at == "2025") for at, value in told.items())
    series = (Series(gettext("A home"), points, True),)
    rows = tuple((at, "–" if value is None else str(value)) for at, value in told.items())  # noqa: RUF001
    title = gettext("Questions about a home: 12 in 2026, a third more than in 2025")
    return Shown(Chart(title, gettext("questions"), series), (), (gettext("Period"), gettext("A home")), rows)


def _sheet(theme: str, request: HttpRequest) -> dict[str, Any]:
    """What one of the two halves shows; ids differ, so that the page has each once."""
    sent = request.POST if request.method == "POST" and request.POST.get("theme", theme) == theme else None
    return {
        "theme": theme,
        "form": SampleForm(sent, request.FILES or None, auto_id=f"{theme}_%s"),
        "refused": RefusedForm(REFUSED, auto_id=f"{theme}_refused_%s"),
    }


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "sheets": [_sheet("light", request), _sheet("dark", request)],
        "today": today,
        "yesterday": today - dt.timedelta(days=3),
        "later": today + dt.timedelta(days=10),
        "moment": timezone.now() - dt.timedelta(hours=5),
        "tones": TONES,
        "topics": [label for _code, label in TOPICS],
        "signs": list(PATHS),
        "steps": range(1, 6),
        "drawn": _chart(),
    }
    return render(request, "majup/components_page.html", context, status=422 if request.method == "POST" else 200)
