"""What happened to a role, in words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from majup.network.models import NetworkEvent, Role
from majup.web.components.texts import longdate
from majup.web.office.words import EVENTS

SHOWN = 50
# Where a day stands in the sentence of its event.
PLACES = {"holder_ended": "until", "deputy_ended": "until"}


@dataclass(frozen=True)
class Happened:
    text: str
    at: datetime
    by: str


def events_of(role: Role) -> list[Happened]:
    rows = NetworkEvent.objects.filter(role=role, kind__in=EVENTS).select_related("by")[:SHOWN]
    return [Happened(in_words(row), row.at, row.by.name if row.by else "") for row in rows]


def in_words(event: NetworkEvent) -> str:
    return str(EVENTS[event.kind]) % {name: _shown(event.kind, name, value) for name, value in event.details.items()}


def _shown(kind: str, name: str, value: Any) -> str:
    place = "until" if name == "until" else PLACES.get(kind, "since")
    try:
        return longdate(date.fromisoformat(value), place)
    except (TypeError, ValueError):
        return str(value)
