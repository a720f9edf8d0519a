"""The desk's side of work and homes: lists by state, one form a kind, the check of what owners handed in.

The specialist keeps what lies in her municipality, a coordinator all of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.network.calendar import country_settings
from majup.openings import actions, letters, queries
from majup.openings.errors import OpeningError
from majup.openings.models import AnnouncedNeed, AttractionYear, Dwelling, Employer, SpecialistRequest, State, Vacancy
from majup.places.models import Municipality
from majup.questions.introducing import fitting
from majup.staff.roles import Permission
from majup.web.components.texts import country_choices
from majup.web.http import StaffRequest, keyset_page, needs, page_before, page_or_422
from majup.web.openings.forms import (
    AttractionForm,
    DwellingForm,
    EmployerForm,
    NeedForm,
    ProlongForm,
    PublishRequestForm,
    RefuseForm,
    VacancyForm,
    outgoing_channels,
)
from majup.web.openings.own import initial_of
from majup.web.openings.search_forms import DeskSearchForm
from majup.web.townhall.enquiries import own_municipality

SHOWN = {"": State.PUBLISHED, "waiting": State.WAITING, "hidden": State.HIDDEN, "ended": State.ENDED,
         "refused": State.REFUSED}  # fmt: skip
TABS = {
    "": gettext_lazy("Shown"),
    "waiting": gettext_lazy("To be checked"),
    "hidden": gettext_lazy("Not confirmed"),
    "ended": gettext_lazy("Ended"),
    "refused": gettext_lazy("Not published"),
}
REFUSALS = {
    "no-reason": gettext_lazy("Say why, so that the owner can do better."),
    "not-waiting": gettext_lazy("Somebody has checked this entry already."),
    "not-checked": gettext_lazy("Only what has been checked can be prolonged, and no row of a file."),
    "over": gettext_lazy(
        "Its last day has passed, so nobody would see it. Enter a later day first, or say why it is not published."
    ),
    "not-open": gettext_lazy("This vacancy is not open any more, so there is nothing to tell."),
}


@dataclass(frozen=True)
class Kind:
    """One kind of entry on the desk: its model, form and words."""

    model: Any
    form: Any
    plural: str | Promise
    new: str | Promise
    template: str

    @property
    def is_written(self) -> bool:
        """Whether staff writes such entries; templates would call the form."""
        return self.form is not None


KINDS = {
    "vacancies": Kind(
        Vacancy, VacancyForm, gettext_lazy("Vacancies"), gettext_lazy("New vacancy"), "openings/desk_vacancies.html"
    ),
    "dwellings": Kind(
        Dwelling,
        DwellingForm,
        gettext_lazy("Homes and land"),
        gettext_lazy("New dwelling"),
        "openings/desk_dwellings.html",
    ),
    "employers": Kind(
        Employer, EmployerForm, gettext_lazy("Employers"), gettext_lazy("New employer"), "openings/desk_employers.html"
    ),
    "needs": Kind(
        AnnouncedNeed,
        NeedForm,
        gettext_lazy("Workers needed later"),
        gettext_lazy("Announce a need"),
        "openings/desk_needs.html",
    ),
    "requests": Kind(SpecialistRequest, None, gettext_lazy("Specialists asked for"), "", "openings/desk_requests.html"),
}
WITH_EMPLOYERS = (Vacancy, AnnouncedNeed)


def kind_of(name: str, user: Any) -> Kind:
    if name not in KINDS or (name == "requests" and not user.may(Permission.OPENING_REQUEST)):
        raise Http404
    return KINDS[name]


def places_of(user: Any) -> list[Municipality]:
    """Where `user` may write entries: a coordinator everywhere, the specialist at home."""
    return list(Municipality.objects.in_force()) if user.scope.regions else [own_municipality(user)]


def employers_of(user: Any) -> QuerySet[Employer]:
    return Employer.objects.kept_by(user).published()


def kinds_for(user: Any) -> list[tuple[str, Any, int]]:
    """Kinds with how many of each wait for the check."""
    names = [name for name in KINDS if name != "requests" or user.may(Permission.OPENING_REQUEST)]
    return [(name, KINDS[name].plural, KINDS[name].model.objects.kept_by(user).waiting().count()) for name in names]


@needs(Permission.OPENING_KEEP)
@require_safe
def openings(request: StaffRequest, kind: str = "vacancies") -> HttpResponse:
    shown = kind_of(kind, request.user)
    tab = request.GET.get("state", "waiting" if kind == "requests" else "")
    tab = tab if tab in SHOWN else ""
    rows = shown.model.objects.kept_by(request.user).filter(state=SHOWN[tab]).select_related("municipality")
    if shown.model in (Vacancy, Dwelling):
        rows = rows.select_related("employer", "source")
    elif shown.model in (AnnouncedNeed, SpecialistRequest):
        rows = rows.select_related("employer")
    wanted = {name: request.GET[name] for name in ("q", "place") if request.GET.get(name)}
    is_home = shown.model is Dwelling
    form = DeskSearchForm(wanted or None, has_places=bool(request.user.scope.regions), is_home=is_home)
    if form.is_bound and form.is_valid():
        rows = queries.called(rows, form.cleaned_data["q"]) if form.cleaned_data["q"] else rows
        rows = rows.filter(municipality=form.cleaned_data["place"]) if form.cleaned_data.get("place") else rows
    page = keyset_page(rows, by="confirmed_on", after=request.GET.get("after", ""), parse=date.fromisoformat)
    kinds = kinds_for(request.user)
    context = {
        "kind": kind,
        "kinds": kinds,
        "waits": next(number for name, _words, number in kinds if name == kind),
        "shown": shown,
        "tab": tab,
        "tabs": list(TABS.items()),
        "page": page,
        "form": form,
        "wanted": urlencode(wanted),
    }
    return page_or_422(request, "openings/desk_list.html", context, form)


@needs(Permission.OPENING_KEEP)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest, kind: str) -> HttpResponse:
    shown = kind_of(kind, request.user)
    if shown.form is None:
        raise Http404
    return _form(request, kind, shown.model(), {}, title=shown.new)


def _form(request: StaffRequest, kind: str, entry: Any, initial: dict[str, Any], *, title: Any) -> HttpResponse:
    shown = KINDS[kind]
    options: dict[str, Any] = {"places": places_of(request.user), "initial": initial}
    if shown.model in WITH_EMPLOYERS:
        options["employers"] = employers_of(request.user)
    if shown.model is Employer:
        options["instance"] = entry if entry.pk else None
    form = shown.form(request.POST or None, **options)
    if request.method == "POST" and form.is_valid():
        entry = actions.save(entry=entry, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("opening", kind=kind, pk=entry.pk)
    context = {"form": form, "title": title, "kind": kind, "shown": shown, "entry": entry}
    return page_or_422(request, "openings/desk_form.html", context, form)


def find(request: StaffRequest, kind: str, pk: int) -> Any:
    return get_object_or_404(kind_of(kind, request.user).model.objects.kept_by(request.user), pk=pk)


@needs(Permission.OPENING_KEEP)
@require_safe
def opening(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    return _show(request, kind, find(request, kind, pk))


def _show(request: StaffRequest, kind: str, entry: Any, form: Any = None) -> HttpResponse:
    """The page of an entry; `form` is one of its forms that was refused."""
    context = {
        "kind": kind,
        "shown": KINDS[kind],
        "entry": entry,
        "refuse_form": form if isinstance(form, RefuseForm) else RefuseForm(),
        "prolong_form": form if isinstance(form, ProlongForm) else ProlongForm(),
        "came_from": _came_from(request),
        "is_over": isinstance(form, ProlongForm) or not getattr(entry, "is_open", True),
        "has_ended": entry.standing != entry.state,
        "events": entry.events.select_related("by")[:30] if hasattr(entry, "events") else [],
    }
    more: dict[str, Callable[[StaffRequest, Any], dict[str, Any]]] = {
        "vacancies": _of_vacancy, "dwellings": _of_dwelling, "requests": _of_request,
        "employers": _of_employer,
    }  # fmt: skip
    context |= more.get(kind, lambda *_: {})(request, entry)
    return page_or_422(request, KINDS[kind].template, context, form)


def _came_from(request: StaffRequest) -> str:
    """What the addresses of the buttons end with, so that each leads back to the list from which it was opened."""
    before = page_before(request)
    return f"?{urlencode({'back': before})}" if before else ""


def _after(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    return redirect(page_before(request) or reverse("opening", args=[kind, pk]))


def _of_vacancy(request: StaffRequest, vacancy: Vacancy) -> dict[str, Any]:
    """Who fits is for coordinators alone: the specialist sees no family."""
    may_see = request.user.may(Permission.OPENING_REQUEST) and request.user.may(Permission.CASE_READ)
    return {
        "people": fitting(vacancy, request.user) if may_see and vacancy.is_open else [],
        "may_see_people": may_see,
        "pushes": vacancy.pushes.select_related("by"),
        "channels": outgoing_channels(),
        "countries": told_countries(),
    }


def told_countries() -> list[tuple[str, list[tuple[str, str]]]]:
    """Countries in two groups: those that campaigns and relocation offers go to first (B-67), then all others."""
    names = dict(country_choices())
    first = [code for code in country_settings()["priority_countries"] if code in names]
    others = [(code, name) for code, name in names.items() if code not in first]
    return [(_("Told first"), [(code, names[code]) for code in first]), (_("All others"), others)]


def _of_dwelling(request: StaffRequest, dwelling: Dwelling) -> dict[str, Any]:
    return {"owner": getattr(dwelling, "owner", None)}


def _of_employer(request: StaffRequest, employer: Employer) -> dict[str, Any]:
    """What is handed in twice is seen before it is published twice."""
    same = Employer.objects.kept_by(request.user).filter(name__iexact=employer.name).exclude(pk=employer.pk)
    return {"namesakes": same.exclude(state=State.REFUSED).order_by("pk")[:3]}


def _of_request(request: StaffRequest, asked: SpecialistRequest) -> dict[str, Any]:
    return {"publish_form": PublishRequestForm()}


@needs(Permission.OPENING_KEEP)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    entry = find(request, kind, pk)
    if getattr(entry, "source_id", None) or KINDS[kind].form is None:
        raise Http404
    return _form(request, kind, entry, initial_of(entry, KINDS[kind].form), title=_("Change the entry"))


@needs(Permission.OPENING_KEEP)
@require_POST
def check(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Publish what was handed in, or say why not."""
    entry = find(request, kind, pk)
    try:
        if request.POST.get("decision") == "publish":
            actions.publish(entry=entry, by=request.user)
            messages.success(request, _("Everybody sees it from now on; the owner is told."))
        else:
            form = RefuseForm(request.POST)
            if not form.is_valid():
                return _show(request, kind, entry, form)
            actions.refuse(entry=entry, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("It is not published; the owner is told why."))
    except OpeningError as refused:
        messages.error(request, str(REFUSALS[refused.code]))
    return _after(request, kind, pk)


@needs(Permission.OPENING_KEEP)
@require_POST
def prolong(request: StaffRequest, kind: str, pk: int) -> HttpResponse:
    """Somebody called: it is still free. One press brings it back for everybody, also after its last day."""
    entry = find(request, kind, pk)
    if not isinstance(entry, Vacancy | Dwelling):
        raise Http404
    form = ProlongForm(request.POST)
    if not form.is_valid():
        return _show(request, kind, entry, form)
    try:
        actions.prolong(entry=entry, valid_to=form.cleaned_data["valid_to"], by=request.user)
        messages.success(request, _("It is shown again, confirmed today."))
    except OpeningError as refused:
        messages.error(request, str(REFUSALS[refused.code]))
    return _after(request, kind, pk)


@needs(Permission.OPENING_KEEP)
@require_POST
def act(request: StaffRequest, kind: str, pk: int, what: str) -> HttpResponse:
    """Confirm, end, or send the owner a new link."""
    entry = find(request, kind, pk)
    if what == "link":
        return _send_link(request, kind, entry)
    if what == "end" and not hasattr(entry, "ended_at"):
        raise Http404
    if what == "confirm":
        actions.confirm(entry=entry, by=request.user)
        messages.success(request, _("Confirmed today."))
    else:
        actions.end(entry=entry, by=request.user)
        messages.success(request, _("It is no longer shown."))
    return _after(request, kind, entry.pk)


def _send_link(request: StaffRequest, kind: str, entry: Any) -> HttpResponse:
    if not isinstance(entry, Employer | Dwelling):
        raise Http404
    if letters.address_of(entry):
        letters.send_link(**{"employer" if isinstance(entry, Employer) else "dwelling": entry})
        messages.success(request, _("The link is on its way."))
    else:
        messages.error(request, _("There is no mailbox to send it to. Write one down first."))
    return redirect("opening", kind=kind, pk=entry.pk)


@needs(Permission.OPENING_REQUEST)
@require_POST
def publish_request(request: StaffRequest, pk: int) -> HttpResponse:
    """EMP-06: the coordinator has checked the request; it becomes a vacancy, and its page lists who fits."""
    asked = find(request, "requests", pk)
    form = PublishRequestForm(request.POST)
    if not form.is_valid():
        raise PermissionDenied
    try:
        vacancy = actions.publish_request(request=asked, channels=form.cleaned_data["channels"], by=request.user)
    except OpeningError as refused:
        messages.error(request, str(REFUSALS[refused.code]))
        return redirect("opening", kind="requests", pk=pk)
    messages.success(
        request, _("The vacancy is published. Within a minute the families that it may fit stand under “Matches”.")
    )
    return redirect("opening", kind="vacancies", pk=vacancy.pk)


@needs(Permission.OPENING_REQUEST)
@require_POST
def push(request: StaffRequest, pk: int) -> HttpResponse:
    """K-E3: note where abroad the vacancy was told of."""
    vacancy = find(request, "vacancies", pk)
    channel, country = request.POST.get("channel", ""), request.POST.get("country", "")
    known = channel in dict(outgoing_channels()) and country in {"", *dict(country_choices())}
    try:
        if not known:
            raise Http404
        group = request.POST.get("group", "")[:160]
        actions.push(vacancy=vacancy, channel=channel, country=country, group=group, by=request.user)
        messages.success(request, _("Noted."))
    except OpeningError as refused:
        messages.error(request, str(REFUSALS[refused.code]))
    return redirect("opening", kind="vacancies", pk=pk)


@needs(Permission.OPENING_KEEP)
@require_http_methods(["GET", "POST"])
def attraction(request: HttpRequest) -> HttpResponse:
    """K-M10: specialists attracted and support paid, year by year; the same year again corrects it."""
    places = places_of(request.user)
    form = AttractionForm(request.POST or None, places=places)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        key = {"municipality": data.pop("municipality"), "year": data.pop("year")}
        AttractionYear.objects.update_or_create(**key, defaults={**data, "by": request.user})
        messages.success(request, _("Saved."))
        return redirect("attraction")
    rows = AttractionYear.objects.filter(municipality__in=places).select_related("municipality")[:200]
    return page_or_422(request, "openings/attraction.html", {"form": form, "rows": rows}, form)
