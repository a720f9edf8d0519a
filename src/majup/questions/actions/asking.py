"""What the coordinator does with questions: sends one or several, takes one back, says what a search came to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from majup.cases.actions.needs import set_need
from majup.cases.models import Need
from majup.network.calendar import add_working_days, country_settings
from majup.network.models import Role
from majup.people.actions import record_event
from majup.plumbing.turns import wait_for_turn
from majup.questions import queries
from majup.questions.errors import (
    DueDateNotAhead,
    NobodyToWriteTo,
    NothingAsked,
    NotResponsible,
    NotToBeShown,
    QuestionClosed,
    ReasonMissing,
)
from majup.questions.facts import PERSONAL, SUPPORT, Fact, facts_of, has_agreed
from majup.questions.letters import write_to
from majup.questions.models import OPEN, Answer, Question, QuestionStop, Search, State
from majup.questions.routes import Route, role_names, route
from majup.staff.models import User


@dataclass(frozen=True)
class Asking:
    """One need, asked of one or more roles in the same words; `share` are keys of `facts.LABELS`.

    `referral` is a code of the pack's `referral_reasons`: it goes with the question to its institution alone.
    """

    need: Need
    roles: Sequence[Role]
    text: str
    share: Sequence[str] = field(default_factory=tuple)
    referral: str = ""


def default_due_on(today: date | None = None) -> date:
    return add_working_days(today or timezone.localdate(), country_settings()["question_due_working_days"])


@transaction.atomic
def send_all(*, askings: Iterable[Asking], by: User, due_on: date | None = None, form_key: str = "") -> list[Question]:
    """Send every question of one form, or none. The same `form_key` again sends nothing and returns what was sent.

    A need asked of several roles becomes a search, whose outcome is recorded later (K-C6).
    """
    if form_key:
        wait_for_turn(f"questions {form_key}")
        if sent := list(Question.objects.filter(form_key__startswith=f"{form_key}:").order_by("pk")):
            return sent
    questions = []
    for asking in askings:
        search = _start_search(asking, by) if len(asking.roles) > 1 else None
        for role in asking.roles:
            key = f"{form_key}:{asking.need.pk}:{role.pk}" if form_key else None
            questions.append(
                send(need=asking.need, role=role, text=asking.text, share=asking.share, due_on=due_on, by=by,
                     search=search, form_key=key, referral=asking.referral)
            )  # fmt: skip
    return questions


def _start_search(asking: Asking, by: User) -> Search:
    return Search.objects.create(need=asking.need, case=asking.need.case, started_at=timezone.now(), by=by)


@transaction.atomic
def send(
    *,
    need: Need,
    role: Role,
    text: str,
    by: User,
    due_on: date | None = None,
    share: Sequence[str] = (),
    search: Search | None = None,
    form_key: str | None = None,
    referral: str = "",
) -> Question:
    """Ask `role` about `need`: freeze what is shown, find who answers today, queue the mail, tell the time line.

    Raises NothingAsked, DueDateNotAhead, NobodyToWriteTo, NotToBeShown, NotResponsible.
    """
    way = route(role)
    if way is None:
        raise NobodyToWriteTo(role)
    due_on = due_on or default_due_on()
    question = _question(need=need, way=way, asked=role, text=text, due_on=due_on, share=share, by=by)
    question.search, question.form_key = search, form_key
    question.referral = referral if referral in queries.referral_reasons([role]) else ""
    question.save()
    add_stop(question, way, by.name)
    write_to(way, question, "question_to_role")
    if need.state != Need.State.ASKED:
        set_need(need=need, state=Need.State.ASKED, by=by)
    tell(question, "sent", by, text="" if question.is_private else question.text, due_on=question.due_on.isoformat())
    return question


def _question(
    *, need: Need, way: Route, asked: Role, text: str, due_on: date, share: Sequence[str], by: User
) -> Question:
    today = timezone.localdate()
    if not text.strip():
        raise NothingAsked
    if due_on < today:
        raise DueDateNotAhead
    waits = country_settings()["question_escalate_working_days"] - country_settings()["question_due_working_days"]
    language = country_settings()["languages"][0]
    shown = shown_to(need=need, role=way.role, share=share, language=language)
    return Question(
        case=need.case,
        household=need.case.household,
        region=need.case.region,
        need=need,
        topic=need.topic,
        role=way.role,
        municipality=asked.municipality,
        form=queries.form_for(need.topic),
        text=text.strip(),
        language=language,
        shown=[{"key": fact.key, "value": fact.value} for fact in shown if fact.key != SUPPORT],
        support=" · ".join(fact.value for fact in shown if fact.key == SUPPORT),
        tells_support=any(fact.key == SUPPORT for fact in shown),
        previous=queries.last_answer(way.role, need.topic),
        sent_at=timezone.now(),
        sent_by=by,
        due_on=due_on,
        escalate_on=add_working_days(due_on, max(waits, 0)) if waits > 0 else due_on,
    )


def shown_to(*, need: Need, role: Role, share: Sequence[str], language: str) -> list[Fact]:
    """Exactly the facts that `role` will see; the preview and the question both come from here (REF-06).

    NotToBeShown for a fact that is not there, and for a personal one the family did not agree to share (PRV-02).
    """
    with translation.override(language):
        known = facts_of(need, language)
    missing = set(share) - {fact.key for fact in known}
    if missing:
        raise NotToBeShown(sorted(missing)[0])
    personal = PERSONAL & set(share)
    if personal and not has_agreed(need, role):
        raise NotToBeShown(sorted(personal)[0])
    return [fact for fact in known if fact.key in share]


def add_stop(question: Question, way: Route, by_name: str, note: str = "") -> QuestionStop:
    return QuestionStop.objects.create(
        question=question,
        role=way.role,
        at=timezone.now(),
        holder_name=way.name,
        is_deputy=way.is_gap and way.person is not None and way.instead_of is None,
        instead_of=way.instead_of,
        by_name=by_name,
        note=note,
    )


def tell(question: Question, what: str, by: User | None, **details: Any) -> None:
    record_event(
        household=question.household,
        kind=f"question.{what}",
        by=by,
        details={
            "question": question.pk,
            "reference": question.reference,
            "topic": question.topic.code,
            "role": role_names(question.role),
            **details,
        },
    )


@transaction.atomic
def withdraw(*, question: Question, reason: str, by: User | None) -> Question:
    """Take an open question back; its links then say so. `by` None is the worker.

    Raises QuestionClosed, ReasonMissing, NotResponsible.
    """
    question = locked(question)
    if by is not None:
        _only_responsible(question, by)
    if not question.is_open:
        raise QuestionClosed
    if not reason.strip():
        raise ReasonMissing
    question.state, question.reason, question.closed_at = State.WITHDRAWN, reason.strip(), timezone.now()
    question.save(update_fields=["state", "reason", "closed_at"])
    others = question.need.questions.filter(state__in=OPEN).exists()
    if question.need.state == Need.State.ASKED and not others:
        set_need(need=question.need, state=Need.State.OPEN, by=by)
    tell(question, "withdrawn", by, reason=question.reason)
    return question


def _only_responsible(question: Question, by: User) -> None:
    if question.region_id not in by.scope.regions:
        raise NotResponsible


@transaction.atomic
def close_search(*, search: Search, outcome: str, note: str, by: User) -> Search:
    """Record what asking in several places came to (K-C6). Raises ReasonMissing when the note is empty."""
    if not note.strip():
        raise ReasonMissing
    search = (
        Search.objects.select_for_update(of=("self",))
        .select_related("case__household", "need__topic")
        .get(pk=search.pk)
    )
    search.outcome, search.note, search.closed_at = Search.Outcome(outcome), note.strip(), timezone.now()
    search.save(update_fields=["outcome", "note", "closed_at"])
    record_event(
        household=search.case.household,
        kind="question.search_closed",
        by=by,
        details={"topic": search.need.topic.code, "outcome": search.outcome, "note": search.note},
    )
    return search


@transaction.atomic
def mark_used(*, answer: Answer, by: User) -> Answer:
    """Fix an answer because it now stands in an offer; `by` puts it there, and the offer's own event tells of it."""
    answer = Answer.objects.select_for_update(of=("self",)).get(pk=answer.pk)
    if answer.used_at is None:
        answer.used_at = timezone.now()
        answer.save(update_fields=["used_at"])
    return answer


def locked(question: Question) -> Question:
    rows = Question.objects.select_for_update(of=("self",))
    related = ("household", "region", "topic", "role", "municipality", "need", "case")
    return rows.select_related(*related).get(pk=question.pk)
