"""Why an answer of a profile was refused."""

from majup.kernel.errors import CodedError


class ProfileRefused(CodedError):
    """Codes: "unknown-choice", "municipality-has-ended"."""
