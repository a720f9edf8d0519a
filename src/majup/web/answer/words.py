"""Words for questions and answers, the same on every page: states, how a question travels, what was answered."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from majup.kernel.localized import pick
from majup.network.calendar import country_settings
from majup.network.models import Role
from majup.questions.facts import LABELS
from majup.questions.models import Question, Search, State
from majup.questions.routes import Way, role_name
from majup.web.components.texts import language, longdate, money

STATES = {
    State.SENT: _("Sent"),
    State.SEEN: _("Seen"),
    State.PASSED_ON: _("Passed on"),
    State.PARTLY: _("Partly answered"),
    State.ANSWERED: _("Answered"),
    State.REFUSED: _("Refused"),
    State.WITHDRAWN: _("Withdrawn"),
}
OVERDUE = _("Overdue")
CHOICES = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known yet")}
OUTCOMES = {
    Search.Outcome.FOUND: _("Found"),
    Search.Outcome.PARTLY: _("Found in part"),
    Search.Outcome.NOT_FOUND: _("Nothing found"),
}
WAYS = {
    Way.HOLDER: _("Goes to the holder of the role: %(name)s."),
    Way.SUBSTITUTE: _("Goes to %(name)s, who substitutes for the holder."),
    Way.DEPUTY: _(
        "The role has no holder now. Goes to the deputy: %(name)s."
        " The municipality sees that a new holder is to be named."
    ),
    Way.MAILBOX: _("Nobody is named for this role. Goes to its mailbox: %(address)s."),
    Way.FALLBACK: _("Nobody is named for %(instead_of)s. Goes to %(role)s: %(address)s."),
}


def state_word(question: Question):
    return OVERDUE if question.is_overdue else STATES[State(question.state)]


def state_tone(question: Question) -> str:
    return "overdue" if question.is_overdue else question.state


def name_of(role: Role) -> str:
    return role_name(role, language())


def way_word(way) -> str:
    """How a question travels, in one sentence; `way` is a `routes.Route` or None when it would reach nobody."""
    if way is None:
        return str(_("Nobody reads this role: there is no holder and no mailbox. Choose another addressee."))
    values = {
        "name": way.name,
        "address": way.name or way.address,
        "role": name_of(way.role),
        "instead_of": name_of(way.instead_of) if way.instead_of else "",
    }
    return str(WAYS[way.way]) % values


def shown(facts: Sequence[Mapping[str, str]], support: str = "") -> list[tuple[Any, str]]:
    """Label and value of everything the other side sees besides the text."""
    rows = [(LABELS[fact["key"]], fact["value"]) for fact in facts]
    return [*rows, (LABELS["support"], support)] if support else rows


def said(fields: Sequence[Mapping[str, Any]], form: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Label and value of every filled field of an answer, in the order of the form."""
    return [
        (label_of(field), value_of(field["kind"], form[field["code"]])) for field in fields if field["code"] in form
    ]


def label_of(field: Mapping[str, Any]) -> str:
    return pick(field["label"], language(), country_settings()["languages"]).text


def value_of(kind: str, value: Any) -> str:
    if kind == "choice":
        return str(CHOICES.get(value, value))
    if kind == "date":
        return longdate(dt.date.fromisoformat(value))
    return money(value) if kind == "money" else str(value)
