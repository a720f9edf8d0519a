"""The place finder for staff: by itself, or from a case, whose weights it keeps; and places side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.cases.actions import weigh_places
from majup.cases.models import Case, Need
from majup.offers import actions as offers
from majup.offers.errors import OfferRefused
from majup.offers.models import SETTLED
from majup.people.models import Person
from majup.places.models import Municipality
from majup.profiles import finder
from majup.profiles.finder import Asked
from majup.profiles.models import Criterion
from majup.staff.roles import Permission
from majup.web.desk.cases.find import find_case, log
from majup.web.desk.offers.find import find_offer, language_for
from majup.web.http import StaffRequest, needs
from majup.web.places import sides
from majup.web.places.find import chosen_places
from majup.web.places.weighing import FinderForm, asked_in, is_own, shown, side_by_side


@needs(Permission.PLACES_READ)
@require_safe
def place_finder(request: StaffRequest) -> HttpResponse:
    """Whatever is chosen stands in the address; nothing is kept."""
    known = finder.sheet()
    form, asked, asks = asked_in(request, known)
    return _page(request, known, form, asked, asks=asks)


def _page(request: StaffRequest, known: finder.Sheet, form: FinderForm, asked: Asked, **context: Any) -> HttpResponse:
    values = {**shown(request, known, form, asked), "weights_open": True, "side": sides.DESK, **context}
    return render(request, "places/finder.html", values)


# From a case


def asked_of(case: Case) -> Asked:
    """What the family said before, else what its case tells: members, needs, home, former place."""
    if case.place_weights is not None:
        return Asked.from_json(case.place_weights)
    ages = [_age(member) for member in case.household.members.all() if member.is_child]
    topics = set(case.needs.exclude(state=Need.State.DROPPED).values_list("topic__code", flat=True))
    home = case.household.property_in_country
    rows = finder.sheet().frame["facts"]
    facts = frozenset(row["code"] for row in rows if _holds(row, ages, topics, home))
    first = next((one.code for one in Criterion.objects.all() if is_own(one)), "")
    own = {first: case.origin_municipality.atvk} if case.origin_municipality and first else {}
    return Asked(facts=facts, own=own)


def _age(child: Person) -> int | None:
    return timezone.localdate().year - child.birth_year if child.birth_year else None


def _holds(row: Mapping[str, Any], ages: list[int | None], topics: set[str], home: str) -> bool:
    """Whether the case itself tells a fact that the pack describes by topics, ages of children or the home."""
    if topics & set(row["topics"]) or (row["home"] and row["home"] == home):
        return True
    if row["child_ages"] is None:
        return False
    youngest, oldest = row["child_ages"]
    return any(age is not None and youngest <= age <= oldest for age in ages)


@needs(Permission.CASE_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def case_finder(request: StaffRequest, reference: str) -> HttpResponse:
    """The finder with what is known of the family; what is weighed is kept with the case."""
    case = find_case(request, reference)
    known = finder.sheet()
    asked = asked_of(case)
    form = FinderForm(request.POST if request.method == "POST" else None, known, asked)
    if request.method == "POST" and form.is_valid():
        weigh_places(case=case, weights=form.asked().as_json(), by=request.user)
        messages.success(request, _("The weights are kept with the case."))
        return redirect(f"{reverse('case_finder', args=[reference])}#places")
    log(request, case, "case_finder")
    offer = case.offers.exclude(state__in=SETTLED).order_by("-number").first()
    return _page(request, known, form, asked, case=case, asks=case.place_weights is not None, offer=offer)


# Side by side


@needs(Permission.PLACES_READ)
@require_safe
def places_compare(request: StaffRequest) -> HttpResponse:
    """Two to four places by the same criteria; from a case, one press puts them into its letter (OFF-07)."""
    places = chosen_places(request.GET.getlist("place"))
    case = _case_of(request)
    if case:
        log(request, case, "places_compare")
    context = {**side_by_side(places), "case": case, "side": sides.DESK}
    return render(request, "places/compare.html", context)


def _case_of(request: StaffRequest) -> Case | None:
    reference = request.GET.get("case", "")
    if not reference or not request.user.may(Permission.CASE_READ):
        return None
    return find_case(request, reference)


@needs(Permission.OFFER_SEND)
@require_POST
def offer_compare(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the places into the letter, or take the comparison out when none is named."""
    offer = find_offer(request, pk)
    return _put_in(request, offer, chosen_places(request.POST.getlist("place")))


@needs(Permission.OFFER_SEND)
@require_POST
def case_compare(request: StaffRequest, reference: str) -> HttpResponse:
    """The same from a case: its open letter, or a new one."""
    case = find_case(request, reference)
    offer = offers.draft(case=case, language=language_for(case), by=request.user)
    return _put_in(request, offer, chosen_places(request.POST.getlist("place")))


def _put_in(request: StaffRequest, offer: Any, places: list[Municipality]) -> HttpResponse:
    try:
        offers.compare_places(offer=offer, places=places, by=request.user)
    except OfferRefused:
        messages.info(
            request,
            _("Nothing was changed: choose two to four places, and open a new version of a letter that was sent."),
        )
        return redirect("offer", pk=offer.pk)
    said = _("The places stand side by side in the letter.") if places else _("The comparison is out of the letter.")
    messages.success(request, said)
    return redirect("offer_compose", pk=offer.pk)
