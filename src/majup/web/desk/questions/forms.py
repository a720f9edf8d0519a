"""Asking about one or more needs at once, taking a question back, saying what a search came to."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majup.cases.models import Need
from majup.kernel.localized import pick
from majup.network.calendar import country_settings
from majup.network.models import Role, Topic
from majup.places.models import Municipality
from majup.questions import actions, queries
from majup.questions.facts import PERSONAL, Fact, defaults_for, facts_of, has_agreed
from majup.questions.models import Search
from majup.questions.routes import propose
from majup.web.answer.words import OUTCOMES, OVERDUE, STATES, name_of
from majup.web.components.forms import DayField
from majup.web.components.texts import language, localized_plain, named


class NeedForm(forms.Form):
    """What to ask about one need, whom, and what they see. `first` are the addressees of the routing table."""

    mark_optional = False

    first = forms.TypedMultipleChoiceField(
        label=_("First in the routing table"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.TypedMultipleChoiceField(
        label=_("Who else could know"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=_("The question in one sentence"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        help_text=_("No names and no diagnoses: everybody who gets the link reads this."),
        error_messages={"required": _("Write what you want to know")},
    )
    share = forms.MultipleChoiceField(
        label=_("What the other side sees of the family"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what is ticked, and only for this question. Read free text before you tick it."),
    )

    referral = forms.ChoiceField(
        label=_("Why the family is sent to the institution"),
        required=False,
        help_text=_("So that it can tell work with returnees from its general service."),
    )

    def __init__(self, data: Mapping[str, Any] | None, need: Need) -> None:
        self.need, self.proposal = need, propose(need)
        self.language = country_settings()["languages"][0]
        self.facts = facts_of(need, language())  # what is ticked here is told to them in theirs
        self.form = queries.form_for(need.topic)
        super().__init__(data, prefix=f"need-{need.pk}", initial=self._initial())
        self.fields["first"].choices = [(role.pk, name_of(role)) for role in self.proposal.first]
        self.fields["others"].choices = _grouped(self.proposal.others)
        self.fields["share"].choices = [(fact.key, _choice(fact)) for fact in self.facts]
        reasons = queries.referral_reasons(self.proposal.roles)
        self.fields["referral"].choices = [("", "—"), *((code, localized_plain(n)) for code, n in reasons.items())]
        self.asks_why = bool(reasons)

    def _initial(self) -> dict[str, Any]:
        ask = next(iter(self.form.fields), None)
        return {
            "first": [role.pk for role in self.proposal.first],
            "text": pick(ask["label"], self.language, country_settings()["languages"]).text if ask else "",
            "share": defaults_for(self.need, self.form.share, self.facts),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        roles = self.roles
        if not roles:
            self.add_error("first" if self.proposal.first else "others", _("Choose at least one addressee"))
        if PERSONAL & set(cleaned.get("share", [])) and not all(has_agreed(self.need, role) for role in roles):
            self.add_error(
                "share",
                _("The family has not agreed that names, its own words or support are shared with these addressees"),
            )
        return cleaned

    @property
    def roles(self) -> list[Role]:
        chosen = {*self.cleaned_data.get("first", []), *self.cleaned_data.get("others", [])}
        return [role for role in self.proposal.roles if role.pk in chosen]

    @property
    def asking(self) -> actions.Asking:
        data = self.cleaned_data
        return actions.Asking(self.need, self.roles, data["text"], data["share"], data["referral"])


def _choice(fact: Fact) -> str:
    words = _("%(label)s: %(value)s (only if the family agreed)") if fact.key in PERSONAL else "%(label)s: %(value)s"
    return str(words) % {"label": fact.label, "value": fact.value}


def _grouped(roles: Iterable[Role]) -> list[tuple[str, list[tuple[int, str]]]]:
    groups: dict[str, list[tuple[int, str]]] = {}
    for role in roles:
        place = named(role.municipality) if role.municipality else str(_("State institutions"))
        groups.setdefault(place, []).append((role.pk, name_of(role)))
    return list(groups.items())


class SendForm(forms.Form):
    """What all questions of one page share."""

    due_on = DayField(label=_("Answer wished by"))
    form_key = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"due_on": actions.default_due_on(), "form_key": uuid4().hex})

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come"))
        return day


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why the answer is not needed"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words why")},
    )


class SearchForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What the search came to"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Where, or why not"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say in a few words what was found, or why nothing was")},
    )

    def __init__(self, data: Mapping[str, Any] | None, search: Search) -> None:
        super().__init__(data, initial={"outcome": search.outcome, "note": search.note})


class FilterForm(forms.Form):
    """Filters of the list; an unknown value counts as none."""

    mark_optional = False
    state = forms.ChoiceField(label=_("State"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        open_ones = [("", _("All that are open")), ("overdue", OVERDUE)]
        self.fields["state"].choices = [*open_ones, *STATES.items(), ("all", _("All"))]
        topics = [(topic.code, localized_plain(topic.name)) for topic in Topic.objects.all()]
        self.fields["topic"].choices = [("", _("All topics")), *topics]
        places = [(place.atvk, named(place)) for place in Municipality.objects.in_force()]
        self.fields["place"].choices = [("", _("All places")), *places]

    @property
    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
