"""The page from which questions leave: choose, look at what the other side will see, send."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from majup.cases.models import Case, Need
from majup.questions import actions, queries
from majup.questions.errors import NobodyToWriteTo, QuestionRefused
from majup.questions.facts import SUPPORT
from majup.questions.models import Question
from majup.questions.routes import Route, route
from majup.staff.roles import Permission
from majup.web.answer import words
from majup.web.desk.questions.find import find_case, log
from majup.web.desk.questions.forms import NeedForm, SendForm
from majup.web.http import needs, page_or_422

SETTLED = [Need.State.SOLVED, Need.State.IMPOSSIBLE, Need.State.DROPPED]


@dataclass(frozen=True)
class Preview:
    """One question as its addressee will see it, and how it gets there."""

    need: Need
    name: str
    way: Route | None
    way_word: str
    text: str
    language: str
    shown: list[tuple[Any, str]]
    previous: list[tuple[str, str]]
    previous_on: str


@needs(Permission.QUESTION_SEND)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    case = find_case(request, reference)
    log(request, case.household_id, f"case {case.reference}", "question_ask")
    open_needs = list(_open_needs(case))
    data = request.POST if request.method == "POST" else request.GET
    chosen = [need for need in open_needs if str(need.pk) in data.getlist("need")]
    if request.method != "POST" or not chosen:
        return _edit(request, case, open_needs, [NeedForm(None, need) for need in chosen], SendForm())
    forms, common = [NeedForm(request.POST, need) for need in chosen], SendForm(request.POST)
    valid = all([*(form.is_valid() for form in forms), common.is_valid()])
    if not valid or request.POST.get("step") == "edit":
        return _edit(request, case, open_needs, forms, common)
    if request.POST.get("step") == "send":
        return _send(request, case, open_needs, forms, common)
    return _preview(request, case, open_needs, forms, common)


def _open_needs(case: Case):
    needs_of_case = case.needs.exclude(state__in=SETTLED)
    return needs_of_case.select_related("topic", "person", "case__household", "case__region")


def _edit(request, case, open_needs, forms, common) -> HttpResponse:
    chosen = [form.need for form in forms]
    context = {"case": case, "open_needs": open_needs, "chosen": chosen, "forms": forms, "common": common}
    return page_or_422(request, "desk/questions/ask.html", context, *forms, common)


def _preview(request, case, open_needs, forms, common) -> HttpResponse:
    previews = [_as_seen(form, role) for form in forms for role in form.roles]
    for form in forms:
        if any(preview.way is None for preview in previews if preview.need == form.need):
            form.add_error("first" if form.proposal.first else "others", words.way_word(None))
    if any(form.errors for form in forms):
        return _edit(request, case, open_needs, forms, common)
    context = {
        "case": case,
        "previews": previews,
        "due_on": common.cleaned_data["due_on"],
        "typed": _typed(request.POST),
    }
    return render(request, "desk/questions/preview.html", context)


def _as_seen(form: NeedForm, role) -> Preview:
    way = route(role)
    asking = form.asking
    seen_by = way.role if way else role
    facts = actions.shown_to(need=form.need, role=seen_by, share=asking.share, language=form.language)
    shown = words.shown([{"key": fact.key, "value": fact.value} for fact in facts if fact.key != SUPPORT])
    shown += [(fact.label, fact.value) for fact in facts if fact.key == SUPPORT]
    last = queries.last_answer(seen_by, form.need.topic)
    previous = words.said(form.form.fields, last.get("form", {}))
    return Preview(
        form.need,
        words.name_of(seen_by),
        way,
        words.way_word(way),
        asking.text,
        form.language,
        shown,
        previous,
        last.get("answered_on", ""),
    )


def _typed(data: QueryDict) -> list[tuple[str, str]]:
    """Everything that was typed, to be carried through the preview in hidden fields."""
    return [
        (name, value) for name in data for value in data.getlist(name) if name not in {"csrfmiddlewaretoken", "step"}
    ]


def _send(request, case, open_needs, forms, common) -> HttpResponse:
    askings = [form.asking for form in forms]
    values = common.cleaned_data
    try:
        sent = actions.send_all(askings=askings, by=request.user, due_on=values["due_on"], form_key=values["form_key"])
    except QuestionRefused as refusal:
        forms[0].add_error(None, _refusal(refusal))
        return _edit(request, case, open_needs, forms, common)
    _report(request, sent)
    return redirect("case", reference=case.reference)


def _refusal(refusal: QuestionRefused) -> str:
    if isinstance(refusal, NobodyToWriteTo):
        return words.way_word(None)
    return _("The question cannot be sent like this. Look at the addressees and at what is shown.")


def _report(request: HttpRequest, sent: list[Question]) -> None:
    """Say what was sent, and by name each question that did not go to the holder of its role (NET-05, J5 step 2)."""
    count = len(sent)
    messages.success(
        request, ngettext("%(count)d question was sent.", "%(count)d questions were sent.", count) % {"count": count}
    )
    for question in sent:
        way = route(question.stops.select_related("instead_of__municipality")[0].instead_of or question.role)
        if way is not None and way.is_gap:
            messages.warning(request, words.way_word(way))
