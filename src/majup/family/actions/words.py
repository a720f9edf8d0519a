"""What a member says for itself: a letter to the coordinator, language and channel, readiness, wishes for work."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from majup.cases.models import Case, Contact
from majup.family.errors import FamilyError
from majup.family.models import Informed, JobWish
from majup.people import actions as people
from majup.people.models import Person
from majup.staff.models import User

CHANNEL = "own_page"


@transaction.atomic
def write(*, case: Case, person: Person, text: str, form_key: str | None = None) -> Contact:
    """A member writes to the coordinator; somebody has to look today (LNG-02). The same form twice is one letter.

    Raises FamilyError "empty-text".
    """
    if not text.strip():
        raise FamilyError("empty-text")
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if form_key and (found := Contact.objects.filter(form_key=form_key).first()):
        return found
    now, today = timezone.now(), timezone.localdate()
    contact = Contact.objects.create(
        case=case,
        at=now,
        channel=CHANNEL,
        direction=Contact.Direction.IN,
        summary=f"{person}: {text.strip()}",
        by=None,
        by_family=True,
        form_key=form_key,
    )
    if case.next_contact_on is None or case.next_contact_on > today:
        case.next_contact_on = today
    case.last_contact_at, case.version = now, case.version + 1
    case.save(update_fields=["next_contact_on", "last_contact_at", "version"])
    return contact


@transaction.atomic
def speak(*, person: Person, language: str, channel: str) -> Person:
    """In which language and by what means this member wants to be written to; it holds at once (LNG-03)."""
    changes = {"language": language, "preferred_channel": channel}
    person = people.change_member(person=person, changes=changes, by=None, by_family=True)
    person.family_links.filter(ended_at=None).exclude(language=language).update(language=language)
    return person


@transaction.atomic
def say_informed(*, case: Case, is_yes: bool, missing: str = "") -> Informed:
    """Whether they have all the information they need; saying the same twice is one word (Q-R4)."""
    missing = "" if is_yes else missing.strip()
    said = Informed.objects.filter(household=case.household_id).first()
    if said and (said.is_yes, said.missing) == (is_yes, missing):
        return said
    said, _ = Informed.objects.update_or_create(
        household_id=case.household_id, defaults={"is_yes": is_yes, "missing": missing, "at": timezone.now()}
    )
    kind = "family.informed" if is_yes else "family.not_informed"
    people.record_event(
        household=case.household, kind=kind, by=None, by_family=True, details={"note": missing} if missing else {}
    )
    return said


@transaction.atomic
def set_job_wish(
    *, person: Person, demands: Sequence[str], note: str, by: User | None, by_family: bool = False
) -> JobWish:
    """What this adult asks of work, the dearest first: codes of the list job_demands (Q-R20)."""
    wish, _ = JobWish.objects.update_or_create(
        person=person,
        defaults={"demands": list(dict.fromkeys(demands)), "note": note.strip(), "changed_at": timezone.now()},
    )
    details = {"name": str(person)}
    people.record_event(household=person.household, kind="family.job_wish", by=by, by_family=by_family, details=details)
    return wish
