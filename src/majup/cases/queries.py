"""Reads about cases that more than one place asks for."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from majup.cases.models import ENDED, CandidateMunicipality, Case, Contact, Need, Obstacle, Stage
from majup.kernel.periods import Period
from majup.network.calendar import country_settings
from majup.network.models import CodeList, Topic
from majup.people.models import Person
from majup.places.models import Municipality
from majup.staff.models import User

SMALL = 5  # counts below this are not told where they could point at a family


def category_details(code: str) -> dict[str, Any]:
    """What the pack says of a category: `internal`, `already_back`, `topics`. Raises CodeList.DoesNotExist."""
    return dict(CodeList.objects.get(kind="categories", code=code).details)


def open_promises(case: Case) -> QuerySet[Contact]:
    return case.contacts.filter(promise_due_on__isnull=False, promise_kept_at=None).order_by("promise_due_on", "pk")


def is_of_school_age(birth_year: int | None, day: date) -> bool:
    """Whether a child goes to school, or begins in the coming school year; unknown years count as no."""
    if birth_year is None:
        return False
    return country_settings()["school_age"] <= day.year + 1 - birth_year and day.year - birth_year <= 18


def school_start_of(birth_year: int) -> date:
    """First day of school of children born in that year."""
    settings = country_settings()
    month, day = (int(part) for part in settings["school_starts"].split("-"))
    return date(birth_year + settings["school_age"], month, day)


def starts_school(birth_year: int, day: date) -> bool:
    """Whether children of that year begin school within 12 months of `day`."""
    return day <= school_start_of(birth_year) <= day + timedelta(days=365)


def may_reach_pension(birth_year: int, day: date) -> bool:
    """Whether somebody of that year may reach pension age within 12 months of `day`."""
    return birth_year + country_settings()["pension_age"] in {day.year, (day + timedelta(days=365)).year}


def moments_within_a_year(user: User, day: date) -> QuerySet[Case]:
    """Cases in which within 12 months a child begins school or an adult may reach pension age (NEE-13).

    Only years of birth are known, so the list says "may": everybody whose birthday could fall into the period is in it.
    """
    born = range(day.year - 100, day.year + 1)
    starting = [year for year in born if starts_school(year, day)]
    retiring = [year for year in born if may_reach_pension(year, day)]
    whom = Q(is_child=True, birth_year__in=starting) | Q(is_child=False, birth_year__in=retiring)
    someone = Person.objects.filter(whom, household=OuterRef("household_id"))
    return Case.objects.in_care_of(user).exclude(stage__in=ENDED).filter(Exists(someone))


def open_work(user: User) -> QuerySet[Case]:
    """Every active case with its last contact and first open promise, for whoever substitutes (FUP-09)."""
    last = Contact.objects.filter(case=OuterRef("pk")).order_by("-at", "-pk")
    promised = Contact.objects.filter(case=OuterRef("pk"), promise_due_on__isnull=False, promise_kept_at=None)
    return (
        Case.objects.in_care_of(user)
        .in_progress()
        .annotate(
            last_summary=Subquery(last.values("summary")[:1]),
            last_channel=Subquery(last.values("channel")[:1]),
            last_next_step=Subquery(last.values("next_step")[:1]),
            first_promise=Subquery(promised.order_by("promise_due_on").values("next_step")[:1]),
            first_promise_due=Subquery(promised.order_by("promise_due_on").values("promise_due_on")[:1]),
        )
        .order_by("next_contact_on", "pk")
    )


def needs_mix(user: User, language: str = "") -> list[dict[str, Any]]:
    """Demand per municipality that families think of: households and needs still unsettled, by topic (Q-C11).

    Rows: {municipality, atvk, topic, households, needs}, places by their names in `language`. One household counts once
    per place and topic.
    """
    wanted = CandidateMunicipality.objects.filter(
        case__region__in=user.scope.regions, case__needs__settled_at=None, case__needs__isnull=False
    ).exclude(case__stage__in=ENDED)
    name = f"municipality__{Municipality.name_field(language)}"
    rows = wanted.values(name, "municipality__atvk", "case__needs__topic__code").annotate(
        households=Count("case", distinct=True), needs=Count("case__needs", distinct=True)
    )
    ordered = rows.order_by("municipality__sort_key", "case__needs__topic__order")
    return [
        {
            "municipality": row[name],
            "atvk": row["municipality__atvk"],
            "topic": row["case__needs__topic__code"],
            "households": row["households"],
            "needs": row["needs"],
        }
        for row in ordered
    ]


def obstacle_counts(user: User) -> list[tuple[str, int | None]]:
    """How many cases name each obstacle, most frequent first; None for counts below SMALL (K-C14)."""
    rows = (
        Obstacle.objects.filter(case__region__in=user.scope.regions)
        .values("code")
        .annotate(cases=Count("case"))
        .order_by("-cases", "code")
    )
    return [(row["code"], row["cases"] if row["cases"] >= SMALL else None) for row in rows]


def attitude_counts(user: User) -> list[tuple[str, str, int | None]]:
    """How kinds of institutions treated families: (institution, attitude, times), small numbers as None (K-C16)."""
    rows = (
        Contact.objects.filter(case__region__in=user.scope.regions)
        .exclude(institution="")
        .values("institution", "institution_attitude")
        .annotate(times=Count("pk"))
        .order_by("institution", "institution_attitude")
    )
    return [
        (row["institution"], row["institution_attitude"], row["times"] if row["times"] >= SMALL else None)
        for row in rows
    ]


def share_ready(user: User, period: Period) -> tuple[int, int]:
    """(moves made with everything settled, moves whose readiness is known) of cases that returned in `period`.

    A case tells it while it stands in "returned" or after; one that ended otherwise has left the count (NEE-04).
    """
    moved = Case.objects.filter(
        region__in=user.scope.regions,
        was_ready__isnull=False,
        household__events__details__stage=Stage.RETURNED,
        household__events__at__date__gte=period.start,
        household__events__at__date__lte=period.end,
    ).distinct()
    return moved.filter(was_ready=True).count(), moved.count()


def with_unsettled_need(topic: Topic) -> Exists:
    return Exists(Need.objects.filter(case=OuterRef("pk"), topic=topic, settled_at=None))


def with_candidate(places: Sequence[Municipality]) -> Exists:
    return Exists(CandidateMunicipality.objects.filter(case=OuterRef("pk"), municipality__in=places))
