"""Which municipalities are at it (RPT-07), and what they have for whom, by class of measure (K-V3, K-M13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Count, Max, Q

from majup.catalogue.models import Audience, Fact, State
from majup.kernel.periods import Period, add_months
from majup.network.models import CodeList, Holding, Participant, Role, Topic
from majup.openings.models import PublicEvent
from majup.places.models import Municipality, PlanningRegion, RegionMembership, in_force
from majup.profiles.models import Answer, Question
from majup.reports import waits

FIVE_YEARS = 5
OTHER = "other"  # class of every topic that no class of the pack names
NEVER_SHOWN = (State.DRAFT, State.WITHDRAWN, State.PROPOSED)


@dataclass(frozen=True)
class Active:
    """One municipality in force. `profile`: share of the standard questions that it answered, in percent."""

    municipality: Municipality
    region: PlanningRegion | None
    has_specialist: bool
    profile: float
    looked_on: date | None
    valid: int
    reported: int
    asked: waits.Asked | None
    projects: int
    events: int

    @property
    def is_quiet(self) -> bool:
        """Nobody who answers, nothing in the profile, nothing valid, no event: it stands out, and is not blamed."""
        return not (self.has_specialist or self.profile or self.valid or self.events)

    @property
    def signs(self) -> int:
        return sum(map(bool, (self.has_specialist, self.profile, self.valid, self.projects, self.events)))


def last_year(today: date) -> Period:
    """The twelve months until today."""
    return Period(add_months(today, -12) + timedelta(days=1), today)


def activity(today: date) -> tuple[list[Active], datetime | None]:
    """All municipalities in force on `today`, by name; answers and events of the last twelve months."""
    year = last_year(today)
    questions, at = waits.questions(year)
    places = list(Municipality.objects.in_force(today))
    members = RegionMembership.objects.filter(in_force(today), municipality__in=places).select_related("region")
    regions = {member.municipality_id: member.region for member in members}
    held = Holding.objects.on(today).filter(role__kind=Role.Kind.SPECIALIST, is_deputy=False)
    specialists = set(held.values_list("role__municipality", flat=True))
    profiles, whole = _profiles(), Question.objects.count()
    valid, reported = (_facts(rows) for rows in (Fact.objects.available(today), Fact.objects.reported()))
    events, projects = _events(year), _counted(Participant.objects.all())
    lines = []
    for place in places:
        answers, looked_on = profiles.get(place.pk, (0, None))
        lines.append(
            Active(
                municipality=place,
                region=regions.get(place.pk),
                has_specialist=place.pk in specialists,
                profile=100 * answers / whole if whole else 0,
                looked_on=looked_on,
                valid=valid.get(place.pk, 0),
                reported=reported.get(place.pk, 0),
                asked=questions["municipality"].get(place.pk),
                projects=projects.get(place.pk, 0),
                events=events.get(place.pk, 0),
            )
        )
    return lines, at


def _profiles() -> dict[int, tuple[int, date | None]]:
    rows = Answer.objects.current().order_by().values_list("municipality")
    return {pk: (number, day) for pk, number, day in rows.annotate(number=Count("pk"), day=Max("confirmed_on"))}


def _facts(rows) -> dict[int, int]:
    """{municipality: facts that are its own}."""
    return dict(rows.order_by().values_list("municipalities").annotate(number=Count("pk")).exclude(municipalities=None))


def _events(year: Period) -> dict[int, int]:
    """Of the last twelve months and those still to come."""
    rows = PublicEvent.objects.filter(state=PublicEvent.State.PUBLISHED, starts_at__date__gte=year.start)
    return _counted(rows.exclude(municipality=None))


def _counted(rows) -> dict[int, int]:
    return dict(rows.order_by().values_list("municipality").annotate(number=Count("pk")))


@dataclass(frozen=True)
class Heat:
    """`cells`: {municipality: {class: facts}}; a place or class without a number has nothing recorded."""

    places: list[Municipality]
    classes: list[CodeList]
    cells: Mapping[int, Mapping[str, int]]

    @property
    def most(self) -> int:
        return max((number for row in self.cells.values() for number in row.values()), default=0)

    def empty(self) -> int:
        """Cells in which nothing exists."""
        return len(self.places) * len(self.classes) - sum(len(row) for row in self.cells.values())


def heat(today: date, *, region: PlanningRegion | None = None, for_returnees: bool, state: str) -> Heat:
    """Own measures of each municipality by class. `state`: "active" today, "recorded" ever, "five" years back.

    A fact on topics of two classes counts in both; what holds in a region or the whole state is nobody's own.
    """
    places = Municipality.objects.in_force(today)
    if region:
        places = places.filter(memberships__in=RegionMembership.objects.filter(in_force(today), region=region))
    facts = Fact.objects.available(today) if state == "active" else Fact.objects.exclude(state__in=NEVER_SHOWN)
    if state == "five":
        facts = facts.filter(Q(valid_to=None) | Q(valid_to__gte=add_months(today, -12 * FIVE_YEARS)))
    if for_returnees:
        facts = facts.filter(audience__in=[Audience.ONLY, Audience.FIRST])
    classes = list(CodeList.objects.filter(kind="measure_classes").order_by("order"))
    return Heat(list(places), classes, _cells(facts, classes))


def _cells(facts, classes: list[CodeList]) -> dict[int, dict[str, int]]:
    named = {code: row.code for row in classes for code in row.details["topics"]}
    pairs = [(topic.pk, named.get(topic.code, OTHER)) for topic in Topic.objects.all()]
    chosen, values = facts.order_by().values("pk").query.sql_with_params()
    rows = ", ".join(["(%s, %s)"] * len(pairs))
    statement = (
        "SELECT m.municipality_id, c.class, count(DISTINCT m.fact_id)"  # noqa: S608 -- SQL of our own and of the ORM
        " FROM catalogue_fact_municipalities m JOIN catalogue_fact_topics t ON t.fact_id = m.fact_id"
        f" JOIN (VALUES {rows}) AS c(topic, class) ON c.topic = t.topic_id"
        f" WHERE m.fact_id IN ({chosen}) GROUP BY 1, 2"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [part for pair in pairs for part in pair] + list(values))
        cells: dict[int, dict[str, int]] = {}
        for place, code, number in cursor.fetchall():
            cells.setdefault(place, {})[code] = number
    return cells
