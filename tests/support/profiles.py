"""Answers to the standard questions, given as a specialist gives them."""

from datetime import timedelta

from django.utils import timezone

from majup.profiles.actions import Given, answer_questions
from majup.profiles.models import Answer, Question
from majup.staff.models import User
from tests.support.people import municipality

PLACE = "0054000"


def say(by: User, atvk: str = PLACE, *, months_ago: int = 0, **answers: str | dict) -> None:
    """`say(dace, kindergarten="now", about={"lv": "…", "en": "…"})`; confirmed so many months ago."""
    given = {
        Question.objects.get(code=code): Given(text=value) if isinstance(value, dict) else Given(choice=value)
        for code, value in answers.items()
    }
    answer_questions(municipality=municipality(atvk), given=given, by=by)
    if months_ago:
        day = timezone.localdate() - timedelta(days=31 * months_ago)
        Answer.objects.filter(question__code__in=answers, municipality__atvk=atvk).update(confirmed_on=day)
