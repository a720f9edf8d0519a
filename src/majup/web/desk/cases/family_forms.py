"""Forms for the household and its members, and the page that opens a case."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majup.cases.models import Case
from majup.kernel.errors import CodedError
from majup.people.models import Household, Person, Residence
from majup.people.words import normal_contact
from majup.places.models import PlanningRegion
from majup.web.components import codes
from majup.web.components.forms import DayField, PlaceChoice
from majup.web.components.texts import country_choices, language_name
from majup.web.desk.cases.editing import DeskForm, EditForm
from majup.web.desk.cases.forms import LocalizedChoice, NextContactMixin, yes_no

LANGUAGES = ("lv", "en", "ru", "de", "fr", "es", "it", "nl", "sv", "no", "da", "fi", "et", "lt", "pl", "uk", "pt", "ga")
PROPERTY = [
    (Household.Property.UNKNOWN, _("not known")),
    (Household.Property.WILL_LIVE_IN, _("yes, will live in it")),
    (Household.Property.COULD_BE_LET, _("yes, stands empty and could be let")),
    (Household.Property.NONE, _("none")),
]


def language_choices() -> list[tuple[str, str]]:
    return [("", "–"), *((code, language_name(code)) for code in LANGUAGES)]  # noqa: RUF001


def blank(kind: str) -> list[tuple[str, str]]:
    return [("", "–"), *codes.code_choices(kind)]  # noqa: RUF001


def clean_birth_year(year: int | None) -> int | None:
    if year is not None and not 1900 <= year <= timezone.localdate().year + 1:
        raise forms.ValidationError(_("Check the year of birth. Write it with four figures, for example 2015."))
    return year


class NewMemberForm(DeskForm):
    """One line for one member; a line without any name, relation aside, is left out."""

    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    relation = forms.ChoiceField(label=_("Who"), required=False)
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False)
    language = forms.ChoiceField(label=_("We write in"), required=False)
    school_stage = forms.ChoiceField(label=_("School stage"), required=False)
    occupation = forms.CharField(label=_("Occupation"), max_length=120, required=False)
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = blank("relations")
        self.fields["language"].choices = language_choices()
        self.fields["school_stage"].choices = blank("school_stages")

    def clean_birth_year(self) -> int | None:
        return clean_birth_year(self.cleaned_data["birth_year"])

    @property
    def is_filled(self) -> bool:
        data = getattr(self, "cleaned_data", {})
        return any(data.get(name) for name in ("given_name", "family_name", "birth_year", "occupation", "school_stage"))


NewMemberFormSet = formset_factory(NewMemberForm, extra=0, max_num=12, absolute_max=12)


class OpenCaseForm(NextContactMixin):
    """Everything else of a new case on one page (INT-04, INT-07, NEE-01)."""

    region = LocalizedChoice(label=_("Region"), queryset=PlanningRegion.objects.none(), empty_label=None)
    category = forms.ChoiceField(label=_("Category"))
    approached_by_us = forms.BooleanField(label=_("We approached this person ourselves"), required=False)
    country = forms.ChoiceField(label=_("Lives in"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    place = PlaceChoice(label=_("Municipality they think of"), required=False)
    topics = forms.MultipleChoiceField(
        label=_("What is needed"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "row"})
    )

    def __init__(self, *args: Any, user: Any, category: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = PlanningRegion.objects.filter(pk__in=user.scope.regions)
        self.fields["category"].choices = codes.code_choices("categories")
        self.fields["country"].choices = [("", "–"), *country_choices()]  # noqa: RUF001
        categories = codes.code_list("categories")
        own = codes.topics_of(category if category in categories else next(iter(categories)))
        others = [code for code in codes.topics() if code not in own]
        self.fields["topics"].choices = [(code, codes.topic_name(code)) for code in [*own, *others]]
        self.initial.setdefault("next_choice", "week")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for kind in ("email", "phone"):
            if value := data.get(kind):
                try:
                    normal_contact(kind, value, data.get("country", ""))
                except CodedError:
                    self.add_error(
                        kind, _("Check this: we could not reach anybody with it. Give a phone with the country code.")
                    )
        return data


class HouseholdForm(EditForm):
    """Where the household lives and what it owns here (NEE-12)."""

    country = forms.ChoiceField(label=_("Lives in"), required=False)
    property_in_country = forms.ChoiceField(label=_("Property here"), choices=PROPERTY, widget=forms.RadioSelect)
    has_no_move_from_abroad = forms.BooleanField(label=_("Moves inside the country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *country_choices()]  # noqa: RUF001


class MemberForm(EditForm):
    """One member: who, languages, work, and for a child the school (NEE-02, NEE-08, NEE-11)."""

    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=80, required=False)
    relation = forms.ChoiceField(label=_("Who"))
    is_child = forms.BooleanField(label=_("Is a child"), required=False)
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False)
    will_move = yes_no(_("Will move too"))
    is_citizen = yes_no(_("Citizen of this country"))
    language = forms.ChoiceField(label=_("We write to this person in"), required=False)
    preferred_channel = forms.ChoiceField(label=_("Best reached by"), required=False)
    occupation = forms.CharField(label=_("Occupation"), max_length=120, required=False)
    school_stage = forms.ChoiceField(label=_("School stage now"), required=False)
    school_class = forms.CharField(label=_("Class now"), max_length=40, required=False)
    schooling_language = forms.ChoiceField(label=_("Language of schooling"), required=False)
    latvian_level = forms.ChoiceField(label=_("Level of the language of this country"), required=False)
    starts_on = DayField(label=_("Planned first day in school or kindergarten here"), required=False)

    CHILD = ("school_stage", "school_class", "schooling_language", "latvian_level", "starts_on")
    PERSON = (
        "given_name",
        "family_name",
        "relation",
        "is_child",
        "birth_year",
        "will_move",
        "is_citizen",
        "language",
        "preferred_channel",
        "occupation",
        *CHILD,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].choices = codes.code_choices("relations")
        for name in ("language", "schooling_language"):
            self.fields[name].choices = language_choices()
        self.fields["preferred_channel"].choices = blank("channels")
        self.fields["school_stage"].choices = blank("school_stages")
        self.fields["latvian_level"].choices = blank("language_levels")

    def clean_birth_year(self) -> int | None:
        return clean_birth_year(self.cleaned_data["birth_year"])


def member_values(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in MemberForm.PERSON}


class LanguageForm(DeskForm):
    """One language of a member; an empty line is left out."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = language_choices()
        self.fields["level"].choices = blank("language_levels")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("level") and not data.get("language"):
            self.add_error("language", _("Choose the language."))
        return data


class SkillForm(DeskForm):
    """What an adult can do, and whether a paper says so (NEE-11)."""

    name = forms.CharField(label=_("Skill"), max_length=120, required=False)
    has_document = yes_no(_("There is a document"))
    mark_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("has_document") is not None and not data.get("name"):
            self.add_error("name", _("Write which skill it is."))
        return data


class ResidenceForm(DeskForm):
    """A stay and its proof (NEE-10)."""

    kind = forms.ChoiceField(
        label=_("What"),
        required=False,
        choices=[
            ("", "–"),  # noqa: RUF001
            (Residence.Kind.LIVED, _("Lived")),
            (Residence.Kind.DECLARED, _("Had the declared residence")),
        ],
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    from_date = DayField(label=pgettext_lazy("period", "From"), required=False)
    to_date = DayField(label=_("Until (empty: still)"), required=False)
    proof = forms.ChoiceField(label=_("Proof at hand"), required=False)
    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "–"), *country_choices()]  # noqa: RUF001
        self.fields["proof"].choices = blank("proofs")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        start, end = data.get("from_date"), data.get("to_date")
        if start and end and end < start:
            self.add_error("to_date", _("This day lies before the first one."))
        if data.get("kind") and not data.get("country"):
            self.add_error("country", _("Choose the country."))
        if not data.get("kind") and any(data.get(name) for name in ("country", "from_date", "to_date", "proof")):
            self.add_error("kind", _("Say whether the person lived there or had the declared residence there."))
        return data


class SupportForm(DeskForm):
    """Support wished for a child: kinds and words, for the coordinator alone (NEE-08, PRV-05)."""

    kinds = forms.MultipleChoiceField(
        label=_("Support wished"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "row"})
    )
    note = forms.CharField(
        label=_("What exactly is wished"),
        help_text=_("Only the wish, never a diagnosis. Kept encrypted; only you see it."),
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = codes.code_choices("child_support_kinds")


LanguageFormSet = formset_factory(LanguageForm, extra=2, max_num=12)
SkillFormSet = formset_factory(SkillForm, extra=2, max_num=20)
ResidenceFormSet = formset_factory(ResidenceForm, extra=2, max_num=20)


class ContactPointForm(DeskForm):
    kind = forms.ChoiceField(
        label=_("How"), choices=[("email", _("E-mail")), ("phone", _("Phone")), ("social", _("Social network"))]
    )
    value = forms.CharField(label=_("Address or number"), max_length=200)


def open_values(case: Case) -> dict[str, Any]:
    household = case.household
    return {
        "country": household.country,
        "property_in_country": household.property_in_country,
        "has_no_move_from_abroad": household.has_no_move_from_abroad,
    }
