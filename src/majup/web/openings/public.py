"""What everybody sees without account: vacancies, homes, employers; and how owners and employers join in."""

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from majup.intake import limits
from majup.intake.errors import TooManyQuestions
from majup.openings import actions, letters, queries
from majup.openings.models import AnnouncedNeed, Dwelling, Employer, State, Vacancy
from majup.openings.pay import tax_rules
from majup.openings.queries import DwellingWish, Wish
from majup.places.models import Municipality
from majup.places.pack import read
from majup.web.facts.words import role_words
from majup.web.http import keyset_page, page_or_422
from majup.web.navigation import with_menu
from majup.web.openings import planned
from majup.web.openings.forms import JoinForm, LinkForm, OfferHomeForm
from majup.web.openings.search_forms import EmployerSearchForm, HomeSearchForm, SearchForm
from majup.web.public_pages import public_page

SIZE = 20
GONE = (State.HIDDEN, State.ENDED)


@public_page
def jobs(request: HttpRequest) -> HttpResponse:
    """EMP-03, EMP-04: vacancies by what families ask about first; newest first, never by who might fit."""
    with_menu(request)
    form = SearchForm(request.GET if request.GET else None)
    wish = wish_of(form)
    page = keyset_page(
        queries.vacancies(wish),
        by="posted_on",
        after=request.GET.get("after", ""),
        size=SIZE,
        parse=date.fromisoformat,
        read=partial(queries.newest, wish),
    )
    context = {
        "form": form,
        "page": page,
        "page_checked": newest_check(page),
        "planned": planned.of_search(form),
        **_ways_on(request, form),
    }
    return page_or_422(request, "openings/jobs.html", context, form)


def _ways_on(request: HttpRequest, form: Any) -> dict[str, Any]:
    """Whether something was chosen, and the address of the same search with the places around, where one was named."""
    data = getattr(form, "cleaned_data", {})
    query = request.GET.copy()
    query.pop("after", None)
    query["near"] = "on"
    wider = f"?{query.urlencode()}" if data.get("place") and not data.get("near") else ""
    return {"is_filtered": is_filtered(form), "wider": wider}


def is_filtered(form: Any) -> bool:
    return form.is_bound and any(getattr(form, "cleaned_data", {}).values())


def wish_of(form: SearchForm) -> Wish:
    """What the form asks for; a part that cannot be read is left out and stands as an error beside its field."""
    data = form.cleaned_data if form.is_bound and (form.is_valid() or True) else {}
    return Wish(
        text=data.get("q", ""),
        municipalities=_wished_places(data),
        with_neighbours=bool(data.get("near")),
        group=data.get("group", ""),
        net=data.get("net"),
        remote=bool(data.get("remote")),
        without_latvian=bool(data.get("without")),
        housing_help=bool(data.get("home")),
        internship=bool(data.get("internship")),
    )


def _wished_places(data: dict[str, Any]) -> tuple[int, ...]:
    """The municipality, or all of the region; none when neither is chosen."""
    if place := data.get("place"):
        return (place.pk,)
    return queries.in_region(data["region"]) if data.get("region") else ()


@public_page
def job(request: HttpRequest, pk: int) -> HttpResponse:
    with_menu(request)
    shown = Vacancy.objects.published().select_related("employer", "municipality", "source")
    vacancy = shown.filter(pk=pk).first()
    if vacancy is None:
        return _over(request, Vacancy, pk)
    rule = next((rule for rule in tax_rules() if rule["year"] == vacancy.net_year), None)
    status = 200 if vacancy.is_open else 410
    context = {"vacancy": vacancy, "rule": rule, "planned": planned.of_vacancy(vacancy), **foot_of(vacancy)}
    return render(request, "openings/job.html", context, status=status)


def _over(request: HttpRequest, model: type[Vacancy] | type[Dwelling], pk: int) -> HttpResponse:
    """A link in a letter lives longer than the post: what was shown once says that it has ended, and the ways on."""
    entry = get_object_or_404(model.objects.filter(state__in=GONE).select_related("municipality"), pk=pk)
    context = {"is_job": model is Vacancy, "place": entry.municipality}
    return render(request, "openings/over.html", context, status=410)


def foot_of(entry: Any) -> dict[str, Any]:
    """For the foot of the page: who looks after the entry, when it was last confirmed, where a question goes."""
    who = letters.specialist_of(entry.municipality)
    owner = role_words(who) if who else ""
    return {"who": who, "page_owner": owner, "page_checked": entry.confirmed_on, "page_place": entry.municipality}


def newest_check(entries: Any) -> date | None:
    return max((entry.confirmed_on for entry in entries), default=None)


@public_page
def homes(request: HttpRequest) -> HttpResponse:
    with_menu(request)
    form = HomeSearchForm(request.GET if request.GET else None)
    data = form.cleaned_data if form.is_bound and (form.is_valid() or True) else {}
    place = data.get("place")
    wish = DwellingWish(
        municipalities=(place.pk,) if place else (),
        with_neighbours=bool(data.get("near")),
        kinds=(data["kind"],) if data.get("kind") else (),
        rooms=data.get("rooms"),
        price=data.get("price"),
    )
    found = queries.dwellings(wish)
    page = keyset_page(found, by="posted_on", after=request.GET.get("after", ""), size=SIZE, parse=date.fromisoformat)
    context = {"form": form, "page": page, "page_checked": newest_check(page), **_ways_on(request, form)}
    return page_or_422(request, "openings/homes.html", context, form)


@public_page
def home(request: HttpRequest, pk: int) -> HttpResponse:
    with_menu(request)
    shown = Dwelling.objects.published().select_related("municipality", "employer", "source")
    dwelling = shown.filter(pk=pk).first()
    if dwelling is None:
        return _over(request, Dwelling, pk)
    context = {"dwelling": dwelling, **foot_of(dwelling)}
    return render(request, "openings/home.html", context, status=200 if dwelling.is_open else 410)


@public_page
def employers(request: HttpRequest) -> HttpResponse:
    """EMP-02: also those that look for nobody now."""
    with_menu(request)
    form = EmployerSearchForm(request.GET if request.GET else None)
    data = form.cleaned_data if form.is_bound and (form.is_valid() or True) else {}
    place = data.get("place")
    found = queries.employers(data.get("q", ""), place.pk if place else None, data.get("field", ""))
    start = request.GET.get("after", "").rpartition("~")
    if start[2].isdecimal() and len(start[2]) < 18:
        found = found.filter(folded__gte=start[0]).exclude(folded=start[0], pk__lte=int(start[2]))
    rows = list(found.order_by("folded", "pk")[: SIZE + 1])
    later = f"{rows[SIZE - 1].folded}~{rows[SIZE - 1].pk}" if len(rows) > SIZE else ""
    context = {"form": form, "rows": rows[:SIZE], "later": later, "is_filtered": is_filtered(form)}
    return page_or_422(request, "openings/employers.html", context, form)


@public_page
def employer(request: HttpRequest, pk: int) -> HttpResponse:
    with_menu(request)
    found = get_object_or_404(Employer.objects.published().select_related("municipality"), pk=pk)
    context = {
        **foot_of(found),
        "employer": found,
        "vacancies": found.vacancies.open().select_related("municipality", "source").newest_first()[:50],
        "needs": AnnouncedNeed.objects.open().filter(employer=found),
    }
    return render(request, "openings/employer.html", context)


@public_page
def material(request: HttpRequest) -> HttpResponse:
    """EMP-09: what employers should know of people who return, each part with its source."""
    from django.conf import settings  # noqa: PLC0415 -- the folder is a setting that tests change

    with_menu(request)
    return render(request, "openings/material.html", {"parts": read(settings.COUNTRY_PACK, "employer_material")})


def today_places() -> list[Municipality]:
    return list(Municipality.objects.in_force())


@login_not_required
@csrf_exempt  # nobody is signed in here, so there is nothing to forge; cookies may be off
@require_http_methods(["GET", "POST"])
def offer_home(request: HttpRequest) -> HttpResponse:
    """CAT-14: an owner offers a dwelling that stands empty; nobody sees it before the municipality has checked it."""
    with_menu(request)
    form = OfferHomeForm(request.POST or None, places=today_places())
    if request.method == "POST" and form.is_valid():
        refused = _too_many(request)
        if refused:
            return refused
        owner = {**form.owner(), "language": request.LANGUAGE_CODE}
        key = form.cleaned_data["form_key"]
        dwelling, _secret = actions.offer_dwelling(owner=owner, form_key=key, **form.dwelling())
        return render(request, "openings/handed_in.html", {"dwelling": dwelling})
    return page_or_422(request, "openings/offer_home.html", {"form": form}, form)


def _too_many(request: HttpRequest) -> HttpResponse | None:
    try:
        limits.count_form(address=request.META.get("REMOTE_ADDR", ""))
    except TooManyQuestions as refused:
        return render(request, "openings/too_many.html", {"minutes": refused.minutes}, status=429)
    return None


@login_not_required
@csrf_exempt  # nobody is signed in here, so there is nothing to forge; cookies may be off
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """K-E1: an employer introduces itself; the municipality checks it and its link comes by mail."""
    with_menu(request)
    form = JoinForm(request.POST or None, places=today_places())
    if request.method == "POST" and form.is_valid():
        refused = _too_many(request)
        if refused:
            return refused
        fields = {name: value for name, value in form.cleaned_data.items() if name != "website_2"}
        actions.propose_employer(**fields)
        return render(request, "openings/handed_in.html", {})
    return page_or_422(request, "openings/join.html", {"form": form}, form)


@login_not_required
@csrf_exempt  # nobody is signed in here, so there is nothing to forge; cookies may be off
@require_http_methods(["GET", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """A new link goes to the mailbox in the register; whoever asks learns nothing about who is in it."""
    with_menu(request)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = _too_many(request)
        if refused:
            return refused
        for known in Employer.objects.published().filter(mailbox__iexact=form.cleaned_data["mailbox"])[:5]:
            letters.send_link(employer=known)
        messages.success(request, _("If this mailbox stands in the register, the link is on its way."))
        return redirect("employers")
    return page_or_422(request, "openings/ask_link.html", {"form": form}, form)
