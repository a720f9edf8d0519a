"""Why an enquiry could not be taken, passed on, answered or received."""

from datetime import datetime

from majup.kernel.errors import CodedError


class EnquiryError(CodedError):
    """An enquiry does not allow this now.

    Codes: "unknown-channel"; "no-region" (nobody said in which region to work on it); "not-mine" (another region's);
    "no-address" (no e-mail to write to); "empty-text"; "finished" (answered or attached already); "same-region";
    "attached-elsewhere".
    """


class TakenByAnother(EnquiryError):
    """Somebody was first; `name` and `at` say who and when, both None when the enquiry is gone."""

    def __init__(self, name: str | None, at: datetime | None) -> None:
        super().__init__("taken-by-another")
        self.name = name
        self.at = at


class TooManyQuestions(EnquiryError):
    """More came within an hour than the form takes; `minutes` until it is open again.

    `is_text`: it is the same text that came too often, not one network address.
    """

    def __init__(self, minutes: int, *, is_text: bool = False) -> None:
        super().__init__("too-many")
        self.minutes, self.is_text = minutes, is_text
