"""Forms of the compose page: one item, the coordinator's own words, the reason for "no solution"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from majup.offers.answers import facts_of
from majup.offers.contacts import name_of
from majup.offers.models import Offer, OfferItem
from majup.offers.writing import LETTER_ORDER, section_words
from majup.web.components.codes import need_name
from majup.web.components.forms import DayField
from majup.web.components.texts import language_name, localized_plain
from majup.web.desk.cases.editing import EditForm
from majup.web.desk.offers.find import roles_near
from majup.web.desk.offers.words import fact_line

TEXTS = ("title", "text", "ask")
LABELS = {"title": _("Title"), "text": _("What we found"), "ask": _("What exactly to ask for")}
KINDS = [
    (OfferItem.Kind.FINDING, pgettext_lazy("kind of item", "Finding")),
    (OfferItem.Kind.JOB, pgettext_lazy("kind of item", "A job")),
]
CERTAINTIES = [
    (OfferItem.Certainty.CONFIRMED, _("Confirmed for this family")),
    (OfferItem.Certainty.GENERAL, _("General information")),
    (OfferItem.Certainty.UNCONFIRMED, _("To be confirmed")),
]
REMOTE = [
    ("", pgettext_lazy("a fact about a job", "not known")),
    ("yes", _("can be done remotely")),
    ("partly", _("partly remotely")),
    ("no", _("only on the spot")),
]


class RoleField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return localized_plain(name_of(obj))


class ItemForm(EditForm):
    """One item. The texts of the letter's language come first; the other languages stand below and may stay empty."""

    section = forms.ChoiceField(label=_("Section"))
    need = forms.ModelChoiceField(None, label=_("For which need"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    certainty = forms.ChoiceField(label=_("How sure is it"), choices=CERTAINTIES)
    role = RoleField(
        None,
        label=_("Whom to ask"),
        required=False,
        help_text=_("Name and contact come from the directory and stay up to date until the letter goes out."),
    )
    institution = forms.CharField(label=_("Somebody else, by name"), max_length=200, required=False)
    contact = forms.CharField(label=_("Contact that works"), max_length=300, required=False)
    facts = forms.MultipleChoiceField(
        label=_("What of the answer stands in the letter"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    confirmed_on = DayField(label=_("Confirmed on"), required=False)
    until = DayField(label=_("Until when the family should act"), required=False)
    pay_after_tax = forms.CharField(label=_("Pay after tax"), max_length=120, required=False)
    bonuses = forms.CharField(label=_("Bonuses"), max_length=300, required=False)
    remote = forms.ChoiceField(label=_("Remote work"), choices=REMOTE, required=False)

    def __init__(self, data: Any = None, *, offer: Offer, item: OfferItem | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.offer, self.told = offer, told(item)
        self.fields["facts"].choices = [(fact["code"], fact_line(fact)) for fact in self.told]
        if not self.told:
            del self.fields["facts"]
        words = section_words()
        self.fields["section"].choices = [(code.value, words[code]) for code in LETTER_ORDER]
        self.fields["need"].queryset = offer.case.needs.select_related("topic", "person")
        self.fields["need"].label_from_instance = need_name
        self.fields["role"].queryset = roles_near(offer.case)
        self.languages = [offer.language, *(code for code, _name in settings.LANGUAGES if code != offer.language)]
        for language in self.languages:
            self._add_texts(language)

    def _add_texts(self, language: str) -> None:
        own = language == self.offer.language
        for name in TEXTS:
            widget = forms.TextInput if name == "title" else forms.Textarea(attrs={"rows": 3 if name == "text" else 2})
            label = LABELS[name] if own else f"{LABELS[name]} ({language_name(language)})"
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=label, widget=widget, required=own and name == "title", max_length=6000
            )
            self.initial.setdefault(f"{name}_{language}", "")

    def values(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        """Columns of the item from `cleaned` (merged with what another editor saved meanwhile)."""
        plain = ("section", "need", "kind", "certainty", "role", "contact", "confirmed_on", "until")
        columns = {name: cleaned[name] for name in (*plain, "pay_after_tax", "bonuses", "remote")}
        for name in TEXTS:
            columns[name] = {
                language: cleaned[f"{name}_{language}"] for language in self.languages if cleaned[f"{name}_{language}"]
            }
        if "facts" in self.fields:
            columns["facts"] = [fact for fact in self.told if fact["code"] in cleaned["facts"]]
        columns["institution"] = {self.offer.language: cleaned["institution"]} if cleaned["institution"] else {}
        return columns


def told(item: OfferItem | None) -> list[dict[str, Any]]:
    """Everything that the answer behind `item` says in its short form, or what of it is left in the item."""
    if item is None:
        return []
    return facts_of(item.answer) if item.answer else item.facts


def now_of(item: OfferItem | None, offer: Offer, **defaults: Any) -> dict[str, Any]:
    """What the fields of ItemForm show for `item` as it stands, or `defaults` for a new one."""
    if item is None:
        return {"kind": OfferItem.Kind.FINDING, "certainty": OfferItem.Certainty.CONFIRMED, **defaults}
    plain = ("section", "kind", "certainty", "confirmed_on", "until", "pay_after_tax", "bonuses", "remote")
    texts = {
        f"{name}_{language}": getattr(item, name).get(language, "")
        for name in TEXTS
        for language, _name in settings.LANGUAGES
    }
    institution = (
        "" if item.role_id else item.institution.get(offer.language) or next(iter(item.institution.values()), "")
    )
    return {
        **{name: getattr(item, name) for name in plain},
        **texts,
        "need": item.need_id,
        "facts": [fact["code"] for fact in item.facts],
        "role": item.role_id,
        "institution": institution,
        "contact": "" if item.role_id else item.contact,
    }


class WordsForm(EditForm):
    """The coordinator's own words at the top of the letter, its language, and the reason of Q-C4."""

    language = forms.ChoiceField(label=_("Language of the letter"))
    introduction = forms.CharField(
        label=_("Your own words at the beginning"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=4000,
    )
    gap_reason = forms.CharField(
        label=_("Why it goes out although an answer on a partner's work or a child's school is missing"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=1000,
        help_text=_("Not part of the letter."),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["language"].choices = [(code, language_name(code)) for code, _name in settings.LANGUAGES]


def words_now(offer: Offer) -> dict[str, Any]:
    return {"language": offer.language, "introduction": offer.introduction, "gap_reason": offer.gap_reason}


class SendForm(forms.Form):
    """Where the letter goes; the key makes a repeated press harmless, `seen` is the revision that was read."""

    to = forms.ChoiceField(label=_("Send to"), widget=forms.RadioSelect, required=False)
    mark_optional = False
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, addresses: list[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["to"].choices = [
            *((address, address) for address in addresses),
            ("", _("No e-mail: I will hand over the link myself")),
        ]
        self.initial.setdefault("to", addresses[0] if addresses else "")
