"""Mails about a question: in the words of the common library, in the name of the responsible coordinator (NET-02)."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from majup.cases.models import Case
from majup.kernel.hashing import token, token_digest
from majup.kernel.localized import pick
from majup.network import letters
from majup.network.calendar import country_settings
from majup.network.models import Role
from majup.network.queries import coordinator_role
from majup.plumbing import mail
from majup.plumbing.addresses import page_address
from majup.plumbing.days import Day
from majup.questions.models import Answer, Question, QuestionLink
from majup.questions.routes import Route, role_name, route
from majup.staff.scope import Scope, acting


def write_to(route: Route, question: Question, code: str, **values: str) -> None:
    """Queue the library's message `code` to who answers for the role, with a link of its own into the question."""
    asking = coordinator_role(question.region)
    letter = letters.write(
        code, question.language, {**_common(question), "link": _new_link(question, route.role), **values}, role=asking
    )
    mail.queue(
        purpose=code,
        to=route.address,
        subject=letter.subject,
        text=letter.body,
        language=letter.language,
        from_address=asking.mailbox,
        from_name=role_name(asking, question.language),
        region_id=question.region_id,
        household_id=None if question.tells_support else question.household_id,
    )


def tell_coordinator(question: Question, answer: Answer) -> None:
    """Say to who holds the region's coordinator role that an answer has come; what it says stands on the desk alone.

    Once a day for an answer in part and in whole: corrected words write no second mail, the rest of a part does.
    """
    way = route(coordinator_role(question.region))
    if way is None or (way.person and way.person.pk == answer.answered_by_id):
        return
    language = way.person.language if way.person else question.language
    letter = letters.write("question_answered", language, _about(question, answer, language))
    mail.queue(
        purpose="question_answered",
        to=way.address,
        subject=letter.subject,
        text=letter.body,
        language=letter.language,
        automatic=True,
        region_id=question.region_id,
        key=f"answer {answer.pk} {question.state} {timezone.localdate()}",
    )


def _about(question: Question, answer: Answer, language: str) -> dict[str, str]:
    """The family only by the number of its case, and no private topic beside that number (PRV-05)."""
    topic = pick(question.topic.name, language, country_settings()["languages"]).text
    with acting(Scope(regions=frozenset({question.region_id}))):  # who answers by a link sees no case
        reference = Case.objects.values_list("reference", flat=True).get(pk=question.case_id)
    return {
        "case": reference,
        "reference": question.reference,
        "topic": "—" if question.is_private else topic,
        "role_name": role_name(answer.role, language),
        "link": page_address("question", question.pk),
    }


def _common(question: Question) -> dict[str, str]:
    language = question.language
    return {
        "question": question.text,
        "topic": pick(question.topic.name, language, country_settings()["languages"]).text,
        "municipality": question.municipality.name_in(language)
        if question.municipality
        else role_name(question.role, language),
        "due_date": Day(question.due_on, language),
        "reference": question.reference,
    }


def _new_link(question: Question, role: Role) -> str:
    secret, now = token(), timezone.now()
    days = country_settings()["question_link_days"]
    until = timezone.make_aware(datetime.combine(question.due_on, time.max))
    QuestionLink.objects.create(
        question=question,
        role=role,
        digest=token_digest(secret),
        made_at=now,
        expires_at=max(until, now) + timedelta(days=days),
    )
    return page_address("answer", secret)
