"""Texts on the desk: what waits, what is overdue, each text in all its languages side by side, what can be done."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.guides import actions, queries
from majup.guides.errors import TextError
from majup.guides.models import Kind, ReviewedText, StoryConsent, TextVersion
from majup.guides.personal import Found, found_in
from majup.guides.wording import addresses_of, languages_of, texts_of
from majup.staff.roles import Permission
from majup.web.facts.checks import link_problem
from majup.web.front.situations import situations
from majup.web.http import StaffRequest, needs, page_or_422
from majup.web.texts.find import find_text, rights_of
from majup.web.texts.forms import ArchiveForm, ConsentForm, GiveBackForm, ReviewForm
from majup.web.texts.shown import KINDS
from majup.web.texts.words import FOUND, REFUSALS, SIGNS, event_reason, event_words, languages_words, standing

LANGUAGES = list(settings.PUBLIC_LANGUAGES)
MOST = 200
writers = needs(Permission.TEXT_WRITE)
readers = needs(Permission.TEXT_WRITE, Permission.TEXT_APPROVE)


@readers
@require_safe
def texts(request: StaffRequest) -> HttpResponse:
    """What waits for me; with ?kind= all texts of that kind that I may read."""
    kind = request.GET.get("kind", "")
    context: dict[str, Any] = {"kinds": [(code.value, KINDS[code]) for code in Kind], "kind": kind}
    if kind in Kind.values:
        found = ReviewedText.objects.readable_by(request.user).filter(kind=kind).select_related(*queries.WITH)
        rows = list(found.prefetch_related("versions", "consents").order_by("-changed_at", "-pk")[:MOST])
        context["rows"] = [_row(text) for text in rows]
    else:
        approves = request.user.may(Permission.TEXT_APPROVE)
        context |= {
            "to_approve": list(queries.to_approve(request.user)[:MOST]) if approves else [],
            "drafts": [_row(text) for text in queries.drafts(request.user).prefetch_related("versions", "consents")],
            "overdue": list(queries.overdue(request.user)[:MOST]),
            "broken": len(queries.broken_links(request.user)),
        }
    return render(request, "texts/desk_list.html", context)


def _row(text: ReviewedText) -> dict[str, Any]:
    version = next((one for one in text.versions.all() if one.state in {"draft", "waiting"}), None)
    shown = text.current or version
    tone, words = standing(text, version, consented=_agreed(text))
    missing = set(LANGUAGES) - set(languages_of(shown, LANGUAGES)) if shown else set()
    return {
        "text": text,
        "version": shown,
        "tone": tone,
        "words": words,
        "missing": languages_words(tuple(code for code in LANGUAGES if code in missing)),
    }


def _agreed(text: ReviewedText) -> bool:
    if text.kind != Kind.STORY:
        return True
    consents = list(text.consents.all())
    return bool(consents) and all(one.withdrawn_at is None for one in consents)


@readers
@require_safe
def links(request: StaffRequest) -> HttpResponse:
    """Web pages in texts that did not answer at the weekly check, and since when."""
    rows = [(check, link_problem(check), named) for check, named in queries.broken_links(request.user)]
    return render(request, "texts/desk_links.html", {"rows": rows})


def findings(version: TextVersion | None) -> list[tuple[str, str]]:
    """(what it looks like, the words) of everything that may be about a person, each once."""
    if version is None:
        return []
    said = "\n".join(str(one) for text in texts_of(version) for one in text.values())
    found: list[Found] = found_in(said)
    return list(dict.fromkeys((str(FOUND[one.kind]), one.text) for one in found))


@readers
@require_safe
def text(request: StaffRequest, code: str) -> HttpResponse:
    return _page(request, find_text(request, code))


def _page(request: StaffRequest, text: ReviewedText, **forms: Any) -> HttpResponse:
    version = text.open_version
    rights = rights_of(request.user, text, version)
    if not (rights.change or request.user.may(Permission.TEXT_APPROVE)):
        version = None  # somebody else's draft
    shown = version or text.current
    tone, words = standing(text, version, consented=_agreed(text))
    is_story = text.kind == Kind.STORY
    checks_persons = version is not None and (rights.send or rights.approve) and text.kind == Kind.QUESTION
    context = {
        "text": text,
        "version": shown,
        "making": version,
        "kind": KINDS[Kind(text.kind)],
        "tone": tone,
        "words": words,
        "rights": rights,
        "columns": LANGUAGES,
        "findings": findings(version) if checks_persons else [],
        "broken": [row for row in queries.broken_links(request.user) if shown and row[0].url in addresses_of(shown)],
        "events": [(event_words(one), SIGNS.get(one.kind, "pen"), event_reason(one), one)
                   for one in text.events.select_related("by", "version")],
        "consents": list(text.consents.select_related("recorded_by")) if is_story and rights.change else [],
        "additions": list(text.additions.select_related("region", "municipality", "current")),
        "give_back": forms.get("give_back") or GiveBackForm(),
        "consent": forms.get("consent") or ConsentForm(),
        "review": forms.get("review") or ReviewForm(),
        "is_story": is_story,
        "is_shown": _agreed(text),
        "situations": [one.name for code, one in situations().items() if code in text.situations],
    }  # fmt: skip
    return page_or_422(request, "texts/desk_text.html", context, *forms.values())


@readers
@require_POST
def act(request: StaffRequest, code: str, what: str) -> HttpResponse:
    """Send on, approve, read again, throw the draft away."""
    text = find_text(request, code, to_change=what != "approve")
    rights = rights_of(request.user, text, text.open_version)
    if what == "approve" and not request.user.may(Permission.TEXT_APPROVE):
        raise Http404
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, text, review=form)
    try:
        said = _acted(request, text, what, form.cleaned_data["review_on"])
    except TextError as refused:
        messages.error(request, str(REFUSALS[refused.code]))
        return redirect("text", code=code)
    messages.success(request, said)
    gone = what == "drop" and text.state == "draft" and rights.drop
    return redirect("texts") if gone else redirect("text", code=code)


def _acted(request: StaffRequest, text: ReviewedText, what: str, review_on: date | None) -> str:
    by = request.user
    if what == "send":
        _refuse_persons(request, text)
        actions.send(text=text, by=by)
        return _("Somebody else reads it now. It is published when that person agrees.")
    if what == "approve":
        actions.approve(text=text, by=by, review_on=review_on)
        return _("Published: everybody reads it from now on.")
    if what == "confirm":
        actions.confirm(text=text, by=by, review_on=review_on)
        return _("Read again today: it still holds.")
    actions.drop(text=text, by=by)
    return _("The draft is thrown away.")


def _refuse_persons(request: StaffRequest, text: ReviewedText) -> None:
    """FAQ-05: what looks like data of a person keeps a question back until somebody says that it is none."""
    if text.kind != Kind.QUESTION or not findings(text.open_version):
        return
    if request.POST.get("nobody") != "on":
        raise TextError("personal")
    actions.note(text=text, kind="checked_for_persons", by=request.user, version=text.open_version)


@needs(Permission.TEXT_APPROVE)
@require_POST
def give_back(request: StaffRequest, code: str) -> HttpResponse:
    text = find_text(request, code)
    form = GiveBackForm(request.POST)
    if not form.is_valid():
        return _page(request, text, give_back=form)
    try:
        actions.give_back(text=text, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The writer reads what to change."))
    except TextError as refused:
        messages.error(request, str(REFUSALS[refused.code]))
    return redirect("text", code=code)


@writers
@require_http_methods(["GET", "POST"])
def archive(request: StaffRequest, code: str) -> HttpResponse:
    """FAQ-06: the mark of an archive, with its reason and the time it spoke of."""
    text = find_text(request, code, to_change=True)
    initial = {"speaks_from": text.speaks_from, "speaks_to": text.speaks_to}
    form = ArchiveForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        period = {name: form.cleaned_data[name] for name in ("speaks_from", "speaks_to")}
        try:
            actions.archive(text=text, reason=form.reason(), by=request.user, **period)
            messages.success(request, _("It is in the archive: its page says why."))
        except TextError as refused:
            messages.error(request, str(REFUSALS[refused.code]))
        return redirect("text", code=code)
    return page_or_422(request, "texts/desk_archive.html", {"form": form, "text": text}, form)


@writers
@require_POST
def consent(request: StaffRequest, code: str) -> HttpResponse:
    """AMB-05: write down that a person agreed to the story as it stands now."""
    text = find_text(request, code, to_change=True)
    if text.kind != Kind.STORY:
        raise Http404
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _page(request, text, consent=form)
    actions.record_consent(text=text, by=request.user, **form.cleaned_data)
    messages.success(request, _("The agreement is written down."))
    return redirect("text", code=code)


@writers
@require_POST
def consent_withdraw(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    text = find_text(request, code, to_change=True)
    actions.withdraw_consent(consent=get_object_or_404(StoryConsent, text=text, pk=pk), by=request.user)
    messages.success(request, _("The story is gone from every page."))
    return redirect("text", code=code)
