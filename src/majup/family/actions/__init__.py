"""What a family does on its own page, and what the coordinator makes of it."""

from majup.family.actions.corrections import decline, propose, take_back, take_over
from majup.family.actions.leaving import answer_keep, ask_to_erase, ask_to_keep, refuse_erasure, take_back_erasure
from majup.family.actions.links import end_link, new_link, send_link, send_link_again
from majup.family.actions.words import say_informed, set_job_wish, speak, write

__all__ = [
    "answer_keep",
    "ask_to_erase",
    "ask_to_keep",
    "decline",
    "end_link",
    "new_link",
    "propose",
    "refuse_erasure",
    "say_informed",
    "send_link",
    "send_link_again",
    "set_job_wish",
    "speak",
    "take_back",
    "take_back_erasure",
    "take_over",
    "write",
]
