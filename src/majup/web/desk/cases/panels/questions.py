"""Questions out: to whom, in what state, how old, what came back, and answers that contradict each other."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from majup.cases.models import Case
from majup.questions.models import Question, Search
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.answer.words import OUTCOMES
from majup.web.desk.questions.lists import contradictions_in, told

SHOWN = 20


def panel(case: Case, user: User) -> dict[str, Any] | None:
    if not user.may(Permission.QUESTION_SEND):
        return None
    rows = Question.objects.visible_to(user).filter(case=case).with_answers()
    questions = list(rows.order_by("-sent_at", "-pk")[:SHOWN])
    against = contradictions_in(questions)
    searches = Search.objects.filter(case=case).select_related("need__topic").order_by("-started_at")
    return {
        "name": "questions",
        "title": _("Questions out"),
        "template": "desk/cases/panels/questions.html",
        "questions": [told(question, against) for question in questions],
        "searches": [(search, OUTCOMES.get(search.outcome, "")) for search in searches],
        "actions": [(_("Ask a municipality or institution"), reverse("question_ask", args=[case.reference]), "q")],
    }
