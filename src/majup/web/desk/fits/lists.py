"""Matches of new facts, measures of an intake category, needs without an offer, people by what they can do."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from majup.cases.models import Case
from majup.kernel.text import stems
from majup.matching import actions, queries
from majup.matching.models import Match
from majup.matching.new_openings import MOST
from majup.network.models import CodeList, Topic
from majup.people.models import Person
from majup.places.models import Municipality, PlanningRegion, in_force
from majup.staff.access import log_view
from majup.staff.roles import Permission
from majup.web.components.texts import language_name, localized_plain
from majup.web.desk.cases.editing import DeskForm
from majup.web.desk.cases.find import StaffRequest
from majup.web.desk.fits import matches as match_lines
from majup.web.desk.fits.page import candidate_line, drawn
from majup.web.http import keyset_page, needs

SMALL = 5  # fewer families are not told to whoever sees no cases there
FOUND = 50


@needs(Permission.CASE_READ)
@require_safe
def matches(request: StaffRequest) -> HttpResponse:
    """New facts, vacancies and homes with the cases that they fit, each once, until it is put aside (FUP-04)."""
    rows = match_lines.with_people(queries.open_matches(request.user))
    page = keyset_page(rows, by="found_at", after=request.GET.get("after", ""), parse=parse_datetime)
    for match in page:
        log_view(user=request.user, household_id=match.household_id, record=f"match {match.pk}", page="matches")
    context = {"page": page, "lines": [match_lines.line(match) for match in page], "most": MOST}
    return render(request, "desk/fits/matches.html", context)


@needs(Permission.CASE_WRITE)
@require_POST
def dismiss(request: StaffRequest, pk: int) -> HttpResponse:
    match = get_object_or_404(_mine(request), pk=pk)
    actions.dismiss(match=match, by=request.user)
    undo = reverse("match_restore", args=[pk])
    messages.success(request, _("Put aside."), extra_tags=f"undo:{undo}")
    return redirect("matches")


@needs(Permission.CASE_WRITE)
@require_POST
def restore(request: StaffRequest, pk: int) -> HttpResponse:
    actions.restore(match=get_object_or_404(_mine(request), pk=pk), by=request.user)
    messages.success(request, _("It is back in the list."))
    return redirect("matches")


def _mine(request: StaffRequest) -> QuerySet[Match]:
    return Match.objects.visible_to(request.user).select_related("case", "household", "version", "vacancy", "dwelling")


@needs(Permission.CASE_READ)
@require_safe
def of_category(request: StaffRequest, code: str) -> HttpResponse:
    """INT-07: the measures that may apply to everybody of an intake category, by topic."""
    category = get_object_or_404(CodeList, kind="categories", code=code)
    topics = list(Topic.objects.filter(code__in=category.details.get("topics", [])))
    found = queries.of_intake_category(code, [topic.code for topic in topics])
    lines = [(one.version.topics, candidate_line(one)) for one in found]
    groups = [(topic, [{**line, **drawn(line)} for codes, line in lines if topic.code in codes]) for topic in topics]
    context = {
        "category": category,
        "groups": [(topic, lines) for topic, lines in groups if lines],
        "number": len(found),
        "categories": CodeList.objects.filter(kind="categories"),
    }
    return render(request, "desk/fits/category.html", context)


@needs(Permission.TOTALS_READ)
@require_safe
def gaps(request: StaffRequest) -> HttpResponse:
    """Open needs of one region by place and topic, beside what is offered; small numbers only to who sees the cases."""
    own = request.user.scope.regions if request.user.may(Permission.CASE_READ) else frozenset()
    regions = list(PlanningRegion.objects.filter(in_force(timezone.localdate())))
    form = GapsForm(request.GET, regions=regions)
    region = form.region or next((region for region in regions if region.pk in own), regions[0])
    form.data = {"region": region.code, "only": form.cleaned_data.get("only") or "gaps"}
    only = form.data["only"] == "gaps"
    rows = [row for row in queries.gaps() if row.region_id == region.pk and not (only and row.local)]
    places = Municipality.objects.in_bulk({row.municipality_id for row in rows})
    topics = Topic.objects.in_bulk({row.topic_id for row in rows})
    lines = [
        {
            "place": places[row.municipality_id],
            "topic": topics[row.topic_id],
            "families": row.families if region.pk in own or row.families >= SMALL else None,
            "local": row.local,
            "wider": row.wider,
        }
        for row in rows
    ]
    lines.sort(key=lambda line: (line["place"].sort_key, -(line["families"] or 0), line["topic"].order))
    context = {"lines": lines, "small": SMALL, "form": form, "region": region}
    return render(request, "desk/fits/gaps.html", context)


class GapsForm(DeskForm):
    """Which region, and whether only what the municipality itself does not offer."""

    mark_optional = False
    region = forms.ChoiceField(required=False, label=lazy("Region"))
    only = forms.ChoiceField(
        required=False,
        label=lazy("Show"),
        choices=[("gaps", lazy("Nothing of the municipality’s own")), ("all", lazy("Everything"))],  # noqa: RUF001
    )

    def __init__(self, data: Any, *, regions: list[PlanningRegion]) -> None:
        super().__init__(data)
        self.fields["region"].choices = [(region.code, localized_plain(region.name)) for region in regions]
        self.is_valid()
        self.region = next((one for one in regions if one.code == self.cleaned_data.get("region")), None)


class PeopleForm(DeskForm):
    mark_optional = False
    occupation = forms.CharField(max_length=80, required=False, label=lazy("Profession"))
    skill = forms.CharField(max_length=80, required=False, label=lazy("Skill"))
    language = forms.ChoiceField(required=False, label=lazy("Language"))

    def __init__(self, data: Any, *, languages: list[str]) -> None:
        super().__init__(data)
        named = sorted((language_name(code), code) for code in languages)
        self.fields["language"].choices = [("", lazy("any")), *((code, name) for name, code in named)]


@needs(Permission.CASE_READ)
@require_safe
def people(request: StaffRequest) -> HttpResponse:
    """SPE-02: who in the user's care has a profession, skill or language and agreed to be approached.

    By name, never by how well they fit (SPE-04).
    """
    agreed = _agreed(request)
    languages = list(agreed.exclude(languages=None).values_list("languages__language", flat=True).distinct())
    form = PeopleForm(request.GET or None, languages=languages)
    found = _found(agreed, form.cleaned_data) if form.is_bound and form.is_valid() else None
    for person in found or []:
        log_view(user=request.user, household_id=person.household_id, record=f"person {person.pk}", page="people")
    return render(request, "desk/fits/people.html", {"form": form, "found": found, "most": FOUND})


def _agreed(request: StaffRequest) -> QuerySet[Person]:
    cases = Case.objects.in_care_of(request.user).filter(queries.may_be_approached())
    return Person.objects.filter(is_child=False, household__in=cases.values("household"))


def _found(agreed: QuerySet[Person], wanted: dict[str, Any]) -> list[Person]:
    rows = agreed.select_related("household__case").prefetch_related("skills", "languages")
    if wanted["language"]:
        rows = rows.filter(languages__language=wanted["language"])
    if wanted["skill"]:
        rows = rows.filter(skills__name__icontains=wanted["skill"])
    for stem in stems(wanted["occupation"]):
        rows = rows.filter(household__case__occupations__contains=f" {stem}")
    ordered = rows.distinct().order_by("family_name", "given_name", "pk")[: FOUND * 2]
    asked = set(stems(wanted["occupation"]))
    return [person for person in ordered if asked <= set(stems(person.occupation))][:FOUND]
