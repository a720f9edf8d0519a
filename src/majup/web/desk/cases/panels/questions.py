"""Questions out: to whom, in what state, how old, what came back, and answers that contradict each other."""

from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from majup.cases.models import Case
from majup.network.models import Role
from majup.plumbing.prepared import Prepared
from majup.questions.models import Question, Search
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.answer.words import OUTCOMES
from majup.web.desk.questions.lists import contradictions_in, with_answers

SHOWN = 20
SEARCHES = Prepared(
    lambda case: Search.objects.filter(case=case).annotate(topic_code=F("need__topic__code")).order_by("-started_at")
)


def _newest(case: Case, user: User) -> list[Question]:
    """The newest questions with answers; every role that any of them names is fetched once for all."""
    rows = Question.objects.visible_to(user).filter(case=case).select_related("topic", "form", "municipality")
    questions = list(rows.prefetch_related("answers").order_by("-sent_at", "-pk")[:SHOWN])
    named = [row for question in questions for row in (question, *question.answers.all())]
    places = ("municipality", "institution", "region")
    roles = Role.objects.select_related(*places).in_bulk({row.role_id for row in named})
    for row in named:
        row.role = roles[row.role_id]
    for question in questions:
        question.case = case
    return questions


def panel(case: Case, user: User) -> dict[str, Any] | None:
    if not user.may(Permission.QUESTION_SEND):
        return None
    questions = _newest(case, user)
    against = contradictions_in(questions)
    return {
        "name": "questions",
        "title": _("Questions out"),
        "template": "desk/cases/panels/questions.html",
        "questions": [with_answers(question, against) for question in questions],
        "searches": [(search, OUTCOMES.get(search.outcome, "")) for search in SEARCHES(case=case.pk)],
        "actions": [(_("Ask a municipality or institution"), reverse("question_ask", args=[case.reference]), "q")],
    }
