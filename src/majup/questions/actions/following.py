"""What happens to questions that nobody answers (REF-07); done by the worker in the scope of the region that asks."""

from datetime import date

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from majup.cases.actions.needs import SETTLED
from majup.cases.models import ENDED
from majup.network.models import Role
from majup.plumbing.days import Day
from majup.questions.actions.asking import locked, tell, withdraw
from majup.questions.letters import write_to
from majup.questions.models import Question
from majup.questions.routes import Route, role_name, role_names, route
from majup.staff.models import User


@transaction.atomic
def follow_up(*, question: Question, today: date, by: User | None) -> Question:
    """Remind after the due date; after the second deadline bring it to the municipality's specialist and, by its state,
    to the regional administration (REF-07). Each happens once; run again, nothing more happens.

    What nobody waits for any more, as the need is settled or the case has ended, is taken back instead."""
    question = locked(question)
    if question.is_waiting and (question.need.state in SETTLED or question.case.stage in ENDED):
        with translation.override(question.language):
            return withdraw(question=question, reason=gettext("The answer is no longer needed."), by=by)
    if question.is_waiting and question.due_on < today and question.reminded_at is None:
        _remind(question, by)
    if question.is_waiting and question.escalate_on < today and question.escalated_at is None:
        _escalate(question, by)
    return question


def _remind(question: Question, by: User | None) -> None:
    question.reminded_at = timezone.now()
    question.save(update_fields=["reminded_at"])
    way = route(question.role)
    if way is not None:
        write_to(way, question, "question_reminder")
    tell(question, "reminded", by, due_on=question.due_on.isoformat())


def _escalate(question: Question, by: User | None) -> None:
    way = _specialist_for(question)
    question.escalated_at = timezone.now()
    question.escalated_to = way.role if way else None
    question.save(update_fields=["escalated_at", "escalated_to"])
    if way is not None:
        write_to(
            way,
            question,
            "question_escalation",
            role_name=role_name(question.role, question.language),
            asked_on=Day(timezone.localdate(question.sent_at), question.language),
        )
    tell(question, "escalated", by, to=role_names(way.role) if way else "")


def _specialist_for(question: Question) -> Route | None:
    """Nobody when an institution was asked, or when the question stands with who would be told."""
    role = Role.objects.filter(kind=Role.Kind.SPECIALIST, municipality=question.municipality_id).first()
    way = route(role) if role and question.municipality_id else None
    return way if way and way.role.pk != question.role_id else None
