"""Every exchange with the family on one time line (FUP-01, LNG-02), and what was promised in it."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from majup.cases.actions.ground import heard, locked, save, tell
from majup.cases.errors import NextContactMissing
from majup.cases.models import Case, Contact
from majup.intake import actions as intake
from majup.staff.models import User

AGAIN = timedelta(minutes=10)


@transaction.atomic
def log_contact(
    *,
    case: Case,
    channel: str,
    direction: str,
    summary: str,
    next_contact_on: date | None,
    by: User | None,
    next_step: str = "",
    at: datetime | None = None,
    promise_due_on: date | None = None,
    institution: str = "",
    attitude: str = "",
    message_id: str = "",
    by_family: bool = False,
    form_key: str | None = None,
) -> Contact:
    """Put one exchange on the time line. The contact is its own row of what happened; no event repeats it.

    An active case must say when the family is contacted next, else NextContactMissing (FUP-02); without a new day a
    resting case keeps the day on which it is looked at again, while that is still to come. What `said_before` finds for
    `form_key` is not written down twice.
    """
    case = locked(case)
    said: dict[str, Any] = {"channel": channel, "direction": direction, "summary": summary, "next_step": next_step}
    said |= {"promise_due_on": promise_due_on, "institution": institution, "institution_attitude": attitude, "by": by}
    if found := said_before(case, form_key, next_contact_on, **said):
        return found
    if next_contact_on is None and case.is_in_progress:
        raise NextContactMissing(case.reference)
    contact = Contact.objects.create(
        case=case, at=at or timezone.now(), message_id=message_id, by_family=by_family, form_key=form_key, **said
    )
    case.next_contact_on = next_contact_on or _day_to_come(case)
    heard(case, contact.at)
    save(case, "next_contact_on", "last_contact_at")
    if direction == Contact.Direction.OUT:
        _note_first_answers(case, contact.at)
    return contact


def said_before(case: Case, form_key: str | None, next_contact_on: date | None, **said: Any) -> Contact | None:
    """The contact of the same form (a double click), or the very same one, pressed once more after the back button."""
    if not form_key:
        return None
    if found := Contact.objects.filter(form_key=form_key).first():
        return found
    if next_contact_on not in {None, case.next_contact_on}:
        return None
    return case.contacts.filter(at__gte=timezone.now() - AGAIN, **said).first()


def moment_on(day: date) -> datetime:
    """When something happened of which only the day was told: now if it is today, else the noon of that day."""
    return timezone.now() if day == timezone.localdate() else timezone.make_aware(datetime.combine(day, time(12)))


@transaction.atomic
def note_talk(*, case: Case, on: date) -> None:
    """The family was spoken with on that day; what was said is written down elsewhere."""
    case = locked(case)
    heard(case, moment_on(on))
    save(case, "last_contact_at")


def _day_to_come(case: Case) -> date | None:
    """The day agreed before, unless it is today or over: then this contact was the one it stood for."""
    return case.next_contact_on if case.next_contact_on and case.next_contact_on > timezone.localdate() else None


def _note_first_answers(case: Case, at: datetime) -> None:
    """A call back is an answer too: the enquiries of the case stop waiting (INT-10)."""
    for link in case.case_enquiries.filter(enquiry__first_answer_at=None).select_related("enquiry"):
        intake.note_first_answer(enquiry=link.enquiry, at=at)


@transaction.atomic
def keep_promise(*, contact: Contact, by: User) -> Contact:
    """What we promised in this contact is done; kept once, later calls change nothing."""
    contact = Contact.objects.select_for_update(of=("self",)).select_related("case__household").get(pk=contact.pk)
    if contact.promise_kept_at is None and contact.promise_due_on is not None:
        contact.promise_kept_at = timezone.now()
        contact.save(update_fields=["promise_kept_at"])
        tell(contact.case, "promise.kept", by, text=contact.next_step)
    return contact
