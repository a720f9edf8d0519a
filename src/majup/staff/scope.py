"""Who is asking, told to the database: row-level security lets through only what this scope may see.

The web sets a scope at the start of each request, the worker at the start of each job. Without one nothing personal
is visible.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Scope:
    """What the database may show: regions, roles held; to a visitor the household, question or enquiry of the link."""

    user_id: int | None = None
    regions: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    common_queue: bool = False
    household_id: int | None = None
    question_id: int | None = None
    enquiry_id: int | None = None

    def settings(self) -> dict[str, str]:
        return {
            "majup.user": _text(self.user_id),
            "majup.regions": _array(self.regions),
            "majup.roles": _array(self.roles),
            "majup.common": "on" if self.common_queue else "",
            "majup.household": _text(self.household_id),
            "majup.question": _text(self.question_id),
            "majup.enquiry": _text(self.enquiry_id),
        }


NOBODY = Scope()
ATTRIBUTE = "majup_scope"  # where a connection remembers its scope


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def _array(values: frozenset[int]) -> str:
    return "{" + ",".join(str(value) for value in sorted(values)) + "}"


def apply(scope: Scope) -> None:
    """Make `scope` hold for this connection from now on."""
    names = scope.settings()
    calls = ", ".join("set_config(%s, %s, false)" for _ in names)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for pair in names.items() for part in pair])
    setattr(connection, ATTRIBUTE, scope)


def current() -> Scope:
    return getattr(connection, ATTRIBUTE, NOBODY)


@contextmanager
def acting(scope: Scope) -> Iterator[None]:
    """Let `scope` hold inside the block and the former one again after it."""
    before = current()
    apply(scope)
    try:
        yield
    finally:
        if not connection.needs_rollback:
            apply(before)
        else:
            setattr(connection, ATTRIBUTE, before)
