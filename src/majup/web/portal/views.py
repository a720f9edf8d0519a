"""The public side: who helps where, and how to ask, without account and without cost (INT-01, B-01)."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.shortcuts import redirect, render
from django.urls import is_valid_path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from majup.intake import actions, limits, queries
from majup.intake.errors import TooManyQuestions
from majup.intake.models import Enquiry
from majup.places.models import Municipality, PlanningRegion
from majup.places.pack import read
from majup.places.queries import region_of
from majup.plumbing.addresses import split_language
from majup.staff.access import log_view
from majup.staff.scope import acting, current
from majup.web.components.texts import name_field
from majup.web.http import page_or_422
from majup.web.navigation import with_menu
from majup.web.portal.forms import AskForm, MoreForm, name_of
from majup.web.public_pages import public_page

LINK_DAYS = 60
SALT = "enquiry"


@public_page
def privacy(request):
    with_menu(request)
    return render(request, "portal/privacy.html", {"who": queries.responsible(None)})


@public_page
def accessibility(request):
    """The statement of N-62, its parts in the country's pack."""
    with_menu(request)
    statement = read(settings.COUNTRY_PACK, "accessibility")
    statement["day"] = date.fromisoformat(statement["evaluated_on"])
    return render(request, "portal/accessibility.html", {"who": queries.responsible(None), "statement": statement})


@login_not_required
@csrf_exempt  # nobody is signed in here, so there is nothing to forge; cookies may be off
@require_http_methods(["GET", "POST"])
def ask(request):
    with_menu(request)
    if request.method == "GET":
        form = AskForm(initial={"place": request.GET.get("place", "")[:300]})
        return render(request, "portal/ask.html", ask_context(form, page_asked_about(request)))
    form = AskForm(request.POST)
    if form.is_valid():
        try:
            enquiry = receive(request, form)
        except TooManyQuestions as refused:
            said = {"form": form, "minutes": refused.minutes, "is_text": refused.is_text, **names()}
            return render(request, "portal/too_many.html", said, status=429)
        return redirect("asked", token=signing.dumps(enquiry.pk, salt=SALT))
    return page_or_422(request, "portal/ask.html", ask_context(form, page_asked_about(request)), form)


def ask_context(form, about: str) -> dict:
    return {"form": form, "about": about, **names()}


def page_asked_about(request) -> str:
    """Path of the page of ours from which the question comes (FAQ-07); "" for anything else that stands there."""
    _language, path = split_language(request.GET.get("page", "")[:200])
    return path if path.startswith("/") and not path.startswith("//") and is_valid_path(path) else ""


def names() -> dict:
    """Names that the browser proposes while somebody types a place."""
    regions = [name_of(region) for region in PlanningRegion.objects.all()]
    return {"names": [*regions, *Municipality.objects.in_force().values_list(name_field(), flat=True)]}


def receive(request, form) -> Enquiry:
    data = form.cleaned_data
    region = form.region or (region_of(form.municipality) if form.municipality else None)
    if not (data["form_key"] and queries.enquiry_of_form(data["form_key"])):
        limits.count_form(address=request.META.get("REMOTE_ADDR", ""), text=data["question"])
    with acting(queries.scope_of(region)):
        return actions.receive(
            channel="web_form",
            language=request.LANGUAGE_CODE,
            text=data["question"],
            region=region,
            municipality=form.municipality,
            places=[place for place in form.places if isinstance(place, Municipality)],
            country=data["country"],
            page=page_asked_about(request),
            form_key=data["form_key"] or None,
            confirm=True,
            **form.contact_fields,
        )


@login_not_required
@csrf_exempt  # the link itself is the key
@require_http_methods(["GET", "POST"])
def asked(request, token):
    """The visitor's own page: who answers until when; a name, topics and where they heard of us can be added."""
    with_menu(request)
    try:
        pk = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86400)
    except signing.BadSignature as error:
        return link_over(request, isinstance(error, signing.SignatureExpired))
    with acting(replace(current(), enquiry_id=pk)):
        enquiry = Enquiry.objects.select_related("region", "municipality").filter(pk=pk).first()
        return own_page(request, enquiry, token) if enquiry else link_over(request, True)


def link_over(request, is_old: bool):
    return render(request, "portal/link_over.html", {"is_old": is_old}, status=410 if is_old else 404)


def own_page(request, enquiry, token):
    form = MoreForm(request.POST if request.method == "POST" else None, initial=said(enquiry))
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        actions.describe(
            enquiry=enquiry, by=None, topics=form.chosen_topics(), name=data["name"], heard_from=data["heard_from"]
        )
        messages.success(request, _("Thank you. The person who answers you will see this."))
        return redirect("asked", token=token)
    log_view(user=None, household_id=None, record=enquiry.reference, page="asked", visitor="enquiry link")
    context = {"enquiry": enquiry, "token": token, "form": form, "who": queries.responsible(enquiry.region)}
    return page_or_422(request, "portal/asked.html", context, form)


def said(enquiry) -> dict:
    return {
        "name": enquiry.name,
        "topics": list(enquiry.topics.values_list("code", flat=True)),
        "heard_from": enquiry.heard_from,
    }
