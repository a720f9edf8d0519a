"""Reads used twice: search of what is open, freshness for an offer, who may be behind a link."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from majup.kernel.hashing import token_digest
from majup.kernel.periods import add_months
from majup.kernel.text import fold
from majup.openings.models import (
    AnnouncedNeed,
    Answer,
    Dwelling,
    Employer,
    Forecast,
    Neighbour,
    OpeningLink,
    SpecialistRequest,
    Vacancy,
)
from majup.openings.occupations import words_of
from majup.openings.pay import opening_settings
from majup.openings.rows import PLANNED
from majup.places.models import Municipality, PlanningRegion
from majup.plumbing.ordered import in_order

POSSIBLE = [Answer.YES, Answer.PARTLY]
MOST_EMPLOYERS = 200  # of a name that is searched for


@dataclass(frozen=True)
class Wish:
    """What a family looks for in a vacancy; empty means no matter. `net` in EUR a month after tax."""

    text: str = ""
    municipalities: tuple[int, ...] = ()
    with_neighbours: bool = False
    group: str = ""
    net: int | None = None
    remote: bool = False
    without_latvian: bool = False
    housing_help: bool = False
    internship: bool = False
    field: str = ""


@dataclass(frozen=True)
class DwellingWish:
    municipalities: tuple[int, ...] = ()
    with_neighbours: bool = False
    kinds: tuple[str, ...] = ()
    rooms: int | None = None
    price: int | None = None
    excluded: tuple[str, ...] = field(default=("business",))


def with_neighbours(municipalities: Iterable[int]) -> set[int]:
    """The municipalities and all that share a border with one of them."""
    own = set(municipalities)
    return own | set(Neighbour.objects.filter(municipality__in=own).values_list("neighbour_id", flat=True))


def in_region(region: PlanningRegion) -> tuple[int, ...]:
    """The municipalities that belong to a planning region today."""
    members = Municipality.objects.in_force().filter(memberships__region=region, memberships__valid_to=None)
    return tuple(members.values_list("pk", flat=True))


def _places(wish: Wish | DwellingWish) -> set[int]:
    return with_neighbours(wish.municipalities) if wish.with_neighbours else set(wish.municipalities)


def vacancies(wish: Wish, day: date | None = None) -> QuerySet[Vacancy]:
    """Open vacancies that fit every part of `wish`; what an entry does not say does not fit."""
    found = Vacancy.objects.open(day)
    if wish.text:
        found = found.filter(words__contains=list(words_of(wish.text)))
    if wish.municipalities:
        found = found.in_municipalities(_places(wish))
    for name, value in (("occupation_group", wish.group), ("field", wish.field)):
        if value:
            found = found.filter(**{name: value})
    if wish.net:
        found = found.paying(wish.net)
    if wish.remote:
        found = found.filter(remote__in=POSSIBLE)
    if wish.without_latvian:
        found = found.filter(without_latvian=Answer.YES)
    if wish.housing_help:
        found = found.filter(housing_help=Answer.YES)
    if wish.internship:
        found = found.filter(internship=Answer.YES)
    return found.select_related("municipality", "employer", "source")


# No index has this expression, so an index of words or places has to find the rows before they are sorted.
SORTED_AFTERWARDS = ((F("posted_on") + timedelta(0)).desc(), F("pk").desc())


def newest(wish: Wish, rows: QuerySet[Vacancy], most: int) -> list[Vacancy]:
    """The newest `most` of `rows`, which are of `wish`.

    A word stands in few vacancies. PostgreSQL would still rather walk from the newest on until a page is full, which
    is all of them when the word and another wish exclude each other.
    """
    return newest_with_words(rows, most) if wish.text else list(rows.order_by("-posted_on", "-pk")[:most])


def newest_with_words(rows: QuerySet[Vacancy], most: int) -> list[Vacancy]:
    """The newest `most` of `rows`, which are looked for by words: first which, then what stands in them."""
    keys = rows.select_related(None).order_by(*SORTED_AFTERWARDS).values_list("pk", flat=True)
    return in_order(rows, list(keys[:most]))


def dwellings(wish: DwellingWish, day: date | None = None) -> QuerySet[Dwelling]:
    """Open dwellings that fit; a dwelling without a price or number of rooms fits no wish for one."""
    found = Dwelling.objects.open(day)
    if wish.municipalities:
        found = found.in_municipalities(_places(wish))
    found = found.filter(kind__in=wish.kinds) if wish.kinds else found.exclude(kind__in=wish.excluded)
    if wish.rooms:
        found = found.filter(rooms__gte=wish.rooms)
    if wish.price:
        found = found.filter(price__lte=wish.price)
    return found.select_related("municipality", "employer", "source")


def employers(text: str = "", municipality: int | None = None, field: str = "") -> QuerySet[Employer]:
    """Published employers, also without an open vacancy (EMP-02), by the beginning of any word of the name."""
    found = Employer.objects.published().select_related("municipality")
    if text:
        found = found.filter(folded__contains=fold(text))
    if municipality:
        found = found.filter(municipality=municipality)
    return found.filter(field=field) if field else found


def called(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Entries of the desk by what they are called, or by their employer; `rows` are of any kind, in any state."""
    if rows.model is Dwelling:
        return rows.filter(area__icontains=text)
    if rows.model is Employer:
        return rows.filter(folded__contains=fold(text))
    # Read first, so that the indexes of words and of employers can be used together.
    theirs = list(Employer.objects.filter(folded__contains=fold(text)).values_list("pk", flat=True)[:MOST_EMPLOYERS])
    names = {
        Vacancy: Q(words__contains=list(words_of(text))),
        AnnouncedNeed: Q(occupation__icontains=text),
        SpecialistRequest: Q(title__icontains=text),
    }
    return rows.filter(names[rows.model] | Q(employer__in=theirs))


def confirm_by(entry: Vacancy | Dwelling) -> date:
    """The day until which the entry counts as confirmed: by its owner, or by the last reading of its file."""
    if entry.source and entry.source.read_at:
        return timezone.localdate(entry.source.read_at) + timedelta(days=entry.source.confirm_days)
    return add_months(entry.confirmed_on, opening_settings()["confirm_months"])


def is_fresh(entry: Vacancy | Dwelling, day: date | None = None) -> bool:
    """May enter an offer: open, and confirmed within its interval (OFF-08)."""
    return entry.is_open and confirm_by(entry) >= (day or timezone.localdate())


def behind(secret: str) -> OpeningLink | None:
    """The link that this secret opens today."""
    links = OpeningLink.objects.select_related("employer__municipality", "dwelling__municipality", "dwelling__owner")
    return links.filter(digest=token_digest(secret), expires_at__gt=timezone.now()).first()


def of_municipality(municipality: Municipality) -> tuple[QuerySet[Vacancy], QuerySet[Dwelling]]:
    """What the municipality's own site shows (CAT-13)."""
    wanted = (municipality.pk,)
    return vacancies(Wish(municipalities=wanted)), dwellings(DwellingWish(municipalities=wanted))


@dataclass(frozen=True)
class Planned:
    """Jobs that employers plan in one group of occupations; None where the files do not say."""

    group: str
    created: int | None
    closed: int | None
    replaced: int | None


@dataclass(frozen=True)
class PlannedJobs:
    """A forecast of one year (B-16). `regions`: ids of the planning regions that it covers; `rows` by group."""

    year: int
    regions: tuple[int, ...]
    rows: tuple[Planned, ...]
    sources: tuple[str, ...]
    published_on: date


def planned_jobs(regions: Collection[int] = (), group: str = "") -> PlannedJobs | None:
    """The newest forecast of `regions` (empty: of all) in one group or in each; None when none is loaded."""
    told = Forecast.objects.open().filter(**{"region__in": regions} if regions else {})
    told = told.filter(occupation_code__startswith=group) if group else told
    rows = list(told.order_by("occupation_code", "posted_on", "pk").select_related("source"))
    if not rows:
        return None
    year = max(row.year for row in rows)
    newest = _told_once(row for row in rows if row.year == year)
    by_group: dict[str, list[Forecast]] = {}
    for row in newest:
        by_group.setdefault(row.occupation_code[:1], []).append(row)
    return PlannedJobs(
        year,
        tuple(sorted({row.region_id for row in newest})),
        tuple(Planned(code, *(_known_sum(found, name) for name in PLANNED)) for code, found in by_group.items()),
        tuple(sorted({row.source.name for row in newest})),
        max(row.posted_on for row in newest),
    )


def _told_once(rows: Iterable[Forecast]) -> list[Forecast]:
    """Of two files the newer holds; where a whole group is told of, its parts are in it and not added again."""
    found = {(row.region_id, row.occupation_code): row for row in rows}
    return [row for (region, code), row in found.items() if len(code) == 1 or (region, code[:1]) not in found]


def _known_sum(rows: Iterable[Forecast], name: str) -> int | None:
    known = [value for row in rows if (value := getattr(row, name)) is not None]
    return sum(known) if known else None
