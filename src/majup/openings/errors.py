"""Refusals of the openings, each with a code that pages put into words."""

from majup.kernel.errors import CodedError


class OpeningError(CodedError):
    """Codes: "no-reason", "not-waiting", "over", "not-open", "missing-column", "not-checked", "nothing-good"."""
