"""Links to the family's own page: one open link for each adult; a new one ends the one before it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from majup.cases.models import Case
from majup.family import letters
from majup.family.errors import FamilyError
from majup.family.models import FamilyLink
from majup.family.queries import address_of
from majup.kernel.hashing import token, token_digest
from majup.network.calendar import country_settings
from majup.people.actions import record_event
from majup.people.models import Person
from majup.plumbing.days import Day
from majup.staff.models import User


@transaction.atomic
def new_link(*, person: Person, by: User | None, to: str = "", by_family: bool = False) -> tuple[str, FamilyLink]:
    """A secret and the link that it opens; the member's former link ends. Raises FamilyError "not-a-member"."""
    if person.is_child:
        raise FamilyError("not-a-member")
    now, secret = timezone.now(), token()
    FamilyLink.objects.select_for_update(of=("self",)).filter(person=person, ended_at=None).update(ended_at=now)
    link = FamilyLink.objects.create(
        household_id=person.household_id,
        person=person,
        digest=token_digest(secret),
        language=letters.language_of(person),
        to_address=to,
        made_at=now,
        made_by=by,
        expires_at=now + timedelta(days=country_settings()["family_link_days"]),
    )
    record_event(
        household=person.household,
        kind="family.link_made",
        by=by,
        by_family=by_family,
        details={"name": str(person)},
        at=now,
    )
    return secret, link


@transaction.atomic
def send_link(*, person: Person, by: User, to: str | None = None) -> FamilyLink:
    """Mail a new link to the member's own address; raises FamilyError "no-address", "not-a-member"."""
    to = address_of(person) if to is None else to
    if not to:
        raise FamilyError("no-address")
    secret, link = new_link(person=person, by=by, to=to)
    _mail(link, secret, key=None)
    return link


@transaction.atomic
def send_link_again(*, person: Person, to: str) -> bool:
    """A fresh link that was asked for without signing in, at most one a day; it goes where the member is written to.

    False when one left today already. Whoever asks learns nothing: the page says the same in every case.
    """
    today = timezone.localdate()
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if FamilyLink.objects.filter(person=person, made_by=None, made_at__date=today).exists():
        return False
    secret, link = new_link(person=person, by=None, to=to, by_family=True)
    _mail(link, secret, key=f"family {person.pk} link {today.isoformat()}")
    return True


def _mail(link: FamilyLink, secret: str, *, key: str | None) -> None:
    letters.write(
        "family_link",
        case=Case.objects.select_related("region").get(household=link.household_id),
        to=link.to_address,
        language=link.language,
        key=key,
        link=letters.url_of(secret, link.language),
        valid_until=Day(timezone.localdate(link.expires_at), link.language),
    )


@transaction.atomic
def end_link(*, link: FamilyLink, by: User) -> FamilyLink:
    """The link opens nothing any more, e.g. because the mailbox is in wrong hands; ended once, it stays ended."""
    link = FamilyLink.objects.select_for_update(of=("self",)).select_related("person__household").get(pk=link.pk)
    if link.ended_at is None:
        link.ended_at = timezone.now()
        link.save(update_fields=["ended_at"])
        details = {"name": str(link.person)}
        record_event(household=link.person.household, kind="family.link_ended", by=by, details=details)
    return link
