"""Questions about a family of Vidzeme with a small child. Its names, its street and the wished support could leak."""

from datetime import date

from django.utils import timezone

from majup.cases.models import Case, Need
from majup.network.models import Role
from majup.people.actions import MemberData
from majup.people.models import Consent
from majup.plumbing.mail import as_sender
from majup.plumbing.models import OutgoingMail
from majup.questions import actions
from majup.staff.scope import Scope, acting
from tests.support.cases import IEVA, JURIS, case_of, need_of
from tests.support.people import municipality

PLACE = "0054000"  # the county in which Dace is the specialist
NEIGHBOUR = "0026000"
OTO = MemberData(
    given_name="Oto",
    family_name="Kalniņš",
    relation="child",
    is_child=True,
    birth_year=2022,
    starts_on=date(2027, 9, 1),
)
LEAKS = ("Ieva", "Oto", "Kalniņ", "Rose Street", "ieva@family.example", "speech therapist")


def unit(code: str, atvk: str = PLACE) -> Role:
    return Role.objects.select_related("municipality").get(kind="unit", unit=code, municipality__atvk=atvk)


def specialist(atvk: str = PLACE) -> Role:
    return Role.objects.select_related("municipality").get(kind="specialist", municipality__atvk=atvk)


def institution(code: str) -> Role:
    return Role.objects.select_related("institution").get(kind="institution", institution__code=code)


def make_need(
    coordinator, topic: str = "kindergarten", wish: str = "near Rose Street 7", places=(PLACE,), case=None
) -> Need:
    """A need of the child Oto in a case with `places` as candidates."""
    case = case or case_of(coordinator, coordinator_region(coordinator), members=(IEVA, JURIS, OTO))
    with acting(coordinator.scope):
        from majup.cases.actions import set_candidates

        set_candidates(case=case, municipalities=[municipality(atvk) for atvk in places], by=coordinator)
        child = case.household.members.get(is_child=True)
    need = need_of(case, coordinator, topic=topic, person=child, wish=wish)
    with acting(coordinator.scope):
        return Need.objects.select_related("case__household", "case__region", "topic", "person").get(pk=need.pk)


def coordinator_region(coordinator) -> str:
    return Role.objects.get(kind="coordinator", region__in=coordinator.scope.regions).region.code


def agree(coordinator, case: Case, purpose: str) -> None:
    with acting(coordinator.scope):
        Consent.objects.create(
            household=case.household, purpose=purpose, given_at=timezone.now(), recorded_by=coordinator
        )


def ask(coordinator, need=None, role=None, **values):
    """A question sent by `coordinator`; about a kindergarten, to the pre-school unit, unless said otherwise."""
    need = need or make_need(coordinator)
    values = {"text": "Is there a place for a four-year-old?", "share": ["birth_year"], **values}
    with acting(coordinator.scope):
        return actions.send(need=need, role=role or unit("preschool"), by=coordinator, **values)


def reply(question, role=None, **values):
    """What the asked role says by its link."""
    values = {"form": {"available": "yes", "count": 2}, "name": "Inese", "by": None, **values}
    with as_link(question):
        return actions.answer(question=question, role=role or question.role, **values)


def as_link(question):
    """The scope of somebody who opened the link of `question`."""
    return acting(Scope(question_id=question.pk))


def mails(purpose: str = "question_to_role") -> list[OutgoingMail]:
    with as_sender():
        return list(OutgoingMail.objects.filter(purpose=purpose).order_by("pk"))


def link_in(mail: OutgoingMail) -> str:
    """Path of the link in a mail, as the reader follows it."""
    line = next(line for line in mail.text.splitlines() if "/a/" in line)
    return line[line.index("/a/") :].strip()
