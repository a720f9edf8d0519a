"""Why something between a municipality and somebody abroad could not be done."""

from majup.kernel.errors import CodedError


class TieError(CodedError):
    """Codes: "empty-text", "answered"."""
