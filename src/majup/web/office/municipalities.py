"""Municipalities with their validity and former units, who takes part in which round, exclusions, advice given."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majup.network import actions, territory
from majup.network.errors import NetworkError
from majup.network.models import MunicipalConsultation, ParticipantList
from majup.places.models import InternalExclusion, Municipality, PlanningRegion
from majup.places.queries import find, region_of
from majup.staff.roles import Permission
from majup.web.components.texts import named
from majup.web.http import StaffRequest, keyset_page, needs, page_or_422
from majup.web.office.directory import with_people
from majup.web.office.forms import ConsultationForm, EndForm, ExclusionForm, FoundForm, MergeForm
from majup.web.office.pages import address, form_page
from majup.web.office.words import refusal


@needs(Permission.DIRECTORY_READ)
@require_safe
def municipalities(request: StaffRequest) -> HttpResponse:
    """All in force, or those that a name of today or of before the mergers means (K-R2)."""
    sought = request.GET.get("q", "").strip()
    chosen = find(sought, limit=50) if sought else Municipality.objects.all()
    if not sought and "all" not in request.GET:
        chosen = Municipality.objects.in_force()
    rows = list(chosen.select_related("successor").prefetch_related("memberships__region"))
    context = {"rows": rows, "sought": sought, "may_edit": request.user.may(Permission.DIRECTORY_EDIT)}
    return render(request, "office/municipalities.html", context)


@needs(Permission.DIRECTORY_READ)
@require_safe
def municipality(request: StaffRequest, atvk: str) -> HttpResponse:
    found = get_object_or_404(Municipality.objects.select_related("successor"), atvk=atvk)
    return render(
        request,
        "office/municipality.html",
        {
            "municipality": found,
            "region": region_of(found),
            "memberships": found.memberships.select_related("region").order_by("-valid_from"),
            "predecessors": found.predecessors.all(),
            "roles": with_people(list(found.roles.order_by("kind", "unit"))),
            "participations": found.participations.select_related("list"),
            "exclusions": found.internal_exclusions.all(),
            "consultations": found.consultations.select_related("by")[:20],
        },
    )


@needs(Permission.DIRECTORY_EDIT)
@require_http_methods(["GET", "POST"])
def merge(request: StaffRequest) -> HttpResponse:
    form = MergeForm(request.POST or None)
    if form.is_valid():
        try:
            territory.merge_municipalities(by=request.user, **form.cleaned_data)
        except NetworkError as error:
            form.add_error("merged", refusal(error))
        else:
            messages.success(request, _("The merger is noted. New work goes to the municipality that takes over."))
            return redirect("municipality", atvk=form.cleaned_data["successor"].atvk)
    return form_page(
        request,
        form,
        title=_("Note a merger"),
        text=_(
            "The municipalities that end keep their names, statistics and old questions. New work goes to the one that"
            " takes over; its people also answer what was asked of the old ones."
        ),
        button=_("Note the merger"),
        back=address("municipalities"),
    )


@needs(Permission.DIRECTORY_EDIT)
@require_http_methods(["GET", "POST"])
def found(request: StaffRequest) -> HttpResponse:
    form = FoundForm(request.POST or None)
    if form.is_valid():
        place = territory.found_municipality(by=request.user, **form.cleaned_data)
        messages.success(request, _("The municipality is in the directory, with all its roles."))
        return redirect("municipality", atvk=place.atvk)
    return form_page(
        request,
        form,
        title=_("New municipality"),
        button=_("Add the municipality"),
        back=address("municipalities"),
    )


@needs(Permission.DIRECTORY_READ)
@require_safe
def participants(request: StaffRequest) -> HttpResponse:
    lists = ParticipantList.objects.prefetch_related("participants__municipality")
    return render(request, "office/participants.html", {"lists": lists})


@needs(Permission.DIRECTORY_READ)
@require_http_methods(["GET", "POST"])
def exclusions(request: StaffRequest) -> HttpResponse:
    """Where the support for moves inside the country does not apply (IRM-02): all read, those who keep it add."""
    may_edit = request.user.may(Permission.EXCLUSION_EDIT)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = ExclusionForm(request.POST or None) if may_edit else None
    if form and form.is_valid():
        try:
            territory.exclude_internal(by=request.user, **form.cleaned_data)
        except NetworkError as error:
            form.add_error("municipality", refusal(error))
        else:
            messages.success(request, _("The municipality is on the list."))
            return redirect("exclusions")
    rows = InternalExclusion.objects.select_related("municipality")
    context = {"rows": rows, "form": form, "today": timezone.localdate()}
    return page_or_422(request, "office/exclusions.html", context, form)


@needs(Permission.EXCLUSION_EDIT)
@require_http_methods(["GET", "POST"])
def exclusion_end(request: StaffRequest, pk: int) -> HttpResponse:
    exclusion = get_object_or_404(InternalExclusion.objects.select_related("municipality"), pk=pk, valid_to=None)
    form = EndForm(request.POST or None)
    if form.is_valid():
        territory.end_exclusion(exclusion=exclusion, on=form.cleaned_data["on"], by=request.user)
        messages.success(request, _("The end is noted."))
        return redirect("exclusions")
    return form_page(
        request,
        form,
        title=_("End on the list: %(name)s") % {"name": named(exclusion.municipality)},
        text=_("After this day the support for moves inside the country applies there again."),
        button=_("Note the end"),
        back=address("exclusions"),
    )


@needs(Permission.CONSULTATION_LOG)
@require_http_methods(["GET", "POST"])
def consultations(request: StaffRequest) -> HttpResponse:
    """Advice given to municipalities, apart from the work with families (B-37)."""
    regions = PlanningRegion.objects.filter(pk__in=request.user.scope.regions)
    form = ConsultationForm(request.POST or None, regions=regions)
    if form.is_valid():
        actions.log_consultation(by=request.user, **form.cleaned_data)
        messages.success(request, _("The consultation is noted."))
        return redirect("consultations")
    rows = MunicipalConsultation.objects.filter(region__in=regions).select_related("municipality", "by")
    page = keyset_page(rows, by="on", after=request.GET.get("after", ""), parse=date.fromisoformat)
    return page_or_422(request, "office/consultations.html", {"page": page, "form": form}, form)
