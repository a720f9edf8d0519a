"""One time line: contacts, events and mails of a household, newest first, merged by keyset (LNG-02)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from majup.cases.models import Case, Contact
from majup.people.models import Event
from majup.plumbing.models import OutgoingMail
from majup.plumbing.prepared import Prepared
from majup.web.components.codes import (
    area_name,
    code_name,
    need_state_name,
    phase_name,
    readiness_name,
    region_name,
    stage_name,
    topic_name,
)
from majup.web.components.texts import localized_plain, longdate
from majup.web.desk.cases.event_words import WORDS
from majup.web.family.forms import LABELS

SIZE = 25
RESOLVERS: dict[str, Callable[[Any], str]] = {
    "topic": topic_name,
    "stage": stage_name,
    "before": stage_name,
    "state": need_state_name,
    "area": area_name,
    "readiness": readiness_name,
    "region": region_name,
    "phase": phase_name,
    "closing": lambda code: code_name(code, "closing_reasons") or stage_name("closed"),
    "departure": lambda code: code_name(code, "departure_reasons"),
    "purpose": lambda code: code_name(code, "consent_purposes"),
    "channel": lambda code: code_name(code, "channels"),
    "field": lambda code: str(LABELS.get(code, code)),
}
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True)
class Entry:
    """One line; `rank` and `pk` decide between lines of the same moment."""

    at: datetime
    rank: int
    pk: int
    record: Any

    @property
    def kind(self) -> str:
        return KINDS[self.rank]

    @property
    def place(self) -> tuple[datetime, int, int]:
        return (self.at, self.rank, self.pk)

    @property
    def words(self) -> str:
        return words_of(self.record) if self.kind == "events" else ""

    @property
    def note(self) -> str:
        details = self.record.details if self.kind == "events" else {}
        return details.get("reason") or details.get("note") or ""


class _Details(dict[str, Any]):
    """Only what the sentence names becomes words; the rest may be of any shape, such as what a field was before."""

    def __getitem__(self, name: str) -> str:
        return _word(name, self.get(name)) if name in self else "…"


def words_of(event: Event) -> str:
    """What happened, as one sentence in the reader's language."""
    words = WORDS.get(event.kind)
    if words is None:
        return event.kind
    return str(words) % _Details(event.details)


def _word(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return localized_plain(value)
    if name in RESOLVERS and isinstance(value, str):
        return RESOLVERS[name](value)
    if isinstance(value, str) and ISO_DAY.match(value) and (day := parse_date(value)):
        return longdate(day, "on" if name == "on" else "")
    return str(value)


def _contacts(case: int, household: int) -> QuerySet:
    return Contact.objects.filter(case=case).annotate(by_name=F("by__name"))


def _events(case: int, household: int) -> QuerySet:
    return Event.objects.filter(household=household).annotate(by_name=F("by__name"))


def _mails(case: int, household: int) -> QuerySet:
    """Letters of ours that are no logged contact at the same time."""
    logged = Contact.objects.filter(case=case, message_id=OuterRef("message_id"))
    return OutgoingMail.objects.filter(~Exists(logged), household_id=household)


class Source:
    """Rows of one kind, newest first by `moment`; each page holds one more than is shown."""

    def __init__(self, rows: Callable[[int, int], QuerySet], moment: str) -> None:
        self.moment = moment
        self._ordered = lambda case, household: rows(case, household).order_by(f"-{moment}", "-pk")
        self.newest = Prepared(lambda case, household: self._ordered(case, household)[: SIZE + 1])

    def older(self, rank: int, position: tuple[datetime, int, int], *, case: int, household: int) -> QuerySet:
        at, last_rank, last_pk = position
        rows = self._ordered(case, household).filter(**{f"{self.moment}__lte": at})
        if rank >= last_rank:
            earlier = Q(**{f"{self.moment}__lt": at})
            rows = rows.filter(earlier | Q(pk__lt=last_pk) if rank == last_rank else earlier)
        return rows[: SIZE + 1]


SOURCES = {"contacts": Source(_contacts, "at"), "events": Source(_events, "at"), "mails": Source(_mails, "created_at")}
KINDS = tuple(SOURCES)


def read(case: Case, *, only: str = "", after: str = "") -> tuple[list[Entry], str]:
    """A page of the time line, and where the next older one begins ("" at the end); `only` one of KINDS."""
    position = _position(after)
    ids = {"case": case.pk, "household": case.household_id}
    found: list[Entry] = []
    for rank, (kind, source) in enumerate(SOURCES.items()):
        if only not in {"", kind}:
            continue
        page = source.older(rank, position, **ids) if position else source.newest(**ids)
        found += [Entry(getattr(row, source.moment), rank, row.pk, row) for row in page]
    found.sort(key=lambda entry: entry.place, reverse=True)
    shown = found[:SIZE]
    older = _written(shown[-1]) if len(found) > SIZE else ""
    return shown, older


def _written(entry: Entry) -> str:
    return f"{entry.at.isoformat()}~{entry.rank}~{entry.pk}"


def _position(after: str) -> tuple[datetime, int, int] | None:
    """A broken position means the first page."""
    try:
        at, rank, pk = after.split("~")
        moment = parse_datetime(at.replace(" ", "+"))
        return (moment, int(rank), int(pk)) if moment and moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def changes_since(case: Case, moment: datetime | date, *, but: Any) -> list[Entry]:
    """What others did to the household since `moment`, newest first; shown to a second editor."""
    events = _events(case.pk, case.household_id).filter(at__gte=moment).exclude(by=but)
    return [Entry(event.at, 1, event.pk, event) for event in events.order_by("-at", "-pk")[:10]]


FILTERS = (
    ("", lambda: _("Everything")),
    ("contacts", lambda: _("Contacts")),
    ("events", lambda: _("Events")),
    ("mails", lambda: _("Letters of ours")),
)
