"""Everything that a town hall owes, on one page: questions, facts to confirm, the profile, what time of year it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from majup.catalogue.queries import to_confirm
from majup.network.calendar import coming_seasons
from majup.places.models import Municipality
from majup.profiles.queries import Part, profile_of
from majup.questions.models import Question
from majup.staff.access import log_view
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.answer import words
from majup.web.desk.places.find import own_places
from majup.web.facts.lists import line
from majup.web.http import StaffRequest, needs

SHOWN = 5


@dataclass(frozen=True)
class Owed:
    """The first few of one kind, and how many there are in all."""

    rows: list[Any]
    number: int

    @property
    def more(self) -> int:
        return self.number - len(self.rows)


@needs(Permission.QUESTION_ANSWER)
@require_safe
def owed(request: StaffRequest) -> HttpResponse:
    """Oldest first in every part; each thing is done from here, by one press or on one short page."""
    log_view(user=request.user, household_id=None, record="questions", page="townhall_owed")
    questions, facts, profile = _questions(request.user), _facts(request.user), _profile(request.user)
    context = {
        "questions": questions,
        "facts": facts,
        "profile": profile,
        "seasons": coming_seasons(timezone.localdate()) if request.user.may(Permission.ENQUIRY_ENTER) else [],
        "number": questions.number + facts.number + profile.number,
    }
    return render(request, "townhall/owed.html", context)


def _questions(user: User) -> Owed:
    asked = Question.objects.asked_of(user).open()
    first = asked.select_related("topic", "municipality").order_by("due_on", "pk")[:SHOWN]
    return Owed([(row, words.state_word(row), words.state_tone(row)) for row in first], asked.count())


def _facts(user: User) -> Owed:
    """What one's own roles answer for and should confirm, or publish."""
    if not user.may(Permission.FACT_KEEP):
        return Owed([], 0)
    waiting = to_confirm(user.scope.roles)
    return Owed([line(fact) for fact in waiting.select_related("current")[:SHOWN]], waiting.count())


@dataclass(frozen=True)
class Block:
    """One part of a municipality's profile with what is unanswered or old in it."""

    place: Municipality
    part: Part
    unanswered: int
    old: int


def _profile(user: User) -> Owed:
    blocks = [block for place in own_places(user) for part in profile_of(place) if (block := _block(place, part))]
    blocks.sort(key=lambda block: (-block.old, block.part.block.order))
    return Owed(blocks[:SHOWN], len(blocks))


def _block(place: Municipality, part: Part) -> Block | None:
    unanswered = sum(one.answer is None for one in part.said)
    old = sum(one.is_old for one in part.said)
    return Block(place, part, unanswered, old) if unanswered or old else None
