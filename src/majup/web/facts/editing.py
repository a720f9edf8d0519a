"""Writing a fact: choose its kind, fill in, keep as draft or publish; change it as its next version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majup.catalogue import actions
from majup.catalogue.errors import ChangedMeanwhile, DetailError, Incomplete
from majup.catalogue.models import Fact, FactKind, Kind, Level, State
from majup.network.models import Role
from majup.places.models import Municipality
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain
from majup.web.facts.find import find_fact, my_roles
from majup.web.facts.forms import FactForm, place_level
from majup.web.facts.words import missing_words
from majup.web.http import StaffRequest, needs, page_or_422

keepers = needs(Permission.FACT_KEEP, Permission.FACT_KEEP_STATE)


@needs(Permission.FACT_KEEP)
@require_safe
def choose(request: StaffRequest) -> HttpResponse:
    kinds = kinds_for(my_roles(request.user))
    return render(request, "facts/choose.html", {"kinds": kinds})


def kinds_for(roles: list[Role]) -> list[FactKind]:
    """A role in a municipality or region gives no state support, and an institution no municipal one."""
    levels = {place_level(role) for role in roles}
    not_theirs = set()
    if Level.STATE not in levels:
        not_theirs.add(Kind.STATE_MEASURE)
    if levels <= {Level.STATE}:
        not_theirs |= {Kind.MUNICIPAL_MEASURE, Kind.SPECIALIST_SUPPORT, Kind.SCHOOL_PLACES}
    return list(FactKind.objects.exclude(code__in=not_theirs)) if roles else []


@needs(Permission.FACT_KEEP)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest, kind: str) -> HttpResponse:
    found = get_object_or_404(FactKind, code=kind)
    roles = my_roles(request.user)
    if found not in kinds_for(roles):
        raise PermissionDenied
    form = FactForm(request.POST or None, kind=found, roles=roles, version=None)
    if form.is_valid():
        fact = _written(request, form, found, _role_of(form, roles))
        if fact is not None:
            messages.success(request, _said(fact))
            return redirect("fact", pk=fact.pk)
    title = _("New: %(kind)s") % {"kind": localized_plain(found.name)}
    return _page(request, form, title=title)


def _role_of(form: FactForm, roles: list[Role]) -> Role:
    chosen = form.cleaned_data.get("role")
    return next((role for role in roles if str(role.pk) == chosen), roles[0])


def _state(request: StaffRequest) -> str:
    """Two buttons: publish, or keep it as a draft."""
    return State.VALID if request.POST.get("state") == State.VALID else State.DRAFT


def _written(request: StaffRequest, form: FactForm, kind: FactKind, role: Role) -> Fact | None:
    try:
        return actions.write(
            kind=kind.code,
            place=_place(form, role),
            role=role,
            institution=role.institution,
            by=request.user,
            texts=form.columns(),
            state=_state(request),
        )
    except Incomplete as refused:
        form.add_error(None, missing_words(refused.missing))
    except DetailError as refused:
        refuse(form, refused)
    return None


def _place(form: FactForm, role: Role) -> actions.Place:
    level = place_level(role)
    others = list(Municipality.objects.filter(pk__in=form.cleaned_data.get("also_in") or []))
    own = [role.municipality] if role.municipality else []
    regions = [role.region] if role.region else []
    return actions.Place(level, regions=regions, municipalities=list(dict.fromkeys([*own, *others])) if own else [])


def refuse(form: FactForm, error: DetailError) -> None:
    """Put the refusal beside the field it is about."""
    names = (f"d_{error.field}", f"a_{error.field}", *(f"d_{error.field}_{code}" for code in form.languages))
    said = _("This is needed.") if error.code == "missing" else _("This value does not fit here.")
    form.add_error(next((name for name in names if name in form.fields), None), said)


@keepers
@require_http_methods(["GET", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a fact: the next version, by this user, from now on. What was sent keeps what it said."""
    fact = find_fact(request, pk, to_edit=True)
    version = fact.current
    kind = FactKind.objects.get(code=fact.kind)
    roles = [fact.role] if fact.role else my_roles(request.user)
    form = FactForm(request.POST or None, kind=kind, roles=roles, version=version)
    if form.is_valid() and _changed(request, form, fact):
        was_draft = version.state == State.DRAFT
        fact.refresh_from_db()
        messages.success(request, _said(fact) if was_draft else _("Saved as the next version."))
        return redirect("fact", pk=pk)
    return _page(request, form, title=localized_plain(fact.name), fact=fact)


def _changed(request: StaffRequest, form: FactForm, fact: Fact) -> bool:
    wanted = {State.VALID: State.VALID, State.DRAFT: None}[State(_state(request))]
    place = None
    if fact.role and fact.role.municipality_id:
        place = _place(form, fact.role)
        if {one.pk for one in place.municipalities} == set(fact.municipalities.values_list("pk", flat=True)):
            place = None
    try:
        seen = form.cleaned_data["seen"] or 0
        actions.change(fact=fact, by=request.user, seen=seen, changes=form.columns(), state=wanted, place=place)
    except ChangedMeanwhile:
        form.add_error(None, _("Somebody saved another version meanwhile. Open it again and enter your change there."))
    except Incomplete as refused:
        form.add_error(None, missing_words(refused.missing))
    except DetailError as refused:
        refuse(form, refused)
    return not form.errors


def _page(request: StaffRequest, form: FactForm, *, title: str, **context: Any) -> HttpResponse:
    return page_or_422(request, "facts/form.html", {"form": form, "title": title, **context}, form)


def _said(fact: Fact) -> str:
    if fact.state == State.VALID:
        return _("Published. Families and coordinators see it with today's date.")
    return _("Kept as a draft. Nobody outside sees it.")
