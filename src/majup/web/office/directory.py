"""The directory: who answers in each region, municipality and institution, how to reach them, and where nobody does."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majup.network import actions, queries
from majup.network.calendar import country_settings
from majup.network.models import Institution, Role
from majup.places.models import Municipality, PlanningRegion
from majup.staff.roles import Permission
from majup.web.components.texts import language_name, localized_plain
from majup.web.http import StaffRequest, needs
from majup.web.office.forms import InstitutionNameForm
from majup.web.office.pages import address, form_page


def languages() -> list[tuple[str, str]]:
    """(code, name in the reader's language) of every language of the country."""
    return [(code, language_name(code)) for code in country_settings()["languages"]]


def with_people(roles: list[Role]) -> list[Role]:
    """Hang today's people on each role, for the templates."""
    people = queries.people_of(roles)
    for role in roles:
        setattr(role, "people", people[role.pk])  # noqa: B010 -- a name that only templates read
    return roles


@needs(Permission.DIRECTORY_READ)
@require_safe
def regions(request: StaffRequest) -> HttpResponse:
    national = Role.objects.filter(kind__in=[Role.Kind.CONTACT_POINT, Role.Kind.MINISTRY]).order_by("kind")
    regional = Role.objects.filter(kind=Role.Kind.COORDINATOR).in_place_order()
    return render(
        request,
        "office/directory.html",
        {
            "national": with_people(list(national)),
            "regional": with_people(list(regional)),
            "gaps": queries.gaps().count(),
        },
    )


@needs(Permission.DIRECTORY_READ)
@require_safe
def region(request: StaffRequest, code: str) -> HttpResponse:
    found = get_object_or_404(PlanningRegion, code=code)
    places = Municipality.objects.in_force().in_region(found)
    specialists = Role.objects.filter(kind=Role.Kind.SPECIALIST, municipality__in=places).in_place_order()
    own = Role.objects.filter(region=found).order_by("kind").select_related("region")
    return render(
        request,
        "office/region.html",
        {
            "region": found,
            "own": with_people(list(own)),
            "specialists": with_people(list(specialists)),
        },
    )


@needs(Permission.DIRECTORY_READ)
@require_safe
def gaps(request: StaffRequest) -> HttpResponse:
    """Municipalities where the specialist's role is empty (NET-04): of a coordinator her own regions, of others all."""
    chosen = request.GET.get("region", "")
    region_found = PlanningRegion.objects.filter(code=chosen).first()
    if chosen == "" and len(request.user.scope.regions) == 1:
        region_found = PlanningRegion.objects.get(pk=min(request.user.scope.regions))
    empty = with_people(list(queries.gaps(region_found)))
    context = {"empty": empty, "region": region_found, "regions": PlanningRegion.objects.all()}
    return render(request, "office/gaps.html", context)


@needs(Permission.DIRECTORY_READ)
@require_safe
def institutions(request: StaffRequest) -> HttpResponse:
    roles = (
        Role.objects.filter(kind=Role.Kind.INSTITUTION)
        .select_related("institution")
        .prefetch_related("institution__names", "institution__topics")
        .order_by("institution__abbreviation", "institution__code")
    )
    return render(request, "office/institutions.html", {"roles": with_people(list(roles))})


@needs(Permission.DIRECTORY_READ)
@require_safe
def institution(request: StaffRequest, code: str) -> HttpResponse:
    """One institution; `?on=` shows the name in force on that day (N-1, N-2)."""
    found = get_object_or_404(Institution.objects.prefetch_related("names", "topics"), code=code)
    day = _day(request.GET.get("on", ""))
    return render(
        request,
        "office/institution.html",
        {
            "institution": found,
            "roles": with_people(list(found.roles.all())),
            "day": day,
            "name_then": found.name_on(day),
            "may_rename": request.user.may(Permission.DIRECTORY_EDIT),
        },
    )


@needs(Permission.DIRECTORY_EDIT)
@require_http_methods(["GET", "POST"])
def institution_name(request: StaffRequest, code: str) -> HttpResponse:
    found = get_object_or_404(Institution.objects.prefetch_related("names"), code=code)
    form = InstitutionNameForm(request.POST or None, languages=languages())
    if form.is_valid():
        actions.rename_institution(
            institution=found,
            name=form.name(),
            valid_from=form.cleaned_data["valid_from"],
            source=form.cleaned_data["source"],
            by=request.user,
        )
        messages.success(request, _("The new name is kept; the former one stays in the history."))
        return redirect("institution", code=found.code)
    return form_page(
        request,
        form,
        title=_("New name: %(name)s") % {"name": localized_plain(found.name_on())},
        text=_("The former name stays in the history with its days."),
        button=_("Keep the new name"),
        back=address("institution", code=found.code),
    )


def _day(text: str) -> date:
    """A day from the address; anything that is none means today."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()
