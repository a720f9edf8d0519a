"""The library of questions that come again and what we answer (K-C10)."""

from django.db import transaction
from django.utils import timezone

from majup.cases.errors import ChangedMeanwhile
from majup.cases.models import TypicalAnswer
from majup.network.models import Topic
from majup.places.models import PlanningRegion
from majup.staff.models import User


def save_answer(
    *, title: str, text: str, language: str, by: User, region: PlanningRegion | None = None, topic: Topic | None = None
) -> TypicalAnswer:
    """Keep an answer for the next family that asks; without a region every coordinator finds it."""
    return TypicalAnswer.objects.create(
        region=region, topic=topic, language=language, title=title, text=text, changed_by=by, changed_at=timezone.now()
    )


@transaction.atomic
def change_answer(*, answer: TypicalAnswer, by: User, version: int, **values: object) -> TypicalAnswer:
    """Improve a kept answer; ChangedMeanwhile when somebody else did so first."""
    answer = TypicalAnswer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if answer.version != version:
        raise ChangedMeanwhile(answer)
    for name, value in values.items():
        setattr(answer, name, value)
    answer.version, answer.changed_by, answer.changed_at = answer.version + 1, by, timezone.now()
    answer.save()
    return answer


def withdraw_answer(*, answer: TypicalAnswer, by: User) -> None:
    """Offer it no longer; who used it has used it."""
    TypicalAnswer.objects.filter(pk=answer.pk).update(withdrawn_at=timezone.now(), changed_by=by)
