"""A family's file with something in every stage, for what acts across stages."""

from django.utils import timezone

from majup.cases import actions as cases
from majup.cases.models import Case
from majup.network.models import Topic
from majup.offers.models import Offer, OfferVersion
from majup.people import actions as people
from majup.people.actions import ContactData, MemberData
from majup.staff.models import User
from tests.support.people import region, today


def make_case(by: User, given: str, family: str, *, code: str = "vidzeme", contacts=(), **member) -> Case:
    """An open case with one need, one contact and the steps of the pack; call it while `by` is acting."""
    household = people.create_household(
        region=region(code),
        country="GB",
        members=[MemberData(given, family, **member)],
        contact_points=[ContactData(*contact) for contact in contacts],
        by=by,
    )
    case = cases.open_case(household=household, category="emigrant", by=by, next_contact_on=today())
    topic = Topic.objects.filter(support_wish=False).first()
    cases.add_need(case=case, topic=topic, by=by, due_on=today(), wish=f"wish of {given} {family}")
    cases.log_contact(
        case=case,
        channel="phone",
        direction="in",
        summary=f"{given} {family} called",
        next_contact_on=today(),
        by=by,
    )
    return Case.objects.get(pk=case.pk)


def send_offer_of(case: Case, by: User, **fields) -> OfferVersion:
    """A frozen letter of the case, as if it had been sent now."""
    now = timezone.now()
    offer = Offer.objects.create(
        case=case, household=case.household, region=case.region, number=1, state="sent", language="lv", created_by=by,
        created_at=now, changed_at=now,
    )  # fmt: skip
    return OfferVersion.objects.create(
        **{
            "offer": offer, "number": 1, "household": case.household, "region": case.region, "people": 1,
            "language": "lv", "document": {"lv": {"for": case.title}}, "document_sha256": f"{case.pk:064x}",
            "pdf_sha256": f"{case.pk:064x}", "template_version": 1, "sent_at": now, "sent_by": by,
            "send_key": f"key {case.pk}", "to_address": "family@example.com", "token_digest": f"digest {case.pk}",
            "link_expires_at": now,
        }
        | fields
    )  # fmt: skip
