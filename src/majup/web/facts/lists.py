"""The catalogue as lists: search with filters, what one's own roles have to confirm, what nobody answers for."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from majup.catalogue import queries
from majup.catalogue.models import Fact, State
from majup.places.models import Municipality, PlanningRegion
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.facts import traits
from majup.web.facts.forms import FilterForm
from majup.web.facts.words import AUDIENCES, place_words, role_words, standing
from majup.web.http import StaffRequest, keyset_page, needs

MOST_DUE = 100
# What is over or was only an idea is found when it is asked for, and does not stand between what holds.
RUNNING = (State.VALID, State.REPORTED, State.DRAFT, State.PLANNED, State.UNCLEAR)


@needs(Permission.FACT_READ)
@require_safe
def facts(request: StaffRequest) -> HttpResponse:
    form = FilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    wanted = _wanted(chosen)
    page = keyset_page(
        queries.of_size(Fact.objects.all(), chosen.get("least")),
        by="changed_at",
        after=request.GET.get("after", ""),
        parse=datetime.fromisoformat,
        read=partial(queries.newest, wanted),
    )
    context = {
        "form": form,
        "page": page,
        "lines": [line(fact) for fact in page],
        "is_filtered": any(chosen.values()),
        "ways": ways(request.user),
        "may_write": request.user.may(Permission.FACT_KEEP) or request.user.may(Permission.FACT_KEEP_STATE),
    }
    return render(request, "facts/list.html", context)


WAYS = (
    (gettext_lazy("To confirm"), "facts_due", (Permission.FACT_KEEP,)),
    (
        gettext_lazy("Nobody answers for these"),
        "facts_ownerless",
        (Permission.CONTACT_KEEP, Permission.FACT_NAME_OWNER),
    ),
    (gettext_lazy("Web pages that do not answer"), "facts_links", (Permission.FACT_READ,)),
    (gettext_lazy("Searches without a result"), "missed_searches", (Permission.FACT_CHECK,)),
    (gettext_lazy("Kept for returnees"), "facts_reserved", (Permission.FACT_CHECK,)),
    (gettext_lazy("What became of the given records"), "facts_imported", (Permission.FACT_CHECK,)),
)


def ways(user: User) -> list[tuple[Any, str]]:
    """(label, address) of the other pages of the catalogue that `user` may open."""
    return [(label, reverse(name)) for label, name, any_of in WAYS if any(map(user.may, any_of))]


def _wanted(chosen: dict[str, Any]) -> queries.Wanted:
    place = str(chosen.get("place") or "")
    region = PlanningRegion.objects.filter(code=place[2:]).first() if place.startswith("r-") else None
    municipality = Municipality.objects.filter(pk=int(place[2:])).first() if place.startswith("m-") else None
    kind, has = traits.asked(chosen)
    return queries.Wanted(
        text=chosen.get("q") or "",
        kind=chosen.get("kind") or kind,
        has=has,
        topic=chosen.get("topic") or "",
        region=region,
        municipality=municipality,
        audience=chosen.get("audience") or "",
        states=(chosen["state"],) if chosen.get("state") else RUNNING,
    )


def line(fact: Fact) -> dict[str, Any]:
    """What a list says of a fact."""
    words, tone = standing(fact)
    return {
        "fact": fact,
        "state": words,
        "tone": tone,
        "place": place_words(fact),
        "owner": role_words(fact.role),
        "audience": AUDIENCES[fact.audience],
    }


@needs(Permission.FACT_KEEP)
@require_safe
def due(request: StaffRequest) -> HttpResponse:
    """What the user's roles should confirm, one press each; drafts to check come with a link to look at them."""
    waiting = list(queries.to_confirm(request.user.scope.roles).select_related("current")[: MOST_DUE + 1])
    shown = [line(fact) for fact in waiting[:MOST_DUE]]
    groups = {
        "draft": [one for one in shown if one["fact"].state == State.DRAFT],
        "due": [one for one in shown if one["fact"].state == State.VALID],
        "reported": [one for one in shown if one["fact"].state == State.REPORTED],
        "unclear": [one for one in shown if one["fact"].state == State.UNCLEAR],
    }
    return render(request, "facts/due.html", {"groups": groups, "more": len(waiting) > MOST_DUE, "any": bool(shown)})


@needs(Permission.CONTACT_KEEP, Permission.FACT_NAME_OWNER)
@require_safe
def ownerless(request: StaffRequest) -> HttpResponse:
    """Facts that nobody answers for, where the user may name an owner."""
    rows = queries.ownerless(request.user)
    page = keyset_page(rows, by="changed_at", after=request.GET.get("after", ""), parse=datetime.fromisoformat)
    return render(request, "facts/ownerless.html", {"page": page, "lines": [line(fact) for fact in page]})
