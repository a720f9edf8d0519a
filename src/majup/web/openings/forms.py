"""Forms of the openings: one for staff and owner alike; who sends it decides whether it is checked first."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majup.kernel.validation import EmailError, PhoneError, normal_email, normal_phone
from majup.network.calendar import country_settings
from majup.openings.models import Dwelling, Employer
from majup.openings.pay import opening_settings
from majup.places.models import Municipality
from majup.web.components import codes
from majup.web.components.forms import AmountField, DayField, PlaceChoice, form_key
from majup.web.openings.words import AGREEMENTS, ANSWERS, CONDITIONS, FIELDS, KINDS, SECTORS

LONGEST_DAYS = 31
UNKNOWN = [("", _("Not known"))]


def choices(words: dict[Any, Any]) -> list[tuple[Any, Any]]:
    return list(words.items())


def line(label: Any, most: int, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, **options)


def paragraph(label: Any, most: int = 4000, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4, "maxlength": most})
    return forms.CharField(label=label, max_length=most, widget=widget, **{"required": False, **options})


def answer(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices(ANSWERS), required=False)


def trap() -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    return forms.CharField(label=_("Leave this field empty"), required=False, widget=widget)


# What is to be done about a field that was left empty.
NEEDED = {
    "municipality": _("Choose the municipality."),
    "title": _("Write which job it is."),
    "valid_to": _("Name the last day; afterwards the entry ends by itself."),
    "name": _("Write the name."),
    "mailbox": _("Write the e-mail address to which the link may go."),
    "email": _("Write your e-mail address, so that the municipality can ask you."),
    "occupation": _("Write whom you will need."),
    "text": _("Say in a few words what the work is and what you offer."),
    "year": _("Write the year."),
    "specialists": _("Write how many came; 0 if nobody did."),
    "paid": _("Write what was paid; 0 if nothing was."),
    "file": _("Choose a file."),
}


class PlacedForm(forms.Form):
    """`places`: municipalities to choose from; with one alone nothing is asked."""

    municipality = PlaceChoice(label=_("Municipality"))

    def __init__(self, *args: Any, places: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, words in NEEDED.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = words
        self.places = list(places)
        field = self.fields["municipality"]
        field.queryset = Municipality.objects.filter(pk__in=[place.pk for place in self.places])
        if len(self.places) == 1:
            field.widget, field.initial, field.required = forms.HiddenInput(), self.places[0].pk, False

    def clean_municipality(self) -> Municipality:
        return self.places[0] if len(self.places) == 1 else self.cleaned_data["municipality"]


class DatedForm(PlacedForm):
    """An entry has a last day, at most half a year away, so that nothing stands there for ever (EMP-01)."""

    def clean_valid_to(self) -> date:
        return last_day(self.cleaned_data["valid_to"])


def last_day(last: date) -> date:
    """The same day; raises ValidationError when it has passed or is too far."""
    today = timezone.localdate()
    longest = today + timedelta(days=opening_settings()["longest_months"] * LONGEST_DAYS)
    if last < today:
        raise forms.ValidationError(gettext("The last day has passed. Choose a later one."))
    if last > longest:
        raise forms.ValidationError(gettext("Choose a day within half a year; you can prolong it later."))
    return last


class ProlongForm(forms.Form):
    """Until when an entry holds that would end or has ended."""

    mark_optional = False
    valid_to = DayField(label=_("New last day"))

    def clean_valid_to(self) -> date:
        return last_day(self.cleaned_data["valid_to"])


class PayForm(DatedForm):
    def clean(self) -> dict[str, Any]:
        data = super().clean()
        low, high = data.get("pay_from"), data.get("pay_to")
        if low is not None and high is not None and low > high:
            self.add_error("pay_to", gettext("The highest pay is lower than the lowest. Exchange them."))
        return data


class VacancyForm(PayForm):
    """What a vacancy cannot do without and what families search by stands first; the rest is folded below it."""

    FIRST = ("municipality", "title", "employer", "employer_name", "field", "pay_from", "pay_to", "pay_period",
             "valid_to", "contact", "text", "package", "remote", "without_latvian", "housing_help")  # fmt: skip
    folded_title = _("More about the work")
    title = forms.CharField(label=FIELDS["title"], max_length=200)
    employer = forms.ModelChoiceField(
        queryset=Employer.objects.none(),
        label=FIELDS["employer_name"],
        required=False,
        empty_label=_("Not in the list"),
    )
    employer_name = line(_("Name of the employer, if it is not in the list"), 160)
    field = forms.ChoiceField(label=FIELDS["field"], required=False)
    pay_from = AmountField(label=FIELDS["pay_from"], required=False)
    pay_to = AmountField(label=FIELDS["pay_to"], required=False)
    pay_period = forms.ChoiceField(
        label=_("The pay is for"), choices=[("month", _("a month")), ("hour", _("an hour"))], initial="month"
    )
    bonuses = line(FIELDS["bonuses"], 300)
    load = line(FIELDS["load"], 80)
    remote = answer(FIELDS["remote"])
    without_latvian = answer(FIELDS["without_latvian"])
    housing_help = answer(FIELDS["housing_help"])
    training_help = answer(FIELDS["training_help"])
    relocation_help = answer(FIELDS["relocation_help"])
    abroad_useful = answer(FIELDS["abroad_useful"])
    flexible_hours = answer(FIELDS["flexible_hours"])
    online_interview = answer(FIELDS["online_interview"])
    internship = answer(FIELDS["internship"])
    growth = line(FIELDS["growth"], 300)
    package = paragraph(
        FIELDS["package"],
        help_text=_("Flat, travel, scholarship, a place in the kindergarten: with the years of work it asks for."),
    )
    text = paragraph(FIELDS["text"], 8000)
    contact = line(FIELDS["contact"], 160, help_text=_("An office or a role, not a private person."))
    url = forms.URLField(label=FIELDS["url"], required=False, max_length=400, assume_scheme="https")
    valid_to = DayField(label=FIELDS["valid_to"])

    def __init__(self, *args: Any, employers: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["field"].choices = [*UNKNOWN, *codes.code_choices("work_fields")]
        if employers is None:
            del self.fields["employer"], self.fields["employer_name"]
        else:
            self.fields["employer"].queryset = employers
        self.order_fields(self.FIRST)

    @property
    def folded(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def folded_is_open(self) -> bool:
        """Nothing that was written or refused stays hidden."""
        return any(bound.value() or bound.errors for bound in self.folded)


class DwellingForm(DatedForm):
    kind = forms.ChoiceField(label=FIELDS["kind"], choices=choices(KINDS))
    area = line(FIELDS["area"], 200, help_text=_("A town, parish or quarter; not the exact address."))
    rooms = forms.IntegerField(label=FIELDS["rooms"], required=False, min_value=1, max_value=50)
    size = forms.DecimalField(label=FIELDS["size"], required=False, min_value=1, max_digits=8, decimal_places=1)
    price = AmountField(label=FIELDS["price"], required=False)
    price_unit = forms.ChoiceField(
        label=_("The price is"), choices=[("month", _("for a month")), ("once", _("for the whole"))], initial="month"
    )
    condition = forms.ChoiceField(label=FIELDS["condition"], choices=choices(CONDITIONS), required=False)
    free_from = DayField(label=FIELDS["free_from"], required=False)
    contract = line(FIELDS["contract"], 200)
    priority = line(FIELDS["priority"], 300)
    conditions = paragraph(FIELDS["conditions"])
    way = line(FIELDS["way"], 300, help_text=_("Queue, auction, outside the queue."))
    text = paragraph(FIELDS["text"])
    url = forms.URLField(label=FIELDS["url"], required=False, max_length=400, assume_scheme="https")
    valid_to = DayField(label=FIELDS["valid_to"])


class EmployerForm(PlacedForm):
    name = forms.CharField(label=pgettext_lazy("of an employer", "Name"), max_length=160)
    registration_number = line(_("Registration number"), 16)
    sector = forms.ChoiceField(label=_("Private or public"), choices=choices(SECTORS))
    field = forms.ChoiceField(label=FIELDS["field"], required=False)
    size = forms.ChoiceField(label=_("Size"), required=False)
    contact = line(
        _("Whom job seekers ask"), 160, help_text=_("A role, for example: personnel department. No private person.")
    )
    phone = line(_("Phone"), 32)
    mailbox = forms.EmailField(label=_("E-mail address"), required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    about = paragraph(_("What the employer does"))
    agreement = forms.ChoiceField(
        label=_("Agreement on flats for its specialists"), choices=choices(AGREEMENTS), required=False
    )
    agreement_on = DayField(label=_("Day of the agreement"), required=False)
    agreement_note = paragraph(_("What was agreed"))

    def __init__(self, *args: Any, instance: Employer | None = None, own: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.instance = instance
        self.fields["field"].choices = [*UNKNOWN, *codes.code_choices("work_fields")]
        self.fields["size"].choices = [*UNKNOWN, *codes.code_choices("employer_sizes")]
        if own:
            del self.fields["agreement"], self.fields["agreement_on"], self.fields["agreement_note"]

    def clean_registration_number(self) -> str:
        number = self.cleaned_data["registration_number"].replace(" ", "")
        others = Employer.objects.exclude(pk=self.instance.pk if self.instance else None)
        if number and others.filter(registration_number=number).exists():
            raise forms.ValidationError(gettext("An employer with this number is in the register already."))
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("agreement") in {"signed", "ended"} and not data.get("agreement_on"):
            self.add_error("agreement_on", gettext("Write the day on which this was agreed."))
        return data


class JoinForm(EmployerForm):
    """An employer introduces itself: the link is sent to this mailbox once the municipality has checked it."""

    website_2 = trap()
    form_key = form_key()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, own=True, **options)
        self.fields["mailbox"].required = True
        self.fields["mailbox"].help_text = _("The link to your entries goes there; job seekers see it too.")

    def clean_website_2(self) -> str:
        return refuse_trap(self.cleaned_data["website_2"])


def refuse_trap(filled: str) -> str:
    if filled:
        raise forms.ValidationError(
            gettext("Empty this field: it is a trap for programs that fill in everything."), "trap"
        )
    return ""


class LinkForm(forms.Form):
    mark_optional = False
    mailbox = forms.EmailField(
        label=_("Mailbox of the employer"), help_text=_("The one that stands in the register; the link goes there.")
    )


class OfferHomeForm(DwellingForm):
    """CAT-14: an owner offers a dwelling. Only the municipality sees how to reach the owner."""

    name = line(_("Your name"), 160)
    email = forms.CharField(label=_("Your e-mail address"), max_length=254)
    phone = line(_("Your phone"), 32)
    website = trap()
    form_key = form_key()
    OWNER = ("name", "email", "phone")
    OFFERED = (Dwelling.Kind.PRIVATE_RENT, Dwelling.Kind.PURCHASE, Dwelling.Kind.RENT_TO_BUY, Dwelling.Kind.LAND,
               Dwelling.Kind.BUSINESS)  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind, KINDS[kind]) for kind in self.OFFERED]
        for name in ("priority", "conditions", "way", "url", "contract"):
            del self.fields[name]
        self.fields["valid_to"].label = _("Until when do you offer it?")
        self.fields["valid_to"].help_text = _("At most half a year; you can prolong it later.")
        self.order_fields(["municipality", "kind", "area"])

    def clean_website(self) -> str:
        return refuse_trap(self.cleaned_data["website"])

    def clean_email(self) -> str:
        try:
            return normal_email(self.cleaned_data["email"])
        except EmailError as refused:
            raise forms.ValidationError(gettext("Write one e-mail address, without other words.")) from refused

    def clean_phone(self) -> str:
        typed = self.cleaned_data["phone"]
        try:
            return normal_phone(typed, country_settings()["phone_region"]) if typed else ""
        except PhoneError as refused:
            raise forms.ValidationError(gettext("Write one phone number, with its country code.")) from refused

    def about_home(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in (*self.OWNER, "website")]

    def about_owner(self) -> list[forms.BoundField]:
        return [self[name] for name in self.OWNER]

    def owner(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.OWNER}

    def dwelling(self) -> dict[str, Any]:
        left_out = {*self.OWNER, "website", "form_key"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class NeedForm(DatedForm):
    """EMP-05: whom the employer will need, said ahead of time."""

    occupation = forms.CharField(label=_("Occupation"), max_length=160)
    people = forms.IntegerField(label=_("How many people"), required=False, min_value=1, max_value=10_000)
    needed_from = DayField(label=_("Needed from"), required=False)
    note = paragraph(_("What matters"))
    source_note = line(_("Source, when no employer says it"), 300)
    valid_to = DayField(label=_("Show until"))

    def __init__(self, *args: Any, employers: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if employers is None:
            del self.fields["source_note"]
        else:
            self.fields["employer"] = forms.ModelChoiceField(
                queryset=employers,
                label=FIELDS["employer_name"],
                required=False,
                empty_label=_("None: of the whole area"),
            )
            self.order_fields(["employer", "municipality"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "source_note" in self.fields and not data.get("employer") and not data.get("source_note"):
            self.add_error("source_note", gettext("Name the employer, or the source that says so."))
        return data


class RequestForm(PayForm):
    """EMP-06: an employer asks for a specialist."""

    title = forms.CharField(label=_("Whom do you need?"), max_length=200)
    text = paragraph(_("What the person will do, and what you offer"), 4000, required=True)
    pay_from = AmountField(label=FIELDS["pay_from"], required=False)
    pay_to = AmountField(label=FIELDS["pay_to"], required=False)
    without_latvian = answer(FIELDS["without_latvian"])
    housing_help = answer(FIELDS["housing_help"])
    valid_to = DayField(label=_("Needed until"))


class PublishRequestForm(forms.Form):
    mark_optional = False
    channels = forms.MultipleChoiceField(
        label=_("Where will you tell of it?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["channels"].choices = outgoing_channels()


def outgoing_channels() -> list[tuple[str, str]]:
    """Channels by which we speak, from the pack."""
    known = codes.code_list("channels")
    return [pair for pair in codes.code_choices("channels") if known[pair[0]].details.get("direction") != "in"]


class RefuseForm(forms.Form):
    mark_optional = False
    reason = forms.CharField(
        label=_("Why it is not published"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Say why, so that the owner can do better.")},
    )


class AttractionForm(PlacedForm):
    """K-M10: what was done in a year to draw specialists."""

    year = forms.IntegerField(label=_("Year"), min_value=2018, max_value=2100)
    specialists = forms.IntegerField(label=_("Specialists who came"), min_value=0, max_value=100_000)
    paid = AmountField(label=_("Support paid, EUR"))
    effect = paragraph(_("Did it help?"))
