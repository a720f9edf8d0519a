"""What one looks for: vacancies, homes, employers. A search that cannot be read says so beside the field."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from majup.openings.queries import in_region
from majup.places.models import PlanningRegion, in_force
from majup.web.components import codes
from majup.web.components.forms import PlaceChoice
from majup.web.components.texts import localized_plain
from majup.web.openings.forms import line
from majup.web.openings.words import FIELDS, KINDS


class SearchForm(forms.Form):
    """What one looks for among vacancies."""

    mark_optional = False
    asked_first = ("q", "place", "near")
    q = line(_("Occupation or word"), 100)
    region = forms.ModelChoiceField(
        queryset=PlanningRegion.objects.none(), label=_("Region"), required=False, empty_label=_("All of them")
    )
    place = PlaceChoice(label=_("Municipality"), required=False, empty_label=_("All of them"))
    near = forms.BooleanField(label=_("and its neighbours"), required=False)
    group = forms.ChoiceField(label=_("Group of occupations"), required=False)
    net = forms.IntegerField(
        label=_("At least, a month after tax (EUR)"), required=False, min_value=1, max_value=100_000
    )
    remote = forms.BooleanField(label=_("Remote, also partly"), required=False)
    without = forms.BooleanField(label=_("Possible to start without the state language"), required=False)
    home = forms.BooleanField(label=_("Help with a home"), required=False)
    internship = forms.BooleanField(label=_("Internship"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["region"].queryset = PlanningRegion.objects.filter(in_force(timezone.localdate()))
        self.fields["region"].label_from_instance = lambda region: localized_plain(region.full_name)
        self.fields["group"].choices = [("", _("All of them")), *codes.code_choices("occupation_groups")]

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.asked_first]

    @property
    def more(self) -> list[forms.BoundField]:
        """What few choose by; a telephone shows it folded."""
        return [field for field in self if field.name not in self.asked_first]

    @property
    def more_is_used(self) -> bool:
        return any(field.data or field.errors for field in self.more)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        region, place = data.get("region"), data.get("place")
        if region and place and place.pk not in in_region(region):
            self.add_error("place", gettext("This municipality lies in another region. Choose one of the two."))
        return data


class DeskSearchForm(forms.Form):
    """Finding an entry again on the desk; the specialist keeps one municipality and need not choose it."""

    mark_optional = False
    q = line(_("Word or employer"), 100)
    place = PlaceChoice(label=_("Municipality"), required=False, empty_label=_("All of them"))

    def __init__(self, *args: Any, has_places: bool, is_home: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_home:
            self.fields["q"].label = FIELDS["area"]
        if not has_places:
            del self.fields["place"]


class HomeSearchForm(forms.Form):
    mark_optional = False
    place = PlaceChoice(label=_("Municipality"), required=False, empty_label=_("All of them"))
    near = forms.BooleanField(label=_("and its neighbours"), required=False)
    kind = forms.ChoiceField(
        label=FIELDS["kind"], choices=[("", _("All but business")), *KINDS.items()], required=False
    )
    rooms = forms.IntegerField(label=_("Rooms, at least"), required=False, min_value=1, max_value=50)
    price = forms.IntegerField(label=_("Price, at most (EUR)"), required=False, min_value=1, max_value=10_000_000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)


class EmployerSearchForm(forms.Form):
    mark_optional = False
    q = line(pgettext_lazy("of an employer", "Name"), 100)
    place = PlaceChoice(label=_("Municipality"), required=False, empty_label=_("All of them"))
    field = forms.ChoiceField(label=FIELDS["field"], required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["field"].choices = [("", _("All of them")), *codes.code_choices("work_fields")]
