"""Why a fact cannot be written, changed or confirmed like this; pages turn each into words beside the field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from majup.kernel.errors import CodedError

if TYPE_CHECKING:
    from majup.catalogue.models import Fact


class FactRefused(Exception):
    """The fact cannot be changed like this."""


class Incomplete(FactRefused):
    """It cannot be published: `missing` names what lacks: "role", "contact", "name", "summary", "topics", "place"."""

    def __init__(self, missing: Iterable[str]) -> None:
        self.missing = list(missing)
        super().__init__(", ".join(self.missing))


class ChangedMeanwhile(FactRefused):
    """Somebody else wrote a version since the page was opened; `fact.current` is what stands there now."""

    def __init__(self, fact: Fact) -> None:
        super().__init__(f"now at version {fact.current.number if fact.current else 0}")
        self.fact = fact


class NotConfirmable(FactRefused):
    """Only what is valid or was reported can be confirmed; a draft is published, an ended fact written anew."""


class ReasonMissing(FactRefused):
    """A fact is withdrawn with a reason in words."""


class NothingToUndo(FactRefused):
    """The fact is not withdrawn."""


class DetailError(CodedError):
    """A detail was refused: "unknown", "missing", "not-a-text", "not-a-number", "not-a-date", "not-a-choice",
    "not-a-row", "out-of-range". `field` names it, `line` counts from 1 in a list of rows.
    """

    def __init__(self, code: str, field: str, value: object = None, line: int | None = None) -> None:
        super().__init__(code, value)
        self.field, self.line = field, line
