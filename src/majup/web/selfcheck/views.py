"""The self-check, without account and without a trace (K-P1, K-P3): what was said stands in the address alone.

GET shows, POST only works out the next address; nothing is written, so there is nothing to forge and no CSRF token.
"""

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from majup.catalogue.models import Fact
from majup.matching import self_check
from majup.matching.self_check import Said, Unreadable
from majup.rules.fields import Field
from majup.web.desk.fits.forms import as_typed
from majup.web.http import page_or_422
from majup.web.navigation import with_menu
from majup.web.portal.forms import AskForm
from majup.web.portal.views import names
from majup.web.public_pages import public_page
from majup.web.selfcheck import words
from majup.web.selfcheck.forms import UNKNOWN, PlaceForm, QuestionForm, places


@public_page
def start(request: HttpRequest) -> HttpResponse:
    with_menu(request)
    return render(request, "selfcheck/start.html", {"situations": self_check.pack().situations.values()})


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, situation: str) -> HttpResponse:
    """The first question: where. Municipal support is checked only for a place that was named.

    `?said=` comes with the way back from the next question, so that what was answered there stays.
    """
    chosen = self_check.pack().situations.get(situation)
    if chosen is None:
        raise Http404
    said = _said(request, request.GET.get("said", "")) or Said(situation)
    form = PlaceForm(request.POST if request.method == "POST" else None, initial=said.place)
    if form.is_bound and form.is_valid():
        return _on(replace(said, situation=situation, place=form.cleaned_data["place"]))
    return page_or_422(request, "selfcheck/place.html", {"situation": chosen, "form": form}, form)


@public_page
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """Before any writing: what one measure asks and which proofs it takes, and the way into its own check (GRA-03)."""
    with_menu(request)
    fact = get_object_or_404(Fact.objects.select_related("current", "institution"), code=code, current__isnull=False)
    found = self_check.check(Said(measure=code))
    context = {
        "line": words.about(fact),
        "begin": reverse("self_check_question", args=[found.said.packed()]) if found.next else "",
        "questions": len(self_check.every_question(found.said)),
        "proofs": words.proofs_of(fact),
    }
    return render(request, "selfcheck/measure.html", context)


def _said(request: HttpRequest, token: str) -> Said | None:
    with_menu(request)
    try:
        return self_check.unpacked(token)
    except Unreadable:
        return None


def _unreadable(request: HttpRequest) -> HttpResponse:
    return render(request, "selfcheck/unreadable.html", status=404)


@login_not_required
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, token: str) -> HttpResponse:
    """One question. `?of=` asks a certain one again; without any left the result follows."""
    said = _said(request, token)
    if said is None:
        return _unreadable(request)
    asked = _asked_again(request, said)
    found = self_check.check(said)
    if asked is None and found.next is None:
        return redirect("self_check_result", token=token)
    if asked is None:
        asked = found.next.field  # type: ignore[union-attr] -- looked at one line above
    else:
        found = self_check.check(said.without(asked.code))
    if request.method == "POST":
        return _answered(request, said, found, asked)
    form = QuestionForm(asked=asked, initial=_shown(said, asked))
    return render(request, "selfcheck/question.html", _page(said, found, asked, form))


def _asked_again(request: HttpRequest, said: Said) -> Field | None:
    """A field named in the address; the form sends its own along, so that back and forward in the browser are safe."""
    code = request.POST.get("of") or request.GET.get("of", "")
    return self_check.askable(code) if code else None


def _shown(said: Said, asked: Field) -> Any:
    """What was said to this question before, as the form takes it."""
    if asked.code in said.not_known:
        return UNKNOWN
    value = said.given.get(asked.code)
    # Addresses are saved and come back when the field may have become another one.
    return as_typed(asked, value) if value is not None and self_check.accepts(asked, value) else None


def _answered(request: HttpRequest, said: Said, found: self_check.Check, asked: Field) -> HttpResponse:
    if "unknown" in request.POST:
        return _on(said.answering(asked.code, None))
    form = QuestionForm(request.POST, asked=asked)
    if form.is_valid() and (form.answer is None or self_check.accepts(asked, form.answer)):
        return _on(said.answering(asked.code, form.answer))
    return page_or_422(request, "selfcheck/question.html", _page(said, found, asked, form), form)


def _on(said: Said) -> HttpResponse:
    return redirect("self_check_question", token=said.packed())


def _page(said: Said, found: self_check.Check, asked: Field, form: QuestionForm) -> dict[str, Any]:
    return {
        "form": form,
        "asked": asked,
        "number": len(_before(said, asked)) + 1,
        "why": words.why(asked, found),
        "waiting": words.waiting_for(asked, found),
        "found": found,
        "decided": found.just_decided,
        "back": _back(said, asked),
        "result": reverse("self_check_result", args=[said.packed()]),
        "situation": self_check.pack().situations.get(said.situation),
    }


def _before(said: Said, asked: Field) -> list[str]:
    """Codes of the questions answered before `asked`, which may be answered already itself."""
    codes = [code for code, _value in said.answers]
    return codes[: codes.index(asked.code)] if asked.code in codes else codes


def _back(said: Said, asked: Field) -> str:
    """One question back, as answered; before the first one, the question where to live, or what the measure is."""
    if before := _before(said, asked):
        return f"{reverse('self_check_question', args=[said.packed()])}?of={before[-1]}"
    if said.measure:
        return reverse("self_check_measure", args=[said.measure])
    return f"{reverse('self_check_place', args=[said.situation])}?said={said.packed()}"


@login_not_required
@never_cache
@require_safe
def result(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, not yet known, no: each with reason, legal basis, date and next step (B-05, B-06); to print or send on."""
    said = _said(request, token)
    if said is None:
        return _unreadable(request)
    return render(request, "selfcheck/result.html", words.result_of(self_check.check(said)))


@login_not_required
@never_cache
@require_safe
def send(request: HttpRequest, token: str) -> HttpResponse:
    """The enquiry form with the answers as text: the family sees and changes it before anything is sent."""
    said = _said(request, token)
    if said is None:
        return _unreadable(request)
    text = words.as_text(self_check.check(said))
    place = dict(places()).get(said.place, "")
    country = said.given.get("person.country", "")
    form = AskForm(initial={"question": text, "place": place, "country": country})
    context = {"form": form, "back": reverse("self_check_result", args=[token]), **names()}
    return render(request, "selfcheck/ask.html", context)
