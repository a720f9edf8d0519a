"""Questions out: to whom, in what state, how old, what came back, and answers that contradict each other."""

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from majup.cases.models import Case
from majup.network.models import Role
from majup.plumbing.prepared import Prepared
from majup.questions.models import Answer, AnswerForm, Question, Search
from majup.questions.queries import contradictions
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.answer.words import OUTCOMES
from majup.web.desk.questions.lists import with_answers
from majup.web.http import grouped

SHOWN = 20


def _newest_of(rows: QuerySet[Question], case: int) -> QuerySet[Question]:
    return (
        rows.filter(case=case)
        .annotate(topic_code=F("topic__code"), whose=F("need__person__given_name"))
        .order_by("-sent_at", "-pk")[:SHOWN]
    )


QUESTIONS = Prepared(lambda case: _newest_of(Question.objects.all(), case))
ANSWERS = Prepared(lambda case: Answer.objects.filter(question__case=case))
SEARCHES = Prepared(
    lambda case: (
        Search.objects.filter(case=case)
        .annotate(topic_code=F("need__topic__code"), whose=F("need__person__given_name"))
        .order_by("-started_at")
    )
)


def _newest(case: Case, user: User) -> list[tuple[Question, list[Answer]]]:
    """The newest questions with answers; every role and form that any of them names is fetched once for all."""
    own = case.region_id in user.scope.regions
    shown = QUESTIONS(case=case.pk) if own else _newest_of(Question.objects.visible_to(user), case.pk)
    questions = {question.pk: question for question in shown}
    answers = [answer for answer in ANSWERS(case=case.pk) if answer.question_id in questions] if questions else []
    _name_roles([*questions.values(), *answers])
    forms = AnswerForm.objects.in_bulk({question.form_id for question in questions.values()}) if answers else {}
    for question in questions.values():
        question.case, question.form = case, forms.get(question.form_id)
    for answer in answers:
        answer.question = questions[answer.question_id]
    given = grouped(answers, "question_id")
    return [(question, given[pk]) for pk, question in questions.items()]


def _name_roles(named: list[Any]) -> None:
    roles = Role.objects.select_related("municipality", "institution", "region").in_bulk({row.role_id for row in named})
    for row in named:
        row.role = roles[row.role_id]


def panel(case: Any, user: User) -> dict[str, Any] | None:
    if not user.may(Permission.QUESTION_SEND):
        return None
    questions = _newest(case, user)
    searches = SEARCHES(case=case.pk) if case.has_searches else []
    against = contradictions([answer for _question, answers in questions for answer in answers])
    return {
        "name": "questions",
        "title": _("Questions out"),
        "template": "desk/cases/panels/questions.html",
        "questions": [with_answers(question, answers, against) for question, answers in questions],
        "searches": [(search, OUTCOMES.get(search.outcome, "")) for search in searches],
        "actions": [(_("Ask a municipality or institution"), reverse("question_ask", args=[case.reference]), "q")],
    }
