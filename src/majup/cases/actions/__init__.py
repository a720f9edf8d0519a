"""What can be done to a case: each action takes `by`, is one transaction and leaves its row on the time line."""

from majup.cases.actions.answers import change_answer, save_answer, withdraw_answer
from majup.cases.actions.contacts import keep_promise, log_contact, moment_on, note_talk
from majup.cases.actions.family import ResidenceData, add_member, change_household, save_member
from majup.cases.actions.handover import decide_handover, end_share, propose_handover, withdraw_handover
from majup.cases.actions.mails import file_message, write_to_family
from majup.cases.actions.needs import (
    add_need,
    change_facts,
    change_need,
    move_candidate,
    set_candidates,
    set_need,
    set_obstacles,
    set_readiness,
    set_support_wish,
)
from majup.cases.actions.opening import attach_enquiry, open_case, rename
from majup.cases.actions.places import weigh_places
from majup.cases.actions.stages import TRANSITIONS, close, leave_to_consent, move, reopen, rest, unknown_areas
from majup.cases.actions.steps import add_step, seed_steps, tick_step

__all__ = [
    "TRANSITIONS",
    "ResidenceData",
    "add_member",
    "add_need",
    "add_step",
    "attach_enquiry",
    "change_answer",
    "change_facts",
    "change_household",
    "change_need",
    "close",
    "decide_handover",
    "end_share",
    "file_message",
    "keep_promise",
    "leave_to_consent",
    "log_contact",
    "moment_on",
    "move",
    "move_candidate",
    "note_talk",
    "open_case",
    "propose_handover",
    "rename",
    "reopen",
    "rest",
    "save_answer",
    "save_member",
    "seed_steps",
    "set_candidates",
    "set_need",
    "set_obstacles",
    "set_readiness",
    "set_support_wish",
    "tick_step",
    "unknown_areas",
    "weigh_places",
    "withdraw_answer",
    "withdraw_handover",
    "write_to_family",
]
