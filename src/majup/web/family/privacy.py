"""The family's own page: consents, who looked, the copy of everything, and leaving (PRV-02, PRV-03, PRV-04)."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.family import actions, queries
from majup.family.errors import FamilyError
from majup.family.models import ErasureRequest
from majup.people.erasing import of_whom
from majup.questions.models import Question
from majup.staff.models import AccessLog
from majup.staff.scope import Scope, acting
from majup.web import consents as agreements
from majup.web.components import codes
from majup.web.family.copy import zip_of
from majup.web.family.door import Inside, by_own_link
from majup.web.family.forms import EraseForm
from majup.web.family.roles import roles_of
from majup.web.http import keyset_page, page_or_422


@require_http_methods(["GET", "POST"])
@by_own_link("own_consents")
def consents(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Each purpose with the words put before the person; given and taken back one by one (PRV-02)."""
    if request.method == "POST":
        purpose = request.POST.get("purpose", "")
        if purpose in codes.code_list("consent_purposes"):
            agreements.give(
                household=inside.case.household,
                purpose=purpose,
                person=inside.person,
                how=_("by themselves, on the family's page"),
                by=None,
                by_family=True,
            )
            messages.success(request, _("Your consent is stored."))
        return redirect("own_consents", token=inside.token)
    given = list(inside.case.household.consents.select_related("person").order_by("-given_at"))
    rows = [_purpose(code, row, given, inside) for code, row in codes.code_list("consent_purposes").items()]
    return render(request, "family/own/consents.html", {"inside": inside, "rows": rows})


def _purpose(code: str, row: Any, given: list[Any], inside: Inside) -> dict[str, Any]:
    """What holds today for this member or the whole family, and what was taken back."""
    mine = [one for one in given if one.purpose == code]
    valid = [one for one in mine if one.withdrawn_at is None]
    return {
        "code": code,
        "name": row.name,
        "text": row.details["text"],
        "valid": valid,
        "former": [one for one in mine if one.withdrawn_at],
        "may_give": not any(one.person_id in {None, inside.person.pk} for one in valid),
    }


@require_POST
@by_own_link("own_consents")
def withdraw(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """Taken back once it stays taken back."""
    consent = get_object_or_404(inside.case.household.consents.all(), pk=pk)
    agreements.take_back(consent=consent, by=None, by_family=True)
    messages.success(request, _("Your consent is taken back."))
    return redirect("own_consents", token=inside.token)


@require_safe
@by_own_link("own_looked")
def looked(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Who looked within two years, by role; and to whom facts were shown with a question (N-54)."""
    ids = of_whom(inside.case.household)
    page = keyset_page(queries.views(ids), by="at", after=request.GET.get("after", ""), parse=parse_datetime, size=100)
    shown = Question.objects.filter(household__in=ids).select_related(
        "role__institution", "role__municipality", "role__region", "topic"
    )
    context = {
        "inside": inside,
        "page": page,
        "days": _by_day(page.rows),
        "shown_to": list(shown.order_by("-sent_at")[:100]),
    }
    return render(request, "family/own/looked.html", context)


def _by_day(views: Any) -> list[dict[str, Any]]:
    """One line for each role and day, with how often."""
    roles = roles_of({view.user_id for view in views if view.user_id})

    def key(view: AccessLog) -> tuple[Any, str]:
        return timezone.localtime(view.at).date(), _who(view, roles)

    found = []
    for day, of_day in groupby(views, key=lambda view: key(view)[0]):
        names = [key(view)[1] for view in of_day]
        found.append({"day": day, "who": [(name, names.count(name)) for name in dict.fromkeys(names)]})
    return found


def _who(view: AccessLog, roles: dict[int, str]) -> str:
    if view.user_id:
        return roles[view.user_id]
    if view.visitor.startswith(("family link", "offer link")):
        return _("Your family, by its link")
    return _("Who answered a question about you, by link") if view.visitor else _("The system itself")


@require_safe
@by_own_link("own_copy")
def copy(request: HttpRequest, inside: Inside) -> HttpResponse:
    """All that is held, as one archive. Some of it (wished support) only the responsible region may read: its scope."""
    with acting(Scope(regions=frozenset({inside.case.region_id}))):
        content = zip_of(inside.case)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{inside.case.reference}.zip"'
    return response


@require_http_methods(["GET", "POST"])
@by_own_link("own_leave")
def leave(request: HttpRequest, inside: Inside) -> HttpResponse:
    """Ask that everything be erased; what stays is said before (PRV-04)."""
    household = inside.case.household
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.ask_to_erase(household=household, person=inside.person, text=form.cleaned_data["text"])
        messages.success(request, _("Your coordinator has your request and decides on it."))
        return redirect("own_leave", token=inside.token)
    requests = list(household.erasure_requests.all())
    waiting = next((one for one in requests if one.state == ErasureRequest.State.OPEN), None)
    refused = next((one for one in requests if one.state == ErasureRequest.State.REFUSED), None)
    context = {"inside": inside, "form": form, "waiting": waiting, "refused": refused}
    return page_or_422(request, "family/own/leave.html", context, form)


@require_POST
@by_own_link("own_leave")
def stay(request: HttpRequest, inside: Inside) -> HttpResponse:
    """The request is taken back."""
    for waiting in inside.case.household.erasure_requests.filter(state=ErasureRequest.State.OPEN):
        try:
            actions.take_back_erasure(request=waiting)
        except FamilyError:
            break
        messages.success(request, _("Your request is taken back. Everything stays as it is."))
    return redirect("own_leave", token=inside.token)
