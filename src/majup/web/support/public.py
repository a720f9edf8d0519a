"""The catalogue as families read it: without account, what holds apart from what nobody has confirmed (CAT-11)."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from majup.catalogue import queries
from majup.catalogue.models import Fact, Level, State
from majup.places.models import Municipality, PlanningRegion
from majup.web.components.texts import localized_plain
from majup.web.facts import words as say
from majup.web.facts.page import told
from majup.web.http import cut, keyset_page, page_or_422
from majup.web.navigation import with_menu
from majup.web.public_pages import public_page
from majup.web.support.forms import CONFIRMED, UNCONFIRMED, SupportForm
from majup.web.support.gathered import READ_FOR_EACH, gathered, listed

SIZE = 20
# Said to the public with a mark; drafts, plans and proposals are nobody's support yet.
OPEN = frozenset({"fresh", "due", "not_yet", State.REPORTED, State.UNCLEAR})
OVER = frozenset({"over", "hidden", State.ENDED, State.WITHDRAWN})


@public_page
def support(request: HttpRequest) -> HttpResponse:
    with_menu(request)
    form = SupportForm(request.GET or None)
    place = form.place_chosen()
    facts = Fact.objects.unconfirmed() if form.shows_unconfirmed else Fact.objects.available()
    page = keyset_page(
        listed(queries.of_size(facts, form.chosen().get("least"))),
        by="changed_at",
        after=request.GET.get("after", ""),
        size=SIZE * READ_FOR_EACH,
        parse=datetime.fromisoformat,
        read=partial(queries.newest, form.wanted(place)),
    )
    lines, used = gathered(page, SIZE)
    page = cut(page, used, by="changed_at")
    tabs = _tabs(request)
    current = UNCONFIRMED if form.shows_unconfirmed else CONFIRMED
    chosen = {name: value for name, value in form.chosen().items() if value}
    context = {
        "form": form,
        "page": page,
        "lines": lines,
        "is_filtered": bool(set(chosen) - {"show"}),
        "tabs": tabs,
        "current": current,
        "here": tabs[current or "confirmed"],
        "place": place,
        "page_place": place,
        "page_checked": newest_check(page),
    }
    return page_or_422(request, "support/list.html", context, form)


def _tabs(request: HttpRequest) -> dict[str, str]:
    """Address of each of the two lists with the same filters."""
    query = request.GET.copy()
    query.pop("after", None)
    addresses = {}
    for show in (CONFIRMED, UNCONFIRMED):
        query["show"] = show
        addresses[show or "confirmed"] = f"?{query.urlencode()}"
    return addresses


def newest_check(facts: Any) -> date | None:
    return max((fact.confirmed_on for fact in facts if fact.confirmed_on), default=None)


@public_page
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry in plain words (CAT-15); what is over says so and leads on to what holds today."""
    with_menu(request)
    rows = queries.with_names(Fact.objects.select_related("current", "replaced_by"))
    fact = get_object_or_404(rows, pk=pk, current__isnull=False)
    freshness = fact.freshness()
    if freshness in OVER:
        return render(request, "support/over.html", _over(fact, freshness), status=410)
    if freshness not in OPEN:
        raise Http404
    place = place_of(fact)
    standing, tone = say.standing(fact)
    context = {
        **told(fact, fact.current),
        "standing": standing,
        "tone": tone,
        "freshness": freshness,
        "data": structured(fact),
        "page_owner": say.role_words(fact.role) if fact.role else "",
        "page_checked": fact.confirmed_on,
        "page_unchecked": _("Never confirmed since it was reported"),
        "page_place": place,
    }
    return render(request, "support/entry.html", context)


def _over(fact: Fact, freshness: str) -> dict[str, Any]:
    return {
        "fact": fact,
        "is_hidden": freshness == "hidden",
        "reason": fact.current.reason if fact.current else {},
        "page_owner": say.role_words(fact.role) if fact.role else "",
        "page_checked": fact.confirmed_on,
        "page_unchecked": _("Never confirmed since it was reported"),
        "version": fact.current,
        "page_place": place_of(fact),
    }


def place_of(fact: Fact) -> Municipality | PlanningRegion | None:
    """The one place in which it holds; None for several and for the whole state."""
    places: list[Any] = list(fact.municipalities.all()) or list(fact.regions.all())
    return places[0] if len(places) == 1 else None


def structured(fact: Fact) -> dict[str, Any]:
    """The entry as schema.org's GovernmentService, for search engines."""
    version = fact.current
    operator = localized_plain(version.provider) if version and version.provider else say.role_words(fact.role)
    areas = [say.LEVELS[Level.STATE]] if fact.level == Level.STATE else [say.place_words(fact)]
    data = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": localized_plain(fact.name),
        "description": localized_plain(version.summary) if version else "",
        "serviceOperator": {"@type": "GovernmentOrganization", "name": operator},
        "areaServed": [{"@type": "AdministrativeArea", "name": str(area)} for area in areas],
        "audience": {"@type": "Audience", "audienceType": str(say.AUDIENCES[fact.audience])},
        "url": reverse("support_entry", args=[fact.pk]),
    }
    return {key: value for key, value in data.items() if value}
