"""What can be done to an enquiry. Each change leaves an event in the same transaction."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from majup.intake import correspondence
from majup.intake.errors import EnquiryError, TakenByAnother
from majup.intake.models import UNTAKEN, Attachment, Enquiry, EnquiryEvent, Message
from majup.intake.queries import enquiry_of_form, first_contact_channels, taker_of
from majup.kernel.periods import add_months
from majup.network.calendar import country_settings
from majup.network.models import Topic
from majup.people.actions import record_event
from majup.people.models import Household
from majup.places.models import Municipality, PlanningRegion
from majup.places.queries import region_of
from majup.staff.models import User
from majup.staff.scope import acting, current

Kind = EnquiryEvent.Kind
APPROACHED = "approached_by_us"


def receive(
    *,
    channel: str,
    language: str,
    text: str,
    region: PlanningRegion | None = None,
    municipality: Municipality | None = None,
    places: Iterable[Municipality] = (),
    topics: Iterable[Topic] = (),
    form_key: str | None = None,
    confirm: bool = False,
    by: User | None = None,
    at: datetime | None = None,
    **fields: Any,
) -> Enquiry:
    """Write down what somebody asked; the same `form_key` again returns the enquiry it made before.

    `fields`: name, email, phone, social, country, category, subject, heard_from, page, is_missed_call. The current
    scope must cover the region (queries.scope_of) unless `by` enters it. With `confirm` the sender is told at once who
    answers (INT-08).
    Raises EnquiryError "unknown-channel".
    """
    if channel not in {known.code for known in first_contact_channels()}:
        raise EnquiryError("unknown-channel", channel)
    at = at or timezone.now()
    enquiry = Enquiry(
        channel=channel,
        approached_by_us=channel == APPROACHED,
        language=language,
        text=text,
        region=region or (region_of(municipality) if municipality else None),
        municipality=municipality,
        form_key=form_key,
        entered_by=by,
        received_at=at,
        due_on=due_on(at, is_missed_call=fields.get("is_missed_call", False)),
        **fields,
    )
    return _once(enquiry, form_key, list(places), list(topics), confirm)


def _once(
    enquiry: Enquiry, form_key: str | None, places: list[Municipality], topics: list[Topic], confirm: bool
) -> Enquiry:
    try:
        with transaction.atomic():
            enquiry.save(force_insert=True)
            enquiry.places.set(places)
            enquiry.topics.set(topics)
            kind = Kind.ENTERED if enquiry.entered_by else Kind.RECEIVED
            add_event(enquiry=enquiry, kind=kind, by=enquiry.entered_by, at=enquiry.received_at)
            if confirm:
                correspondence.confirm(enquiry=enquiry)
    except IntegrityError as error:
        earlier = enquiry_of_form(form_key) if form_key and "form_key" in str(error) else None
        if earlier is None:
            raise
        with acting(replace(current(), enquiry_id=earlier)):
            return Enquiry.objects.get(pk=earlier)
    return enquiry


def due_on(at: datetime, *, is_missed_call: bool = False) -> date:
    """The day by which an answer is owed: today for a missed call, else within the country's term (N-39)."""
    day = timezone.localdate(at)
    return day if is_missed_call else add_months(day, country_settings()["enquiry_answer_months"])


def add_event(
    *, enquiry: Enquiry, kind: str, by: User | None, at: datetime | None = None, note: str = "", **details: Any
) -> EnquiryEvent:
    return EnquiryEvent.objects.create(
        enquiry=enquiry, kind=kind, by=by, at=at or timezone.now(), note=note, details=details
    )


@transaction.atomic
def take(*, enquiry: Enquiry, by: User, region: PlanningRegion | None = None) -> Enquiry:
    """Exactly one person takes an enquiry; from the common queue it moves into `region`, or the taker's only one.

    Taking one's own again changes nothing. Raises TakenByAnother, EnquiryError "no-region" or "not-mine".
    """
    region_id = _region_for(enquiry, by, region)
    now = timezone.now()
    mine = Enquiry.objects.filter(Q(region=None) | Q(region__in=by.scope.regions), pk=enquiry.pk, state__in=UNTAKEN)
    if mine.update(state=Enquiry.State.TAKEN, taken_by=by, taken_at=now, region_id=region_id):
        enquiry.refresh_from_db()
        add_event(enquiry=enquiry, kind=Kind.TAKEN, by=by, at=now)
        return enquiry
    return _mine_already(enquiry, by)


def _region_for(enquiry: Enquiry, by: User, region: PlanningRegion | None) -> int:
    region_id = enquiry.region_id or (region.pk if region else None)
    if region_id is None and len(by.scope.regions) == 1:
        region_id = next(iter(by.scope.regions))
    if region_id is None:
        raise EnquiryError("no-region")
    if region_id not in by.scope.regions:
        name, _, at = taker_of(enquiry.pk) or ("", None, None)
        raise TakenByAnother(name, at) if name else EnquiryError("not-mine")
    return region_id


def _mine_already(enquiry: Enquiry, by: User) -> Enquiry:
    now = Enquiry.objects.filter(pk=enquiry.pk).first()
    if now and now.taken_by_id == by.pk:
        return now
    name, _, at = taker_of(enquiry.pk) or (None, None, None)
    raise TakenByAnother(name, at)


@transaction.atomic
def pass_on(*, enquiry: Enquiry, to_region: PlanningRegion, by: User, note: str, tell_sender: bool = False) -> Enquiry:
    """Give an enquiry that nobody answered yet to another region, with everything known, so that nobody asks twice.

    Raises EnquiryError "finished", "same-region".
    """
    enquiry = _locked(enquiry)
    if not enquiry.is_waiting:
        raise EnquiryError("finished")
    if enquiry.region_id == to_region.pk:
        raise EnquiryError("same-region")
    both = replace(current(), regions=current().regions | {to_region.pk})
    with acting(both):
        before = enquiry.region.code if enquiry.region else ""
        enquiry.region, enquiry.state, enquiry.taken_by, enquiry.taken_at = (
            to_region,
            Enquiry.State.PASSED_ON,
            None,
            None,
        )
        enquiry.save(update_fields=["region", "state", "taken_by", "taken_at"])
        add_event(enquiry=enquiry, kind=Kind.PASSED_ON, by=by, note=note, before=before, now=to_region.code)
        if tell_sender and enquiry.email:
            correspondence.tell_new_contact(enquiry=enquiry)
    return enquiry


@transaction.atomic
def give_back(*, enquiry: Enquiry, by: User, note: str) -> Enquiry:
    """Back to the municipal specialist who passed it on, with all that happened since (K-M2); the region still sees it.

    It waits like one that nobody has taken. Raises EnquiryError "finished", "not-from-there".
    """
    enquiry = _locked(enquiry)
    if not enquiry.is_waiting:
        raise EnquiryError("finished")
    if not enquiry.came_from_municipality:
        raise EnquiryError("not-from-there")
    enquiry.state, enquiry.taken_by, enquiry.taken_at = Enquiry.State.PASSED_ON, None, None
    enquiry.save(update_fields=["state", "taken_by", "taken_at"])
    add_event(enquiry=enquiry, kind=Kind.PASSED_ON, by=by, note=note, given_back=True)
    correspondence.tell_given_back(enquiry=enquiry)
    return enquiry


@transaction.atomic
def answer(
    *,
    enquiry: Enquiry,
    text: str,
    by: User,
    channel: str = "email",
    subject: str = "",
    keep_open: bool = False,
    key: str | None = None,
) -> Enquiry:
    """Answer by mail in the thread, or record what was said by another channel; `keep_open` when we asked back.

    A repeated `key` writes once. An attached enquiry stays attached. Raises EnquiryError "empty-text", "no-address".
    """
    if not text.strip():
        raise EnquiryError("empty-text")
    enquiry = _locked(enquiry)
    if key and enquiry.events.filter(details__key=key).exists():
        return enquiry
    if channel == "email":
        correspondence.reply(enquiry=enquiry, text=text, subject=subject, by=by, key=key)
    _settle(enquiry, by, keep_open)
    by_voice = "" if channel == "email" else text
    kind = Kind.ASKED_BACK if keep_open else Kind.ANSWERED
    add_event(enquiry=enquiry, kind=kind, by=by, note=by_voice, channel=channel, key=key or "")
    return enquiry


def _settle(enquiry: Enquiry, by: User, keep_open: bool) -> None:
    now = timezone.now()
    if enquiry.taken_by is None and enquiry.region_id in by.scope.regions:
        enquiry.taken_by, enquiry.taken_at = by, now
    if enquiry.state != Enquiry.State.ATTACHED:
        is_mine = enquiry.taken_by is not None and enquiry.region is not None
        still = Enquiry.State.TAKEN if is_mine else enquiry.state
        enquiry.state = still if keep_open else Enquiry.State.ANSWERED
    enquiry.first_answer_at = enquiry.first_answer_at or now
    enquiry.bounced_at = enquiry.wrote_again_at = None
    enquiry.save(update_fields=["state", "taken_by", "taken_at", "first_answer_at", "bounced_at", "wrote_again_at"])


def note_first_answer(*, enquiry: Enquiry, at: datetime) -> None:
    """Somebody answered outside this stage, e.g. with a call logged in the case; the first moment counts (INT-10)."""
    Enquiry.objects.filter(pk=enquiry.pk, first_answer_at=None).update(first_answer_at=at)


@transaction.atomic
def mark_attached(*, enquiry: Enquiry, household: Household, by: User) -> Enquiry:
    """The case of `household` takes the enquiry up; the mail of its thread, also later, goes on that time line.

    Doing it again changes nothing. Raises EnquiryError "attached-elsewhere".
    """
    enquiry = _locked(enquiry)
    if enquiry.household_id_attached == household.pk:
        return enquiry
    if enquiry.household_id_attached is not None:
        raise EnquiryError("attached-elsewhere")
    now = timezone.now()
    enquiry.household_id_attached, enquiry.state = household.pk, Enquiry.State.ATTACHED
    enquiry.region, enquiry.wrote_again_at = enquiry.region or household.region, None
    if enquiry.taken_by is None:
        enquiry.taken_by, enquiry.taken_at = by, now
    enquiry.save(update_fields=["household_id_attached", "state", "region", "taken_by", "taken_at", "wrote_again_at"])
    enquiry.messages.update(household_id=household.pk)
    enquiry.messages.filter(Q(is_automatic=True) | Q(is_bounce=True)).update(filed_in_case=True)
    correspondence.belongs_to_household(enquiry=enquiry, household_id=household.pk)
    add_event(enquiry=enquiry, kind=Kind.ATTACHED, by=by, at=now)
    details = {"reference": enquiry.reference, "enquiry": enquiry.pk, "channel": enquiry.channel}
    record_event(household=household, kind="enquiry.attached", by=by, details=details, at=now)
    return enquiry


@transaction.atomic
def describe(
    *,
    enquiry: Enquiry,
    by: User | None,
    topics: Iterable[Topic] | None = None,
    places: Iterable[Municipality] | None = None,
    **fields: Any,
) -> Enquiry:
    """Add what became known: name, category, heard_from, topics … `by` is None when the sender says it."""
    for name, value in fields.items():
        setattr(enquiry, name, value)
    if fields:
        enquiry.save(update_fields=list(fields))
    if topics is not None:
        enquiry.topics.set(topics)
    if places is not None:
        enquiry.places.set(places)
    changed = sorted(
        [*fields, *(name for name, given in (("topics", topics), ("places", places)) if given is not None)]
    )
    add_event(enquiry=enquiry, kind=Kind.CHANGED, by=by, changed=changed)
    return enquiry


@transaction.atomic
def enter_missed_call(*, phone: str, by: User, form_key: str, region: PlanningRegion | None = None) -> Enquiry:
    """One click: a call that nobody took becomes a call back due today, in the hands of who enters it (INT-11)."""
    region_id = region.pk if region else next(iter(sorted(by.scope.regions)), None)
    if region_id is None:
        raise EnquiryError("no-region")
    enquiry = receive(
        channel="phone",
        language=settings.LANGUAGE_CODE,
        text="",
        phone=phone,
        is_missed_call=True,
        region=PlanningRegion.objects.get(pk=region_id),
        form_key=form_key,
        by=by,
    )
    return take(enquiry=enquiry, by=by)


@transaction.atomic
def forget(*, household_id: int) -> list[str]:
    """Empty the enquiries of a household and delete its mail; the rows stay, so that past counts stay right.

    Returns the digests of the files that held its content; the caller deletes them after the commit.
    """
    enquiries = Enquiry.objects.filter(household_id_attached=household_id)
    messages = Message.objects.filter(Q(household_id=household_id) | Q(enquiry__in=enquiries))
    kept = Attachment.objects.filter(message__in=messages).exclude(sha256="").values_list("sha256", flat=True)
    digests = sorted({*kept, *messages.exclude(raw_sha256="").values_list("raw_sha256", flat=True)})
    messages.delete()
    EnquiryEvent.objects.filter(enquiry__in=enquiries).update(note="", details={})
    enquiries.update(name="", email="", phone="", social="", subject="", text="", page="")
    return digests


def _locked(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_for_update(of=("self",)).select_related("region", "taken_by").get(pk=enquiry.pk)
