"""What questions still tell when a family takes an agreement back (PRV-02)."""

from dataclasses import replace

from django.db import transaction

from majup.people.models import Household
from majup.questions.facts import consent_for, has_agreed, without_personal
from majup.questions.models import Question
from majup.staff.scope import acting, current


@transaction.atomic
def hide_in_open_questions(*, household: Household, purpose: str) -> None:
    """Those that are answered already stay as they were shown; the family reads there who saw what.

    A wished support stands in rows that only the responsible region sees: done in its scope.
    """
    with acting(replace(current(), regions=frozenset({household.region_id}))):
        open_ones = Question.objects.open().filter(household=household).select_for_update(of=("self",))
        for question in open_ones.select_related("role", "need__person", "need__case__household"):
            if consent_for(question.role) == purpose and not has_agreed(question.need, question.role):
                without_personal(question)
                question.save(update_fields=["shown", "support", "tells_support"])
