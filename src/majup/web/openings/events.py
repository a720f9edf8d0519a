"""Events: a public list and page; on the desk they are written, changed, cancelled, brought back (EVT-01, EVT-07)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.kernel.localized import pick
from majup.openings.actions.events import cancel_event, restore_event, save_event
from majup.openings.models import PublicEvent
from majup.places.models import Municipality, PlanningRegion
from majup.places.queries import region_of
from majup.staff.roles import Permission
from majup.web.components import codes
from majup.web.components.texts import language, language_name, localized_plain, named
from majup.web.facts.forms import ANY, choose, place_choices
from majup.web.http import StaffRequest, needs, page_or_422
from majup.web.navigation import with_menu
from majup.web.openings.desk import places_of
from majup.web.public_pages import public_page

MOST = 100
SAVED_CANCELLED = gettext_lazy("Saved. Its page still says that it does not take place.")
AUDIENCES: dict[str, Any] = {
    PublicEvent.Audience.ALL: gettext_lazy("Open to all"),
    PublicEvent.Audience.ONLY: gettext_lazy("For those who return or think of it"),
}
keeper = needs(Permission.OPENING_KEEP)
WITH = ("region", "municipality")


# For everybody


class WhereForm(forms.Form):
    mark_optional = False
    place = forms.ChoiceField(label=gettext_lazy("Region or municipality"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "place", [*ANY, *place_choices()])
        choose(self, "kind", [*ANY, *codes.code_choices("event_kinds")])


@public_page
def events(request: HttpRequest) -> HttpResponse:
    with_menu(request)
    form = WhereForm(request.GET or None)
    data = form.cleaned_data if form.is_bound and (form.is_valid() or True) else {}
    kind, _dash, key = data.get("place", "").partition("-")
    region = PlanningRegion.objects.filter(code=key).first() if kind == "r" else None
    municipality = Municipality.objects.filter(pk=int(key)).first() if kind == "m" else None
    rows = PublicEvent.objects.coming().concerning(region=region, municipality=municipality).select_related(*WITH)
    if data.get("kind"):
        rows = rows.filter(kind=data["kind"])
    found = list(rows[:MOST])
    checked = max((row.confirmed_on for row in found), default=None)
    context = {"form": form, "events": found, "is_filtered": bool(data), "page_place": municipality or region}
    return page_or_422(request, "openings/events.html", {**context, "page_checked": checked}, form)


@public_page
def event(request: HttpRequest, pk: int) -> HttpResponse:
    with_menu(request)
    found = get_object_or_404(PublicEvent.objects.select_related(*WITH), pk=pk)
    context = {
        "event": found,
        "is_over": found.is_over,
        "audience": AUDIENCES[found.audience],
        "groups": [codes.code_name(code, "target_groups") for code in found.target_groups],
        "data": structured(found),
        "page_owner": found.organiser,
        "page_checked": found.confirmed_on,
        "page_place": found.municipality or found.region,
    }
    return render(request, "openings/event.html", context, status=410 if found.is_over else 200)


def structured(found: PublicEvent) -> dict[str, Any]:
    """The event as schema.org's Event, for search engines."""
    online = {"@type": "VirtualLocation", "url": found.url} if found.url and not found.place else None
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": localized_plain(found.title),
        "description": localized_plain(found.summary),
        "startDate": timezone.localtime(found.starts_at).isoformat(),
        "endDate": timezone.localtime(found.ends_at).isoformat() if found.ends_at else "",
        "eventStatus": f"https://schema.org/Event{'Cancelled' if found.is_cancelled else 'Scheduled'}",
        "location": online or {"@type": "Place", "name": found.place, "address": named(found.municipality)},
        "organizer": {"@type": "Organization", "name": found.organiser},
        "inLanguage": found.languages,
    }
    return {key: value for key, value in data.items() if value}


# For staff


def moment(label: Any, *, required: bool) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, widget=widget, input_formats=["%Y-%m-%dT%H:%M"])


class EventForm(forms.Form):
    """Texts in every language, the first one needed; open to all unless somebody says otherwise (EVT-07)."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    organiser = forms.CharField(label=gettext_lazy("Organiser"), max_length=200)
    starts_at = moment(gettext_lazy("Begins"), required=True)
    ends_at = moment(gettext_lazy("Ends"), required=False)
    where = forms.ChoiceField(label=gettext_lazy("For which region or municipality"), required=False)
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=300)
    url = forms.URLField(
        label=gettext_lazy("Link, to take part or to read more"), required=False, max_length=400, assume_scheme="https"
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("For whom"), choices=list(AUDIENCES.items()), widget=forms.RadioSelect, initial="all"
    )
    target_groups = forms.MultipleChoiceField(
        label=gettext_lazy("Meant for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("How many people fit in"), required=False, min_value=1, max_value=100_000
    )

    def __init__(self, *args: Any, places: list[Municipality], everywhere: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.places = {f"m-{place.pk}": place for place in places}
        own = [(key, named(place)) for key, place in self.places.items()]
        choose(self, "where", [("", _("Everywhere")), *place_choices()] if everywhere else own)
        choose(self, "kind", codes.code_choices("event_kinds"))
        family = [(code, row) for code, row in codes.code_list("target_groups").items() if row.details["is_family"]]
        choose(self, "target_groups", [(code, localized_plain(row.name)) for code, row in family])
        choose(self, "languages", [(code, language_name(code)) for code in (*dict(settings.LANGUAGES), "ru")])
        for code in dict(settings.LANGUAGES):
            name = language_name(code)
            first = code == settings.LANGUAGE_CODE
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": name}, max_length=200, required=first
            )
            self.fields[f"summary_{code}"] = forms.CharField(
                label=_("What awaits people (%(language)s)") % {"language": name},
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("place") and not data.get("url") and not {"place", "url"} & set(self.errors):
            self.add_error("place", _("Say where it is, or give the link by which people take part."))
        start, end = data.get("starts_at"), data.get("ends_at")
        if start and end and end < start:
            self.add_error("ends_at", _("It cannot end before it begins."))
        return data

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        where, texts = data.pop("where"), {"title": {}, "summary": {}}
        for code in dict(settings.LANGUAGES):
            for name, said in texts.items():
                if text := data.pop(f"{name}_{code}").strip():
                    said[code] = text
        municipality = self.places.get(where)
        region = region_of(municipality) if municipality else _region(where)
        return {**data, **texts, "municipality": municipality, "region": region}


def _region(where: str) -> PlanningRegion | None:
    return PlanningRegion.objects.filter(code=where.removeprefix("r-")).first() if where.startswith("r-") else None


def initial_of(found: PublicEvent) -> dict[str, Any]:
    plain = ("kind", "organiser", "place", "url", "audience", "target_groups", "languages", "capacity")
    texts = {f"{name}_{code}": text for name in ("title", "summary") for code, text in getattr(found, name).items()}
    where = f"m-{found.municipality_id}" if found.municipality_id else f"r-{found.region.code}" if found.region else ""
    moments = {name: _local(getattr(found, name)) for name in ("starts_at", "ends_at")}
    return {**{name: getattr(found, name) for name in plain}, **texts, **moments, "where": where}


def _local(value: datetime | None) -> datetime | None:
    return timezone.localtime(value) if value else None


@keeper
@require_safe
def desk_events(request: StaffRequest) -> HttpResponse:
    rows = PublicEvent.objects.kept_by(request.user).select_related(*WITH)
    coming = list(rows.ahead()[:MOST])
    past = list(rows.filter(starts_at__lt=timezone.now()).order_by("-starts_at")[:25])
    return render(request, "openings/desk_events.html", {"coming": coming, "past": past, "language": language()})


@keeper
@require_http_methods(["GET", "POST"])
def desk_event(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    rows = PublicEvent.objects.kept_by(request.user).select_related(*WITH)
    found = get_object_or_404(rows, pk=pk) if pk else PublicEvent()
    form = EventForm(
        request.POST if request.method == "POST" else None,
        places=places_of(request.user),
        everywhere=bool(request.user.scope.regions),
        initial=initial_of(found) if pk else {"languages": [settings.LANGUAGE_CODE]},
    )
    if form.is_bound and form.is_valid():
        saved = save_event(event=found, by=request.user, **form.values())
        messages.success(request, SAVED_CANCELLED if saved.is_cancelled else _("Everybody sees the event now."))
        return redirect("public_event", pk=saved.pk)
    title = pick(found.title, language()).text if pk else _("New event")
    return page_or_422(request, "openings/desk_event.html", {"form": form, "event": found, "title": title}, form)


@keeper
@require_POST
def desk_event_cancel(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(PublicEvent.objects.kept_by(request.user), pk=pk)
    cancel_event(event=found, by=request.user)
    said, undo = _("The page of the event says that it does not take place."), reverse("desk_event_restore", args=[pk])
    messages.success(request, said, extra_tags=f"undo:{undo}")
    return redirect("desk_events")


@keeper
@require_POST
def desk_event_restore(request: StaffRequest, pk: int) -> HttpResponse:
    restore_event(event=get_object_or_404(PublicEvent.objects.kept_by(request.user), pk=pk), by=request.user)
    messages.success(request, _("Everybody sees the event now."))
    return redirect("desk_event", pk=pk)
