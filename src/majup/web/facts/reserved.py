"""What returnees alone may use, or get first, with owner and basis: so that locals can be treated alike (CAT-12)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from majup.catalogue import queries
from majup.catalogue.models import Audience, Fact
from majup.openings.models import Dwelling, PublicEvent
from majup.places.models import PlanningRegion
from majup.plumbing.sheets import CSV, as_csv
from majup.reports.quality import share
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain, named
from majup.web.facts.words import AIMS, AUDIENCES, place_words, role_words, standing
from majup.web.http import StaffRequest, needs
from majup.web.openings.words import KINDS

FEW = 12  # so many stand open; of more, each kind is folded


@dataclass(frozen=True)
class Thing:
    """One measure, service, place, dwelling or event. `basis`: the law, else where the record is from."""

    what: str
    name: str
    url: str
    place: str
    audience: str
    owner: str
    basis: str
    state: str
    tone: str


@needs(Permission.FACT_CHECK)
@require_safe
def reserved(request: StaffRequest) -> HttpResponse:
    found, aims = queries.reserved(), queries.aims()
    measures = sum(aims.values())
    things = [*_facts(found.facts), *_dwellings(), *_events()]
    context = {
        "counts": [(AUDIENCES[code], number) for code, number in found.by_audience.items()],
        "aims": [(AIMS[code], number, share(number, measures)) for code, number in aims.items()],
        "groups": _by_kind(things),
        "few": len(things) <= FEW,
    }
    return render(request, "facts/reserved.html", context)


def _by_kind(things: Iterable[Thing]) -> list[tuple[str, list[Thing]]]:
    """The kinds with the most reserved first: there unequal treatment would weigh most."""
    groups: dict[str, list[Thing]] = {}
    for one in things:
        groups.setdefault(one.what, []).append(one)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


@needs(Permission.FACT_CHECK)
@require_safe
def table(request: StaffRequest) -> HttpResponse:
    """The same for a spreadsheet, and besides everything that is for everybody or of which nobody knows for whom."""
    things = [*_facts(queries.by_audience()), *_dwellings(), *_events()]
    head = (_("Kind"), _("Fact"), _("Place"), _("For whom"), _("Who answers for it"), _("Basis"), _("State"))
    rows = [(one.what, one.name, one.place, one.audience, one.owner, one.basis, one.state) for one in things]
    response = HttpResponse(as_csv([head, *rows]), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="for-whom-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


def _facts(facts: Any) -> Iterator[Thing]:
    kinds = {code: localized_plain(kind.name) for code, kind in queries.kinds().items()}
    for fact in facts:
        words, tone = standing(fact)
        yield Thing(
            kinds[fact.kind],
            localized_plain(fact.name),
            reverse("fact", args=[fact.pk]),
            place_words(fact),
            str(AUDIENCES[fact.audience]),
            role_words(fact.role),
            _basis(fact),
            str(words),
            tone,
        )


def _basis(fact: Fact) -> str:
    return (fact.current.legal_basis or fact.current.source) if fact.current else ""


def _dwellings() -> Iterator[Thing]:
    """Homes that say who comes first; whether these are returnees stands in their words."""
    for one in Dwelling.objects.open().exclude(priority="").select_related("municipality").order_by("pk"):
        said = _("As its owner says: %(who)s") % {"who": one.priority}
        place = named(one.municipality) if one.municipality else ""
        kind, url = str(KINDS[one.kind]), reverse("home_entry", args=[one.pk])
        yield Thing(pgettext("what is on offer", "Home"), kind, url, place, said, place, one.way, _("on offer"), "good")


def _events() -> Iterator[Thing]:
    found = PublicEvent.objects.coming().filter(audience=PublicEvent.Audience.ONLY)
    for one in found.select_related("municipality", "region"):
        place = named(one.municipality) if one.municipality else _of_region(one.region)
        name, url = localized_plain(one.title), reverse("public_event", args=[one.pk])
        said = str(AUDIENCES[Audience.ONLY])
        yield Thing(_("Event"), name, url, place, said, one.organiser, "", _("coming"), "info")


def _of_region(region: PlanningRegion | None) -> str:
    return localized_plain(region.name) if region else ""
