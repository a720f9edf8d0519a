"""Mails about a question: in the words of the common library, in the name of the responsible coordinator (NET-02)."""

from datetime import date, datetime, time, timedelta

from babel.dates import format_date
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from majup.kernel.hashing import token, token_digest
from majup.kernel.localized import pick
from majup.network import letters
from majup.network.calendar import country_settings
from majup.network.models import Role
from majup.network.queries import coordinator_role
from majup.plumbing import mail
from majup.questions.models import Question, QuestionLink
from majup.questions.routes import Route, role_name


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


def long_date(day: date, language: str) -> str:
    return format_date(day, "long", locale=language)


def _common(question: Question) -> dict[str, str]:
    language = question.language
    return {
        "question": question.text,
        "topic": pick(question.topic.name, language, country_settings()["languages"]).text,
        "municipality": question.municipality.name if question.municipality else role_name(question.role, language),
        "due_date": long_date(question.due_on, language),
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
    return settings.SITE_URL + reverse("answer", args=[secret])
