"""Refusals of the texts, each with a code that pages put into words."""

from typing import Any

from majup.kernel.errors import CodedError


class TextError(CodedError):
    """Codes: "same-person", "not-waiting", "not-open", "no-reason", "no-consent", "has-consents", "not-published"."""


class ChangedMeanwhile(Exception):
    """Somebody else saved the draft first; `current` is what stands now."""

    def __init__(self, current: Any) -> None:
        super().__init__()
        self.current = current
