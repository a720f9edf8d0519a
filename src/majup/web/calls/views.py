"""A call at an agreed time: asked for by a family or a visitor, looked at and called off by its own link (B-24)."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.calls import actions, letters, queries, zones
from majup.calls.errors import CallError
from majup.calls.models import Call
from majup.family.queries import address_of
from majup.intake.models import Enquiry
from majup.intake.queries import responsible, responsible_role
from majup.staff.access import log_view
from majup.staff.scope import Scope, acting, current
from majup.web.calls.forms import OVER, AskCallForm, both
from majup.web.family.door import Inside, by_own_link, in_language
from majup.web.http import page_or_422
from majup.web.navigation import with_menu
from majup.web.portal.views import LINK_DAYS, SALT, link_over

GONE = {
    "taken": gettext_lazy("Somebody has just taken this time. Please choose another."),
    "past": gettext_lazy("This time has passed. Please choose another."),
}


@require_http_methods(["GET", "POST"])
@by_own_link("own_call")
def own_call(request: HttpRequest, inside: Inside) -> HttpResponse:
    """From the family's page: ask, and see what was asked for before."""
    household = inside.case.household
    known = inside.person.contact_points.filter(kind="phone").order_by("-is_preferred").first()
    form = _form(request, inside.case.region, household.country, phone=known.value if known else "")
    whose = {"person": inside.person, "language": request.LANGUAGE_CODE, "email": address_of(inside.person)}
    if call := _asked(request, form, whose):
        return redirect("call", token=letters.token_of(call))
    calls = [_shown(call) for call in queries.open_of(household.pk)]
    return page_or_422(request, "calls/own.html", {"inside": inside, "form": form, "calls": calls}, form)


@login_not_required
@csrf_exempt  # the link itself is the key
@require_http_methods(["GET", "POST"])
def asked_call(request: HttpRequest, token: str) -> HttpResponse:
    """From the visitor's own page, after a question was asked: a call at an agreed time."""
    with_menu(request)
    try:
        pk = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86400)
    except signing.BadSignature as error:
        return link_over(request, isinstance(error, signing.SignatureExpired))
    with acting(replace(current(), enquiry_id=pk)):
        enquiry = Enquiry.objects.select_related("region").filter(pk=pk).first()
        if enquiry is None:
            return link_over(request, True)
        form = _form(request, enquiry.region, enquiry.country, phone=enquiry.phone)
        whose = {"enquiry": enquiry, "language": request.LANGUAGE_CODE, "email": enquiry.email}
        if call := _asked(request, form, whose):
            return redirect("call", token=letters.token_of(call))
        context = {"form": form, "enquiry": enquiry, "token": token, "who": responsible(enquiry.region)}
        return page_or_422(request, "calls/asked.html", context, form)


def _form(request: HttpRequest, region: Any, country: str, *, phone: str) -> AskCallForm:
    """The form with the slots in the zone chosen (?zone=), sent, or usual where who asks lives."""
    usual = next(iter(zones.of_country(country)), settings.TIME_ZONE)
    wished = request.POST.get("time_zone") or request.GET.get("zone") or usual
    zone = wished if zones.is_zone(wished) else usual
    data = request.POST if request.method == "POST" else None
    slots = queries.free_slots(region)
    return AskCallForm(data, slots=slots, zone=zone, country=country, initial={"phone": phone})


def _asked(request: HttpRequest, form: AskCallForm, whose: dict[str, Any]) -> Call | None:
    """The call once the form is good; a time that went meanwhile is said at its field.

    Pressed twice it is one call: the slot is taken by then, and taken by who presses.
    """
    if request.method != "POST":
        return None
    is_good, key = form.is_valid(), form.cleaned_data.get("form_key")
    if key and (found := actions.asked_with(key)):
        return found
    if not is_good:
        return None
    try:
        return actions.ask(**form.values, **whose)
    except CallError as refused:
        form.add_error("slot" if "slot" in form.fields else "first", str(GONE[refused.code]))
        return None


def _shown(call: Call) -> dict[str, Any]:
    times = [call.begins_at] if call.begins_at else call.times
    return {"call": call, "token": letters.token_of(call), "times": [both(each, call.time_zone) for each in times]}


def by_call_link(view: Callable[[HttpRequest, Call, str], HttpResponse]) -> Callable[..., HttpResponse]:
    """The call of the signed link, in a scope that opens its household or enquiry alone."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        try:
            pk, household, enquiry = signing.loads(token, salt=letters.SALT)
        except signing.BadSignature:
            return render(request, "calls/unknown.html", status=404)
        with acting(Scope(household_id=household, enquiry_id=enquiry)):
            related = ("slot", "region", "enquiry__region", "person", "household")
            call = Call.objects.select_related(*related).filter(pk=pk).first()
            if call is None:
                return render(request, "calls/unknown.html", status=404)
            log_view(user=None, household_id=household, record=f"call {pk}", page="call", visitor="call link")
            with in_language(request, call.language):
                return view(request, call, token)

    return never_cache(login_not_required(found))


@require_safe
@by_call_link
def call_page(request: HttpRequest, call: Call, token: str) -> HttpResponse:
    context = {**_shown(call), "token": token, "who": responsible(call.home)}
    return render(request, "calls/call.html", context)


@require_safe
@by_call_link
def call_file(request: HttpRequest, call: Call, token: str) -> HttpResponse:
    """The entry for a calendar; without an agreed time to come there is none."""
    if call.begins_at is None or call.is_over:
        return redirect("call", token=token)
    content = letters.file_for(call, responsible_role(call.home))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="call.ics"'
    return response


@csrf_exempt  # the link itself is the key
@require_POST
@by_call_link
def call_off(request: HttpRequest, call: Call, token: str) -> HttpResponse:
    try:
        actions.call_off(call=call, reason=request.POST.get("reason", "")[:500], by=None, by_family=True)
    except CallError:
        messages.info(request, OVER)
    else:
        messages.success(request, _("The call is off. Your coordinator knows it."))
    return redirect("call", token=token)
