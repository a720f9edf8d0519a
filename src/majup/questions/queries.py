"""Reads about questions and answers that more than one place needs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from majup.kernel.hashing import token_digest
from majup.network.models import CodeList, Holding, Role, Topic
from majup.network.queries import people_of
from majup.places.models import in_force
from majup.questions.models import Answer, AnswerForm, Question
from majup.staff.models import User

CURRENT_DAYS = 90
COMPARED_KINDS = frozenset({"choice", "number", "money"})
TELLS_APART = ("birth_year", "school_class")


@dataclass(frozen=True)
class Opened:
    """What a token opens: one question for one role, until a moment."""

    question_id: int
    link_id: int
    role_id: int
    household_id: int
    expires_at: datetime

    @property
    def is_expired(self) -> bool:
        return self.expires_at < timezone.now()


def opened_by(token: str) -> Opened | None:
    """The question behind a link, found by the digest of its token; None for a token nobody was given."""
    rows = _rows("SELECT * FROM majup_question_of(%s)", [token_digest(token)])
    return Opened(*rows[0]) if rows else None


def form_for(topic: Topic) -> AnswerForm:
    """The short form of `topic`'s group, else the one that serves all others."""
    own = AnswerForm.objects.filter(topics=topic).first()
    return own or AnswerForm.objects.filter(topics=None).order_by("pk")[0]


def last_answer(role: Role, topic: Topic) -> dict[str, Any]:
    """What `role` last answered on `topic`, to any region: {answer, answered_on, form, text}; empty when there is none.

    Words come only when it was said that they hold for others and name nobody.
    """
    rows = _rows("SELECT * FROM majup_last_answer(%s, %s)", [role.pk, topic.pk])
    if not rows:
        return {}
    answer_id, changed_at, form, told = rows[0]
    on = timezone.localdate(changed_at).isoformat()
    return {"answer": answer_id, "answered_on": on, "form": _json(form), "text": told}


@dataclass(frozen=True)
class Said:
    """Another current answer on the same topic and place, without the family it was given for."""

    answer_id: int
    question_id: int
    role_id: int
    changed_at: datetime
    form: dict[str, Any]
    facts: dict[str, str]


def contradictions(answers: Iterable[Answer]) -> dict[int, list[Said]]:
    """For each answer by id the other current ones on its topic and municipality that say something else (REF-12).

    Compared are yes and no and numbers, with the newest fifty answers there; "not known" contradicts nothing, and
    answers about different years of birth or classes are not compared. An answer is current until the day it says,
    else for `CURRENT_DAYS` after it was given or last changed.
    """
    found: dict[int, list[Said]] = {}
    known: dict[tuple[int, int], list[Said]] = {}
    for answer in answers:
        question = answer.question
        if question.municipality_id is None or not answer.form or not is_current(answer):
            continue
        place = (question.municipality_id, question.topic_id)
        if place not in known:
            known[place] = _answers_on(*place)
        mine = _facts(question.shown)
        codes = [field["code"] for field in question.form.fields if field["kind"] in COMPARED_KINDS]
        others = [said for said in known[place] if said.question_id != question.pk]
        if against := [said for said in others if _differ(answer.form, mine, said, codes)]:
            found[answer.pk] = against
    return found


def is_current(answer: Answer, day: date | None = None) -> bool:
    day = day or timezone.localdate()
    if answer.valid_until:
        return answer.valid_until >= day
    return timezone.localdate(answer.changed_at) >= day - timedelta(days=CURRENT_DAYS)


def _answers_on(place: int, topic: int) -> list[Said]:
    since = timezone.now() - timedelta(days=CURRENT_DAYS)
    rows = _rows("SELECT * FROM majup_answers_on(%s, %s, %s, %s)", [place, topic, since, timezone.localdate()])
    return [Said(row[0], row[1], row[2], row[3], _json(row[4]), _facts(_json(row[5]))) for row in rows]


def _facts(shown: list[dict[str, str]]) -> dict[str, str]:
    return {fact["key"]: fact["value"] for fact in shown}


def _differ(form: dict[str, Any], facts: dict[str, str], said: Said, codes: list[str]) -> bool:
    if any(facts.get(key, "") != said.facts.get(key, "") for key in TELLS_APART if key in facts and key in said.facts):
        return False
    both = [code for code in codes if code in form and code in said.form]
    return any(form[c] != said.form[c] for c in both if "unknown" not in (form[c], said.form[c]))


def due_for_follow_up(today: date) -> list[tuple[int, int]]:
    """(question, region) of all that is to be reminded of or brought further, in every region: for the worker."""
    return [(row[0], row[1]) for row in _rows("SELECT * FROM majup_questions_due(%s)", [today])]


@dataclass(frozen=True)
class Late:
    """An unanswered question as the regional administration sees it: topic, place, days; nothing of the family."""

    question_id: int
    region_id: int
    topic: Topic
    role: Role
    sent_at: datetime
    due_on: date
    reminded_at: datetime | None
    escalated_at: datetime
    state: str
    stops: int

    @property
    def reference(self) -> str:
        return f"P-{self.question_id}"


def escalated(today: date | None = None) -> list[Late]:
    """Questions past their second deadline in the regions whose administration asks; who waits longest first."""
    rows = _rows("SELECT * FROM majup_questions_escalated(%s)", [today or timezone.localdate()])
    topics = Topic.objects.in_bulk({row[2] for row in rows})
    roles = Role.objects.select_related("municipality", "institution", "region").in_bulk({row[3] for row in rows})
    late = [Late(row[0], row[1], topics[row[2]], roles[row[3]], *row[4:]) for row in rows]
    return sorted(late, key=lambda question: (question.due_on, question.question_id))


def answers_of(user: User) -> QuerySet[Answer]:
    """What the user's roles have answered, newest first; with a role its answers pass to the next holder (NET-03)."""
    given = Answer.objects.filter(role__in=user.scope.roles)
    return given.select_related("question__topic", "question__form", "role__municipality").order_by(
        "-answered_at", "-pk"
    )


def roles_that_lost_their_holder(roles: Iterable[Role]) -> list[Role]:
    """Roles in the municipalities of `roles` that somebody held once and nobody holds today: a gap to fill (J5)."""
    places = {role.municipality_id for role in roles if role.kind == Role.Kind.SPECIALIST}
    ended = Holding.objects.filter(is_deputy=False, valid_to__lt=timezone.localdate()).values("role")
    held = Holding.objects.filter(in_force(timezone.localdate()), is_deputy=False).values("role")
    lost = Role.objects.filter(municipality__in=places, pk__in=ended).exclude(pk__in=held)
    return list(lost.select_related("municipality").order_by("pk"))


def others_in_reach(question: Question) -> list[Role]:
    """Roles to which the question can be passed on: units of its municipality, and institutions."""
    places = [question.municipality_id, question.role.municipality_id]
    units = Role.objects.filter(municipality__in=[place for place in places if place])
    institutions = Role.objects.filter(kind=Role.Kind.INSTITUTION)
    found = (units | institutions).exclude(pk=question.role_id)
    return list(found.select_related("municipality", "institution").order_by("municipality", "pk"))


def acting_name(role: Role) -> str:
    person = people_of([role])[role.pk].acting
    return person.name if person else ""


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def referral_reasons(roles: Iterable[Role]) -> dict[str, dict[str, str]]:
    """{code: name} of the reasons for which a returnee is sent to the institutions among `roles` (B-63)."""
    codes = {role.institution.code for role in roles if role.institution}
    rows = CodeList.objects.filter(kind="referral_reasons", details__institution__in=codes) if codes else ()
    return {row.code: row.name for row in rows}
