"""Vacancies and homes for the needs that they answer, where the family thinks of living; one press puts one in."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from majup.cases.models import Case, Need
from majup.offers import actions as offers
from majup.offers.errors import OfferRefused
from majup.openings.models import Dwelling, Employer, Vacancy
from majup.openings.occupations import code_of, words_of
from majup.openings.queries import DwellingWish, Wish, dwellings, is_fresh, vacancies
from majup.people.models import Person
from majup.places.pack import read
from majup.staff.roles import Permission
from majup.web.components.texts import longdate, named
from majup.web.desk.cases.find import StaffRequest, find_child
from majup.web.desk.fits.find import back_to, find_own, number_of
from majup.web.desk.offers.find import language_for
from majup.web.http import needs
from majup.web.openings.words import KINDS as DWELLINGS
from majup.web.openings.words import pay_after_tax, price_of

NEWEST = 5  # of each need
LINE = (
    '<li class="fit" data-row><div class="fit-what"><h3><a href="{}">{}</a></h3><p class="fit-reason">{}</p></div>'
    '<div class="fit-fresh"><span class="small">{}</span></div><div class="fit-press">{}</div></li>'
)
KINDS: dict[str, type[Vacancy] | type[Dwelling]] = {"vacancy": Vacancy, "dwelling": Dwelling}


@cache
def shown_for(topic: str) -> dict[str, Any] | None:
    """What the pack shows for a topic; None where no vacancy or home answers it."""
    rows = {row["code"]: row for row in read(settings.COUNTRY_PACK, "opening_topics")}
    return rows.get(topic)


def entries_for(need: Need, places: tuple[int, ...], adults: list[Person]) -> list[Any]:
    """The newest open entries in these municipalities and their neighbours; without a place in the whole country."""
    shows = shown_for(need.topic.code)
    if shows is None:
        return []
    if shows["shows"] == "dwellings":
        wish = DwellingWish(places, with_neighbours=True, kinds=tuple(shows["kinds"]))
        return list(dwellings(wish).order_by("-posted_on", "-pk")[:NEWEST])
    found = vacancies(Wish(municipalities=places, with_neighbours=True, remote=shows["shows"] == "remote_vacancies"))
    return _suited_first(found.order_by("-posted_on", "-pk"), adults)


def _suited_first(found: QuerySet[Vacancy], adults: list[Person]) -> list[Vacancy]:
    """Those of an occupation or skill of the adults before the others (Q-C7); posts are ordered so, never people."""
    said = [text for adult in adults for text in (adult.occupation, *(skill.name for skill in adult.skills.all()))]
    codes = {code for text in said if text and (code := code_of(text))}
    words = {word for text in said for word in words_of(text)}
    suited = list(found.filter(Q(occupation_code__in=codes) | Q(words__overlap=list(words)))[:NEWEST]) if words else []
    rest = found.exclude(pk__in=[one.pk for one in suited])[: NEWEST - len(suited)] if len(suited) < NEWEST else ()
    return [*suited, *rest]


def adults_of(case: Case) -> list[Person]:
    """Each adult of the family with the skills, also those gained abroad."""
    return list(case.household.members.filter(is_child=False).prefetch_related("skills"))


def employer_lines(need: Need, places: tuple[int, ...]) -> SafeString:
    """Whom to ask directly where the family thinks of living: much work is found without a vacancy (Q-C7)."""
    shows = shown_for(need.topic.code)
    if not places or shows is None or shows["shows"] != "vacancies":
        return SafeString("")
    reached = Employer.objects.published().in_municipalities(places).exclude(phone="", mailbox="")
    rows = reached.select_related("municipality").order_by("folded", "pk")[:NEWEST]
    said = _("Employer to ask directly")
    drawn = ((reverse("employer", args=[row.pk]), row.name, _reached(row), said, "") for row in rows)
    return format_html_join("", LINE, drawn)


def _reached(employer: Employer) -> str:
    place = named(employer.municipality)
    return " · ".join(part for part in (place, employer.contact, employer.phone, employer.mailbox) if part)


def lines(request: StaffRequest, case: Case, need: Need, places: tuple[int, ...], adults: list[Person]) -> SafeString:
    """Title, place, pay or price and last day of each, with the button that puts it into the letter."""
    rows = entries_for(need, places, adults)
    token, is_ours = get_token(request), case.region_id in request.user.scope.regions
    url = reverse("case_fits_opening", args=[case.reference])
    drawn = ((*_line(entry), _button(entry, need, url, token) if is_ours and is_fresh(entry) else "") for entry in rows)
    entries = format_html_join("", LINE, drawn)
    return entries + employer_lines(need, places)


def _line(entry: Any) -> tuple[str, str, str, str]:
    """Where it stands, its name, the rest in a line, and how long it holds."""
    is_job = isinstance(entry, Vacancy)
    money = pay_after_tax(entry) if is_job else price_of(entry)
    until = _("until %(day)s") % {"day": longdate(entry.valid_to, "until")}
    place = named(entry.municipality)
    return _url(entry), title_of(entry), " · ".join(str(part) for part in (place, money) if part), until


def title_of(entry: Any) -> str:
    return entry.title if isinstance(entry, Vacancy) else str(DWELLINGS[entry.kind])


def _url(entry: Any) -> str:
    return reverse("job" if isinstance(entry, Vacancy) else "home_entry", args=[entry.pk])


def _button(entry: Any, need: Need, url: str, token: str) -> SafeString:
    return format_html(
        '<form method="post" action="{}" class="inline-form" data-form>'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="kind" value="{}">'
        '<input type="hidden" name="entry" value="{}"><input type="hidden" name="need" value="{}">'
        '<button class="button secondary">{}<span class="visually-hidden">: {}</span></button></form>',
        *(url, token, "vacancy" if isinstance(entry, Vacancy) else "dwelling", entry.pk, need.pk),
        *(_("Put in"), title_of(entry)),
    )


@needs(Permission.OFFER_SEND)
@require_POST
def put_in(request: StaffRequest, reference: str) -> HttpResponse:
    """One press: the vacancy or home stands in the letter for this need, once, with pay and last day."""
    case = find_own(request, reference)
    model = KINDS.get(request.POST.get("kind", ""))
    if model is None:
        raise Http404
    need = find_child(case.needs.select_related("topic"), number_of(request.POST.get("need", "")))
    entry = find_child(model.objects.open().select_related("municipality"), number_of(request.POST.get("entry", "")))
    try:
        with transaction.atomic():
            offer = offers.draft(case=case, language=language_for(case), by=request.user)
            offers.put_in_opening(offer=offer, entry=entry, need=need, by=request.user)
    except OfferRefused:
        messages.error(
            request, _("It could not be put in: the letter is out already, or this may not be offered today.")
        )
    else:
        messages.success(request, _("It stands in the letter."))
    return back_to(case, f"need-{need.pk}")
