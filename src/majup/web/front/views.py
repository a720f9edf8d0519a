"""Home, situations of life, regions: the ways by which somebody finds what concerns them (issue 4, items 1 and 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from majup.cases.models import StepTemplate
from majup.catalogue import queries as catalogue
from majup.catalogue.models import Audience, Fact
from majup.guides.models import Kind
from majup.network.queries import contact_of, coordinator_role, public_contacts
from majup.openings.models import PublicEvent
from majup.places.models import Municipality, PlanningRegion
from majup.reports.issued import newest_together
from majup.web.components.texts import localized_plain
from majup.web.front.situations import Situation, awaits, first_steps, situations
from majup.web.navigation import with_menu
from majup.web.places import atlas
from majup.web.places.public import shapes_with_links
from majup.web.public_pages import public_page
from majup.web.support.gathered import READ_FOR_EACH, gathered
from majup.web.support.gathered import listed as light
from majup.web.support.public import newest_check
from majup.web.texts.found import for_situation, hit, listed

SHOWN = 6
LATELY = 4
FIRST = 4
RESULTS = ("families_returned", "people_returned", "offers_sent")


@public_page
def home(request: HttpRequest) -> HttpResponse:
    with_menu(request)
    newest = light(Fact.objects.available())
    changed = catalogue.newest(catalogue.Wanted(), newest, LATELY * READ_FOR_EACH)
    results = newest_together(RESULTS)
    context = {
        "situations": situations().values(),
        "shapes": shapes_with_links(),
        "drawing": atlas.drawing(),
        "regions": PlanningRegion.objects.filter(valid_to=None),
        "contacts": public_contacts(),
        "steps": StepTemplate.objects.filter(for_everyone=True).order_by("order")[:FIRST],
        "news": [hit(text) for text in listed(Kind.NEWS).order_by("-published_at", "pk")[:LATELY]],
        "changed": gathered(changed, LATELY)[0],
        "results": results,
    }
    return render(request, "front/home.html", context)


@public_page
def situation(request: HttpRequest, code: str) -> HttpResponse:
    """What awaits you, first steps, support, whom to ask."""
    with_menu(request)
    found = situations().get(code)
    if found is None:
        raise Http404
    blocks = awaits(found)
    context = {
        "situation": found,
        "others": [one for one in situations().values() if one.code != code],
        "blocks": blocks,
        "phases": by_phase(found),
        "support": gathered(support_of(found), SHOWN)[0],
        "topics": found.topics,
        "guides": for_situation(Kind.GUIDE, code, found.topics, SHOWN),
        "questions": for_situation(Kind.QUESTION, code, found.topics, SHOWN),
        "contacts": public_contacts(),
        "page_checked": min((block.checked_on for block in blocks), default=None),
    }
    return render(request, "front/situation.html", context)


def support_of(found: Situation) -> list[Fact]:
    """The newest that holds on its topics; inside the country without what only returnees from abroad may have."""
    rows = light(Fact.objects.available().filter(kind__in=found.kinds))
    if found.is_internal:
        rows = rows.exclude(audience=Audience.ONLY)
    return catalogue.newest(catalogue.Wanted(topics=found.topics), rows, SHOWN * READ_FOR_EACH)


@dataclass(frozen=True)
class PhaseOfSteps:
    title: str
    steps: list[StepTemplate]


def by_phase(found: Situation) -> list[PhaseOfSteps]:
    """Steps under the time in which they come, in the order of the pack."""
    titles = {
        "before_leaving": _("Before you move") if found.is_internal else _("Before leaving"),
        "on_arrival": _("On arrival"),
        "first_months": _("In the first months"),
    }
    steps = list(first_steps(found))
    phases = [PhaseOfSteps(title, [one for one in steps if one.phase == phase]) for phase, title in titles.items()]
    return [phase for phase in phases if phase.steps]


@public_page
def region(request: HttpRequest, code: str) -> HttpResponse:
    """The region's page for those who return: its coordinator, places, support; one click from home (K-R10)."""
    with_menu(request)
    found = get_object_or_404(PlanningRegion, code=code, valid_to=None)
    newest = light(Fact.objects.available())
    facts = catalogue.newest(catalogue.Wanted(region=found), newest, SHOWN * READ_FOR_EACH)
    role = coordinator_role(found)
    context = {
        "region": found,
        "contact": contact_of(role),
        "members": Municipality.objects.in_region(found).order_by("sort_key"),
        "support": gathered(facts, SHOWN)[0],
        "events": PublicEvent.objects.coming().concerning(region=found)[:LATELY],
        "steps": StepTemplate.objects.filter(for_everyone=True).order_by("order")[:FIRST],
        "page_owner": f"{localized_plain(role.title)}, {localized_plain(found.name)}",
        "page_checked": newest_day(role.confirmed_on, newest_check(facts)),
        "page_unchecked": _("Nobody has confirmed it yet"),
        "page_place": found,
        "jobs_url": f"{reverse('jobs')}?region={found.pk}",
    }
    return render(request, "front/region.html", context)


def newest_day(*days: date | None) -> Any:
    return max(filter(None, days), default=None)
