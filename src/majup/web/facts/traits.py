"""Details of a fact as something to search by: a school with support, a course online, the size of premises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from majup.catalogue.models import FactKind, Kind
from majup.web.components.texts import localized_plain

# Of contacts and of what is looked for, families have nothing to choose by.
OF_FAMILIES = (Kind.SCHOOL_PLACES, Kind.COURSE, Kind.PREMISES, Kind.SERVICE, Kind.HEALTH)


class TraitFields(forms.Form):
    """Mixed into the searches of the catalogue (CAT-07 to CAT-10)."""

    has = forms.ChoiceField(label=_("More exactly"), required=False)
    least = forms.IntegerField(label=_("Premises and land, at least m²"), required=False, min_value=1, max_value=10**7)


def trait_choices(kinds: Iterable[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices grouped by kind of fact, as "course/before_move:yes"; of all kinds where none is named."""
    wanted = FactKind.objects.filter(code__in=kinds) if kinds else FactKind.objects.all()
    found = ((kind, [(f"{kind.code}/{code}", words) for code, words in _traits(kind.fields)]) for kind in wanted)
    return [(localized_plain(kind.name), traits) for kind, traits in found if traits]


def _traits(fields: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for spec in fields:
        label = localized_plain(spec["label"])
        if spec["kind"] == "flag":
            yield f"{spec['code']}:yes", label
        elif spec["kind"] in {"choice", "many"}:
            yield from (
                (f"{spec['code']}:{one['code']}", f"{label}: {localized_plain(one['label'])}")
                for one in spec["options"]
            )


def asked(chosen: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """(kind, details) as `catalogue.queries.Wanted` takes them."""
    kind, _slash, detail = (chosen.get("has") or "").partition("/")
    return kind, (detail,) if detail else ()
