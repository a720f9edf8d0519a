"""Answering the standard questions. A changed answer is a new version; an unchanged one is confirmed for today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from majup.places.models import Municipality
from majup.profiles.errors import ProfileRefused
from majup.profiles.models import Answer, Question
from majup.staff.models import User


@dataclass(frozen=True)
class Given:
    """What was entered for one question; all empty takes the answer away."""

    text: Mapping[str, str] = field(default_factory=dict)
    choice: str = ""
    number: Decimal | None = None
    link: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.choice or self.link or self.number is not None)


@transaction.atomic
def answer_questions(*, municipality: Municipality, given: Mapping[Question, Given], by: User) -> int:
    """Take over what was entered; returns how many answers changed. Unchanged ones count as confirmed today.

    Raises ProfileRefused, and then nothing was changed.
    """
    municipality = Municipality.objects.select_for_update().get(pk=municipality.pk)
    if not municipality.is_in_force():
        raise ProfileRefused("municipality-has-ended", municipality.name)
    return sum(_answer(municipality, question, one, by) for question, one in given.items())


@transaction.atomic
def confirm(*, municipality: Municipality, questions: list[Question], by: User) -> int:
    """Somebody looked at the answers and found them right; returns how many."""
    current = Answer.objects.current().filter(municipality=municipality, question__in=questions)
    return current.update(confirmed_on=timezone.localdate(), confirmed_by=by)


def _answer(municipality: Municipality, question: Question, given: Given, by: User) -> bool:
    if given.choice and question.option(given.choice) is None:
        raise ProfileRefused("unknown-choice", given.choice)
    current = Answer.objects.current().filter(municipality=municipality, question=question).first()
    if current is None and given.is_empty:
        return False
    if current and _same(current, given):
        confirm(municipality=municipality, questions=[question], by=by)
        return False
    now = timezone.now()
    Answer.objects.current().filter(municipality=municipality, question=question).update(replaced_at=now)
    if not given.is_empty:
        Answer.objects.create(
            municipality=municipality,
            question=question,
            text=dict(given.text),
            choice=given.choice,
            number=given.number,
            link=given.link,
            by=by,
            at=now,
            confirmed_on=timezone.localdate(now),
            confirmed_by=by,
        )
    return True


def _same(answer: Answer, given: Given) -> bool:
    return (answer.text, answer.choice, answer.number, answer.link) == (
        dict(given.text),
        given.choice,
        given.number,
        given.link,
    )
