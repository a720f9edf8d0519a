"""Pages for needs, readiness, obstacles, places and facts of a case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from majup.cases import actions
from majup.cases.errors import ReasonMissing
from majup.cases.models import Case, Need, Readiness
from majup.network.calendar import add_working_days, country_settings
from majup.network.models import Topic
from majup.places.models import Municipality
from majup.staff.roles import Permission
from majup.web.components import codes
from majup.web.desk.cases import forms
from majup.web.desk.cases.editing import EditForm, save_edit
from majup.web.desk.cases.find import StaffRequest, find_case, find_child, log
from majup.web.desk.cases.page import back
from majup.web.http import needs, page_or_422

FAMILY = "family"


def edit_page(request: StaffRequest, case: Case, form: EditForm, title: str, **context: Any) -> HttpResponse:
    log(request, case, "case_edit")
    return page_or_422(request, "desk/cases/edit.html", {"case": case, "form": form, "title": title, **context}, form)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest, reference: str) -> HttpResponse:
    """Several needs at once: topics down, members across (NEE-01, Q-R7, Q-R8)."""
    case = find_case(request, reference)
    members = list(case.household.members.all())
    chosen = [choice for choice in request.POST.getlist("need") if _choice(choice, members)]
    faults: dict[str, str] = {}
    if request.method == "POST":
        due_on = _due(request, faults)
        if not chosen:
            faults["need"] = _("Tick at least one need.")
        if not faults:
            _add_all(request, case, members, chosen, due_on)
            messages.success(request, _("The needs are written down."))
            return back(case, "needs")
    log(request, case, "case_needs")
    context = {
        "case": case,
        "members": members,
        "rows": _topic_rows(case),
        "chosen": chosen,
        "wishes": {key[5:]: value for key, value in request.POST.items() if key.startswith("wish-")},
        "due_on": request.POST.get("due_on") or _default_due().isoformat(),
        "faults": faults,
    }
    response = page_or_422(request, "desk/cases/needs.html", context)
    response.status_code = 422 if faults else 200
    return response


def _default_due() -> Any:
    """Twice the term of a question: time to ask and to answer."""
    return add_working_days(timezone.localdate(), 2 * country_settings()["question_due_working_days"])


def _due(request: StaffRequest, faults: dict[str, str]) -> Any:
    try:
        return forms.NEED_DUE.clean(request.POST.get("due_on", ""))
    except ValidationError as refused:
        faults["due_on"] = refused.messages[0]
        return None


def _choice(choice: str, members: list[Any]) -> tuple[Topic, Any] | None:
    """(topic, member or None for the family) of a box "<topic>:<member id or family>"."""
    code, _colon, whom = choice.partition(":")
    topic = codes.topics().get(code)
    person = next((member for member in members if str(member.pk) == whom), None)
    return (topic, person) if topic and (person or whom == FAMILY) else None


def _add_all(request: StaffRequest, case: Case, members: list[Any], chosen: list[str], due_on: Any) -> None:
    """What stands there already in the same words for the same day was pressed once more after the back button."""
    for choice in dict.fromkeys(chosen):
        found = _choice(choice, members)
        if found is None:
            continue
        topic, person = found
        wish = request.POST.get(f"wish-{topic.code}", "")[:4000]
        same = {"topic": topic, "person": person, "wish": wish, "due_on": due_on, "owner": request.user}
        if not topic.support_wish and case.needs.filter(state=Need.State.OPEN, **same).exists():
            continue
        actions.add_need(case=case, topic=topic, person=person, wish=wish, due_on=due_on, by=request.user)


def _topic_rows(case: Case) -> list[dict[str, Any]]:
    """The topics of the case's category (INT-07, IRM-03), and which of them are needs already."""
    have = set(case.needs.filter(settled_at=None).values_list("topic__code", flat=True))
    return [{"topic": codes.topics()[code], "have": code in have} for code in codes.topics_of(case.category)]


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    case = find_case(request, reference)
    need = find_child(case.needs.select_related("topic", "person", "case__household"), pk)

    def now() -> tuple[dict[str, Any], int]:
        fresh = Need.objects.select_related("person", "topic").get(pk=need.pk)
        values = {"person": fresh.person, "wish": _wish(fresh), "due_on": fresh.due_on}
        return values, Case.objects.visible_to(request.user).values_list("version", flat=True).get(pk=case.pk)

    def act(values: dict[str, Any], version: int) -> None:
        actions.change_need(need=need, by=request.user, version=version, **values)

    values, version = now()
    form = forms.NeedForm(request.POST or None, now=values, version=version, case=case)
    if request.method == "POST" and form.is_valid() and save_edit(form, now, act):
        messages.success(request, _("The need is changed."))
        return back(case, "needs")
    return edit_page(request, case, form, codes.topic_name(need.topic.code), need=need, state_form=_state_form(need))


def _wish(need: Need) -> str:
    if not need.topic.support_wish:
        return need.wish
    return "\n".join(wish.note for wish in need.support_wishes.all())


def _state_form(need: Need) -> forms.NeedStateForm:
    return forms.NeedStateForm(initial={"state": need.state, "reason": need.reason}, prefix="state")


@needs(Permission.CASE_WRITE)
@require_POST
def set_state(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    """Move a need on; from the case page by one button, from its own page with a reason."""
    case = find_case(request, reference)
    need = find_child(case.needs.select_related("topic", "person", "case__household"), pk)
    form = forms.NeedStateForm(request.POST, prefix="state")
    if form.is_valid():
        try:
            actions.set_need(need=need, by=request.user, **form.cleaned_data)
        except ReasonMissing:
            form.add_error("reason", _("Say why, so that the family can be told."))
        else:
            messages.success(request, _("The state of the need is changed."))
            return back(case, "needs")
    values = {"person": need.person, "wish": _wish(need), "due_on": need.due_on}
    own = forms.NeedForm(now=values, version=case.version, case=case)
    context = {"case": case, "form": own, "title": codes.topic_name(need.topic.code), "need": need, "state_form": form}
    return page_or_422(request, "desk/cases/edit.html", context, form)


def _edit(
    request: StaffRequest,
    reference: str,
    *,
    make: type[EditForm],
    read: Callable[[Case], dict[str, Any]],
    act: Callable[[Case, dict[str, Any], int], Any],
    title: str,
    done: str,
    anchor: str,
    shown_on: str = "case_family",
) -> HttpResponse:
    """One form about the case itself: `read(case)` gives its values, `act(case, values, version)` saves them."""
    case = find_case(request, reference)

    def now() -> tuple[dict[str, Any], int]:
        fresh = find_case(request, reference)
        return read(fresh), fresh.version

    form = make(request.POST or None, now=read(case), version=case.version)
    if request.method == "POST" and form.is_valid() and save_edit(form, now, lambda v, version: act(case, v, version)):
        messages.success(request, done)
        return back(case, anchor, shown_on)
    return edit_page(request, case, form, title, shown_on=shown_on)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def facts(request: StaffRequest, reference: str) -> HttpResponse:
    def read(case: Case) -> dict[str, Any]:
        return {name: getattr(case, name) for name in forms.FactsForm.base_fields if name not in {"version", "seen"}}

    def act(case: Case, values: dict[str, Any], version: int) -> None:
        internal = codes.code_list("categories")[values["category"]].details.get("internal")
        kind = Case.Kind.INTERNAL if internal else case.kind
        actions.change_facts(case=case, values={**values, "kind": kind}, by=request.user, version=version)

    title, done = _("Facts of the case"), _("The facts are saved.")
    return _edit(request, reference, make=forms.FactsForm, read=read, act=act, title=title, done=done, anchor="facts")


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def readiness(request: StaffRequest, reference: str) -> HttpResponse:
    def read(case: Case) -> dict[str, Any]:
        rows = {row.area: row for row in case.readiness.all()}
        states = {area.value: rows[area].state if area in rows else "unknown" for area in Readiness.Area}
        return states | {f"{area.value}_note": rows[area].note if area in rows else "" for area in Readiness.Area}

    def act(case: Case, values: dict[str, Any], version: int) -> None:
        before = read(case)
        for area in Readiness.Area:
            state, note = values[area.value], values[f"{area.value}_note"].strip()
            if (state, note) != (before[area.value], before[f"{area.value}_note"]):
                actions.set_readiness(case=case, area=area, state=state, note=note, by=request.user, version=version)
                version += 1

    title, done = _("Ready to move?"), _("Readiness is saved.")
    place = {"anchor": "readiness", "shown_on": "case"}
    return _edit(request, reference, make=forms.ReadinessForm, read=read, act=act, title=title, done=done, **place)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def obstacles(request: StaffRequest, reference: str) -> HttpResponse:
    def read(case: Case) -> dict[str, Any]:
        rows = list(case.obstacles.order_by("pk"))
        return {"codes": [row.code for row in rows], "note": next((row.note for row in rows if row.note), "")}

    def act(case: Case, values: dict[str, Any], version: int) -> None:
        chosen = values["codes"] or (["other"] if values["note"] else [])
        notes = {code: values["note"] if at == 0 else "" for at, code in enumerate(chosen)}
        actions.set_obstacles(case=case, notes=notes, by=request.user, version=version)

    title, done = _("What holds the family back"), _("It is saved.")
    make = forms.ObstaclesForm
    return _edit(request, reference, make=make, read=read, act=act, title=title, done=done, anchor="obstacles")


@needs(Permission.CASE_WRITE)
@require_POST
def places(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a place, move it up or down, take it away: `act` and `place` say which (NEE-07)."""
    case = find_case(request, reference)
    place = find_child(Municipality.objects.all(), _id(request.POST.get("place", "")))
    now = [candidate.municipality for candidate in case.candidates.select_related("municipality")]
    act = request.POST.get("act")
    if act in {"up", "down"} and place in now:
        actions.move_candidate(case=case, municipality=place, up=act == "up", by=request.user)
    elif act == "add" and place not in now:
        actions.set_candidates(case=case, municipalities=[*now, place], by=request.user)
    elif act == "remove":
        actions.set_candidates(case=case, municipalities=[m for m in now if m != place], by=request.user)
    return back(case, "places", "case_family")


def _id(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
