"""A file of vacancies, homes or planned jobs: which it is, and whose."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from majup.places.models import Municipality
from majup.web.openings.forms import PlacedForm, line


class UploadForm(PlacedForm):
    """A file that the pack knows, or a named table of one's own. `known` is empty for who keeps one municipality."""

    mark_optional = False

    kind = forms.ChoiceField(
        label=_("What is in it?"),
        choices=[
            ("vacancy", _("Vacancies")),
            ("dwelling", _("Dwellings")),
            ("forecast", _("Forecast: jobs that employers plan")),
        ],
    )
    source = forms.ChoiceField(label=_("Which file is it?"), required=False)
    name = line(
        _("Name of your list"),
        100,
        help_text=_("The same name next time: rows are then compared by their key, and nothing is doubled."),
    )
    is_complete = forms.BooleanField(label=_("The file is the whole list: end what it leaves out"), required=False)
    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX, up to 60 MB."))

    def __init__(self, *args: Any, known: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["source"].choices = [("", _("A table of our own")), *known]
        if not known:
            del self.fields["source"]
            self.fields["kind"].choices = self.fields["kind"].choices[:-1]
        if len(self.places) > 1:
            self.fields["municipality"].required = False
            self.fields["municipality"].empty_label = _("As each row says")
        self.order_fields(["kind", "source", "name", "municipality", "is_complete", "file"])

    def clean_municipality(self) -> Municipality | None:
        return self.places[0] if len(self.places) == 1 else self.cleaned_data["municipality"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("source") and not data.get("name"):
            self.add_error("name", gettext("Give the list a name."))
        return data
