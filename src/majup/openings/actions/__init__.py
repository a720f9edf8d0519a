"""What can be done to employers, vacancies, dwellings and requests; each change leaves an event with it.

`by` is None when the owner acts through the link.
"""

from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from majup.kernel.periods import add_months
from majup.kernel.text import fold
from majup.openings import letters
from majup.openings.errors import OpeningError
from majup.openings.models import (
    AnnouncedNeed,
    Dwelling,
    DwellingOwner,
    Employer,
    OpeningEvent,
    Push,
    SpecialistRequest,
    State,
    Vacancy,
)
from majup.openings.occupations import code_of, words_of
from majup.openings.pay import net_of, opening_settings, period_of
from majup.plumbing.turns import wait_for_turn
from majup.staff.models import User

Entry = Employer | Vacancy | Dwelling | AnnouncedNeed | SpecialistRequest
E = TypeVar("E", Employer, Vacancy, Dwelling, AnnouncedNeed, SpecialistRequest)
TOLD = {Employer: "employer", Vacancy: "vacancy", Dwelling: "dwelling", SpecialistRequest: "request"}


def note(*, entry: Entry, kind: str, by: User | None, **details: Any) -> None:
    """Write what happened; an announced need is told at its employer."""
    if isinstance(entry, AnnouncedNeed):
        if entry.employer:
            OpeningEvent.objects.create(employer=entry.employer, kind=kind, by=by, details=details)
        return
    OpeningEvent.objects.create(**{TOLD[type(entry)]: entry}, kind=kind, by=by, details=details)


@transaction.atomic
def save(*, entry: E, by: User | None, **fields: Any) -> E:
    """Write a new entry, or what changed in one.

    What staff writes is published; what an owner hands in or changes waits for the municipality's check (CAT-14).
    """
    is_new = entry.pk is None
    for name, value in fields.items():
        setattr(entry, name, value)
    _derive(entry)
    entry.confirmed_on = timezone.localdate()
    if is_new:
        entry.created_by = by
    if by is None:
        entry.state = State.WAITING
    elif is_new:
        entry.state, entry.checked_by = State.PUBLISHED, by
    if isinstance(entry, SpecialistRequest) and is_new:
        entry.state = State.WAITING
    entry.save()
    note(entry=entry, kind="added" if is_new else "changed", by=by, changed=sorted(fields))
    return entry


def _derive(entry: Entry) -> None:
    if isinstance(entry, Employer):
        entry.folded = fold(entry.name)[:160]
    if isinstance(entry, Vacancy):
        _derive_vacancy(entry)
    if isinstance(entry, AnnouncedNeed):
        entry.occupation_group = entry.occupation_group or code_of(entry.occupation)[:1]


def _derive_vacancy(vacancy: Vacancy) -> None:
    """Occupation from the title, pay after tax from the pay, words to search by."""
    vacancy.occupation_code = vacancy.occupation_code or code_of(vacancy.title)
    vacancy.occupation_group = vacancy.occupation_code[:1]
    vacancy.pay_period = period_of(vacancy.pay_from, vacancy.pay_to, _said_period(vacancy))
    pay = net_of(vacancy.pay_from, vacancy.pay_to, vacancy.pay_period, timezone.localdate())
    vacancy.net_from, vacancy.net_to, vacancy.net_year = pay["net_from"], pay["net_to"], pay["net_year"]
    vacancy.employer_name = vacancy.employer.name if vacancy.employer else vacancy.employer_name
    vacancy.words = list(words_of(f"{vacancy.title} {vacancy.employer_name}"))


def _said_period(vacancy: Vacancy) -> str:
    """Nobody chooses a month's pay of six euros: what looks like pay for an hour stays unclear until it is said."""
    return vacancy.pay_period if vacancy.pay_period == Vacancy.Period.HOUR else ""


@transaction.atomic
def publish(*, entry: E, by: User) -> E:
    """The municipality has checked what an owner handed in: from now on everybody sees it.

    Raises OpeningError "not-waiting"; "over" when its last day passed while it waited.
    """
    entry = _shown_once_published(_waiting(entry))
    entry.state, entry.checked_by, entry.reason, entry.confirmed_on = State.PUBLISHED, by, "", timezone.localdate()
    entry.save()
    note(entry=entry, kind="published", by=by)
    letters.tell_checked(entry)
    return entry


@transaction.atomic
def refuse(*, entry: E, reason: str, by: User) -> E:
    """Not published; the owner is told why. Raises OpeningError "no-reason"."""
    if not reason.strip():
        raise OpeningError("no-reason")
    entry = _waiting(entry)
    entry.state, entry.checked_by, entry.reason = State.REFUSED, by, reason
    entry.save()
    note(entry=entry, kind="refused", by=by, reason=reason)
    letters.tell_checked(entry)
    return entry


def _waiting(entry: E) -> E:
    locked: E = type(entry).objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if locked.state != State.WAITING:
        raise OpeningError("not-waiting")
    return locked


def _shown_once_published(entry: E) -> E:
    """Nobody is told that everybody sees what nobody would see."""
    last = getattr(entry, "valid_to", None)
    if last is not None and last < timezone.localdate():
        raise OpeningError("over")
    return entry


@transaction.atomic
def confirm(*, entry: Vacancy | Dwelling | Employer, by: User | None) -> None:
    """One click: it still holds (CAT-04). A hidden entry is shown again while its last day has not passed."""
    entry.confirmed_on = timezone.localdate()
    if not isinstance(entry, Employer):
        entry.reminded_on = None
    if entry.state == State.HIDDEN:
        entry.state = State.PUBLISHED
    entry.save()
    note(entry=entry, kind="confirmed", by=by)


@transaction.atomic
def prolong(*, entry: Vacancy | Dwelling, valid_to: date, by: User) -> None:
    """It is still free and holds until `valid_to`, also when its last day has passed: shown again, confirmed today.

    Raises OpeningError "not-checked" for what waits for the check or was refused, and for rows of a file.
    """
    if entry.source_id or entry.state not in {State.PUBLISHED, State.HIDDEN, State.ENDED}:
        raise OpeningError("not-checked")
    entry.valid_to, entry.state, entry.ended_at = valid_to, State.PUBLISHED, None
    entry.save(update_fields=["valid_to", "state", "ended_at"])
    confirm(entry=entry, by=by)


@transaction.atomic
def end(*, entry: Vacancy | Dwelling, by: User | None) -> None:
    """Filled or taken: gone at once, without a reason being asked."""
    entry.state, entry.ended_at = State.ENDED, timezone.now()
    entry.save(update_fields=["state", "ended_at"])
    note(entry=entry, kind="ended", by=by)


@transaction.atomic
def offer_dwelling(*, owner: dict[str, str], form_key: str = "", **fields: Any) -> tuple[Dwelling, str]:
    """An owner offers a dwelling (CAT-14, K-M11): it waits for the check. Returns it with the secret of its link.

    The same `form_key` again is the same dwelling: the secret is empty then, its letter is on the way already.
    """
    if known := _handed_in_with(form_key, "dwelling"):
        return known, ""
    dwelling = Dwelling(**fields, state=State.WAITING)
    dwelling.save()
    DwellingOwner.objects.create(dwelling=dwelling, **owner)
    note(entry=dwelling, kind="handed-in", by=None, form_key=form_key)
    return dwelling, letters.send_link(dwelling=dwelling)


def _handed_in_with(form_key: str, name: str) -> Any:
    """The `name` (dwelling or employer) that the same form brought already, None for the first press."""
    if not form_key:
        return None
    wait_for_turn(f"handed in {form_key}")
    told = OpeningEvent.objects.filter(kind="handed-in", details__form_key=form_key, **{f"{name}__isnull": False})
    return getattr(told.select_related(name).first(), name, None)


@transaction.atomic
def propose_employer(*, form_key: str = "", **fields: Any) -> Employer:
    """An employer introduces itself by the public form: nobody sees it before the municipality has checked it.

    The same `form_key` again is the same employer.
    """
    if known := _handed_in_with(form_key, "employer"):
        return known
    employer = Employer(**fields, state=State.WAITING)
    _derive(employer)
    employer.save()
    note(entry=employer, kind="handed-in", by=None, form_key=form_key)
    return employer


@transaction.atomic
def publish_request(*, request: SpecialistRequest, channels: list[str], by: User) -> Vacancy:
    """The coordinator has checked the employer's wish: it becomes a vacancy on the chosen channels (EMP-06).

    Raises OpeningError "not-waiting"; "over" when its last day passed while it waited.
    """
    request = _shown_once_published(_waiting(request))
    shared = ("title", "municipality", "pay_from", "pay_to", "without_latvian", "housing_help", "valid_to", "text")
    vacancy = save(
        entry=Vacancy(employer=request.employer),
        by=by,
        contact=request.employer.contact,
        field=request.employer.field,
        **{name: getattr(request, name) for name in shared},
    )
    request.state, request.vacancy, request.channels, request.checked_by = State.PUBLISHED, vacancy, channels, by
    request.save()
    note(entry=request, kind="published", by=by, channels=channels)
    letters.tell_checked(request)
    return vacancy


@transaction.atomic
def push(*, vacancy: Vacancy, channel: str, by: User, country: str = "", group: str = "") -> Push:
    """Note that the vacancy was told to people abroad (K-E3). Raises OpeningError "not-open"."""
    if not vacancy.is_open:
        raise OpeningError("not-open")
    told = Push.objects.create(vacancy=vacancy, channel=channel, country=country, group=group, by=by)
    note(entry=vacancy, kind="pushed", by=by, channel=channel, country=country, group=group)
    return told


@transaction.atomic
def age(*, today: date) -> dict[str, int]:
    """What a day does: the last day passes, confirmations grow old, contacts of owners are forgotten (CAT-04, EMP-01).

    Entries of a file are confirmed by its next reading and are not asked about one by one.
    """
    rules = opening_settings()
    asked_before = add_months(today, -rules["confirm_months"]) + timedelta(days=rules["remind_days"])
    hidden_before = add_months(today, -rules["confirm_months"]) - timedelta(days=rules["hide_days"])
    counts = {"ended": 0, "hidden": 0, "asked": 0}
    for model in (Vacancy, Dwelling):
        past = model.objects.filter(state__in=[State.PUBLISHED, State.HIDDEN], valid_to__lt=today)
        counts["ended"] += past.update(state=State.ENDED, ended_at=timezone.now())
        own = model.objects.published().filter(source=None)
        counts["hidden"] += own.filter(confirmed_on__lt=hidden_before).update(state=State.HIDDEN)
        for entry in own.filter(confirmed_on__lte=asked_before, reminded_on=None):
            counts["asked"] += letters.ask_to_confirm(entry)
            model.objects.filter(pk=entry.pk).update(reminded_on=today)
    long_ago = timezone.now() - timedelta(days=rules["owner_days"])
    DwellingOwner.objects.filter(dwelling__ended_at__lt=long_ago).delete()
    DwellingOwner.objects.filter(dwelling__state=State.REFUSED, dwelling__created_at__lt=long_ago).delete()
    return counts
