"""What the asked side does: answers, passes on, refuses. It sees one question and no case, so each of these runs in a
scope that opens this question, and the need and the time line are told through `majup_question_happened`."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from majup.network.calendar import add_working_days
from majup.network.models import Role
from majup.questions import queries
from majup.questions.actions.asking import add_stop
from majup.questions.actions.drafting import draft_fact
from majup.questions.errors import (
    AnswerUsed,
    NobodyToWriteTo,
    NothingAnswered,
    QuestionClosed,
    ReasonMissing,
    StandsElsewhere,
)
from majup.questions.facts import consent_for, without_personal
from majup.questions.letters import tell_coordinator, write_to
from majup.questions.models import Answer, Question, State
from majup.questions.routes import role_name, role_names, route
from majup.staff.models import User
from majup.staff.scope import acting, current


def mark_seen(*, question: Question) -> None:
    """Note that the role has opened the question; a function call, so that a page that is only read may do it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT majup_question_seen(%s)", [question.pk])


def answer(
    *,
    question: Question,
    role: Role,
    form: Mapping[str, Any],
    name: str,
    by: User | None,
    text: str = "",
    is_part: bool = False,
    for_others: bool = False,
    valid_until: date | None = None,
) -> Answer:
    """Keep what `role` answers and let it land in the need at once; a second time it changes the answer and keeps the
    former wording. `form` holds values as JSON; empty ones are left out.

    Raises NothingAnswered, AnswerUsed, QuestionClosed, StandsElsewhere.
    """
    said = {code: value for code, value in form.items() if value not in (None, "")}
    if not said and not text.strip():
        raise NothingAnswered
    with _inside(question) as held:
        _check_stands_with(held, role)
        former = held.answers.select_for_update().filter(role=role).first()
        _check_answerable(held, former)
        values = {
            "form": said,
            "text": text.strip(),
            "is_part": is_part,
            "for_others": for_others,
            "valid_until": valid_until,
        }
        kept = _change(former, values, name, by) if former else _keep(held, role, values, name, by)
        _settle(held, State.PARTLY if is_part else State.ANSWERED)
        what = "answer_changed" if former else "partly_answered" if is_part else "answered"
        draft_fact(kept, held, by)
        _happened(held, what, need_state="" if is_part else "answered", by_name=name, answer=kept.pk)
        tell_coordinator(held, kept)
    return kept


def _check_answerable(question: Question, former: Answer | None) -> None:
    if former and former.used_at:
        raise AnswerUsed
    if question.state in {State.REFUSED, State.WITHDRAWN} or (question.state == State.ANSWERED and not former):
        raise QuestionClosed


def _keep(question: Question, role: Role, values: dict[str, Any], name: str, by: User | None) -> Answer:
    now = timezone.now()
    return Answer.objects.create(
        question=question, role=role, answered_at=now, changed_at=now, answered_by=by, answered_by_name=name, **values
    )


def _change(former: Answer, values: dict[str, Any], name: str, by: User | None) -> Answer:
    former.versions.append(
        {
            "form": former.form,
            "text": former.text,
            "is_part": former.is_part,
            "at": former.changed_at.isoformat(),
            "by_name": former.answered_by_name,
        }
    )
    for field, value in values.items():
        setattr(former, field, value)
    former.changed_at, former.answered_by, former.answered_by_name = timezone.now(), by, name
    former.save()
    return former


def pass_on(*, question: Question, role: Role, to: Role, name: str, by: User | None, note: str = "") -> Question:
    """Send the question on to another role; the chain keeps who, when and why (REF-08), the deadline stays.

    Who gets it late has at least the next working day. What the family agreed to share with municipalities alone
    does not go on to an institution, nor the other way round (PRV-02).

    Raises StandsElsewhere, QuestionClosed, NobodyToWriteTo.
    """
    way = route(to)
    if way is None or way.role.pk == role.pk:
        raise NobodyToWriteTo(to)
    with _inside(question) as held:
        _check_stands_with(held, role)
        if not held.is_open:
            raise QuestionClosed
        held.due_on = max(held.due_on, add_working_days(timezone.localdate(), 1))
        held.escalate_on = max(held.escalate_on, held.due_on)
        if consent_for(way.role) != consent_for(role):
            without_personal(held)  # the family agreed to one kind of addressee: a municipality is no institution
        held.role, held.state, held.seen_at, held.reminded_at = way.role, State.PASSED_ON, None, None
        held.municipality = to.municipality or held.municipality
        held.previous = queries.last_answer(way.role, held.topic)
        held.save()
        by_name = f"{name} ({role_name(role, held.language)})"
        add_stop(held, way, by_name, note.strip())
        write_to(way, held, "question_passed_on", passed_on_by=by_name)
        _happened(held, "passed_on", by_name=by_name, note=note.strip())
    return held


def refuse(*, question: Question, role: Role, reason: str, name: str, by: User | None) -> Question:
    """Say that there will be no answer, and why; the need stands open again. Raises ReasonMissing and as `pass_on`."""
    if not reason.strip():
        raise ReasonMissing
    with _inside(question) as held:
        _check_stands_with(held, role)
        if not held.is_open:
            raise QuestionClosed
        held.reason = reason.strip()
        _settle(held, State.REFUSED)
        _happened(held, "refused", need_state="open", by_name=name, reason=held.reason)
    return held


@contextmanager
def _inside(question: Question) -> Iterator[Question]:
    """The question as it stands now, locked, in a scope that opens it and whatever was open before."""
    with acting(replace(current(), question_id=question.pk)), transaction.atomic():
        rows = Question.objects.select_for_update(of=("self",))
        yield rows.select_related("region", "topic", "role", "municipality", "form").get(pk=question.pk)


def _check_stands_with(question: Question, role: Role) -> None:
    if role.pk not in {question.role_id, question.escalated_to_id}:
        raise StandsElsewhere


def _settle(question: Question, state: State) -> None:
    question.state = state
    question.closed_at = None if state == State.PARTLY else timezone.now()
    question.save(update_fields=["state", "reason", "closed_at"])


def _happened(question: Question, what: str, *, need_state: str = "", **details: Any) -> None:
    told = {
        "question": question.pk,
        "reference": question.reference,
        "topic": question.topic.code,
        "role": role_names(question.role),
        **details,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT majup_question_happened(%s, %s, %s::jsonb, %s, %s)",
            [question.pk, what, json.dumps(told), need_state, timezone.now()],
        )
