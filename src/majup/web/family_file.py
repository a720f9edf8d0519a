"""Everything that is stored about one family, for a request of access (PRV-04): all stages, in their own words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from majup.calls.models import Call
from majup.cases.models import (
    CandidateMunicipality,
    Case,
    Contact,
    Handover,
    Need,
    Obstacle,
    Readiness,
    Step,
    SupportWish,
)
from majup.family.models import Correction, ErasureRequest, FamilyLink, Informed, JobWish, KeepQuestion
from majup.intake.models import Enquiry, Message
from majup.matching.models import GrantInterest, HouseholdFacts, Match
from majup.offers.models import ItemMark, OfferVersion
from majup.outcomes.models import Check, Departure, Intention, Outcome, Rating, Return
from majup.people.erasing import of_whom
from majup.people.models import (
    Consent,
    ContactPoint,
    Event,
    Household,
    HouseholdShare,
    Person,
    PersonLanguage,
    Residence,
    Skill,
)
from majup.plumbing.models import OutgoingMail
from majup.questions.models import Answer, Introduction, Question
from majup.staff.models import AccessLog, User

# What only the machine uses, and secrets by which links and repeated forms are recognised.
LEFT_OUT = {
    "form_key", "key", "send_key", "token_digest", "digest", "version", "revision", "title_key", "order", "raw_sha256",
    "last_error", "attempts", "next_attempt_at", "occupations",
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One kind of rows; each row as {field: value} without empty ones. `table` is the label of the model."""

    title: str | Promise
    table: str
    rows: list[dict[str, Any]]


Namer = Callable[[set[int]], Mapping[int, str]]


def gather(household: Household, staff: Namer | None = None) -> list[Part]:
    """Parts that hold something, of the household and of those it took up; `staff` gives users other names."""
    tables = [(title, list(rows), rows.model._meta.label) for title, rows in _tables(of_whom(household))]
    users = {pk for _title, rows, _label in tables for row in rows for pk in _users(row)}
    names = staff(users) if staff else {}
    return [Part(title, label, [_plain(row, names) for row in rows]) for title, rows, label in tables if rows]


def _users(row: Model) -> Iterator[int]:
    for field in row._meta.concrete_fields:
        if field.related_model is User and (pk := getattr(row, field.attname)):
            yield pk


def _tables(ids: list[int]) -> Iterator[tuple[str | Promise, QuerySet[Any]]]:
    yield from _of_people(ids)
    yield from _of_case(ids)
    yield _("Enquiries"), Enquiry.objects.filter(household_id_attached__in=ids)
    mine = Q(household_id__in=ids) | Q(enquiry__household_id_attached__in=ids)
    yield _("Mails received and answered"), Message.objects.filter(mine)
    yield _("Letters sent by the system"), OutgoingMail.objects.filter(household_id__in=ids)
    yield _("Who looked"), AccessLog.objects.filter(household_id__in=ids)


def _of_people(ids: list[int]) -> Iterator[tuple[str | Promise, QuerySet[Any]]]:
    yield _("Household"), Household.objects.filter(pk__in=ids)
    yield _("Members"), Person.objects.filter(household__in=ids)
    yield _("Ways to reach them"), ContactPoint.objects.filter(household__in=ids)
    yield _("Languages"), PersonLanguage.objects.filter(person__household__in=ids)
    yield _("Skills"), Skill.objects.filter(person__household__in=ids)
    yield _("Where they lived"), Residence.objects.filter(person__household__in=ids)
    yield _("Consents"), Consent.objects.filter(household__in=ids)
    yield _("Shared with"), HouseholdShare.objects.filter(household__in=ids)
    yield _("What happened"), Event.objects.filter(household__in=ids)


def _of_case(ids: list[int]) -> Iterator[tuple[str | Promise, QuerySet[Any]]]:
    yield _("Case"), Case.objects.filter(household__in=ids)
    for title, model in (
        (_("Needs"), Need),
        (_("Contacts"), Contact),
        (_("Readiness"), Readiness),
        (_("Obstacles"), Obstacle),
        (_("Places they think of"), CandidateMunicipality),
        (_("Steps"), Step),
        (_("Intentions"), Intention),
        (_("Returns"), Return),
        (_("Left again"), Departure),
        (_("Other outcomes"), Outcome),
        (_("How our help was"), Rating),
    ):
        yield title, model._default_manager.filter(case__household__in=ids)
    yield _("Talks after the return"), Check.objects.filter(return_event__case__household__in=ids)
    yield _("Handed over or shared"), Handover.objects.filter(case__household__in=ids)
    yield _("Support wished"), SupportWish.objects.filter(household__in=ids)
    yield _("Answers to conditions of support"), HouseholdFacts.objects.filter(household__in=ids)
    mine = Q(household__in=ids) | Q(enquiry__household_id_attached__in=ids)
    yield _("Interest in support"), GrantInterest.objects.filter(mine)
    yield _("Matches with new facts, vacancies and homes"), Match.objects.filter(household__in=ids)
    yield from _of_own_page(ids)
    yield _("Introductions to employers"), Introduction.objects.filter(household__in=ids)
    yield _("Questions to others"), Question.objects.filter(household__in=ids)
    yield _("Their answers"), Answer.objects.filter(question__household__in=ids)
    yield _("Offers"), OfferVersion.objects.filter(household__in=ids)
    yield _("What the family marked"), ItemMark.objects.filter(household__in=ids)


def _of_own_page(ids: list[int]) -> Iterator[tuple[str | Promise, QuerySet[Any]]]:
    mine = Q(household__in=ids) | Q(enquiry__household_id_attached__in=ids)
    yield _("Calls"), Call.objects.filter(mine)
    yield _("Links to the family's page"), FamilyLink.objects.filter(household__in=ids)
    yield _("Corrections"), Correction.objects.filter(household__in=ids)
    yield _("Whether they have all information"), Informed.objects.filter(household__in=ids)
    yield _("What matters to them at work"), JobWish.objects.filter(person__household__in=ids)
    yield _("Requests to erase"), ErasureRequest.objects.filter(household__in=ids)
    yield _("Whether to keep the case"), KeepQuestion.objects.filter(household__in=ids)


def _plain(row: Model, staff: Mapping[int, str]) -> dict[str, Any]:
    """Values that say something; a person or place by its name, other rows by number."""
    values = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.name in LEFT_OUT or field.primary_key or value in (None, "", [], {}):
            continue
        values[field.name] = _named(row, field, staff) if field.is_relation else value
    return values


def _named(row: Model, field: Any, staff: Mapping[int, str]) -> str:
    if field.related_model is User and getattr(row, field.attname) in staff:
        return staff[getattr(row, field.attname)]
    target = getattr(row, field.name)
    return str(target) if type(target).__str__ is not Model.__str__ else str(target.pk)
