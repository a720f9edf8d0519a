"""The case page, and what is done on it without leaving: contact, step, promise, letter."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.cases import actions, queries
from majup.cases.models import ENDED, Case, Need, Readiness, Stage, TypicalAnswer
from majup.matching import actions as matching
from majup.network.calendar import country_settings
from majup.people.models import ContactPoint, Person
from majup.places.models import InternalExclusion, in_force
from majup.plumbing.prepared import Prepared
from majup.staff.roles import Permission
from majup.web.components.texts import named
from majup.web.desk.cases import timeline
from majup.web.desk.cases.contact_fields import empty_fields, filled_fields
from majup.web.desk.cases.find import StaffRequest, find_case, find_child, log
from majup.web.desk.cases.forms import ContactForm, LetterForm, StepForm
from majup.web.desk.cases.panels import ON_CASE, panels_for
from majup.web.desk.cases.rare import with_rare
from majup.web.desk.fits import matches
from majup.web.http import grouped, needs, page_or_422

AREAS = ("home", "work", "education")
READINESS = Prepared(lambda case: Readiness.objects.filter(case=case))
MEMBERS = Prepared(lambda household: Person.objects.filter(household=household))
POINTS = Prepared(lambda household: ContactPoint.objects.filter(household=household).order_by("pk"))
NEEDS = Prepared(
    lambda case: Need.objects.filter(case=case).annotate(topic_code=F("topic__code")).order_by("topic__order", "pk")
)


@needs(Permission.CASE_READ)
@require_safe
def case_page(request: StaffRequest, reference: str) -> HttpResponse:
    return show(request, _find(request, reference))


def _find(request: StaffRequest, reference: str) -> Any:
    return with_rare(find_case(request, reference))


def show(request: StaffRequest, case: Any, contact_form: ContactForm | None = None) -> HttpResponse:
    log(request, case, "case")
    context = _context(request, case) | {
        "contact_form": contact_form,
        "contact_fields": filled_fields(contact_form) if contact_form else empty_fields(case),
        "contact_key": (contact_form and contact_form.data.get("form_key")) or uuid4().hex,
    }
    return page_or_422(request, "desk/cases/case.html", context, contact_form)


def _context(request: StaffRequest, case: Any) -> dict[str, Any]:
    shared = in_both_pages(request, case)
    members = shared["members"]
    return {
        **shared,
        **_time_line(request, case),
        "reached_by": reached_by(members),
        "needs": _needs(case, members),
        "unsettled": [Need.State.OPEN, Need.State.ASKED, Need.State.ANSWERED, Need.State.OFFERED],
        "promises": list(queries.open_promises(case)) if case.has_promises else [],
        "hints": hints(case, members),
        "panels": panels_for(ON_CASE, case, request.user),
        "ended": case.stage in ENDED,
        "resting": case.stage == Stage.RESTING,
    }


def in_both_pages(request: StaffRequest, case: Any) -> dict[str, Any]:
    """What the case and the page of the family both show: who they are and how ready they are to move."""
    readiness = {row.area: row for row in READINESS(case=case.pk)}
    members = case.known_members = _members(case)
    return {
        "case": case,
        "is_ours": case.region_id in request.user.scope.regions,
        "members": members,
        "family_size": len(members),
        "movers": sum(member.will_move is not False for member in members),
        "readiness": [readiness[area] for area in AREAS if area in readiness],
    }


def _members(case: Case) -> list[Any]:
    """Who belongs to the household, each with `points`, the ways to reach them."""
    points = grouped(POINTS(household=case.household_id), "person_id")
    members = list(MEMBERS(household=case.household_id))
    for member in members:
        member.points = points[member.pk]
    return members


def _needs(case: Case, members: list[Any]) -> list[Any]:
    persons = {member.pk: member for member in members}
    needs = list(NEEDS(case=case.pk))
    for need in needs:
        need.person = persons.get(need.person_id)
    return needs


def _time_line(request: StaffRequest, case: Any) -> dict[str, Any]:
    only = request.GET.get("only", "")
    only = only if only in timeline.KINDS else ""
    entries, older = timeline.read(case, only=only, after=request.GET.get("after", ""))
    filters = [(kind, words()) for kind, words in timeline.FILTERS]
    return {"entries": entries, "older": older, "only": only, "filters": filters}


def reached_by(members: list[Any]) -> set[int]:
    """Of every kind (mail, phone, social network) the way that is preferred, else the first one: their ids."""
    points = [point for member in members for point in member.points]
    best: dict[str, int] = {}
    for point in sorted(points, key=lambda point: not point.is_preferred):
        best.setdefault(point.kind, point.pk)
    return set(best.values())


def hints(case: Case, members: list[Any]) -> list[str]:
    """What the coordinator should notice: summer arrival, papers for skills, exclusion, an unplanned return."""
    found = [_summer(case, members), _unplanned(case), *_excluded(case)]
    return [hint for hint in found if hint]


def _summer(case: Case, members: list[Any]) -> str:
    """NEE-09: whoever arrives before the summer has it for camps and language before school begins."""
    at_school = any(
        member.is_child and queries.is_of_school_age(member.birth_year, timezone.localdate()) for member in members
    )
    if not at_school or case.intended_month is None or case.phase == "returned":
        return ""
    if case.intended_month.month in country_settings()["summer_arrival_months"]:
        return _("Arriving in May or June leaves the summer for camps and language before school begins. Good choice.")
    return _("Children go to school: arriving in May or June would leave the summer for camps and language.")


def _unplanned(case: Case) -> str:
    return _("They came back without a plan: home, work or school was still unknown.") if case.came_without_plan else ""


def _excluded(case: Case) -> list[str]:
    """IRM-02: a warning, nothing more; the case stays."""
    if case.kind != Case.Kind.INTERNAL:
        return []
    places = {case.origin_municipality_id, *case.candidates.values_list("municipality_id", flat=True)}
    today = timezone.localdate()
    excluded = InternalExclusion.objects.filter(in_force(today), municipality__in=places - {None})
    text = _("The support for moves inside the country does not apply to %(place)s at present.")
    return [text % {"place": named(row.municipality)} for row in excluded.select_related("municipality")]


def contact_values(data: dict[str, Any]) -> dict[str, Any]:
    """What `log_contact` takes, from a cleaned ContactForm."""
    on = data.pop("on", None)
    if on:
        data["at"] = actions.moment_on(on)
    data["form_key"] = data.get("form_key") or None
    return data


def back(case: Case, anchor: str = "", page: str = "case") -> HttpResponseRedirect:
    """To where on the case, or on its page "case_family", the thing that was changed stands."""
    response = redirect(page, reference=case.reference)
    response["Location"] += f"#{anchor}" if anchor else ""
    return response


@needs(Permission.CASE_WRITE)
@require_POST
def log_contact(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_case(request, reference)
    form = ContactForm(request.POST, compulsory=case.is_in_progress)
    if not form.is_valid():
        return show(request, _find(request, reference), form)
    actions.log_contact(case=case, by=request.user, **contact_values(form.cleaned_data))
    messages.success(request, _("The contact is on the time line."))
    return redirect("start") if request.POST.get("from") == "start" else back(case)


@needs(Permission.CASE_WRITE)
@require_POST
def keep_promise(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    case = find_case(request, reference)
    actions.keep_promise(contact=find_child(case.contacts.all(), pk), by=request.user)
    messages.success(request, _("The promise is kept."))
    return back(case)


@needs(Permission.CASE_WRITE)
@require_POST
def tick_step(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    case = find_case(request, reference)
    done = request.POST.get("done") == "yes"
    actions.tick_step(step=find_child(case.steps.all(), pk), done=done, by=request.user)
    return redirect("case_steps", reference=case.reference)


@needs(Permission.CASE_READ)
@require_safe
def steps(request: StaffRequest, reference: str) -> HttpResponse:
    return _steps(request, find_case(request, reference), StepForm())


def _steps(request: StaffRequest, case: Case, form: StepForm) -> HttpResponse:
    log(request, case, "case_steps")
    rows = list(case.steps.all())
    done = sum(step.done_at is not None for step in rows)
    return page_or_422(
        request, "desk/cases/steps.html", {"case": case, "form": form, "steps": rows, "done": done}, form
    )


@needs(Permission.CASE_WRITE)
@require_POST
def add_step(request: StaffRequest, reference: str) -> HttpResponse:
    case, form = find_case(request, reference), StepForm(request.POST)
    if not form.is_valid():
        return _steps(request, case, form)
    text = {_language_of(case): form.cleaned_data["text"]}
    actions.add_step(case=case, phase=form.cleaned_data["phase"], text=text, by=request.user)
    messages.success(request, _("The step is on the list; the family sees it too."))
    return redirect("case_steps", reference=case.reference)


def _language_of(case: Case) -> str:
    """The language in which the family is written to."""
    first = case.household.members.exclude(language="").first()
    return first.language if first else country_settings()["languages"][0]


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def letter(request: StaffRequest, reference: str) -> HttpResponse:
    """Write to the family; ?answer=<id> puts in a typical answer (K-C10), ?match=<id> what came up for it (FUP-04)."""
    case = find_case(request, reference)
    addresses = list(
        case.household.contact_points.filter(kind="email")
        .order_by("-is_preferred", "pk")
        .values_list("value", flat=True)
    )
    options: dict[str, Any] = {"addresses": addresses, "compulsory": case.is_in_progress}
    usable = TypicalAnswer.objects.usable_by(request.user).select_related("topic")
    form = LetterForm(request.POST or None, initial=_prefilled(request, case, usable), **options)
    if request.method == "POST" and form.is_valid():
        actions.write_to_family(case=case, by=request.user, language=_language_of(case), **form.cleaned_data)
        messages.success(request, _("The letter is on its way."))
        _put_aside(request, case)
        return back(case)
    log(request, case, "case_letter")
    context = {"case": case, "form": form, "addresses": addresses, "answers": usable[:60]}
    return page_or_422(request, "desk/cases/letter.html", context, form)


def _put_aside(request: StaffRequest, case: Case) -> None:
    """The match that led to the letter is dealt with: who writes to one family after the other sees who is left."""
    match = _chosen(request, "match", case.matches)
    if match:
        matching.dismiss(match=match, by=request.user)
        messages.info(request, _("The match is done and has left the list."))


def _prefilled(request: StaffRequest, case: Case, usable: Any) -> dict[str, str]:
    answer = _chosen(request, "answer", usable)
    if answer:
        return {"subject": answer.title, "text": answer.text}
    match = _chosen(request, "match", case.matches.select_related(*matches.THINGS))
    return matches.letter(match, _language_of(case)) if match else {}


def _chosen(request: StaffRequest, name: str, rows: Any) -> Any:
    chosen = request.GET.get(name, "")
    return rows.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 18 else None
