"""What can be done with questions: by the coordinator, by the side that answers, by the worker in between."""

from majup.questions.actions.answering import answer, mark_seen, pass_on, refuse
from majup.questions.actions.asking import (
    Asking,
    close_search,
    default_due_on,
    mark_used,
    send,
    send_all,
    shown_to,
    withdraw,
)
from majup.questions.actions.following import follow_up

__all__ = [
    "Asking",
    "answer",
    "close_search",
    "default_due_on",
    "follow_up",
    "mark_seen",
    "mark_used",
    "pass_on",
    "refuse",
    "send",
    "send_all",
    "shown_to",
    "withdraw",
]
