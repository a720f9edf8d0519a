"""Two people edit one thing: nobody's words vanish, and the second sees what the first changed.

A form carries the version it was made from and, as JSON, what its fields showed then. When somebody saved meanwhile,
each field is compared in three ways: what only they changed is taken over, what only I changed is kept, and where both
changed the same field the page comes back with my words in the field and theirs beside it.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Model
from django.forms.models import ModelChoiceField
from django.utils.translation import gettext as _

from majup.cases.errors import ChangedMeanwhile
from majup.people.errors import ChangedMeanwhile as HouseholdChangedMeanwhile
from majup.web.components.texts import longdate

Now = Callable[[], tuple[dict[str, Any], int]]
ATTEMPTS = 3


class DeskForm(forms.Form):
    """A form whose fields are told apart by their names, not by types."""

    fields: dict[str, Any]
    data: Any

    def clean(self) -> dict[str, Any]:
        return super().clean() or self.cleaned_data


class EditForm(DeskForm):
    """Give it `now` (name of field -> value) and `version`; save with `save_edit`."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, now: Mapping[str, Any], version: int, **kwargs: Any) -> None:
        super().__init__(data, initial={**now, "version": version}, **kwargs)
        # Written when the page is: a form may get more fields after this.
        self.initial["seen"] = lambda: self._written(now)

    def own_fields(self) -> list[str]:
        return [name for name in self.fields if name not in {"version", "seen"}]

    def _written(self, now: Mapping[str, Any]) -> str:
        return json.dumps({name: self.plain(name, now.get(name)) for name in self.own_fields()})

    def plain(self, name: str, value: Any) -> Any:
        """A value as JSON can hold it, the same for what is typed and what is stored."""
        if isinstance(value, list | tuple | set) or hasattr(value, "values_list"):
            return sorted(str(self.plain(name, item)) for item in value)
        if isinstance(value, Model):
            value = value.pk
        return "" if value in (None, "") else str(value)

    def shown(self, name: str, value: Any) -> str:
        """A value in words, for the other editor."""
        field = self.fields[name]
        if isinstance(field, ModelChoiceField):
            return str(value) if value else _("nothing")
        if isinstance(field, forms.BooleanField):
            return _("yes") if value else _("no")
        choices = {str(code): words for code, words in getattr(field, "choices", [])}
        values = value if isinstance(value, list | tuple) else [value]
        words = [str(choices.get(str(item), self._said(item))) for item in values if item not in (None, "")]
        return ", ".join(words) or _("nothing")

    def _said(self, value: Any) -> Any:
        return longdate(value) if isinstance(value, date) else value

    def merge(self, now: Mapping[str, Any], version: int) -> bool:
        """Bring what I typed together with what stands there `now`; False when both changed the same field."""
        seen = self._seen()
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version
        self.data[self.add_prefix("seen")] = self._written(now)
        both = [name for name in self.own_fields() if self._differs(name, now, seen)]
        for name in both:
            text = _(
                "Somebody else wrote here meanwhile: %(theirs)s. Yours stands in the field; save again to keep it."
            )
            self.add_error(name, text % {"theirs": self.shown(name, now.get(name))})
        return not both

    def _differs(self, name: str, now: Mapping[str, Any], seen: Mapping[str, Any]) -> bool:
        """Whether both changed the field in different ways; takes over what only the other one changed."""
        mine = self.plain(name, self.cleaned_data.get(name))
        theirs = self.plain(name, now.get(name))
        before = seen.get(name, theirs)
        if mine == before and theirs != before:
            self.cleaned_data[name] = now.get(name)
            self._put(name, now.get(name))
            return False
        return theirs not in (before, mine)

    def _put(self, name: str, value: Any) -> None:
        key, prepared = self.add_prefix(name), self.fields[name].prepare_value(value)
        if isinstance(prepared, list | tuple):
            self.data.setlist(key, prepared)
        else:
            self.data[key] = "" if prepared is None else str(prepared)

    def _seen(self) -> dict[str, Any]:
        try:
            found = json.loads(self.cleaned_data.get("seen") or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def save_edit(form: EditForm, now: Now, act: Callable[[dict[str, Any], int], Any]) -> bool:
    """Call `act(values, version)`; True when it was saved, False when the form now says what both changed.

    `now` reads the values and the version as they stand; `act` raises ChangedMeanwhile for an old version.
    """
    version = form.cleaned_data["version"]
    for _attempt in range(ATTEMPTS):
        values = {name: form.cleaned_data.get(name) for name in form.own_fields()}
        try:
            with transaction.atomic():
                act(values, version)
        except (ChangedMeanwhile, HouseholdChangedMeanwhile):
            values_now, version = now()
            if not form.merge(values_now, version):
                return False
        else:
            return True
    form.add_error(None, _("Others are changing this very often just now. Please save again."))
    return False
