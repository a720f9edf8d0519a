"""Pages for the household and its members (NEE-02, NEE-08, NEE-10 to NEE-12)."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from majup.cases import actions
from majup.cases.models import Case
from majup.kernel.errors import CodedError
from majup.people import actions as people
from majup.people.models import ContactPoint, Household, Person
from majup.staff.roles import Permission
from majup.web.desk.cases import family_forms as forms
from majup.web.desk.cases import member_lists
from majup.web.desk.cases.editing import save_edit
from majup.web.desk.cases.find import StaffRequest, find_case, find_child, log
from majup.web.desk.cases.page import back
from majup.web.http import needs, page_or_422


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def household(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_case(request, reference)

    def now() -> tuple[dict[str, Any], int]:
        fresh = find_case(request, reference)
        return forms.open_values(fresh), fresh.household.version

    def act(values: dict[str, Any], version: int) -> None:
        actions.change_household(household=case.household, values=values, by=request.user, version=version)

    values, version = now()
    form = forms.HouseholdForm(request.POST or None, now=values, version=version)
    if request.method == "POST" and form.is_valid() and save_edit(form, now, act):
        messages.success(request, _("The household is saved."))
        return back(case, "household", "case_family")
    log(request, case, "household")
    context = {"case": case, "form": form, "title": _("Household"), "shown_on": "case_family"}
    return page_or_422(request, "desk/cases/edit.html", context, form)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def new_member(request: StaffRequest, reference: str) -> HttpResponse:
    case = find_case(request, reference)
    initial = {"relation": "child", "is_child": True}
    form = forms.MemberForm(request.POST or None, now=initial, version=case.household.version)
    if request.method == "POST" and form.is_valid() and not _is_there(form, case):
        data = {name: form.cleaned_data[name] for name in forms.MemberForm.PERSON}
        actions.add_member(case=case, data=people.MemberData(**data), by=request.user)
        messages.success(request, _("The member is written down."))
        return back(case, "household", "case_family")
    log(request, case, "member")
    context = {"case": case, "form": form, "title": _("New member"), "shown_on": "case_family"}
    return page_or_422(request, "desk/cases/edit.html", context, form)


def _is_there(form: forms.MemberForm, case: Case) -> bool:
    """Whether somebody of this name and age belongs to the household: the back button was pressed, and save again."""
    who = {name: form.cleaned_data[name] for name in ("given_name", "family_name", "birth_year")}
    if not any(who.values()) or not case.household.members.filter(**who).exists():
        return False
    form.add_error("given_name", _("This person is written down already."))
    return True


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def member(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    """Everything about one member on one page."""
    case = find_case(request, reference)
    person = find_child(case.household.members.all(), pk)
    sees_wishes = request.user.may(Permission.SUPPORT_WISH_READ) and case.region_id in request.user.scope.regions
    parts = _parts(request, person, sees_wishes)

    def now() -> tuple[dict[str, Any], int]:
        fresh = Person.objects.get(pk=person.pk)
        return forms.member_values(fresh), Household.objects.visible_to(request.user).get(pk=case.household_id).version

    def act(values: dict[str, Any], version: int) -> None:
        lists = {name: rows for name, rows in _lists(parts).items() if name in changed}
        actions.save_member(case=case, person=person, changes=values, by=request.user, version=version, **lists)

    values, version = now()
    form = forms.MemberForm(request.POST or None, now=values, version=version)
    if request.method == "POST" and form.is_valid() & all(part.is_valid() for part in parts.values()):
        changed, both = member_lists.sort_out(person, parts, member_lists.seen_in(request.POST.get("lists_seen", "")))
        for text in member_lists.told(both):
            form.add_error(None, text)
        if not both and save_edit(form, now, act):
            messages.success(request, _("The member is saved."))
            return back(case, "household", "case_family")
    log(request, case, "member")
    return _member_page(request, case, person, form, parts)


def _member_page(request: StaffRequest, case: Case, person: Person, form: Any, parts: dict[str, Any]) -> HttpResponse:
    lines = [line for part in parts.values() for line in getattr(part, "forms", [part])]
    now = {name: rows for name, rows in member_lists.stored(person).items() if name in parts}
    is_told = bool(form.is_bound and form.non_field_errors())
    context = {
        "lists_seen": (not is_told and request.POST.get("lists_seen")) or json.dumps(member_lists.digests(now)),
        "case": case,
        "person": person,
        "form": form,
        "child_fields": [form[name] for name in forms.MemberForm.CHILD],
        "own_fields": [form[name] for name in forms.MemberForm.PERSON if name not in forms.MemberForm.CHILD],
        "has_skill_without_paper": person.skills.exclude(has_document=True).exists(),
        **parts,
    }
    return page_or_422(request, "desk/cases/member.html", context, form, *lines)


def _parts(request: StaffRequest, person: Person, sees_wishes: bool) -> dict[str, Any]:
    """Languages, skills and stays as lines; support wishes for the coordinator alone (PRV-05)."""
    data = request.POST or None
    stays = person.residences.order_by("from_date", "pk").values("kind", "country", "from_date", "to_date", "proof")
    parts = {
        "languages": forms.LanguageFormSet(
            data, prefix="languages", initial=list(person.languages.values("language", "level"))
        ),
        "skills": forms.SkillFormSet(
            data, prefix="skills", initial=list(person.skills.order_by("pk").values("name", "has_document"))
        ),
        "residences": forms.ResidenceFormSet(data, prefix="residences", initial=list(stays)),
    }
    if sees_wishes:
        wishes = list(person.support_wishes.filter(need=None).order_by("pk"))
        initial = {
            "kinds": [wish.kind for wish in wishes],
            "note": next((wish.note for wish in wishes if wish.note), ""),
        }
        parts["support"] = forms.SupportForm(data, prefix="support", initial=initial)
    return parts


def _lists(parts: dict[str, Any]) -> dict[str, Any]:
    """What `save_member` takes, from the lines that somebody filled in."""
    languages = [line.cleaned_data for line in parts["languages"] if line.cleaned_data.get("language")]
    skills = [line.cleaned_data for line in parts["skills"] if line.cleaned_data.get("name")]
    stays = [line.cleaned_data for line in parts["residences"] if line.cleaned_data.get("kind")]
    lists = {
        "languages": [(row["language"], row["level"]) for row in languages],
        "skills": [(row["name"], row["has_document"]) for row in skills],
        "residences": [actions.ResidenceData(**row) for row in stays],
    }
    if "support" in parts:
        data = parts["support"].cleaned_data
        lists["support"] = {code: data["note"] if at == 0 else "" for at, code in enumerate(data["kinds"])}
    return lists


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def new_contact_point(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    case = find_case(request, reference)
    person = find_child(case.household.members.select_related("household"), pk)
    form = forms.ContactPointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            people.add_contact_point(person=person, by=request.user, **form.cleaned_data)
        except CodedError:
            form.add_error("value", _unreachable(form.cleaned_data["kind"]))
        else:
            messages.success(request, _("The way to reach them is saved."))
            return back(case, "household", "case_family")
    log(request, case, "contact_point")
    context = {
        "case": case,
        "form": form,
        "title": _("New way to reach %(name)s") % {"name": person},
        "button": _("Save"),
        "shown_on": "case_family",
    }
    return page_or_422(request, "desk/cases/form.html", context, form)


def _unreachable(kind: str) -> str:
    if kind == ContactPoint.Kind.EMAIL:
        return _("Enter a valid email address.")
    return _("Nobody can be reached with this. Give a phone with the country code, for example +44.")


@needs(Permission.CASE_WRITE)
@require_POST
def remove_contact_point(request: StaffRequest, reference: str, pk: int) -> HttpResponse:
    case = find_case(request, reference)
    point = find_child(case.household.contact_points.select_related("person", "household"), pk)
    people.remove_contact_point(point=point, by=request.user)
    messages.success(request, _("It is removed."))
    return back(case, "household", "case_family")
