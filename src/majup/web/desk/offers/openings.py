"""Open work and homes for the family of a letter, each put in with one click (NEE-07: in the places it thinks of)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majup.offers import actions
from majup.offers.errors import NotOfferable
from majup.offers.models import Offer
from majup.openings import queries
from majup.openings.models import Dwelling, Vacancy
from majup.openings.queries import DwellingWish, Wish
from majup.places.queries import today_of
from majup.web.desk.offers import words as say
from majup.web.desk.offers.composing import acts, composer
from majup.web.desk.offers.find import find_offer

SHOWN = 20
KINDS: dict[str, Any] = {"vacancy": Vacancy, "dwelling": Dwelling}
TOPICS = {"vacancy": "job", "dwelling": "dwelling"}


@composer
@require_safe
def offer_openings(request: HttpRequest, pk: int) -> HttpResponse:
    """Vacancies of the adults' occupations and homes, in the places of the family and their neighbours."""
    offer = find_offer(request, pk, "offer_openings")
    candidates = offer.case.candidates.select_related("municipality__successor")
    places = tuple(today_of(candidate.municipality).pk for candidate in candidates)
    adults = offer.case.household.members.filter(is_child=False).exclude(occupation="")
    wishes = [(adult, Wish(adult.occupation, places, with_neighbours=True)) for adult in adults]
    work = [(adult, queries.newest(wish, queries.vacancies(wish), SHOWN)) for adult, wish in wishes]
    homes = queries.dwellings(DwellingWish(places, with_neighbours=True)).order_by("-posted_on", "-pk")[:SHOWN]
    context = {"offer": offer, "case": offer.case, "work": work, "homes": homes, "has_places": bool(places)}
    return render(request, "desk/offers/openings.html", context)


@acts
def put_in(request: HttpRequest, offer: Offer) -> None:
    """One vacancy or dwelling, for the family's need of work or of a home where it has one."""
    kind, wanted = request.POST.get("kind", ""), request.POST.get("entry", "")
    rows = KINDS[kind].objects.published() if kind in KINDS else Vacancy.objects.none()
    rows = rows.select_related("source", "municipality", "employer")
    entry = get_object_or_404(rows, pk=wanted if wanted.isdecimal() and len(wanted) < 18 else 0)
    need = offer.case.needs.filter(topic__code=TOPICS[kind]).select_related("topic").first()
    try:
        actions.put_in_opening(offer=offer, entry=entry, need=need, by=request.user)
        messages.success(request, _("It stands in the letter now."))
    except NotOfferable as refused:
        messages.error(request, say.standing_words(refused.state) % {"title": str(entry)})
