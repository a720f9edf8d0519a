"""Questions and searches follow their needs when two households become one, and go back with them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from majup.people.models import Household
from majup.questions.models import Question, Search


def preview(absorbed: Household) -> Sequence[tuple[Any, int]]:
    return [(_("Questions to others"), Question.objects.filter(household=absorbed).count())]


def move(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> dict[str, Any]:
    """Runs after the case stage: each row goes to the case to which its need belongs by now."""
    questions = Question.objects.filter(household=absorbed).select_related("need")
    moved = {question.pk: question.case_id for question in questions}
    searches = {search.pk: search.case_id for search in Search.objects.filter(case__household=absorbed)}
    for question in questions:
        Question.objects.filter(pk=question.pk).update(household=kept, case=question.need.case_id)
    for search in Search.objects.filter(pk__in=searches).select_related("need"):
        Search.objects.filter(pk=search.pk).update(case=search.need.case_id)
    return {"questions": list(moved.items()), "searches": list(searches.items())}


def undo(kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
    for pk, case in moved["questions"]:
        Question.objects.filter(pk=pk, household=kept).update(household=absorbed, case=case)
    for pk, case in moved["searches"]:
        Search.objects.filter(pk=pk).update(case=case)
