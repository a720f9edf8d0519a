"""Places for staff: map, profile with figures, who is wanted, completeness, import report, leaflet."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from majup.catalogue.models import Fact
from majup.catalogue.queries import specialists_wanted
from majup.network.models import Role
from majup.network.queries import people_of
from majup.places import report
from majup.places.models import Municipality, PlanningRegion
from majup.profiles import queries
from majup.profiles.models import Question
from majup.staff.roles import Permission
from majup.web.components.texts import language
from majup.web.desk.places.find import may_write, own_places
from majup.web.facts.words import place_words
from majup.web.http import StaffRequest, needs
from majup.web.places.find import find_place
from majup.web.places.offered import number_of_wider
from majup.web.places.shown import leaflet_answer, map_context, profile_context

reader = needs(Permission.PLACES_READ)


def day_of(text: str) -> date:
    """The day whose boundaries are asked for; today when nothing sensible is asked."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


@reader
@require_safe
def places_map(request: StaffRequest) -> HttpResponse:
    """One indicator, of one period or the newest, by the boundaries of a day, as map and as table."""
    day = day_of(request.GET.get("day", ""))
    context = map_context(day, request.GET.get("figure", ""), wished=request.GET.get("period", ""))
    if context is None:
        raise Http404
    first_day = min(place.valid_from for place in Municipality.objects.all())
    return render(request, "desk/places/map.html", {**context, "first_day": first_day})


@reader
@require_safe
def place(request: StaffRequest, atvk: str) -> HttpResponse:
    """The profile: what the municipality says, general words where it says nothing, figures, who answers (MUN-01)."""
    found = find_place(atvk)
    roles = list(Role.objects.filter(municipality=found, kind__in=["specialist", "unit"]).order_by("kind", "unit"))
    people = people_of(roles)
    (count,) = queries.completeness([found])
    context = {
        **profile_context(found),
        "wider": number_of_wider(found),
        "count": count,
        "roles": [(role, people.get(role.pk)) for role in roles],
        "may_write": found.is_in_force() and may_write(request.user, found),
    }
    return render(request, "desk/places/place.html", context)


@reader
@require_safe
def wanted(request: StaffRequest) -> HttpResponse:
    """Which municipality invites whom and what it is strong in (MUN-06)."""
    sought = request.GET.get("q", "").strip()[:100]
    labels = {question.code: question.label for question in Question.objects.filter(is_searchable=True)}
    rows = [
        (found.municipality, [(labels[code], lines) for code, lines in found.lines.items()])
        for found in queries.search(sought, language())
    ]
    context = {"rows": rows, "sought": sought, "lacking": [] if sought else lacking()}
    return render(request, "desk/places/wanted.html", context)


def lacking() -> list[tuple[str, list[tuple[str, Fact]]]]:
    """Professions that municipalities say they lack, health care and education apart (SPE-06), each with its place."""
    headings = {"health": _("In health care"), "education": _("In education"), "other": _("Elsewhere")}
    found = specialists_wanted()
    for facts in found.values():
        facts.sort(key=lambda fact: [place.sort_key for place in fact.municipalities.all()])
    lines = {code: [(place_words(fact), fact) for fact in facts] for code, facts in found.items()}
    return [(words, lines[code]) for code, words in headings.items() if lines[code]]


@needs(Permission.DIRECTORY_READ)
@require_safe
def completeness(request: StaffRequest) -> HttpResponse:
    """How complete each profile is (MUN-02): of one's own regions first, or of a chosen one."""
    regions = list(PlanningRegion.objects.all())
    asked = request.GET.get("region", "")
    chosen = next((region for region in regions if region.code == asked), None)
    if chosen is None and not asked and len(request.user.scope.regions) == 1:
        chosen = next(region for region in regions if region.pk in request.user.scope.regions)
    rows = Municipality.objects.in_force()
    rows = rows.in_region(chosen) if chosen else rows
    context = {"rows": queries.completeness(rows), "regions": regions, "chosen": chosen}
    return render(request, "desk/places/completeness.html", context)


@reader
@require_safe
def statistics_report(request: StaffRequest) -> HttpResponse:
    """Every table, what was left out of it and why, which sums were compared."""
    taken = report.taken()
    context = {"taken": taken, "number": sum(one.number for one in taken), "left": sum(len(t.left_out) for t in taken)}
    return render(request, "desk/places/report.html", context)


@reader
@require_safe
def leaflet_pdf(request: StaffRequest, atvk: str, language: str) -> HttpResponse:
    """The profile as a leaflet for meetings abroad; the same questions in the same order for every place (MUN-05)."""
    return leaflet_answer([find_place(atvk)], language)


@reader
@require_safe
def versions(request: StaffRequest, atvk: str, code: str) -> HttpResponse:
    """Everything that a municipality ever answered to one question: when, by whom."""
    found, question = find_place(atvk), get_object_or_404(Question, code=code)
    rows = queries.versions(found, question)
    return render(request, "desk/places/versions.html", {"place": found, "question": question, "rows": rows})


@needs(Permission.PROFILE_EDIT)
@require_safe
def own_profile(request: StaffRequest) -> HttpResponse:
    """The specialist's way in: the profile of her municipality, part by part, with what is unanswered and old."""
    mine = own_places(request.user)
    if not mine:
        return redirect("profiles")
    rows = [(one, queries.completeness([one])[0], queries.profile_of(one)) for one in mine]
    return render(request, "desk/places/own.html", {"rows": rows, "title": _("Profile of my municipality")})
