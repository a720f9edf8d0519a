"""What the case stage refuses; pages turn each into words beside the field."""

from collections.abc import Sequence
from typing import Any


class CaseRefused(Exception):
    """The case cannot be changed like this."""


class ChangedMeanwhile(CaseRefused):
    """Somebody else changed the record after this form was opened; `current` is how it stands now."""

    def __init__(self, current: Any) -> None:
        super().__init__(f"version is {current.version} now")
        self.current = current


class MoveNotAllowed(CaseRefused):
    """The stages do not follow each other (`TRANSITIONS`)."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(f"{before} -> {after}")
        self.before, self.after = before, after


class ReasonMissing(CaseRefused):
    """This needs a reason in words."""


class NextContactMissing(CaseRefused):
    """An active case has a day on which the family is contacted next (FUP-02)."""


class OpenNeedsLeft(CaseRefused):
    """A case does not end while needs are open or asked, unless a reason says why (NEE-06)."""

    def __init__(self, needs: Sequence[Any]) -> None:
        super().__init__(f"{len(needs)} needs")
        self.needs = needs


class NotReady(ReasonMissing):
    """Home, work or education is still unknown, and no reason says why the move is prepared all the same (NEE-04)."""

    def __init__(self, areas: Sequence[str]) -> None:
        super().__init__(", ".join(areas))
        self.areas = areas


class NoteMissing(CaseRefused):
    """Nothing is settled without a note on what settles it (NEE-03)."""


class NotResponsible(CaseRefused):
    """Only the responsible region decides on a case; a region it is shared with reads and logs contacts."""


class HandoverRefused(CaseRefused):
    """The case is not to be handed over like this; the code says why.

    Codes: "same-region", "already-proposed", "already-shared", "not-agreed", "not-open", "not-yours".
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class EnquiryAlreadyAttached(CaseRefused):
    """The enquiry belongs to a case already."""


class MemberOfAnotherHousehold(CaseRefused):
    """The person is no member of the case's household."""
