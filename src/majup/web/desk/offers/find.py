"""Finding what a coordinator may work on; access is in the fetch."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from majup.cases.models import Case
from majup.network.models import Role
from majup.offers.models import Offer, OfferItem
from majup.staff.access import log_view


def find_offer(request: HttpRequest, pk: int, page: str = "") -> Offer:
    """The offer when it is in the user's regions or shared with them; naming `page` logs that it was looked at."""
    offers = Offer.objects.visible_to(request.user).select_related(
        "case__household", "case__region", "case__responsible", "region", "household"
    )
    offer = get_object_or_404(offers, pk=pk)
    if page:
        log_view(user=request.user, household_id=offer.household_id, record=f"offer {offer.pk}", page=page)
    return offer


def find_item(offer: Offer, pk: int) -> OfferItem:
    return get_object_or_404(offer.items.select_related("need__topic", "role", "answer__question__form"), pk=pk)


def language_for(case: Case) -> str:
    """The language in which we write to the family, when the letter can be written in it."""
    known = [code for code, _name in settings.LANGUAGES]
    spoken = case.household.members.exclude(language="").values_list("language", flat=True)
    return next((language for language in spoken if language in known), settings.LANGUAGE_CODE)


def roles_near(case: Case) -> QuerySet[Role]:
    """Whom an item may name: institutions, the units of the places the family thinks of, the coordinator."""
    places = case.candidates.values("municipality")
    successors = case.candidates.exclude(municipality__successor=None).values("municipality__successor")
    roles = Role.objects.filter(kind=Role.Kind.INSTITUTION)
    roles |= Role.objects.filter(municipality__in=places) | Role.objects.filter(municipality__in=successors)
    roles |= Role.objects.filter(kind=Role.Kind.COORDINATOR, region=case.region_id)
    return roles.select_related("institution", "municipality", "region").prefetch_related("institution__names")
