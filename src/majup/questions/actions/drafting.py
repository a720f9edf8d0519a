"""An answer that holds for others becomes a draft fact: what was answered, never for whom it was asked (REF-10)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext

from majup.catalogue import actions as catalogue
from majup.catalogue.models import Fact, Kind, Level, State
from majup.kernel.dates import long_date
from majup.kernel.localized import LocalizedText, pick
from majup.network.calendar import country_settings
from majup.network.models import Role
from majup.questions.models import Answer, Question
from majup.questions.routes import role_name
from majup.staff.models import User

NOT_TOLD = frozenset({"contact"})  # a person's name has no place in a public fact


def draft_fact(answer: Answer, question: Question, by: User | None) -> None:
    """Begin the draft, or rewrite one that nobody has checked yet. What touches a wished support becomes none, and
    what does not hold for others any more takes its draft back.

    Who answers the same for family after family leaves one draft to be checked, with the day of the last answer; what
    differs, as for children of another age, stays a draft of its own.
    """
    if not answer.for_others or question.is_private:
        _take_back(answer, question, by)
        return
    texts, name = _texts(answer, question), answer.answered_by_name
    source = f"answer-{answer.role_id}-{question.topic.code}-"
    alike = Fact.objects.filter(code__startswith=source, state=State.DRAFT, current__summary=texts["summary"])
    fact = answer.fact or alike.first()
    if fact is None:
        fact = catalogue.write(
            kind=Kind.SERVICE,
            place=_place(answer.role),
            role=_checker(answer.role),
            institution=answer.role.institution,
            by=by,
            by_name=name,
            texts=texts,
            code=f"{source}{uuid4().hex[:12]}",
        )
    elif fact.state == State.DRAFT:
        catalogue.rewrite(fact=fact, by=by, by_name=name, changes=texts)
    _point_to(answer, fact)


def _take_back(answer: Answer, question: Question, by: User | None) -> None:
    """Withdraw a draft that nobody has checked; what was checked meanwhile stands on its own."""
    if answer.fact and answer.fact.state == State.DRAFT:
        with translation.override(question.language):
            reason = gettext("The answer does not hold for other families any more")
        catalogue.withdraw(fact=answer.fact, reason={question.language: reason}, by=by, by_name=answer.answered_by_name)
        _point_to(answer, None)


def _point_to(answer: Answer, fact: Fact | None) -> None:
    if answer.fact != fact:
        answer.fact = fact
        answer.save(update_fields=["fact"])


def _place(role: Role) -> catalogue.Place:
    if role.municipality:
        return catalogue.Place(Level.MUNICIPALITY, municipalities=[role.municipality])
    if role.region:
        return catalogue.Place(Level.REGION, regions=[role.region])
    return catalogue.Place(Level.STATE)


def _checker(role: Role) -> Role:
    """The municipality's specialist looks at what its units answered; elsewhere the role looks at its own."""
    if role.municipality is None:
        return role
    return Role.objects.filter(municipality=role.municipality, kind=Role.Kind.SPECIALIST).first() or role


def _texts(answer: Answer, question: Question) -> dict[str, Any]:
    language = question.language
    named, place = role_name(answer.role, language), answer.role.municipality
    topic = pick(question.topic.name, language, country_settings()["languages"]).text
    day = long_date(timezone.localdate(answer.changed_at), language)
    with translation.override(language):
        source = gettext("Answer of %(role)s, %(date)s") % {"role": named, "date": day}
    return {
        "name": {language: f"{topic}, {place.name_in(language) if place else named}"},
        "summary": {language: "\n".join([*_lines(answer, question), *([answer.text] if answer.text else [])])},
        "topics": [question.topic.code],
        "valid_to": answer.valid_until,
        "languages": [language],
        "source": source,
    }


def _lines(answer: Answer, question: Question) -> list[str]:
    """The filled fields of the short form, "label: value" a line, in the language of the question."""
    language = question.language
    return [
        f"{_label(spec, language)}: {_value(spec, answer.form[spec['code']], language)}"
        for spec in question.form.fields
        if answer.form.get(spec["code"]) not in {None, ""} and spec["code"] not in NOT_TOLD
    ]


def _label(spec: dict[str, LocalizedText], language: str) -> str:
    return pick(spec.get("letter", spec["label"]), language, country_settings()["languages"]).text


def _value(spec: dict[str, Any], value: Any, language: str) -> str:
    if spec["kind"] == "choice":
        with translation.override(language):
            words = {
                "yes": pgettext("answer", "yes"),
                "partly": pgettext("answer", "partly"),
                "no": pgettext("answer", "no"),
                "unknown": pgettext("answer", "not known yet"),
            }
        return words.get(value, str(value))
    if spec["kind"] == "date":
        return long_date(date.fromisoformat(value), language)
    if spec["kind"] == "money":
        return f"{value} {country_settings()['currency']}"
    return str(value)
