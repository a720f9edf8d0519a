"""What one chooses on the public pages of texts: a place, a topic, of stories also occupation and family."""

from functools import lru_cache
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majup.guides import queries
from majup.network.models import CodeList
from majup.places.models import Municipality, PlanningRegion, RegionMembership, in_force
from majup.web.components import codes
from majup.web.components.texts import country_choices, language, localized_plain, named
from majup.web.search.everyday import terms

PLACES_LABEL = _("Place")
LIVED_IN = _("Country before the return")


@lru_cache(maxsize=8)
def _places(code: str, day: Any) -> list[tuple[str, Any]]:
    """Planning regions with their municipalities, as groups of a select; changes only with the day or the pack."""
    members: dict[int, list[tuple[str, str]]] = {}
    rows = RegionMembership.objects.filter(in_force(day)).select_related("municipality")
    for row in rows.order_by("municipality__sort_key"):
        if row.municipality.is_in_force(day):
            members.setdefault(row.region_id, []).append((row.municipality.atvk, named(row.municipality)))
    regions = PlanningRegion.objects.filter(in_force(day))
    return [
        (localized_plain(region.name), [(region.code, localized_plain(region.full_name)), *members.get(region.pk, [])])
        for region in regions
    ]


def place_choices() -> list[tuple[str, Any]]:
    return [("", _("All of the country")), *_places(language(), timezone.localdate())]


class PlaceForm(forms.Form):
    """One select for a region or a municipality; `chosen` says which."""

    mark_optional = False
    place = forms.ChoiceField(label=PLACES_LABEL, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].choices = place_choices()

    @property
    def place_name(self) -> str:
        """Words of the chosen place, for a heading."""
        groups = [*self.fields["place"].choices]
        names = dict(pair for _label, pairs in groups if isinstance(pairs, list) for pair in pairs)
        return names.get(self.data.get("place", ""), "") if self.is_bound else ""

    def chosen(self) -> tuple[Municipality | None, PlanningRegion | None]:
        """(municipality, region); of a municipality its region too. A place that is not known is none."""
        code = self.cleaned_data.get("place", "") if self.is_bound and (self.is_valid() or True) else ""
        if not code:
            return None, None
        if region := PlanningRegion.objects.filter(code=code).first():
            return None, region
        place = Municipality.objects.filter(atvk=code).first()
        membership = place and place.memberships.filter(in_force(timezone.localdate())).select_related("region").first()
        return place, membership.region if membership else None


class QuestionForm(PlaceForm):
    """Words of a question besides the place."""

    q = forms.CharField(label=_("Words"), required=False, max_length=120, widget=forms.TextInput({"type": "search"}))
    field_order = ("q", "place")

    def condition(self) -> str:
        """The words with all they may mean, as the text of a tsquery."""
        said = "" if not self.is_bound or self.has_error("q") else self.cleaned_data["q"]
        return " & ".join(term.condition for term in terms(said))


class StoryForm(PlaceForm):
    """Q-R17, K-P10, B-23: stories by place, country they came from, theme, group of occupations and kind of family."""

    country = forms.ChoiceField(label=LIVED_IN, required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    occupation = forms.ChoiceField(label=_("Work"), required=False)
    family = forms.ChoiceField(label=_("Family"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        told = queries.told_in_stories()
        countries = [(code, name) for code, name in country_choices() if code in told.countries]
        self.fields["country"].choices = [("", _("All countries")), *countries]
        topics = [(topic.code, localized_plain(topic.name)) for topic in told.topics]
        self.fields["topic"].choices = [("", _("All topics")), *topics]
        self.fields["occupation"].choices = [("", _("All of them")), *codes.code_choices("occupation_groups")]
        self.fields["family"].choices = [("", _("All of them")), *family_choices()]


def family_choices() -> list[tuple[str, str]]:
    rows = CodeList.objects.filter(kind="family_types")
    return [(row.code, localized_plain(row.name)) for row in rows]
