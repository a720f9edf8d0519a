"""How a match reads: what came up, where, for what pay; and the beginning of a letter about it."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from majup.matching.models import Match
from majup.matching.new_openings import fits_whom
from majup.openings.models import Dwelling, Vacancy
from majup.people.models import Person
from majup.places.queries import today_of
from majup.plumbing.addresses import in_language, whole
from majup.web.components.texts import localized_plain, longdate, named
from majup.web.facts.words import place_words
from majup.web.openings.words import KINDS as DWELLINGS
from majup.web.openings.words import pay_after_tax, price_of, rooms_of

THINGS = ("version__fact", "vacancy__municipality", "vacancy__employer", "dwelling__municipality")


def with_people(rows: QuerySet[Match]) -> QuerySet[Match]:
    """All that `line` reads, in a number of queries that does not grow with the rows."""
    return rows.select_related("case", *THINGS).prefetch_related(
        "case__household__members__skills",
        "case__candidates__municipality__successor",
        "version__fact__municipalities",
        "version__fact__regions",
    )


def line(match: Match) -> dict[str, Any]:
    return {"match": match, "url": _url(match), "title": title_of(match), "about": about(match), "more": _more(match)}


def title_of(match: Match) -> str:
    if match.vacancy:
        return str(match.vacancy.title)
    return str(DWELLINGS[match.dwelling.kind]) if match.dwelling else localized_plain(match.name)


def _url(match: Match) -> str:
    if match.vacancy:
        return reverse("job", args=[match.vacancy.pk])
    if match.dwelling:
        return reverse("home_entry", args=[match.dwelling.pk])
    return reverse("case_fits", args=[match.case.reference])


def about(match: Match) -> str:
    """Place, pay after tax or price, last day: what a family asks first; of a fact where it holds."""
    opening = match.vacancy or match.dwelling
    if opening is None:
        return place_words(match.version.fact) if match.version else ""
    money = _of_work(match.vacancy) if match.vacancy else _of_home(opening)
    place = named(opening.municipality)
    until = _("until %(day)s") % {"day": longdate(opening.valid_to, "until")}
    return " · ".join(part for part in (place, *money, until) if part)


def _of_work(vacancy: Vacancy) -> list[str]:
    return [vacancy.employer_title, pay_after_tax(vacancy)]


def _of_home(dwelling: Dwelling) -> list[str]:
    return [dwelling.area, rooms_of(dwelling), price_of(dwelling)]


def whom(match: Match) -> Person | None:
    """The member for whom a vacancy was found."""
    adults = [person for person in match.case.household.members.all() if not person.is_child]
    return fits_whom(match.vacancy, adults) if match.vacancy else None


def _more(match: Match) -> str:
    """Where the rest stands that fitted as well: the search, filled in as far as it can say it."""
    if not match.more:
        return ""
    places = {today_of(candidate.municipality).pk for candidate in match.case.candidates.all()}
    query: dict[str, Any] = {"place": places.pop()} if len(places) == 1 else {}
    if match.dwelling:
        return f"{reverse('homes')}?{urlencode(query)}"
    person = whom(match)
    near = {"near": "on"} if query else {}
    return f"{reverse('jobs')}?{urlencode({'q': person.occupation if person else '', **query, **near})}"


def letter(match: Match, language: str) -> dict[str, str]:
    """Subject and text to go on with, in the family's language; it is the coordinator who writes."""
    with override(language), in_language(language):
        opening = match.vacancy or match.dwelling
        place = f", {named(opening.municipality)}" if opening and opening.municipality else ""
        address = whole(_url(match)) if opening else ""
        told = match.vacancy.package if match.vacancy else ""
        if match.version:
            told = localized_plain(match.version.summary)
        lines = [title_of(match), about(match), told, address]
        text = [_("Hello!"), _("This has come up and may be something for you:"), "\n".join(filter(None, lines))]
        text.append(_("Shall we look at it together? Nobody learns of you before you agree to it."))
        return {"subject": f"{title_of(match)}{place}"[:300], "text": "\n\n".join(text)}
