"""What stands on the desk's start page: counts that are links, and rows of the one list "today".

A source is a module with
    def count(user) -> Count          one of the five figures on top; leave it out when it is none of them
    def rows(user, day) -> list[Row]  what burns today, at most ROWS; leave it out when there is nothing to finish
Register it by adding its dotted name to SOURCES, in the order of the page. Each uses a constant number of queries and
never counts more than LIMIT rows: `up_to_limit(queryset)`.
"""

from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

LIMIT = 100
SHOWN = 25
ROWS = SHOWN + 1  # one more than is shown, to know that there is more

SOURCES: tuple[str, ...] = (
    "majup.web.desk.start.enquiries",
    "majup.web.desk.start.contacts",
    "majup.web.desk.start.calls",
    "majup.web.desk.start.questions",
    "majup.web.desk.start.offers",
    "majup.web.desk.start.mails",
    "majup.web.desk.start.reports",
)


@dataclass(frozen=True)
class Count:
    label: str | Promise
    number: int  # at most LIMIT, which is shown as "99+"
    url: str
    tone: str = ""  # "late", "wait" or ""

    @property
    def shown(self) -> str:
        return str(self.number) if self.number < LIMIT else f"{LIMIT - 1}+"


@dataclass(frozen=True)
class Row:
    """One thing to do today. `template` (optional) shows how to finish it on the spot and gets the row as `row`."""

    kind: str | Promise  # "Contact", "New enquiry": a badge
    title: str
    url: str
    due: date  # the earlier, the more it burns
    text: str = ""
    deadline: date | None = None  # shown instead of `due` where the row burns before it is late
    waits_since: bool = False  # `due` is the day since when somebody waits; nothing was promised by then
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)


def up_to_limit(rows: QuerySet) -> int:
    """How many rows there are, counted no further than LIMIT."""
    return len(rows.order_by()[:LIMIT].values_list("pk", flat=True))


def sources() -> list[Any]:
    return [import_module(name) for name in SOURCES]
