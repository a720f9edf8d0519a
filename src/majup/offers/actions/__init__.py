"""What can be done to an offer. Every action takes `by`, is one transaction and leaves its row on the time line."""

from majup.offers.actions.composing import (
    add_item,
    change_item,
    compare_places,
    draft,
    mark_empty_sections,
    mark_no_solution,
    put_in_block,
    remove_item,
    restore_item,
    set_section,
    write_introduction,
)
from majup.offers.actions.facts import mark_unconfirmed, put_in_fact, refresh
from majup.offers.actions.given import (
    await_contribution,
    give_up_contribution,
    put_in_all,
    put_in_answer,
    receive_contribution,
)
from majup.offers.actions.openings import put_in_opening
from majup.offers.actions.replying import document_of, erase, mark_item, note_discussed, see_marks, settle
from majup.offers.actions.sending import file_name, mark_ready, renew_link, revise, send, send_link_again

__all__ = [
    "add_item",
    "await_contribution",
    "change_item",
    "compare_places",
    "document_of",
    "draft",
    "erase",
    "file_name",
    "give_up_contribution",
    "mark_empty_sections",
    "mark_item",
    "mark_no_solution",
    "mark_ready",
    "mark_unconfirmed",
    "note_discussed",
    "put_in_all",
    "put_in_answer",
    "put_in_block",
    "put_in_fact",
    "put_in_opening",
    "receive_contribution",
    "refresh",
    "remove_item",
    "renew_link",
    "restore_item",
    "revise",
    "see_marks",
    "send",
    "send_link_again",
    "set_section",
    "settle",
    "write_introduction",
]
