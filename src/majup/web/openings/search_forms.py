"""What one looks for: vacancies, homes, employers. A search that cannot be read says so beside the field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from majup.places.models import Municipality
from majup.web.components import codes
from majup.web.openings.forms import line
from majup.web.openings.words import FIELDS, KINDS


class SearchForm(forms.Form):
    """What one looks for among vacancies."""

    mark_optional = False
    q = line(_("Occupation or word"), 100)
    place = forms.ModelChoiceField(
        queryset=Municipality.objects.none(), label=_("Municipality"), required=False, empty_label=_("All of them")
    )
    near = forms.BooleanField(label=_("and its neighbours"), required=False)
    group = forms.ChoiceField(label=_("Group of occupations"), required=False)
    net = forms.IntegerField(
        label=_("At least, a month after tax (EUR)"), required=False, min_value=1, max_value=100_000
    )
    remote = forms.BooleanField(label=_("Remote, also partly"), required=False)
    without = forms.BooleanField(label=_("Possible to start without the state language"), required=False)
    home = forms.BooleanField(label=_("Help with a home"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].queryset = Municipality.objects.in_force()
        self.fields["group"].choices = [("", _("All of them")), *codes.code_choices("occupation_groups")]


class HomeSearchForm(forms.Form):
    mark_optional = False
    place = forms.ModelChoiceField(
        queryset=Municipality.objects.none(), label=_("Municipality"), required=False, empty_label=_("All of them")
    )
    near = forms.BooleanField(label=_("and its neighbours"), required=False)
    kind = forms.ChoiceField(
        label=FIELDS["kind"], choices=[("", _("All but business")), *KINDS.items()], required=False
    )
    rooms = forms.IntegerField(label=_("Rooms, at least"), required=False, min_value=1, max_value=50)
    price = forms.IntegerField(label=_("Price, at most (EUR)"), required=False, min_value=1, max_value=10_000_000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].queryset = Municipality.objects.in_force()


class EmployerSearchForm(forms.Form):
    mark_optional = False
    q = line(_("Name"), 100)
    place = forms.ModelChoiceField(
        queryset=Municipality.objects.none(), label=_("Municipality"), required=False, empty_label=_("All of them")
    )
    field = forms.ChoiceField(label=FIELDS["field"], required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["place"].queryset = Municipality.objects.in_force()
        self.fields["field"].choices = [("", _("All of them")), *codes.code_choices("work_fields")]
