"""What can be refused when households and their members are changed."""

from majup.kernel.errors import CodedError


class ChangedMeanwhile(Exception):
    """Somebody else changed the household after this form was shown; `version` is today's."""

    def __init__(self, version: int) -> None:
        super().__init__(f"household is at version {version} by now")
        self.version = version


class NothingAgreed(Exception):
    """A consent was to be withdrawn that is not given at present."""


class MergeRefused(CodedError):
    """Two households cannot become one, or cannot become two again.

    Codes: "same-household"; "already-merged"; "erased"; "different-regions"; "handover-open"; "two-offers-open";
    "person-elsewhere"; "already-rolled-back"; "merged-further" (the kept household was itself absorbed since).
    """


class EraseRefused(CodedError):
    """A household cannot be erased. Codes: "already-erased"; "merged" (erase the household that took it up)."""
