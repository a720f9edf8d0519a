"""The form of a merge: which members are the same people, and whose value is taken where the two differ."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from majup.kernel.neighbours import within_one_edit
from majup.kernel.text import fold
from majup.people.merging import HOUSEHOLD_FIELDS, PERSON_FIELDS, Join
from majup.people.models import Household, Person
from majup.web.components.codes import code_name
from majup.web.components.texts import country_name, language_name, longdate

LABELS = {
    "country": _("Country"),
    "property_in_country": _("Property in the country"),
    "has_no_move_from_abroad": _("Moves inside the country"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "relation": _("Relation"),
    "is_child": _("Child"),
    "birth_year": _("Year of birth"),
    "language": _("Language for letters"),
    "preferred_channel": _("Preferred channel"),
    "will_move": _("Will move"),
    "is_citizen": _("Citizen"),
    "occupation": _("Occupation"),
    "school_stage": _("School stage"),
    "school_class": _("Class"),
    "schooling_language": _("Language of schooling"),
    "latvian_level": _("Level of the state language"),
    "starts_on": _("Starts on"),
}
LISTS = {
    "relation": "relations",
    "preferred_channel": "channels",
    "school_stage": "school_stages",
    "latvian_level": "language_levels",
}
PROPERTY = {
    "unknown": _("Not known"),
    "will_live_in": _("They will live in it"),
    "could_be_let": _("It could be let"),
    "none": _("None"),
}


def shown(name: str, value: Any) -> str:
    """A stored value as a reader says it; an ellipsis for what nobody knows."""
    if value in (None, ""):
        return "…"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if name in LISTS:
        return code_name(value, LISTS[name])
    words: dict[str, Callable[[Any], str]] = {
        "country": country_name,
        "language": language_name,
        "schooling_language": language_name,
        "starts_on": longdate,
        "property_in_country": lambda code: str(PROPERTY.get(code, code)),
    }
    return str(words.get(name, str)(value))


class MergeForm(forms.Form):
    """For each absorbed member `same_<id>` and `take_<id>`, and `take` for the household."""

    mark_optional = False

    def __init__(self, data: Any, *, kept: Household, absorbed: Household) -> None:
        super().__init__(data)
        self.kept, self.absorbed = list(kept.members.all()), list(absorbed.members.all())
        self._add("take", kept, absorbed, HOUSEHOLD_FIELDS)
        for person in self.absorbed:
            self._add_person(person)

    def _add_person(self, person: Person) -> None:
        likely = next((one for one in self.kept if _alike(one, person)), None)
        choices = [("", _("somebody else, who joins the family")), *((str(one.pk), str(one)) for one in self.kept)]
        self.fields[f"same_{person.pk}"] = forms.ChoiceField(
            label=_("This is"),
            choices=choices,
            required=False,
            initial=str(likely.pk) if likely else "",
        )
        self._add(f"take_{person.pk}", likely or Person(), person, PERSON_FIELDS)

    def _add(self, name: str, ours: Any, theirs: Any, fields: tuple[str, ...]) -> None:
        """A box for each field that differs; ticked where the kept side knows nothing."""
        differing = [one for one in fields if getattr(theirs, one) not in (None, "", getattr(ours, one))]
        if differing:
            self.fields[name] = forms.MultipleChoiceField(
                label=_("Take from the second file"),
                choices=[(one, self._line(one, ours, theirs)) for one in differing],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                initial=[one for one in differing if getattr(ours, one) in (None, "", "unknown")],
            )

    def _line(self, name: str, ours: Any, theirs: Any) -> str:
        values = {
            "field": LABELS[name],
            "new": shown(name, getattr(theirs, name)),
            "old": shown(name, getattr(ours, name)),
        }
        return _("%(field)s: %(new)s instead of %(old)s") % values

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = [value for name, value in data.items() if name.startswith("same_") and value]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("Two members of the second file cannot be the same member of the first one."))
        return data

    def joins(self) -> list[Join]:
        data = self.cleaned_data
        return [
            Join(person.pk, int(data[f"same_{person.pk}"]), frozenset(data.get(f"take_{person.pk}", ())))
            for person in self.absorbed
            if data.get(f"same_{person.pk}")
        ]


def _alike(one: Person, other: Person) -> bool:
    same_age = one.is_child == other.is_child
    return same_age and bool(one.given_name) and within_one_edit(fold(one.given_name), fold(other.given_name))
