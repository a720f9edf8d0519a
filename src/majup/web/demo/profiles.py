"""Made-up profiles of a few municipalities, written by their demo specialists on earlier days; each says so itself."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone

from majup.network.models import Holding
from majup.places.models import Municipality
from majup.places.pack import read
from majup.profiles.actions import Given, answer_questions
from majup.profiles.models import Answer, Question
from majup.staff.models import User


def fill() -> None:
    """Once; answers that somebody has given since are left alone."""
    if Answer.objects.exists():
        return
    questions = {question.code: question for question in Question.objects.all()}
    for row in read(settings.COUNTRY_PACK, "demo_profiles"):
        place = Municipality.objects.get(atvk=row["municipality"])
        given = {questions[code]: _given(answer) for code, answer in row["answers"].items()}
        answer_questions(municipality=place, given=given, by=_writer(place))
        at = timezone.now() - timedelta(days=row["days_ago"])
        Answer.objects.filter(municipality=place).update(at=at, confirmed_on=timezone.localdate(at))


def _given(answer: dict[str, Any]) -> Given:
    return Given(
        answer.get("text", {}),
        answer.get("choice", ""),
        Decimal(answer["number"]) if "number" in answer else None,
        answer.get("link", ""),
    )


def _writer(place: Municipality) -> User:
    """The specialist of the place, else the coordinator of the demo who helps where a municipality has nobody."""
    holding = Holding.objects.filter(role__municipality=place, role__kind="specialist").select_related("user").first()
    return holding.user if holding else User.objects.filter(email__startswith="coordinator.").earliest("pk")
