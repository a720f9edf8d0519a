"""What erasure leaves of questions: to whom, on which topic, when asked and answered; no word about the family.
One that still waits is withdrawn: nobody is reminded of it any more.

Answers that hold for other families too name nobody and stay (REF-10).
"""

from django.db import transaction
from django.utils import timezone

from majup.people.models import Household
from majup.questions.models import OPEN, Answer, Introduction, Question, QuestionLink, QuestionStop, Search, State

ERASED = "-"  # where a constraint asks for words


@transaction.atomic
def erase(household: Household) -> None:
    Introduction.objects.filter(household=household).delete()
    questions = Question.objects.filter(household=household)
    QuestionLink.objects.filter(question__in=questions).delete()
    QuestionStop.objects.filter(question__in=questions).update(note="")
    Answer.objects.filter(question__in=questions).update(versions=[])
    Answer.objects.filter(question__in=questions, for_others=False).update(form={}, text=ERASED)
    questions.update(text=ERASED, shown=[], support="", tells_support=False, previous={})
    questions.exclude(reason="").update(reason=ERASED)
    questions.filter(state__in=OPEN).update(state=State.WITHDRAWN, reason=ERASED, closed_at=timezone.now())
    Search.objects.filter(case__household=household).update(note="")
