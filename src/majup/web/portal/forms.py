"""What the public form asks: four things at most (INT-01); everything else is optional and comes after sending."""

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.kernel.errors import CodedError
from majup.kernel.localized import pick
from majup.network.models import Topic
from majup.people.words import normal_contact
from majup.places import naming
from majup.places.models import Municipality, PlanningRegion
from majup.web.components import codes
from majup.web.components.forms import form_key
from majup.web.components.texts import country_choices, language, localized_plain, named

CONTACT_REFUSED = {
    "malformed": gettext_lazy("Write one e-mail address or one phone number, without other words."),
    "too-short": gettext_lazy("Some figures of the phone number are missing."),
    "too-long": gettext_lazy("This is too long. Write one e-mail address or one phone number."),
    "no-country": gettext_lazy("Begin the phone number with the country code, for example +44."),
    "no-such-number": gettext_lazy("There is no such phone number. Begin it with the country code, for example +44."),
}


class Contact(forms.CharField):
    """One field for either an e-mail address or a phone number; its value is (kind, normal form)."""

    def __init__(self, **options):
        super().__init__(max_length=254, **options)

    def clean(self, value):
        typed = super().clean(value)
        return ("email" if "@" in typed else "phone", typed) if typed else ("", "")


def normal(kind: str, typed: str, country: str) -> str:
    """Raises ValidationError with words for the page."""
    try:
        return normal_contact(kind, typed, country) if typed else ""
    except CodedError as refused:
        raise forms.ValidationError(
            CONTACT_REFUSED.get(refused.code, CONTACT_REFUSED["malformed"]), refused.code
        ) from refused


class PlaceField(forms.CharField):
    """Regions and municipalities in the writer's words; the form adds `meant` when something is unclear."""

    def __init__(self, **options):
        super().__init__(required=False, max_length=300, **options)
        self.widget.attrs |= {"list": "place-names", "autocomplete": "off"}


def name_of(place) -> str:
    if isinstance(place, PlanningRegion):
        return localized_plain(place.full_name)
    return named(place)


def key_of(place) -> str:
    return f"{place._meta.model_name}-{place.pk}"


class PlacesMixin:
    """Understands the field `place`. What it does not know is asked about beside the field, with proposals to tick."""

    def clean_places(self) -> None:
        named = naming.read(self.cleaned_data.get("place") or "")
        proposals = {key_of(place): place for unclear in named.unclear for place in unclear.proposals}
        ticked = [proposals[key] for key in self.data.getlist("meant") if key in proposals]
        open_pieces = [u for u in named.unclear if not any(place in ticked for place in u.proposals)]
        self.places = [*named.places, *(place for place in ticked if place not in named.places)]
        for unclear in open_pieces:
            self.add_error("place", self._ask_again(unclear))
        if open_pieces and proposals:
            choices = [(key, name_of(place)) for key, place in proposals.items()]
            self.fields["meant"] = forms.MultipleChoiceField(
                label=_("Did you mean one of these?"),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            self.order_fields(self.order)
        self._errors = ErrorDict(sorted(self._errors.items(), key=lambda error: self._position(error[0])))

    def _position(self, name: str) -> int:
        """Errors stand in the order of the fields, also those that were found last."""
        return list(self.fields).index(name) if name in self.fields else -1

    def _ask_again(self, unclear) -> str:
        values = {"name": unclear.text[:60]}
        if not unclear.proposals:
            return _("We know no place called “%(name)s”. Write it another way, or leave the field empty.") % values
        if len(unclear.proposals) > 1:
            return _("“%(name)s” can mean several places. Tick the one you mean.") % values
        return _("We know no place called “%(name)s”. Tick the one you mean, or write it another way.") % values

    @property
    def municipality(self) -> Municipality | None:
        return next((place for place in self.places if isinstance(place, Municipality)), None)

    @property
    def region(self) -> PlanningRegion | None:
        """The region named first; that of the first municipality when this came before."""
        first = self.places[0] if self.places else None
        return first if isinstance(first, PlanningRegion) else None


class AskForm(PlacesMixin, forms.Form):
    order = ("contact", "country", "place", "meant", "question", "website", "form_key")
    contact = Contact(
        label=gettext_lazy("How can we reach you?"),
        help_text=gettext_lazy("An e-mail address or a phone number. You need not give your name."),
        error_messages={"required": gettext_lazy("Write an e-mail address or a phone number, so that we can answer.")},
        widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )
    country = forms.ChoiceField(label=gettext_lazy("Where do you live now?"), required=False)
    place = PlaceField(
        label=gettext_lazy("Which region or municipality are you thinking of?"),
        help_text=gettext_lazy("Write several with commas. Leave it empty if you have not decided."),
    )
    question = forms.CharField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy("In your own words. Please send no documents and no diagnoses."),
        max_length=4000,
        error_messages={"required": gettext_lazy("Write what you would like to know.")},
        widget=forms.Textarea(attrs={"rows": 7, "maxlength": 4000}),
    )
    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    form_key = form_key()

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["country"].choices = [("", _("Choose a country")), *country_choices()]

    def clean_website(self):
        if self.cleaned_data["website"]:
            raise forms.ValidationError(
                _("Empty this field: it is a trap for programs that fill in everything."), "trap"
            )
        return ""

    def clean(self):
        data = super().clean()
        if "contact" in data:
            kind, typed = data["contact"]
            try:
                data["kind"], data["value"] = kind, normal(kind, typed, data.get("country", ""))
            except forms.ValidationError as refused:
                self.add_error("contact", refused)
        self.clean_places()
        return data

    @property
    def contact_fields(self) -> dict[str, str]:
        return {self.cleaned_data["kind"]: self.cleaned_data["value"]}


class MoreForm(forms.Form):
    """Optional, after sending: a name, topics (N-64, B-03) and where the sender heard of us (Q-R16)."""

    name = forms.CharField(
        label=gettext_lazy("What may we call you?"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("What is it about?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    heard_from = forms.ChoiceField(label=gettext_lazy("Where did you hear of us?"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        public = [topic for topic in codes.topics().values() if topic.public]
        self.fields["topics"].choices = [
            (topic.code, pick(topic.name, language(), topic.name).text) for topic in public
        ]
        self.fields["heard_from"].choices = [("", _("I would rather not say")), *codes.code_choices("sources")]

    def chosen_topics(self) -> list[Topic]:
        return [codes.topics()[code] for code in self.cleaned_data["topics"]]
