"""A municipality's news by mail, with confirmation and one way out (K-P13); ideas sent to it from abroad (K-P12)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from majup.intake import limits
from majup.intake.errors import TooManyQuestions
from majup.network.calendar import country_settings
from majup.places.models import Municipality
from majup.places.queries import today_of
from majup.staff.roles import Permission
from majup.ties import actions
from majup.ties.errors import TieError
from majup.ties.letters import CONFIRM, OUT
from majup.ties.models import Idea, Subscription
from majup.web.http import StaffRequest, keyset_page, needs, page_or_422
from majup.web.navigation import with_menu
from majup.web.ties.forms import AnswerForm, IdeaForm, SubscribeForm

Act = Callable[[Municipality, Any], object]


def _public_form(request: HttpRequest, atvk: str, form: Any, act: Act, *, template: str, done: str) -> HttpResponse:
    """Show the form, or act once it is good and say what happens next; floods from one network wait a while."""
    with_menu(request)
    place = today_of(get_object_or_404(Municipality.objects.select_related("successor"), atvk=atvk))
    context = {"place": place, "form": form, "days": country_settings()["news_confirm_days"]}
    if not (form.is_bound and form.is_valid()):
        return page_or_422(request, template, context, form)
    try:
        limits.count_form(address=request.META.get("REMOTE_ADDR", ""))
    except TooManyQuestions as refused:
        words = _("From your network many questions came within the hour. Please try again in %(minutes)s minutes.")
        form.add_error(None, words % {"minutes": refused.minutes})
        return render(request, template, {**context, "has_errors": True}, status=429)
    act(place, form.cleaned_data)
    return render(request, done, context)


@login_not_required
@csrf_exempt  # nobody is signed in here, so there is nothing to forge; cookies may be off
@require_http_methods(["GET", "POST"])
def subscribe(request: HttpRequest, atvk: str) -> HttpResponse:
    """Opt in: nothing is sent before the owner of the address has confirmed it."""
    data = request.POST if request.method == "POST" else None
    form = SubscribeForm(data, initial={"language": get_language()})

    def act(place: Municipality, given: Any) -> object:
        return actions.subscribe(municipality=place, email=given["email"], language=given["language"])

    return _public_form(request, atvk, form, act, template="ties/subscribe.html", done="ties/asked.html")


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "POST"])
def idea(request: HttpRequest, atvk: str) -> HttpResponse:
    form = IdeaForm(request.POST if request.method == "POST" else None)

    def act(place: Municipality, given: Any) -> object:
        fields = {name: given[name] for name in ("title", "text", "name", "email")}
        key = given["form_key"] or None
        return actions.send_idea(municipality=place, language=get_language() or "", form_key=key, **fields)

    return _public_form(request, atvk, form, act, template="ties/idea.html", done="ties/idea_sent.html")


def _of_token(token: str, salt: str, max_age: int | None = None) -> int | None:
    try:
        return int(signing.loads(token, salt=salt, max_age=max_age))
    except (signing.BadSignature, ValueError, TypeError):
        return None


@never_cache
@login_not_required
@csrf_exempt  # the link itself is the key
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail shows one button; a program that opens links confirms nothing."""
    pk = _of_token(token, CONFIRM, max_age=country_settings()["news_confirm_days"] * 86400)
    found = Subscription.objects.select_related("municipality").filter(pk=pk).first()
    if found is None:
        return render(request, "ties/over.html", status=404)
    if request.method == "POST":
        found = actions.confirm(pk=found.pk) or found
    return render(request, "ties/confirm.html", {"subscription": found, "place": found.municipality})


@never_cache
@login_not_required
@csrf_exempt  # mail programs post here by themselves (RFC 8058)
@require_http_methods(["GET", "POST"])
def out(request: HttpRequest, token: str) -> HttpResponse:
    """One press ends it and erases the address; pressed again it says the same."""
    pk = _of_token(token, OUT)
    if pk is None:
        return render(request, "ties/over.html", status=404)
    if request.method == "POST":
        actions.opt_out(pk=pk)
        return render(request, "ties/out_done.html")
    found = Subscription.objects.select_related("municipality").filter(pk=pk).first()
    return (
        render(request, "ties/out.html", {"place": found.municipality})
        if found
        else render(request, "ties/out_done.html")
    )


@needs(Permission.QUESTION_ANSWER)
@require_safe
def ideas(request: StaffRequest) -> HttpResponse:
    """What people abroad suggest to the roles one holds."""
    rows = Idea.objects.visible_to(request.user).select_related("municipality")
    page = keyset_page(rows, by="at", after=request.GET.get("after", ""), parse=parse_datetime)
    return render(request, "ties/ideas.html", {"page": page})


@needs(Permission.QUESTION_ANSWER)
@require_http_methods(["GET", "POST"])
def townhall_idea(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Idea.objects.visible_to(request.user).select_related("municipality", "role"), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_idea(idea=found, answer=form.cleaned_data["answer"], by=request.user)
        except TieError:
            messages.info(request, _("A colleague has answered this already."))
        else:
            messages.success(request, _("Thank you. The answer is stored and, if there is an address, on its way."))
        return redirect("townhall_ideas")
    return page_or_422(request, "ties/townhall_idea.html", {"idea": found, "form": form}, form)
