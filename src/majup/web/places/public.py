"""Places for everybody: map and list, finder, side by side, profile with what is open there, leaflet (MUN-01, K-P2)."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majup.catalogue import links
from majup.network.models import Role
from majup.network.queries import Contact, contacts_of_roles, coordinator_role
from majup.openings.models import Neighbour, PublicEvent
from majup.places.figures import Reading
from majup.places.models import Dataset, Municipality, RegionMembership
from majup.profiles import comparison, finder, leaflet, queries
from majup.profiles.models import Answer
from majup.web.components.texts import language, localized_plain
from majup.web.navigation import with_menu
from majup.web.places import atlas, sides
from majup.web.places.find import chosen_places, find_place
from majup.web.places.shown import leaflet_answer, map_context, profile_context
from majup.web.places.weighing import asked_in, shown, side_by_side
from majup.web.public_pages import public_page

EVENTS = 4


@public_page
def places(request: HttpRequest) -> HttpResponse:
    """Map of one figure, and all municipalities by region."""
    with_menu(request)
    found = map_context(timezone.localdate(), request.GET.get("figure", ""), sides.PUBLIC.place)
    context = {**(found or {}), "regions": by_region(), "side": sides.PUBLIC, "page_checked": figures_checked()}
    return render(request, "places/map.html", context)


def by_region() -> list[tuple[Any, list[Municipality]]]:
    """(region, its municipalities of today by name), in the order of the regions."""
    rows = RegionMembership.objects.filter(valid_to=None, municipality__valid_to=None)
    found: dict[Any, list[Municipality]] = {}
    for row in rows.select_related("region", "municipality").order_by("region__order", "municipality__sort_key"):
        found.setdefault(row.region, []).append(row.municipality)
    return list(found.items())


def figures_checked() -> Any:
    """Day on which the newest figures were read."""
    return Dataset.objects.aggregate(day=Max("retrieved_on"))["day"]


@public_page
def find(request: HttpRequest) -> HttpResponse:
    """The family's own reasons weigh; whatever is chosen stands in the address, nothing is kept."""
    with_menu(request)
    known = finder.sheet()
    form, asked, asks = asked_in(request, known)
    values = shown(request, known, form, asked)
    context = {**values, "asks": asks, "weights_open": asks, "side": sides.PUBLIC, "page_checked": figures_checked()}
    return render(request, "places/finder.html", context)


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    with_menu(request)
    chosen = chosen_places(request.GET.getlist("place"))
    context = {**side_by_side(chosen), "side": sides.PUBLIC, "page_checked": figures_checked()}
    query = urlencode([("place", one.atvk) for one in chosen])
    context |= {"page_place": chosen or None, "languages": leaflet.languages(), "chosen_query": query}
    return render(request, "places/compare.html", context)


@public_page
def place(request: HttpRequest, atvk: str) -> HttpResponse:
    """The profile; where a municipality has written nothing, general words, whom to ask and its neighbours."""
    with_menu(request)
    found = find_place(atvk)
    neighbours = neighbours_of(found)
    count, *counts_nearby = queries.completeness([found, *neighbours])
    context = profile_context(found)
    contacts = contacts_of(found, context["region"])
    page = _own_page(context["parts"])
    context |= {
        "count": count,
        "parts": [(part, common_day(part)) for part in context["parts"] if part.block.code not in leaflet.LEFT_OUT],
        "first_figures": [one for one in context["figures"] if is_its_own(one)],
        "more_figures": [one for one in context["figures"] if not is_its_own(one)],
        "contacts": contacts,
        "drawing": atlas.drawing(),
        "neighbours": neighbours,
        "written_nearby": written_first(counts_nearby) if not count.answered else [],
        "events": PublicEvent.objects.coming().concerning(municipality=found)[:EVENTS],
        "own_page": page,
        "broken": links.problem_with(page.link) if page else None,
        "valid_measures": [one for one in context["offered"].measures if one[0].state == "valid"],
        "page_owner": owner_words(contacts),
        "page_checked": count.last_on,
        "page_unchecked": _("The municipality has confirmed nothing here yet"),
        "page_place": found if found.is_in_force() else found.successor,
    }
    return render(request, "places/place.html", context)


def is_its_own(line: tuple[Reading, str, str]) -> bool:
    """A figure of the place itself on what families ask first; those of its region or branch come after them."""
    return line[0].indicator.topic in leaflet.FIGURES and not line[0].inherited_from


def common_day(part: queries.Part) -> date | None:
    """The one day on which all answers of a part were confirmed; None when there are several."""
    days = {one.answer.confirmed_on for one in part.said if one.answer}
    return days.pop() if len(days) == 1 else None


def contacts_of(found: Municipality, region: Any) -> list[Contact]:
    """The specialist of the municipality where there is one, and the coordinator of its region."""
    specialist = Role.objects.filter(municipality=found, kind=Role.Kind.SPECIALIST).select_related("municipality")
    roles = [*specialist[:1], *([coordinator_role(region)] if region else [])]
    return contacts_of_roles(roles)


def owner_words(contacts: list[Contact]) -> str:
    if not contacts:
        return ""
    first = contacts[0]
    return f"{localized_plain(first.title)}, {localized_plain(first.place)}"


def neighbours_of(found: Municipality) -> list[Municipality]:
    rows = Neighbour.objects.filter(municipality=found, neighbour__valid_to=None).select_related("neighbour")
    return sorted((row.neighbour for row in rows), key=lambda place: place.sort_key)


def written_first(counts: list[queries.Completeness]) -> list[queries.Completeness]:
    """Those that have written about themselves, most of it first."""
    return sorted((count for count in counts if count.answered), key=lambda count: -count.answered)


def _own_page(parts: list[queries.Part]) -> Answer | None:
    """The municipality's own page for those who return, as it names it (K-M16)."""
    said = (one.answer for part in parts for one in part.said if one.question.code == "page")
    return next((answer for answer in said if answer), None)


@login_not_required
@require_safe
def leaflet_file(request: HttpRequest, atvk: str, code: str) -> HttpResponse:
    """The profile as a leaflet, PDF for print (MUN-05, K-M17)."""
    return leaflet_answer([find_place(atvk)], code)


@login_not_required
@require_safe
def compared_file(request: HttpRequest, code: str) -> HttpResponse:
    """The places one has chosen: compared, then each with its profile, to take along (K-M17)."""
    chosen = chosen_places(request.GET.getlist("place"))
    if not comparison.FEWEST <= len(chosen) <= comparison.MOST:
        return redirect("public_compare")
    return leaflet_answer(chosen, code)


def shapes_with_links() -> list[tuple[str, str, str]]:
    """(path, address, name) of every municipality of today that has an outline, by name; for a map without figures."""
    drawn = atlas.drawing().paths
    rows = Municipality.objects.in_force().order_by("sort_key")
    address = sides.PUBLIC.place
    known = [row for row in rows if row.pk in drawn]
    return [(drawn[row.pk], reverse(address, args=[row.atvk]), row.name_in(language())) for row in known]
