"""Forms of the case page: contact, letter, need, readiness, obstacles, facts, stage, handover, library."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majup.cases.models import Case, Contact, Handover, Need, Readiness, Stage, Step, TypicalAnswer
from majup.kernel.localized import pick
from majup.kernel.periods import add_months
from majup.network.models import Topic
from majup.places.models import PlanningRegion
from majup.web.components import codes
from majup.web.components.forms import FURTHEST_YEARS, ComingDay, DayField, MonthField, PlaceChoice, form_key
from majup.web.components.texts import language, language_name
from majup.web.desk.cases.editing import DeskForm, EditForm

QUICK = [
    ("week", _("in a week")),
    ("month", _("in a month")),
    ("quarter", _("in three months")),
    ("half", _("in half a year")),
    ("date", _("on this day:")),
]
UNKNOWN_YES_NO = [("", _("not known")), ("True", _("yes")), ("False", _("no"))]


def quick_day(choice: str) -> date | None:
    today = timezone.localdate()
    days = {"week": today + timedelta(days=7), "month": add_months(today, 1)}
    later = {"quarter": add_months(today, 3), "half": add_months(today, 6)}
    return (days | later).get(choice)


def yes_no(label: Any, **kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=UNKNOWN_YES_NO,
        required=False,
        coerce=lambda value: {"True": True, "False": False}.get(str(value)),
        empty_value=None,
        **kwargs,
    )


class LocalizedChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return pick(obj.name, language(), dict(settings.LANGUAGES)).text if isinstance(obj.name, dict) else str(obj)


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj) or codes.code_name(obj.relation, "relations")


class NextContactMixin(DeskForm):
    """When the family is contacted next: a quick choice or a day; compulsory while the case is active (FUP-02)."""

    next_choice = forms.ChoiceField(
        label=_("Next contact"), choices=QUICK, required=False, widget=forms.RadioSelect(attrs={"class": "row"})
    )
    next_contact_on = ComingDay(label=_("Day of the next contact"), required=False, shown_with=("next_choice", "date"))
    next_is_compulsory = True
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        chosen = data.get("next_choice")
        if chosen not in {"", "date", None} and not self.data.get(self.add_prefix("next_contact_on")):
            data["next_contact_on"] = quick_day(chosen)
        if self.next_is_compulsory and not data.get("next_contact_on") and "next_contact_on" not in self.errors:
            self.add_error("next_contact_on", _("Say when the family is contacted next."))
        data.pop("next_choice", None)
        return data


class ContactForm(NextContactMixin):
    """One box for any contact (FUP-01)."""

    channel = forms.ChoiceField(label=_("How"))
    direction = forms.ChoiceField(
        label=_("Who wrote or called"),
        choices=codes.DIRECTIONS.items(),
        widget=forms.RadioSelect(attrs={"class": "row"}),
        initial=Contact.Direction.OUT,
    )
    summary = forms.CharField(label=_("What was said"), max_length=8000, widget=forms.Textarea(attrs={"rows": 3}))
    next_step = forms.CharField(label=_("Next step, or what we promised"), max_length=1000, required=False)
    promise_due_on = DayField(label=_("Promised by"), required=False)
    on = DayField(label=_("Day of the contact, if not today"), required=False)
    institution = forms.ChoiceField(label=_("Institution the family spoke of"), required=False)
    attitude = forms.ChoiceField(
        label=_("How it treated the family"),
        required=False,
        choices=[("", "–"), *codes.ATTITUDES.items()],  # noqa: RUF001
    )
    form_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    field_order = ("channel", "direction", "summary", "next_step", "next_choice", "next_contact_on")

    def __init__(self, *args: Any, compulsory: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next_is_compulsory = compulsory
        self.fields["channel"].choices = codes.code_choices("channels")
        self.initial.setdefault("channel", "phone")
        self.initial.setdefault("next_choice", "month" if self.next_is_compulsory else "")
        kinds = [*codes.code_choices("units"), *codes.institution_names().items()]
        self.fields["institution"].choices = [("", "–"), *kinds]  # noqa: RUF001

    @property
    def has_details(self) -> bool:
        """Whether the part that is usually closed holds something."""
        names = ("next_step", "promise_due_on", "on", "institution", "attitude")
        return self.is_bound and any(self.data.get(self.add_prefix(name)) or self.errors.get(name) for name in names)

    def clean_on(self) -> date | None:
        day = self.cleaned_data["on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("A contact cannot be in the future. Give the day on which it was."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if bool(data.get("institution")) != bool(data.get("attitude")):
            missing = "attitude" if data.get("institution") else "institution"
            self.add_error(missing, _("Give both the institution and how it treated the family, or neither."))
        if data.get("promise_due_on") and not data.get("next_step"):
            self.add_error("next_step", _("Write what was promised by that day."))
        return data


class LetterForm(NextContactMixin):
    """A mail to the family, in the thread (LNG-02)."""

    to = forms.ChoiceField(label=_("To"))
    subject = forms.CharField(label=_("Subject"), max_length=300)
    text = forms.CharField(
        label=_("Text"), max_length=20000, widget=forms.Textarea(attrs={"rows": 10, "class": "w-wide"})
    )
    form_key = form_key(required=True)
    field_order = ("to", "subject", "text", "next_choice", "next_contact_on")

    def __init__(self, *args: Any, addresses: list[str], compulsory: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next_is_compulsory = compulsory
        self.fields["to"].choices = [(address, address) for address in addresses]
        self.initial.setdefault("next_choice", "month" if compulsory else "")


NEED_DUE = ComingDay(error_messages={"required": _("Give a day by when.")})


class NeedForm(EditForm):
    """Wish, member and due day of a need."""

    person = PersonChoice(label=_("For whom"), queryset=None, required=False, empty_label=_("The whole family"))
    wish = forms.CharField(
        label=_("What is wished"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = DayField(label=_("By when"))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = case.household.members.all()


class NeedStateForm(DeskForm):
    state = forms.ChoiceField(
        label=_("State"), choices=[(state.value, codes.NEED_STATES[state]) for state in Need.State]
    )
    reason = forms.CharField(label=_("Reason"), max_length=1000, required=False)


def _state(area: Readiness.Area) -> forms.ChoiceField:
    choices = [(state.value, codes.READINESS[state]) for state in Readiness.State]
    return forms.ChoiceField(label=codes.AREAS[area], choices=choices, widget=forms.RadioSelect(attrs={"class": "row"}))


def _note() -> forms.CharField:
    return forms.CharField(label=_("What settles it, or what is being done"), max_length=1000, required=False)


class ReadinessForm(EditForm):
    """Home, work and education at once; nothing is settled without a note (NEE-03)."""

    mark_optional = False

    home = _state(Readiness.Area.HOME)
    home_note = _note()
    work = _state(Readiness.Area.WORK)
    work_note = _note()
    education = _state(Readiness.Area.EDUCATION)
    education_note = _note()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for area in Readiness.Area:
            if data.get(area.value) == Readiness.State.SETTLED and not data.get(f"{area.value}_note", "").strip():
                words = _("%(area)s: write what settles it.") % {"area": codes.AREAS[area]}
                self.add_error(f"{area.value}_note", words)
        return data


class ObstaclesForm(EditForm):
    """Every obstacle of the pack's list with a free note (NEE-05)."""

    codes = forms.MultipleChoiceField(
        label=_("What holds the family back"), widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label=_("In the family's words"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = codes.code_choices("obstacles")


class FactsForm(EditForm):
    """Facts of the case: category, phase, month, and for moves inside the country where from."""

    category = forms.ChoiceField(label=_("Category"))
    phase = forms.ChoiceField(label=_("How far the family is"), choices=codes.PHASES.items())
    intended_month = MonthField(label=_("Month in which they mean to move"), required=False)
    came_without_plan = yes_no(_("Came back without a plan"))
    may_be_approached = yes_no(_("May we write when something fits"))
    origin_municipality = PlaceChoice(label=_("Municipality they moved away from"), required=False)
    present_municipality = PlaceChoice(label=_("Municipality they live in now"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = codes.code_choices("categories")

    def clean_intended_month(self) -> date | None:
        day = self.cleaned_data["intended_month"]
        if day and not 2000 <= day.year <= timezone.localdate().year + FURTHEST_YEARS:
            raise forms.ValidationError(_("Check the year."))
        return day


class MoveForm(NextContactMixin):
    """To another stage."""

    stage = forms.ChoiceField(label=_("New stage"))
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    next_is_compulsory = False
    field_order = ("stage", "reason")

    def __init__(self, *args: Any, stages: list[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [(stage.value, codes.STAGES[stage]) for stage in stages]


class RestForm(DeskForm):
    reason = forms.CharField(label=_("Why the case rests"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    next_contact_on = ComingDay(label=_("Look at it again on (empty: on no day)"), required=False)
    may_be_approached = yes_no(_("May we write when something fits"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class CloseForm(DeskForm):
    mark_optional = False

    code = forms.ChoiceField(label=_("Why the case ends"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In your words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    needs_reason = forms.CharField(label=_("Why the open needs are given up"), max_length=1000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, open_needs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = codes.code_choices("closing_reasons")
        if not open_needs:
            del self.fields["needs_reason"]


class HandoverForm(DeskForm):
    kind = forms.ChoiceField(
        label=_("What is proposed"),
        choices=[
            (Handover.Kind.HANDOVER, _("Hand the case over: the other region becomes responsible")),
            (Handover.Kind.SHARE, _("Share it: the other region sees it, we stay responsible")),
        ],
        widget=forms.RadioSelect,
        initial=Handover.Kind.HANDOVER,
    )
    to_region = LocalizedChoice(label=_("Region"), queryset=PlanningRegion.objects.none())
    summary = forms.CharField(
        label=_("What the other coordinator reads before deciding"),
        help_text=_("Without names: who, from where, what is needed. The case itself is seen only after accepting."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write what the colleague needs in order to decide.")},
    )
    family_agreed_on = DayField(
        label=_("The family agreed on"),
        error_messages={"required": _("Write the day on which the family agreed; ask it first.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_region"].queryset = PlanningRegion.objects.exclude(pk=case.region_id)
        self.fields["to_region"].error_messages["required"] = _("Choose the region that takes it over.")

    def clean_family_agreed_on(self) -> date:
        day = self.cleaned_data["family_agreed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Ask the family first."))
        return day


class DecisionForm(NextContactMixin):
    """The receiving region accepts or declines."""

    reason = forms.CharField(
        label=_("Reason, if you decline"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_is_compulsory = False
    field_order = ("next_choice", "next_contact_on", "reason")


class StepForm(DeskForm):
    text = forms.CharField(label=_("New step for this family"), max_length=300)
    phase = forms.ChoiceField(
        label=_("When"),
        choices=[
            (Step.Phase.BEFORE_LEAVING, _("Before leaving")),
            (Step.Phase.ON_ARRIVAL, _("On arrival")),
            (Step.Phase.FIRST_MONTHS, _("In the first months")),
        ],
    )


class AnswerForm(DeskForm):
    """A typical question and its answer (K-C10)."""

    title = forms.CharField(label=_("Question in short"), max_length=160)
    text = forms.CharField(
        label=_("Answer"),
        help_text=_("No names and nothing about one family: this is used for others, also in other regions."),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10, "class": "w-wide"}),
    )
    topic = LocalizedChoice(label=_("Topic"), queryset=Topic.objects.none(), required=False)
    language = forms.ChoiceField(label=_("Language"))
    for_all = forms.BooleanField(label=_("For the coordinators of all regions"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.all()
        self.fields["language"].choices = [(code, language_name(code)) for code, _name in settings.LANGUAGES]


def answer_values(answer: TypicalAnswer) -> dict[str, Any]:
    return {
        "title": answer.title,
        "text": answer.text,
        "topic": answer.topic,
        "language": answer.language,
        "for_all": answer.region_id is None,
        "version": answer.version,
    }
