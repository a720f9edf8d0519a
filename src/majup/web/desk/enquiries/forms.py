"""Forms of the enquiry queue: filters, entry by hand, answer, passing on."""

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from majup.intake.models import UNTAKEN, WAITING, Enquiry
from majup.intake.queries import first_contact_channels
from majup.network.models import Topic
from majup.places.models import PlanningRegion
from majup.web.components import codes
from majup.web.components.forms import form_key
from majup.web.components.texts import country_choices, localized_plain
from majup.web.portal.forms import PlaceField, PlacesMixin, normal

STATES = {
    "": WAITING,
    "untaken": UNTAKEN,
    "taken": ["taken"],
    "answered": ["answered"],
    "attached": ["attached"],
}
WAYS_TO_ANSWER = ("phone", "online_meeting", "facebook", "instagram", "tiktok")


def channel_choices(without: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(c.code, localized_plain(c.name)) for c in first_contact_channels() if c.code not in without]


def topic_choices() -> list[tuple[str, str]]:
    return [(topic.code, localized_plain(topic.name)) for topic in codes.topics().values()]


class Filters(forms.Form):
    """What the list shows. An unknown value counts as none, so that an old address still gives a page."""

    mark_optional = False
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Channel"), required=False)
    topic = forms.ChoiceField(label=gettext_lazy("About what"), required=False)
    where = forms.ChoiceField(label=gettext_lazy("Queue"), required=False)

    def __init__(self, data):
        super().__init__(data)
        self.fields["state"].choices = [
            ("", _("Waiting")),
            ("untaken", _("Not taken yet")),
            ("taken", _("Taken")),
            ("answered", _("Answered")),
            ("attached", _("Taken up in a case")),
            ("all", _("All")),
        ]
        self.fields["channel"].choices = [("", _("Every channel")), *channel_choices()]
        self.fields["topic"].choices = [("", _("Every topic")), *topic_choices()]
        self.fields["where"].choices = [("", _("Both")), ("mine", _("My region")), ("common", _("Common queue"))]

    def value(self, name: str) -> str:
        known = dict(self.fields[name].choices)
        given = self.data.get(name, "")
        return given if given in known else ""

    def apply(self, enquiries):
        state = self.value("state")
        found = enquiries if state == "all" else enquiries.filter(state__in=STATES[state])
        if channel := self.value("channel"):
            found = found.filter(channel=channel)
        if topic := self.value("topic"):
            found = found.filter(pk__in=Enquiry.topics.through.objects.filter(topic__code=topic).values("enquiry_id"))
        if where := self.value("where"):
            found = found.filter(region__isnull=where == "common")
        return found


class FactsForm(PlacesMixin, forms.Form):
    """Who asks and about what; everything that is known goes along, so that nobody has to ask again."""

    order = ("channel", "text", "name", "email", "phone", "social", "language", "country", "place", "meant", "category",
             "topics", "heard_from", "form_key")  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=160)
    email = forms.CharField(label=gettext_lazy("E-mail"), required=False, max_length=254)
    phone = forms.CharField(
        label=gettext_lazy("Phone"), required=False, max_length=32, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    social = forms.CharField(label=gettext_lazy("Name or address in a social network"), required=False, max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Language in which we answer"))
    country = forms.ChoiceField(label=gettext_lazy("Where the person lives now"), required=False)
    place = PlaceField(
        label=gettext_lazy("Region or municipality"),
        help_text=gettext_lazy("Several with commas; empty if not decided."),
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Topics"), required=False, widget=forms.CheckboxSelectMultiple
    )
    heard_from = forms.ChoiceField(label=gettext_lazy("Where the person heard of us"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        nothing = [("", _("Not known"))]
        self.fields["language"].choices = [
            (code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES
        ]
        self.fields["country"].choices = [*nothing, *country_choices()]
        self.fields["category"].choices = [*nothing, *codes.code_choices("categories")]
        self.fields["heard_from"].choices = [*nothing, *codes.code_choices("sources")]
        self.fields["topics"].choices = topic_choices()
        self.order_fields(self.order)

    def clean(self):
        data = super().clean()
        for kind in ("email", "phone"):
            try:
                data[kind] = normal(kind, data.get(kind, ""), data.get("country", ""))
            except forms.ValidationError as refused:
                self.add_error(kind, refused)
        self.clean_places()
        return data

    def chosen_topics(self) -> list[Topic]:
        return [codes.topics()[code] for code in self.cleaned_data["topics"]]

    def facts(self) -> dict[str, str]:
        names = ("name", "email", "phone", "social", "language", "country", "category", "heard_from")
        return {name: self.cleaned_data[name] for name in names}


class EntryForm(FactsForm):
    """By telephone, in a social network, at a meeting: the person is asked once (INT-03, INT-04)."""

    channel = forms.ChoiceField(label=gettext_lazy("How the person reached us"))
    text = forms.CharField(
        label=gettext_lazy("What was asked"),
        max_length=10_000,
        error_messages={"required": gettext_lazy("Write what was asked, in the person's words if you can.")},
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 10_000}),
    )
    form_key = form_key(required=True)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["channel"].choices = channel_choices(without=("web_form",))


class AnswerForm(forms.Form):
    channel = forms.ChoiceField(label=gettext_lazy("How you answer"))
    subject = forms.CharField(label=gettext_lazy("Subject of the mail"), required=False, max_length=300)
    text = forms.CharField(
        label=gettext_lazy("Answer, or what was said"),
        max_length=20_000,
        error_messages={"required": gettext_lazy("Write the answer.")},
        widget=forms.Textarea(attrs={"rows": 12, "maxlength": 20_000}),
    )
    form_key = form_key(required=True)

    def __init__(self, *args, enquiry, **options):
        super().__init__(*args, **options)
        by_mail = [("email", _("By e-mail"))] if enquiry.email else []
        self.fields["channel"].choices = [*by_mail, *((c, codes.code_name(c, "channels")) for c in WAYS_TO_ANSWER)]


def _why(label: str | Promise) -> forms.CharField:
    """Words for whoever has the enquiry next."""
    return forms.CharField(
        label=label,
        max_length=2000,
        error_messages={
            "required": gettext_lazy("Say in a few words why, so that nobody has to ask the person again.")
        },
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
    )


class PassOnForm(forms.Form):
    region = forms.ModelChoiceField(
        PlanningRegion.objects.none(), label=gettext_lazy("To which region"), empty_label=None
    )
    note = _why(gettext_lazy("Note for the colleague"))
    tell_sender = forms.BooleanField(label=gettext_lazy("Write to the person who answers from now on"), required=False)

    def __init__(self, *args, enquiry, **options):
        super().__init__(*args, **options)
        region = self.fields["region"]
        region.queryset = PlanningRegion.objects.exclude(pk=enquiry.region_id)
        region.label_from_instance = lambda row: localized_plain(row.name)
        if not enquiry.email:
            del self.fields["tell_sender"]


class GiveBackForm(forms.Form):
    note = _why(gettext_lazy("What the specialist should know"))


class MissedCallForm(forms.Form):
    phone = forms.CharField(
        label=gettext_lazy("Missed call from"),
        max_length=32,
        error_messages={"required": gettext_lazy("Write the phone number.")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    form_key = form_key(required=True)

    def clean_phone(self):
        return normal("phone", self.cleaned_data["phone"], "")


class AttachForm(forms.Form):
    reference = forms.CharField(
        label=gettext_lazy("Reference of the case"),
        max_length=24,
        error_messages={"required": gettext_lazy("Write the reference of the case, as it stands on its page.")},
    )
