"""Writing down what was asked by telephone, in a social network or in person, and adding facts later."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majup.intake import actions
from majup.intake.models import Enquiry
from majup.places.models import Municipality
from majup.places.queries import region_of
from majup.staff.roles import Permission
from majup.web.components.texts import named
from majup.web.desk.enquiries.forms import EntryForm, FactsForm
from majup.web.desk.enquiries.queue import find
from majup.web.http import needs, page_or_422
from majup.web.portal.views import names


@needs(Permission.ENQUIRY_TAKE)
@require_http_methods(["GET", "POST"])
def new(request):
    initial = {"channel": "phone", "language": get_language()}
    form = EntryForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        return entered(request, form)
    return page_or_422(request, "desk/enquiries/new.html", {"form": form, **names()}, form)


def receive(form, by, *, region=None, channel="", confirm=False) -> Enquiry:
    """Write down a filled-in form; the region is the one named, else that of the first municipality, else `region`."""
    place = form.municipality
    named = form.region or (region_of(place) if place else None)
    return actions.receive(
        channel=channel or form.cleaned_data["channel"],
        text=form.cleaned_data["text"],
        region=named or region,
        municipality=place,
        places=[named for named in form.places if isinstance(named, Municipality)],
        topics=form.chosen_topics(),
        form_key=form.cleaned_data["form_key"],
        confirm=confirm,
        by=by,
        **form.facts(),
    )


def entered(request, form):
    """Who wrote it down for her own region has it; another region's or an undecided one waits there."""
    enquiry = receive(form, request.user)
    if enquiry.region_id in request.user.scope.regions:
        actions.take(enquiry=enquiry, by=request.user)
        return redirect("enquiry", pk=enquiry.pk)
    messages.success(request, _("Written down. It waits in the queue of the region, or in the common queue."))
    return redirect("enquiries")


@needs(Permission.ENQUIRY_TAKE)
@require_http_methods(["GET", "POST"])
def facts(request, pk):
    enquiry = find(request, pk)
    form = FactsForm(request.POST if request.method == "POST" else None, initial=known(enquiry))
    if form.is_bound and form.is_valid():
        actions.describe(
            enquiry=enquiry, by=request.user, topics=form.chosen_topics(), **form.facts(), **place_of(form)
        )
        messages.success(request, _("Saved."))
        return redirect("enquiry", pk=pk)
    return page_or_422(request, "desk/enquiries/facts.html", {"enquiry": enquiry, "form": form, **names()}, form)


def place_of(form) -> dict:
    named = [place for place in form.places if isinstance(place, Municipality)]
    return {"municipality": form.municipality, "places": named}


def known(enquiry: Enquiry) -> dict:
    fields = ("name", "email", "phone", "social", "language", "country", "category", "heard_from")
    return {
        **{name: getattr(enquiry, name) for name in fields},
        "place": ", ".join(
            dict.fromkeys(named(place) for place in [enquiry.municipality, *enquiry.places.all()] if place)
        ),
        "topics": list(enquiry.topics.values_list("code", flat=True)),
    }
