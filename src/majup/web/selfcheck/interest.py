"""Interest in money for a business after the check (GRA-02, J3): an enquiry, and a row that is counted."""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from majup.intake import queries
from majup.intake.errors import TooManyQuestions
from majup.intake.models import Enquiry
from majup.matching import interests, self_check
from majup.matching.queries import Candidate
from majup.matching.self_check import Check, Said, Unreadable
from majup.rules.answers import Answer
from majup.staff.scope import acting
from majup.web.components.texts import localized_plain, money
from majup.web.desk.fits.words import verdict_words
from majup.web.http import page_or_422
from majup.web.navigation import with_menu
from majup.web.portal.views import SALT, names, receive
from majup.web.selfcheck import words
from majup.web.selfcheck.forms import InterestForm, places


@login_not_required
@never_cache
@csrf_exempt  # nobody is signed in here, so there is nothing to forge; cookies may be off
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, token: str, code: str) -> HttpResponse:
    """The form; what the check found goes along and is shown before anything is sent."""
    with_menu(request)
    try:
        said = self_check.unpacked(token)
    except Unreadable:
        return render(request, "selfcheck/unreadable.html", status=404)
    found = self_check.check(said)
    one = next((one for one in found.found if one.fact.code == code and is_for_business(one)), None)
    if one is None:
        raise Http404
    form = InterestForm(request.POST or None, initial=_initial(said))
    if request.method == "POST" and form.is_valid():
        return _send(request, form, found, one)
    return page_or_422(request, "selfcheck/interest.html", {"form": form, **_page(found, one)}, form)


def is_for_business(one: Candidate) -> bool:
    return self_check.BUSINESS in one.version.topics


def _initial(said: Said) -> dict[str, Any]:
    return {
        "place": dict(places()).get(said.place, ""),
        "country": said.given.get("person.country", ""),
        "amount": said.given.get("project.requested_support"),
        "jobs": said.given.get("project.new_jobs"),
    }


def _page(found: Check, one: Candidate) -> dict[str, Any]:
    answer, tone = verdict_words(one.verdict)
    return {
        "name": localized_plain(one.version.name),
        "answer": answer,
        "tone": tone,
        "along": _along(found, one),
        "back": reverse("self_check_result", args=[found.said.packed()]),
        **names(),
    }


def _along(found: Check, one: Candidate) -> list[str]:
    """What goes along with the question, line by line."""
    outcome = _("The check says: %(answer)s") % {"answer": verdict_words(one.verdict)[0]}
    return [
        localized_plain(one.version.name),
        outcome,
        *(f"{row.label}: {row.value}" for row in words.given(found.said)),
    ]


def _send(request: HttpRequest, form: InterestForm, found: Check, one: Candidate) -> HttpResponse:
    form.cleaned_data["question"] = _text(form, found, one)
    try:
        with transaction.atomic():
            enquiry = receive(request, form)
            _note(enquiry, form, one)
    except TooManyQuestions as refused:
        context = {"form": form, "minutes": refused.minutes, **names()}
        return render(request, "portal/too_many.html", context, status=429)
    return redirect("asked", token=signing.dumps(enquiry.pk, salt=SALT))


def _text(form: InterestForm, found: Check, one: Candidate) -> str:
    """The enquiry as its reader sees it: the idea first, then what the check found."""
    data = form.cleaned_data
    lines = [data["question"], "", _("Business: %(what)s") % {"what": data["business"]}]
    if data["amount"] is not None:
        lines.append(_("Support wished for: %(sum)s") % {"sum": money(data["amount"])})
    if data["jobs"] is not None:
        lines.append(_("Jobs planned: %(number)s") % {"number": data["jobs"]})
    return "\n".join([*lines, "", *_along(found, one)])


def _note(enquiry: Enquiry, form: InterestForm, one: Candidate) -> None:
    """Seen by the region, or by all coordinators while it lies in the common queue, like the enquiry itself."""
    verdict = one.verdict
    unmet = [finding.leaf.test.field.code for finding in verdict.reasons] if verdict.answer == Answer.NO else []
    with acting(replace(queries.scope_of(enquiry.region), enquiry_id=enquiry.pk)):
        interests.register(
            fact=one.fact,
            by=None,
            enquiry=enquiry,
            business=form.cleaned_data["business"],
            municipality=form.municipality,
            amount=form.cleaned_data["amount"],
            jobs=form.cleaned_data["jobs"],
            answer="possibly" if verdict.possibly else verdict.answer.value,
            unmet=unmet,
        )
