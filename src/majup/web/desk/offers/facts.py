"""Facts of the catalogue in the letter: put in from a list, brought up to date, marked as still to be confirmed."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from majup.catalogue.models import Fact
from majup.offers import actions
from majup.offers.errors import NotEditable, NotOfferable
from majup.offers.models import Offer
from majup.web.desk.offers import words as say
from majup.web.desk.offers.composing import acts, composer
from majup.web.desk.offers.find import find_item, find_offer


@acts
def put_in_fact(request: HttpRequest, offer: Offer) -> None:
    """One fact for one need of the case, or for none."""
    wanted, need = request.POST.get("fact", ""), request.POST.get("need", "")
    fact = get_object_or_404(Fact, pk=wanted if wanted.isdecimal() and len(wanted) < 18 else 0)
    of_case = offer.case.needs.select_related("topic")
    found = get_object_or_404(of_case, pk=need if need.isdecimal() and len(need) < 18 else 0) if need else None
    try:
        actions.put_in_fact(offer=offer, fact=fact, need=found, by=request.user)
    except NotOfferable as refused:
        messages.error(request, say.standing_words(refused.state) % {"title": say.localized_plain(fact.name)})


# What becomes of an item that is stale on the page that asks again before sending, and what is said then.
WAYS: dict[str, tuple[Callable[..., object], Promise]] = {
    "refresh": (actions.refresh, lazy("The item says what the fact says today.")),
    "unconfirmed": (actions.mark_unconfirmed, lazy("The letter says that this is still to be confirmed.")),
    "remove": (actions.remove_item, lazy("The item is taken out.")),
}


@composer
@require_POST
def way_out(request: HttpRequest, pk: int, item: int, way: str) -> HttpResponse:
    """Take over what the fact says today, say that it is still to be confirmed, or take it out; then ask again."""
    offer = find_offer(request, pk)
    act, said = WAYS[way]
    try:
        act(item=find_item(offer, item), by=request.user)
    except NotOfferable as refused:
        messages.error(request, say.standing_words(refused.state) % {"title": _("This item")})
    except NotEditable:
        return redirect("offer", pk=pk)
    else:
        messages.success(request, said)
    return redirect("offer_send", pk=pk)
