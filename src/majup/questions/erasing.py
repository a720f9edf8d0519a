"""What erasure leaves of questions: to whom, on which topic, when asked and answered; no word about the family.

Answers that hold for other families too name nobody and stay (REF-10).
"""

from django.db import transaction

from majup.people.models import Household
from majup.questions.models import Answer, Introduction, Question, QuestionLink, QuestionStop, Search

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
    Search.objects.filter(case__household=household).update(note="")
