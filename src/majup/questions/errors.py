"""What the question stage refuses; pages turn each into words beside the field."""

from majup.network.models import Role


class QuestionRefused(Exception):
    """The question cannot be sent, moved or answered like this."""


class NothingAsked(QuestionRefused):
    """A question needs words."""


class DueDateNotAhead(QuestionRefused):
    """The day by which an answer is asked lies in the past."""


class NobodyToWriteTo(QuestionRefused):
    """The role has neither a holder nor a mailbox, and no unit of the municipality steps in."""

    def __init__(self, role: Role) -> None:
        super().__init__(str(role))
        self.role = role


class NotToBeShown(QuestionRefused):
    """A fact was to be shown that this need does not have or the family did not agree to share; `key` names it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class NotResponsible(QuestionRefused):
    """Only the responsible region asks about a wished support (PRV-05)."""


class QuestionClosed(QuestionRefused):
    """The question was refused or withdrawn, or answered for good."""


class StandsElsewhere(QuestionRefused):
    """The question was passed on and stands with another role now."""


class AnswerUsed(QuestionRefused):
    """The answer stands in an offer and is not changed any more."""


class NothingAnswered(QuestionRefused):
    """An answer needs a filled field or words."""


class ReasonMissing(QuestionRefused):
    """This needs a reason in words."""


class NothingShown(QuestionRefused):
    """An introduction without a single fact tells an employer nothing."""


class IntroducedAlready(QuestionRefused):
    """This person is introduced to this employer already."""
