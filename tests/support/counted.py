"""Facts that are counted, on any day, written straight into the tables: the actions know only today."""

from datetime import UTC, date, datetime

from django.utils import timezone

from majup.cases.models import Case, Contact
from majup.intake.models import Enquiry
from majup.kernel.hashing import token_digest
from majup.offers.models import Offer, OfferVersion
from majup.outcomes.models import Departure, Intention, Return
from majup.people.models import Household, Person
from majup.staff.models import User
from majup.staff.scope import acting
from tests.support.people import region


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def family(user: User, code: str = "vidzeme", *, opened: date = date(2019, 1, 5), members: int = 2, **fields) -> Case:
    """A case of `members` people, the third and later ones children."""
    kind, country = fields.pop("kind", "external"), fields.pop("country", "GB")
    with acting(user.scope):
        household = Household.objects.create(region=region(code), country=country, created_at=noon(opened))
        Person.objects.bulk_create(
            Person(
                household=household, given_name=f"P{number}", relation="applicant", is_child=number > 1, order=number
            )
            for number in range(members)
        )
        return Case.objects.create(
            household=household,
            region=household.region,
            reference=f"T-{household.pk}",
            title=f"Family {household.pk}",
            category=fields.pop("category", "emigrant"),
            kind=kind,
            stage_since=noon(opened),
            opened_at=noon(opened),
            next_contact_on=date(2019, 2, 1),
            responsible=user,
            **fields,
        )


def contact(user: User, case: Case, day: date | datetime, channel: str = "phone", direction: str = "in") -> Contact:
    at = day if isinstance(day, datetime) else noon(day)
    with acting(user.scope):
        return Contact.objects.create(case=case, at=at, channel=channel, direction=direction, summary="x", by=user)


def enquiry(user: User, day: date, code: str | None = "vidzeme", **fields) -> Enquiry:
    with acting(user.scope):
        values = {"channel": "phone", "language": "lv", "due_on": day, "text": "x", **fields}
        return Enquiry.objects.create(region=region(code) if code else None, received_at=noon(day), **values)


def version(user: User, case: Case, day: date | datetime, people: int, region_code: str | None = None) -> OfferVersion:
    """One more letter of the household's one offer, sent by `region_code` or the region that has the case."""
    at = day if isinstance(day, datetime) else noon(day)
    with acting(user.scope):
        offer, _made = Offer.objects.get_or_create(
            case=case,
            number=1,
            defaults={
                "household": case.household,
                "region": case.region,
                "state": "sent",
                "language": "lv",
                "created_by": user,
                "created_at": at,
                "changed_at": at,
            },
        )
        number = offer.versions.count() + 1
        return OfferVersion.objects.create(
            offer=offer,
            number=number,
            household=case.household,
            region=region(region_code) if region_code else case.region,
            people=people,
            language="lv",
            document={"lv": {}},
            document_sha256="0" * 64,
            pdf_sha256="0" * 64,
            template_version=1,
            sent_at=at,
            sent_by=user,
            send_key=f"counted {offer.pk} {number}",
            token_digest=token_digest(f"counted-{offer.pk}-{number}"),
            link_expires_at=at,
        )


def _recorded(user: User, case: Case) -> dict:
    return {
        "case": case,
        "region": case.region,
        "is_internal": case.kind == "internal",
        "recorded_by": user,
        "recorded_at": timezone.now(),
    }


def came_back(user: User, case: Case, day: date, adults: int = 1, children: int = 0, **fields) -> Return:
    alone = fields.pop("alone", False)
    kind = "help_after_arrival" if alone else "offer_before_move"
    values = {"from_country": "GB", "support_kind": kind, "alone": alone, **fields}
    with acting(user.scope):
        return Return.objects.create(**_recorded(user, case), on=day, adults=adults, children=children, **values)


def intends(user: User, case: Case, day: date, people: int = 1) -> Intention:
    with acting(user.scope):
        return Intention.objects.create(**_recorded(user, case), stated_on=day, people=people)


def left(user: User, event: Return, day: date, reason: str = "pay") -> Departure:
    with acting(user.scope):
        return Departure.objects.create(**_recorded(user, event.case), return_event=event, on=day, reason=reason)
