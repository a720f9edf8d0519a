"""Why a call could not be asked for, confirmed or called off."""

from majup.kernel.errors import CodedError


class CallError(CodedError):
    """Codes: "no-time" (neither a slot nor a proposal), "taken" (the slot is somebody else's by now), "past",
    "unknown-zone", "decided" (confirmed or off already), "reason-needed", "where-needed",
    "over" (nothing to call off any more)."""
