"""What a visitor looks for in the catalogue: words, situation of life, topic, place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from majup.catalogue.models import Audience
from majup.catalogue.queries import Wanted
from majup.places.models import Municipality, PlanningRegion
from majup.web.components.codes import topics
from majup.web.components.texts import localized_plain
from majup.web.facts.forms import ANY, choose, place_choices
from majup.web.facts.traits import OF_FAMILIES, TraitFields, asked, trait_choices
from majup.web.front.situations import situations
from majup.web.search.everyday import terms

CONFIRMED, UNCONFIRMED = "", "unconfirmed"


class SupportForm(TraitFields):
    mark_optional = False
    q = forms.CharField(label=_("Words"), required=False, max_length=120)
    situation = forms.ChoiceField(label=_("Your situation"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    place = forms.ChoiceField(label=_("Region or municipality"), required=False)
    everybody = forms.BooleanField(label=_("Only what is open to everybody"), required=False)
    show = forms.ChoiceField(
        required=False,
        choices=[(CONFIRMED, ""), (UNCONFIRMED, "")],
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "situation", [*ANY, *((code, localized_plain(s.name)) for code, s in situations().items())])
        choose(self, "topic", [*ANY, *((t.code, localized_plain(t.name)) for t in topics().values() if t.public)])
        choose(self, "place", [*ANY, *place_choices()])
        choose(self, "has", [*ANY, *trait_choices(OF_FAMILIES)])

    @property
    def first(self) -> list[Any]:
        return [field for field in self.visible_fields() if field.name not in TraitFields.base_fields]

    @property
    def more(self) -> list[Any]:
        return [self[name] for name in TraitFields.base_fields]

    @property
    def more_is_used(self) -> bool:
        return any(self.chosen().get(name) or name in self.errors for name in TraitFields.base_fields)

    def chosen(self) -> dict[str, Any]:
        """What could be read; a part that could not stands as an error beside its field."""
        return self.cleaned_data if self.is_bound and (self.is_valid() or True) else {}

    def place_chosen(self) -> Municipality | PlanningRegion | None:
        kind, _dash, key = self.chosen().get("place", "").partition("-")
        if kind == "r":
            return PlanningRegion.objects.filter(code=key).first()
        return Municipality.objects.filter(pk=int(key)).first() if kind == "m" else None

    def wanted(self, place: Municipality | PlanningRegion | None) -> Wanted:
        data = self.chosen()
        situation = situations().get(data.get("situation", ""))
        kind, has = asked(data)
        return Wanted(
            kind=kind,
            has=has,
            meaning=tuple(term.condition for term in terms(data.get("q", ""))),
            topic=data.get("topic", ""),
            topics=situation.topics if situation else (),
            region=place if isinstance(place, PlanningRegion) else None,
            municipality=place if isinstance(place, Municipality) else None,
            audience=Audience.ALL if data.get("everybody") else "",
        )

    @property
    def shows_unconfirmed(self) -> bool:
        return self.chosen().get("show") == UNCONFIRMED
