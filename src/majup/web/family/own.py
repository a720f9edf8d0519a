"""The family's own page: letters, steps, readiness, questions, what was written to and fro (FUP-05, Q-R4, LNG-02)."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from majup.cases import actions as cases
from majup.cases.models import Readiness, Step
from majup.family import actions, queries
from majup.family.models import Correction, ErasureRequest, JobWish
from majup.network.queries import contact_of, coordinator_role
from majup.offers.models import ItemMark, OfferVersion
from majup.outcomes import ratings
from majup.questions.models import Question
from majup.web.family.door import Inside, by_own_link
from majup.web.family.forms import InformedForm, ReadyForm, WriteForm
from majup.web.http import page_or_422
from majup.web.letter import PhaseShown, first_open

SHOWN = 20


@require_safe
@by_own_link("own_page")
def own_page(request: HttpRequest, inside: Inside) -> HttpResponse:
    return show(request, inside)


def show(request: HttpRequest, inside: Inside, **forms: Any) -> HttpResponse:
    """The page; `forms` are those that were sent and refused."""
    shown = {"write_form": WriteForm(), "informed_form": None, **forms}
    return page_or_422(request, "family/own/page.html", {**_context(inside), **shown}, *shown.values())


def _context(inside: Inside) -> dict[str, Any]:
    case = inside.case
    steps = list(case.steps.all())
    return {
        "inside": inside,
        "case": case,
        "who": contact_of(coordinator_role(case.region)),
        "letters": _letters(inside),
        "phases": _phases(steps),
        "steps_all": len(steps),
        "steps_done": sum(step.done_at is not None for step in steps),
        "ready": queries.ready(case),
        "asked_for_you": _asked_for_you(case.household_id),
        "you_asked": _you_asked(case.household_id),
        "thread": queries.thread(case, SHOWN),
        "members": list(case.household.members.all()),
        "corrections": list(case.household.corrections.filter(state=Correction.State.OPEN).select_related("person")),
        "job_wish": JobWish.objects.filter(person=inside.person).first(),
        "to_rate": ratings.occasions(case),
        "erasure": case.household.erasure_requests.filter(state=ErasureRequest.State.OPEN).first(),
    }


def _letters(inside: Inside) -> list[dict[str, Any]]:
    """The newest version of each offer with the way into it and how many marks the family made."""
    versions = OfferVersion.objects.filter(household=inside.case.household_id, erased_at=None)
    counted = versions.select_related("offer").annotate(marked=Count("marks")).order_by("number")
    newest = {version.offer_id: version for version in counted}
    return [
        {"version": version, "token": f"{inside.token}.{offer_id}", "marks": version.marked}
        for offer_id, version in sorted(newest.items(), reverse=True)
    ]


def _phases(steps: list[Step]) -> list[PhaseShown]:
    by_time = {code: tuple(step for step in steps if step.phase == code) for code in Step.Phase.values}
    counted = {code: sum(step.done_at is not None for step in its) for code, its in by_time.items()}
    return first_open(PhaseShown(code, its, counted[code], len(its)) for code, its in by_time.items() if its)


def _asked_for_you(household_id: int) -> list[Question]:
    """What we asked others for this family; one that tells of a wished support is not shown through a link."""
    questions = Question.objects.filter(household=household_id).exclude(state="withdrawn")
    named = ("topic", "role__institution", "role__municipality", "role__region")
    return list(questions.select_related(*named).order_by("-sent_at", "-pk")[:SHOWN])


def _you_asked(household_id: int) -> list[ItemMark]:
    marks = ItemMark.objects.filter(household=household_id, mark=ItemMark.Mark.QUESTION)
    return list(marks.order_by("-at", "-pk")[:SHOWN])


def back(inside: Inside, anchor: str = "") -> HttpResponse:
    return redirect(inside.url + (f"#{anchor}" if anchor else ""))


@require_POST
@by_own_link("own_page")
def steps(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Only steps that stood on the sent page change: another adult may have it open too."""
    wanted, shown = set(request.POST.getlist("done")), set(request.POST.getlist("shown"))
    for step in inside.case.steps.all():
        if str(step.pk) in shown:
            cases.tick_step(step=step, done=str(step.pk) in wanted, by_family=True)
    messages.success(request, _("The ticks are saved. Your coordinator sees how far you are."))
    return back(inside, "steps")


@require_POST
@by_own_link("own_page")
def write(request: HttpRequest, inside: Inside) -> HttpResponse:
    form = WriteForm(request.POST)
    if not form.is_valid():
        return show(request, inside, write_form=form)
    data = form.cleaned_data
    actions.write(case=inside.case, person=inside.person, text=data["text"], form_key=data["form_key"] or None)
    messages.success(request, _("Your coordinator has your letter."))
    return back(inside, "letters")


@require_POST
@by_own_link("own_page")
def informed(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Whether they have all the information they need (Q-R4)."""
    form = InformedForm(request.POST)
    if not form.is_valid():
        return show(request, inside, informed_form=form)
    data = form.cleaned_data
    actions.say_informed(case=inside.case, is_yes=data["informed"] == "yes", missing=data["missing"])
    messages.success(request, _("Thank you. Your coordinator sees it at once."))
    return back(inside, "ready")


@by_own_link("own_ready")
def ready(request: HttpRequest, inside: Inside, area: str) -> HttpResponse:
    """Say how far home, work or school is; the coordinator sees it at once (NEE-03, Q-R4)."""
    if area not in Readiness.Area.values:
        raise Http404
    row = inside.case.readiness.filter(area=area).first()
    initial = {"state": row.state, "note": row.note} if row else {}
    form = ReadyForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        cases.set_readiness(case=inside.case, area=area, by=None, by_family=True, **form.cleaned_data)
        messages.success(request, _("Thank you. Your coordinator sees it at once."))
        return back(inside, "ready")
    context = {"inside": inside, "form": form, "area": Readiness.Area(area)}
    return page_or_422(request, "family/own/ready.html", context, form)
