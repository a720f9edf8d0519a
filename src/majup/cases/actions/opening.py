"""How a case begins: from an enquiry, or with a person whom we approached."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from majup.cases.actions.ground import heard, locked, save, tell
from majup.cases.actions.steps import seed_steps
from majup.cases.errors import EnquiryAlreadyAttached, NextContactMissing
from majup.cases.models import CandidateMunicipality, Case, CaseEnquiry, Contact, Phase, Readiness, Stage
from majup.cases.queries import category_details
from majup.intake import actions as intake
from majup.intake.models import Enquiry
from majup.kernel.text import Alphabet, sort_key, stems
from majup.network.calendar import country_settings
from majup.people.models import Household, Person
from majup.staff.models import User


@transaction.atomic
def open_case(
    *,
    household: Household,
    category: str,
    by: User,
    next_contact_on: date | None,
    enquiry: Enquiry | None = None,
    approached_by_us: bool = False,
    kind: str = "external",
) -> Case:
    """Begin the work for a household; the region is the household's.

    The category decides whether the move is an internal one (IRM-01) and whether the family is back already (Q-C1).
    NextContactMissing without a day for the next contact, EnquiryAlreadyAttached when another case has the enquiry.
    """
    if next_contact_on is None:
        raise NextContactMissing
    details, now = category_details(category), timezone.now()
    members = list(household.members.all())
    title = title_of(members)
    case = Case.objects.create(
        household=household,
        region=household.region,
        reference=_next_reference(now),
        title=title,
        title_key=title_key(title),
        occupations=occupations_of(members),
        kind=Case.Kind.INTERNAL if details.get("internal") else kind,
        category=category,
        stage=Stage.NEW,
        stage_since=now,
        phase=Phase.RETURNED if details.get("already_back") else Phase.THINKING,
        approached_by_us=approached_by_us,
        responsible=by,
        opened_at=now,
        next_contact_on=next_contact_on,
    )
    _begin_readiness(case, with_children=any(person.is_child for person in members))
    tell(case, "case.opened_by_us" if approached_by_us else "case.opened", by)
    if enquiry is not None:
        attach_enquiry(case=case, enquiry=enquiry, by=by)
    seed_steps(case)
    return case


def _next_reference(now: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_reference')")
        return f"{timezone.localtime(now):%Y}-{cursor.fetchone()[0]:05}"


def title_of(members: Sequence[Person]) -> str:
    """Family names of the adults, each once; the first name when there is none; a dash for people who stay unnamed."""
    adults = [person for person in members if not person.is_child] or members
    names = list(dict.fromkeys(person.family_name for person in adults if person.family_name))
    given = [person.given_name for person in adults if person.given_name]
    return (", ".join(names) or next(iter(given), "–"))[:160]  # noqa: RUF001 -- a dash in the list


def title_key(title: str) -> str:
    return sort_key(title, Alphabet.of(country_settings()["alphabet"]))[:400]


def occupations_of(members: Sequence[Person]) -> str:
    """Stems of what the members work as, each after a space, so that `contains` finds whole words."""
    found = dict.fromkeys(stem for person in members for stem in stems(person.occupation))
    return "".join(f" {stem}" for stem in found)


def rename(*, case: Case) -> None:
    """Take title and occupations from the members again, after one was added or changed."""
    members = list(case.household.members.all())
    title = title_of(members)
    Case.objects.filter(pk=case.pk).update(title=title, title_key=title_key(title), occupations=occupations_of(members))


def _begin_readiness(case: Case, *, with_children: bool) -> None:
    """Home, work and education start unknown; education does not apply without children."""
    unknown = dict.fromkeys(Readiness.Area, Readiness.State.UNKNOWN)
    if not with_children:
        unknown[Readiness.Area.EDUCATION] = Readiness.State.NOT_APPLICABLE
    Readiness.objects.bulk_create(
        Readiness(case=case, area=area, state=state, changed_at=case.opened_at) for area, state in unknown.items()
    )


@transaction.atomic
def attach_enquiry(*, case: Case, enquiry: Enquiry, by: User) -> CaseEnquiry:
    """Make `enquiry` part of the case: its words go on the time line, the places it names become candidates."""
    case = locked(case)
    enquiry = Enquiry.objects.select_for_update(of=("self",)).get(pk=enquiry.pk)
    if CaseEnquiry.objects.filter(enquiry=enquiry).exists():
        raise EnquiryAlreadyAttached(case.reference)
    attached = CaseEnquiry.objects.create(case=case, enquiry=enquiry, attached_at=timezone.now())
    intake.mark_attached(enquiry=enquiry, household=case.household, by=by)
    _note_enquiry(case, enquiry)
    _note_places(case, enquiry)
    save(case, "last_contact_at")
    return attached


def _note_places(case: Case, enquiry: Enquiry) -> None:
    """The places asked about become candidates, behind those the family named before."""
    known = list(case.candidates.values_list("municipality_id", flat=True))
    asked = [enquiry.municipality_id, *enquiry.places.values_list("pk", flat=True)]
    new = [pk for pk in dict.fromkeys(asked) if pk and pk not in known]
    CandidateMunicipality.objects.bulk_create(
        CandidateMunicipality(case=case, municipality_id=pk, order=order)
        for order, pk in enumerate(new, start=len(known) + 1)
    )


def _note_enquiry(case: Case, enquiry: Enquiry) -> None:
    """The enquiry's own text, unless it came by mail: the messages are filed one by one (cases.tasks)."""
    if enquiry.messages.exists() or not (enquiry.text or enquiry.subject):
        return
    Contact.objects.create(
        case=case,
        at=enquiry.received_at,
        channel=enquiry.channel,
        direction=Contact.Direction.OUT if enquiry.approached_by_us else Contact.Direction.IN,
        summary="\n".join(part for part in (enquiry.subject, enquiry.text) if part),
        by=enquiry.entered_by,
        by_family=enquiry.entered_by is None,
    )
    heard(case, enquiry.received_at)
