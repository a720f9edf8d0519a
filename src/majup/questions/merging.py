"""Questions and searches follow their needs when two households become one, and go back with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from majup.people.models import Household
from majup.questions.models import Introduction, Question, Search


def preview(absorbed: Household) -> Sequence[tuple[Any, int]]:
    return [
        (_("Questions to others"), Question.objects.filter(household=absorbed).count()),
        (_("Introductions to employers"), Introduction.objects.filter(household=absorbed).count()),
    ]


def move(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> dict[str, Any]:
    """Runs after the case stage: each row goes to the case to which its need belongs by now."""
    questions = Question.objects.filter(household=absorbed).select_related("need")
    moved = {question.pk: question.case_id for question in questions}
    searches = {search.pk: search.case_id for search in Search.objects.filter(case__household=absorbed)}
    for question in questions:
        Question.objects.filter(pk=question.pk).update(household=kept, case=question.need.case_id)
    for search in Search.objects.filter(pk__in=searches).select_related("need"):
        Search.objects.filter(pk=search.pk).update(case=search.need.case_id)
    return {
        "questions": list(moved.items()),
        "searches": list(searches.items()),
        "introductions": _move_introductions(kept, absorbed, persons),
    }


def _move_introductions(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> list[tuple[int, int, int]]:
    """Agreements follow the person; of two to the same employer the kept person's goes on and the other one ends."""
    rows = list(Introduction.objects.filter(household=absorbed))
    for row in rows:
        person = persons.get(row.person_id, row.person_id)
        same = Introduction.objects.filter(person=person, employer=row.employer_id, withdrawn_at=None).exclude(
            pk=row.pk
        )
        ended = row.withdrawn_at or (timezone.now() if same.exists() else None)
        Introduction.objects.filter(pk=row.pk).update(
            household=kept, case=kept.case.pk, person=person, withdrawn_at=ended
        )
    return [(row.pk, row.case_id, row.person_id) for row in rows]


def undo(kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
    for pk, case in moved["questions"]:
        Question.objects.filter(pk=pk, household=kept).update(household=absorbed, case=case)
    for pk, case, person in moved.get("introductions", ()):
        Introduction.objects.filter(pk=pk, household=kept).update(household=absorbed, case=case, person=person)
    for pk, case in moved["searches"]:
        Search.objects.filter(pk=pk).update(case=case)
