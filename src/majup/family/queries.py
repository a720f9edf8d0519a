"""What stands on the family's own page, and what of it waits for the coordinator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from majup.cases.models import Case, Contact, Need, Readiness, Step
from majup.family.models import Informed, KeepQuestion
from majup.people.models import ContactPoint, Event, Person
from majup.staff.models import AccessLog

WRITTEN = ("email", "own_page")  # what was said in writing, by either side; notes of talks are the coordinator's
YEARS_OF_VIEWS = 2  # recipients of the last two years (N-54)
UNSETTLED = (Need.State.OPEN, Need.State.ASKED, Need.State.ANSWERED, Need.State.OFFERED)
AREA_OF_SECTION = {"home": "home", "work": "work", "business": "work", "family": "education"}


@dataclass(frozen=True)
class Found:
    """What a link to the family's page leads to."""

    link_id: int
    household_id: int
    person_id: int
    language: str
    is_expired: bool


def by_link(digest: str) -> Found | None:
    """The link with this digest, whoever asks; None for one that never was or has ended."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM majup_family_link(%s)", [digest])
        row = cursor.fetchone()
    if row is None:
        return None
    link_id, household_id, person_id, language, until = row
    return Found(link_id, household_id, person_id, language, until < timezone.now())


def keep_question_of(digest: str) -> tuple[int, int] | None:
    """(question, household) of the link in a mail that asks whether to keep the case; None when it is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM majup_keep_question(%s)", [digest])
        return cursor.fetchone()


def people_of_address(email: str) -> list[tuple[int, int, int]]:
    """(person, household, region) of members with a case who are written to at this address."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM majup_people_of_address(%s)", [email])
        return list(cursor.fetchall())


def adults(household_id: int) -> QuerySet[Person]:
    return Person.objects.filter(household=household_id, is_child=False)


def address_of(person: Person) -> str:
    """The member's own e-mail address, the preferred one first; empty when there is none."""
    points = ContactPoint.objects.filter(person=person, kind=ContactPoint.Kind.EMAIL)
    return points.order_by("-is_preferred", "pk").values_list("value", flat=True).first() or ""


def adult_with_address(household_id: int) -> tuple[Person, str] | None:
    """The first adult who has an e-mail address, and the address."""
    written = ((person, address_of(person)) for person in adults(household_id))
    return next(((person, address) for person, address in written if address), None)


def has_address() -> Exists:
    """For a filter of cases: an adult of the household has an e-mail address."""
    points = ContactPoint.objects.filter(kind=ContactPoint.Kind.EMAIL, person__is_child=False)
    return Exists(points.filter(household=OuterRef("household_id")))


def person_at(household_id: int, address: str) -> Person | None:
    """Whose address this is; else the first adult, to whom the family's letters go."""
    point = ContactPoint.objects.filter(
        household=household_id, kind=ContactPoint.Kind.EMAIL, normal=address.strip().lower(), person__is_child=False
    ).first()
    return point.person if point else adults(household_id).first()


def thread(case: Case, most: int = 50) -> list[Contact]:
    """What was written to and fro, the newest first."""
    written = Q(channel__in=WRITTEN) & (Q(by_family=True) | ~Q(message_id=""))
    return list(case.contacts.filter(written).order_by("-at", "-pk")[:most])


@dataclass(frozen=True)
class Ready:
    """One of the four lines of Q-R4: what is settled, and what is open while it is not."""

    area: str  # home, work, education, information
    state: str  # of Readiness.State; information is settled or sought, unknown before anybody said
    note: str
    needs: Sequence[Need]
    steps: Sequence[Step]

    @property
    def is_yes(self) -> bool:
        return self.state in {Readiness.State.SETTLED, Readiness.State.NOT_APPLICABLE}


def ready(case: Case) -> list[Ready]:
    """Home, work, education and all information; each "no" with the needs and steps that are open (Q-R4)."""
    rows = {row.area: row for row in case.readiness.all()}
    needs = list(case.needs.filter(state__in=UNSETTLED).select_related("topic", "person"))
    open_steps = list(case.steps.filter(done_at=None))
    found = []
    for area in Readiness.Area.values:
        row = rows.get(area)
        mine = [need for need in needs if AREA_OF_SECTION.get(need.topic.section) == area]
        found.append(Ready(area, row.state if row else "unknown", row.note if row else "", mine, []))
    return [*found, _information(case, needs, open_steps)]


def _information(case: Case, needs: Sequence[Need], steps: Sequence[Step]) -> Ready:
    said = Informed.objects.filter(household=case.household_id).first()
    state = "unknown" if said is None else "settled" if said.is_yes else "sought"
    others = [need for need in needs if need.topic.section not in AREA_OF_SECTION]
    return Ready("information", state, said.missing if said else "", others, list(steps))


def views(household_ids: Sequence[int]) -> QuerySet[AccessLog]:
    """Who looked within the years of which a person may learn (N-54)."""
    since = timezone.now() - timedelta(days=366 * YEARS_OF_VIEWS)
    return AccessLog.objects.filter(household_id__in=household_ids, at__gte=since).order_by("-at", "-pk")


def may_be_asked(household_id: int) -> bool:
    """Whether an adult of the family can be written to, and was not yet asked whether to keep the case (PRV-07).

    Asked and not answered within its days, or answered "erase", means: it was asked.
    """
    now = timezone.now()
    asked = Q(answer=KeepQuestion.Answer.ERASE) | Q(answer="", expires_at__lt=now)
    if KeepQuestion.objects.filter(asked, household=household_id).exists():
        return False
    return any(address_of(person) for person in adults(household_id))


def silent_since(before: datetime) -> QuerySet[Case]:
    """Cases in which nothing was said since `before`, whose family can be written to and was not asked since then."""
    silent = Q(last_contact_at__lt=before) | Q(last_contact_at=None, opened_at__lt=before)
    same = OuterRef("household_id")
    heard = Exists(Event.objects.filter(household=same, by_family=True, at__gte=before))
    asked = Exists(KeepQuestion.objects.filter(household=same, asked_at__gte=before))
    cases = Case.objects.filter(silent, ~heard, ~asked, has_address())
    cases = cases.filter(household__erased_at=None, household__merged_into=None)
    return cases.select_related("household", "region").order_by("pk")
