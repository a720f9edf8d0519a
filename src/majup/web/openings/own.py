"""Behind an employer's or owner's link: their own entries, without account. What they change is checked again."""

from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.openings import actions, queries
from majup.openings.models import AnnouncedNeed, Dwelling, Employer, OpeningLink, SpecialistRequest, State, Vacancy
from majup.questions.facts import LABELS
from majup.questions.introducing import Introduced, introduced_to
from majup.web.http import page_or_422
from majup.web.openings.forms import DwellingForm, EmployerForm, NeedForm, RequestForm, VacancyForm
from majup.web.openings.public import today_places

LEFT = [State.HIDDEN, State.REFUSED, State.WAITING, State.PUBLISHED]


def by_link(view: Callable) -> Callable:
    """Let in whoever has a link that works, and hand the view what it opens."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **options: Any) -> HttpResponse:
        link = queries.behind(token)
        if link is None:
            return render(request, "openings/link_over.html", {}, status=404)
        return view(request, link, token, **options)

    return login_not_required(csrf_exempt(opened))  # the link itself is the key


def whose(link: OpeningLink) -> Employer:
    if link.employer is None:
        raise Http404
    return link.employer


@by_link
@require_safe
def own_entries(request: HttpRequest, link: OpeningLink, token: str) -> HttpResponse:
    if link.dwelling:
        return render(request, "openings/own_dwelling.html", {"dwelling": link.dwelling, "token": token})
    employer = whose(link)
    context = {
        "employer": employer,
        "token": token,
        "vacancies": _vacancies(employer),
        "requests": employer.requests.order_by("-pk")[:20],
        "needs": employer.needs.order_by("-pk")[:20],
        "introduced": [_readable(one) for one in introduced_to(token)],
    }
    return render(request, "openings/own_employer.html", context)


def _vacancies(employer: Employer) -> list[Vacancy]:
    """What asks for a hand first: hidden, not published, waiting; then what is shown, newest first."""
    rows = employer.vacancies.filter(state__in=LEFT).select_related("municipality", "source").newest_first()
    return sorted(rows, key=lambda vacancy: LEFT.index(vacancy.state))


def _readable(one: Introduced) -> dict[str, Any]:
    """Facts with the label in the reader's language; the name, or else the occupation, stands above them."""
    said = {fact["key"]: fact["value"] for fact in one.shown}
    heading = next((key for key in ("name", "occupation") if key in said), "")
    shown = [{"label": LABELS[key], "value": value} for key, value in said.items() if key != heading]
    return {
        "vacancy": one.vacancy,
        "agreed_on": one.agreed_on,
        "heading": said.get(heading, ""),
        "shown": shown,
        "can_be_reached": "contact" in said,
    }


@by_link
@require_http_methods(["GET", "POST"])
def vacancy_new(request: HttpRequest, link: OpeningLink, token: str) -> HttpResponse:
    employer = whose(link)
    entry = Vacancy(employer=employer)
    form = VacancyForm(request.POST or None, places=today_places(), initial=_start(employer))
    return _save(request, form, entry, token, title=_("New vacancy"))


@by_link
@require_http_methods(["GET", "POST"])
def vacancy(request: HttpRequest, link: OpeningLink, token: str, pk: int) -> HttpResponse:
    entry = get_object_or_404(whose(link).vacancies.filter(state__in=LEFT, source=None), pk=pk)
    form = VacancyForm(request.POST or None, places=today_places(), initial=initial_of(entry, VacancyForm))
    return _save(request, form, entry, token, title=entry.title)


@by_link
@require_http_methods(["GET", "POST"])
def dwelling(request: HttpRequest, link: OpeningLink, token: str) -> HttpResponse:
    entry = link.dwelling
    if entry is None or entry.state not in LEFT:
        raise Http404
    form = DwellingForm(request.POST or None, places=today_places(), initial=initial_of(entry, DwellingForm))
    return _save(request, form, entry, token, title=_("Change the entry"))


@by_link
@require_http_methods(["GET", "POST"])
def about(request: HttpRequest, link: OpeningLink, token: str) -> HttpResponse:
    """What the register says of the employer; its mailbox stays as it was checked, because the link goes there."""
    entry = whose(link)
    options = {"places": today_places(), "instance": entry, "own": True, "initial": initial_of(entry, EmployerForm)}
    form = EmployerForm(request.POST or None, **options)
    del form.fields["mailbox"]
    return _save(request, form, entry, token, title=entry.name)


@by_link
@require_http_methods(["GET", "POST"])
def request_new(request: HttpRequest, link: OpeningLink, token: str) -> HttpResponse:
    """EMP-06: the employer asks the coordinator for a specialist."""
    employer = whose(link)
    form = RequestForm(request.POST or None, places=today_places(), initial=_start(employer))
    entry = SpecialistRequest(employer=employer)
    return _save(request, form, entry, token, title=_("Ask for a specialist"))


@by_link
@require_http_methods(["GET", "POST"])
def need_new(request: HttpRequest, link: OpeningLink, token: str) -> HttpResponse:
    employer = whose(link)
    form = NeedForm(request.POST or None, places=today_places(), initial=_start(employer))
    return _save(request, form, AnnouncedNeed(employer=employer), token, title=_("Announce whom you will need"))


def _start(employer: Employer) -> dict[str, Any]:
    return {"municipality": employer.municipality_id, "contact": employer.contact, "field": employer.field}


def initial_of(entry: Any, form: Any) -> dict[str, Any]:
    names = [name for name in form.base_fields if hasattr(entry, name)]
    return {name: _plain(getattr(entry, name)) for name in names}


def _plain(value: Any) -> Any:
    """70 for 70.0: nobody writes square metres with a nought behind the comma."""
    whole = isinstance(value, Decimal) and value == value.to_integral_value()
    return value.quantize(Decimal(1)) if whole else value


def _save(request: HttpRequest, form: Any, entry: Any, token: str, *, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        if entry.pk and not form.has_changed():  # else what is shown would go away and wait for a check
            messages.info(request, _("Nothing was changed."))
            return redirect("own_entries", token=token)
        actions.save(entry=entry, by=None, **form.cleaned_data)
        messages.success(request, _said_thanks(entry))
        return redirect("own_entries", token=token)
    is_request = isinstance(entry, SpecialistRequest)
    context = {"form": form, "title": title, "token": token, "is_request": is_request}
    return page_or_422(request, "openings/own_form.html", context, form)


def _said_thanks(entry: Any) -> str:
    if isinstance(entry, SpecialistRequest):
        return _("Thank you. The coordinator of your region looks at it and writes to you.")
    return _("Thank you. The municipality checks it; then everybody sees it.")


@by_link
@require_POST
def act(request: HttpRequest, link: OpeningLink, token: str, pk: int, what: str) -> HttpResponse:
    """One click: it still holds, or it is filled or taken."""
    if link.dwelling:
        entry: Vacancy | Dwelling = get_object_or_404(Dwelling, pk=pk, id=link.dwelling_id)
    else:
        entry = get_object_or_404(whose(link).vacancies.filter(source=None), pk=pk)
    if what == "confirm":
        actions.confirm(entry=entry, by=None)
        messages.success(request, _("Thank you: confirmed today."))
    else:
        actions.end(entry=entry, by=None)
        messages.success(request, _("It is no longer shown."))
    return redirect("own_entries", token=token)
