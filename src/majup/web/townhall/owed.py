"""Everything that a town hall owes, on one page: questions, facts, openings, the profile, the time of year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from majup.catalogue.queries import to_confirm
from majup.intake.models import Enquiry
from majup.network.calendar import coming_seasons
from majup.openings.models import AnnouncedNeed, Dwelling, Employer, Vacancy
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
from majup.web.openings.words import price_of

SHOWN = 5
EXPIRES_WITHIN = 14  # days
HANDED_IN = {"vacancies": Vacancy, "dwellings": Dwelling, "employers": Employer, "needs": AnnouncedNeed}
ENDING = {"vacancies": Vacancy, "dwellings": Dwelling}


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
    parts = {
        "questions": _questions(request.user),
        "given_back": _given_back(request.user),
        "facts": _facts(request.user),
        "openings": _openings(request.user),
        "profile": _profile(request.user),
    }
    context = {
        **parts,
        "seasons": coming_seasons(timezone.localdate()) if request.user.may(Permission.ENQUIRY_ENTER) else [],
        "keeps_openings": _keeps_openings(request.user),
        "number": sum(part.number for part in parts.values()),
    }
    return render(request, "townhall/owed.html", context)


def _questions(user: User) -> Owed:
    asked = Question.objects.asked_of(user).open()
    first = asked.select_related("topic", "municipality").order_by("due_on", "pk")[:SHOWN]
    return Owed([(row, words.state_word(row), words.state_tone(row)) for row in first], asked.count())


def _given_back(user: User) -> Owed:
    """Questions that she passed on and the coordinator gave back (K-M2)."""
    if not user.may(Permission.ENQUIRY_ENTER):
        return Owed([], 0)
    rows = Enquiry.objects.visible_to(user).filter(entered_by=user, state=Enquiry.State.PASSED_ON)
    back = rows.filter(events__details__given_back=True).distinct().order_by("due_on", "pk")
    return Owed(list(back[:SHOWN]), back.count())


def _facts(user: User) -> Owed:
    """What one's own roles answer for and should confirm, or publish."""
    if not user.may(Permission.FACT_KEEP):
        return Owed([], 0)
    waiting = to_confirm(user.scope.roles)
    return Owed([line(fact) for fact in waiting.select_related("current")[:SHOWN]], waiting.count())


@dataclass(frozen=True)
class Opening:
    """A vacancy, dwelling, employer or need; `is_new` waits to be checked, otherwise its last day is near."""

    kind: str
    entry: Any
    is_new: bool

    @property
    def told(self) -> str:
        """What tells it apart from the next: a home by where it is and its price, a vacancy by its employer."""
        if self.kind == "dwellings":
            return " · ".join(filter(None, (self.entry.area, price_of(self.entry))))
        if self.kind == "vacancies":
            return self.entry.employer.name if self.entry.employer else self.entry.employer_title
        return gettext("Employer") if self.kind == "employers" else gettext("Workers needed later")


def _keeps_openings(user: User) -> bool:
    return user.may(Permission.OPENING_KEEP) and bool(own_places(user))


def _openings(user: User) -> Owed:
    if not _keeps_openings(user):
        return Owed([], 0)
    rows = list(_waiting(user))
    return Owed(rows[:SHOWN], len(rows))


def _waiting(user: User) -> Iterator[Opening]:
    """What owners handed in, then what ends within two weeks and is kept by hand; rows of a file end by themselves."""
    for kind, model in HANDED_IN.items():
        entries = model.objects.kept_by(user).waiting().order_by("created_at")
        if kind == "vacancies":
            entries = entries.select_related("employer")
        yield from (Opening(kind, entry, is_new=True) for entry in entries)
    last = timezone.localdate() + timedelta(days=EXPIRES_WITHIN)
    for kind, model in ENDING.items():
        ending = model.objects.kept_by(user).open().filter(source=None, valid_to__lte=last)
        entries = ending.select_related("employer").order_by("valid_to")
        yield from (Opening(kind, entry, is_new=False) for entry in entries)


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
