"""Ways to the family's page without a link at hand, and the answer to "shall we keep your case?" (PRV-07)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from majup.family import queries
from majup.family.actions import answer_keep, send_link_again
from majup.family.errors import FamilyError
from majup.family.letters import language_of
from majup.family.models import FamilyLink, KeepQuestion
from majup.family.tasks import send_links_to
from majup.intake import limits
from majup.intake.errors import TooManyQuestions
from majup.kernel.hashing import token_digest
from majup.network.queries import public_contacts
from majup.people.models import Person
from majup.plumbing.crypto import encrypt
from majup.staff.scope import Scope, acting
from majup.web.family.door import in_language, unknown
from majup.web.family.forms import AddressForm
from majup.web.http import page_or_422
from majup.web.navigation import with_menu


@login_not_required
@csrf_exempt  # nobody is signed in here, so there is nothing to forge; cookies may be off
@require_http_methods(["GET", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    """Ask for a fresh link by mail. The answer is the same whether the address is known or not."""
    with_menu(request)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            limits.count_form(address=request.META.get("REMOTE_ADDR", ""))
        except TooManyQuestions as refused:
            form.add_error(None, _too_many(refused.minutes))
            return render(request, "family/own/door.html", {"form": form, "has_errors": True}, status=429)
        send_links_to.defer(address=encrypt(form.cleaned_data["email"].lower()))
        return render(request, "family/own/sent.html", {"contacts": public_contacts()})
    return page_or_422(request, "family/own/door.html", {"form": form}, form)


def _too_many(minutes: int) -> str:
    return _("From your network many questions came within the hour. Please try again in %(minutes)s minutes.") % {
        "minutes": minutes
    }


@never_cache
@login_not_required
@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """From an expired link: a new one goes where the old one went, at most once a day."""
    link = queries.by_link(token_digest(token))
    if link is None:
        return unknown(request)
    with acting(Scope(household_id=link.household_id)), in_language(request, link.language):
        to = FamilyLink.objects.get(pk=link.link_id).to_address
        if link.is_expired and to:
            send_link_again(person=Person.objects.select_related("household").get(pk=link.person_id), to=to)
        return render(request, "family/own/sent.html", {"contacts": public_contacts()})


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail shows what was chosen; one press says it."""
    found = queries.keep_question_of(token_digest(token))
    if found is None:
        return unknown(request)
    with acting(Scope(household_id=found[1])):
        question = KeepQuestion.objects.select_related("person", "household").get(pk=found[0])
        with in_language(request, language_of(question.person)):
            return _keep(request, question)


def _keep(request: HttpRequest, question: KeepQuestion) -> HttpResponse:
    answer = (request.POST if request.method == "POST" else request.GET).get("answer", "")
    if request.method == "POST":
        try:
            question = answer_keep(question=question, answer=answer)
        except FamilyError as refused:
            if refused.code == "answered":
                question.refresh_from_db()
    context = {"question": question, "answer": answer, "contacts": public_contacts()}
    return render(request, "family/own/keep.html", context)
