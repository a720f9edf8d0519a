"""Jobs of the questions: reminders, and what happens when they do not help."""

from django.utils import timezone
from procrastinate.contrib.django import app

from majup.questions import actions, queries
from majup.questions.models import Question
from majup.staff.scope import Scope, acting


@app.periodic(cron="7 5-15 * * 1-5")
@app.task(queue="questions", queueing_lock="follow_up_questions")
def follow_up_questions(timestamp: int) -> None:
    """Each question in a transaction and scope of its own: one that fails holds up no other, and is tried next hour."""
    today = timezone.localdate()
    for question_id, region_id in queries.due_for_follow_up(today):
        follow_up_question.defer(question_id=question_id, region_id=region_id)


@app.task(queue="questions")
def follow_up_question(question_id: int, region_id: int) -> None:
    with acting(Scope(regions=frozenset({region_id}))):
        question = Question.objects.filter(pk=question_id).first()
        if question is not None:
            actions.follow_up(question=question, today=timezone.localdate(), by=None)
