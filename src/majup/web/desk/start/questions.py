"""Overdue questions to municipalities and institutions (NET-09)."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from majup.questions.models import Question
from majup.staff.models import User
from majup.web.answer.words import name_of
from majup.web.components.texts import localized_plain
from majup.web.desk.start.counts import ROWS, Count, Row, up_to_limit


def _overdue(user: User):
    return Question.objects.filter(region__in=user.scope.regions).overdue()


def count(user: User) -> Count:
    number = up_to_limit(_overdue(user))
    return Count(_("Overdue questions"), number, f"{reverse('questions')}?state=overdue", "late" if number else "")


def rows(user: User, day: date) -> list[Row]:
    late = _overdue(user).select_related("case", "topic", "role__municipality", "role__institution", "role__region")
    return [
        Row(
            kind=_("Overdue question"),
            title=f"{question.case.title}: {localized_plain(question.topic.name)}",
            url=reverse("question", args=[question.pk]),
            due=question.due_on,
            text=name_of(question.role),
        )
        for question in late.order_by("due_on", "pk")[:ROWS]
    ]
