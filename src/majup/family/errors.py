"""Why something on the family's own page could not be done."""

from majup.kernel.errors import CodedError


class FamilyError(CodedError):
    """Codes: "unknown-field", "same-value", "not-a-member", "empty-text", "no-address", "decided" (somebody was first),
    "reason-needed", "not-a-value", "answered"."""
