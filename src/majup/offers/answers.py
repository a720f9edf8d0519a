"""Answers of municipalities and institutions as findings of the letter: which fit, how old they are, in what words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from babel.numbers import format_currency
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext

from majup.cases.models import Case, Need
from majup.kernel.dates import long_date
from majup.kernel.localized import pick
from majup.network.calendar import country_settings
from majup.network.queries import place_of
from majup.offers import contacts
from majup.offers.models import Offer, OfferItem, StandardBlock
from majup.offers.queries import OWED, blocks_for, items_of
from majup.questions.models import Answer, Question
from majup.questions.queries import is_current

CHOICES = {
    "yes": lambda: pgettext("answer", "yes"),
    "partly": lambda: pgettext("answer", "partly"),
    "no": lambda: pgettext("answer", "no"),
    "unknown": lambda: pgettext("answer", "not known yet"),
}


@dataclass(frozen=True)
class Fit:
    """An answer or standard text that can be put in for a need, and how fresh it is."""

    source: Answer | StandardBlock
    is_answer: bool
    as_of: date
    is_fresh: bool


@dataclass
class NeedCard:
    """A need on the compose page: what stands in the letter for it, what could, and whom we still wait for."""

    need: Need
    items: list[OfferItem] = field(default_factory=list)
    fits: list[Fit] = field(default_factory=list)
    waiting: list[Question] = field(default_factory=list)

    @property
    def is_owed(self) -> bool:
        return self.need.state in OWED


def cards(offer: Offer, items: list[OfferItem] | None = None) -> list[NeedCard]:
    """The case's needs in order, dropped ones left out; a fixed number of queries."""
    needs = list(offer.case.needs.exclude(state=Need.State.DROPPED).select_related("topic", "person"))
    by_need = {need.pk: NeedCard(need) for need in needs}
    items = items_of(offer) if items is None else items
    for item in items:
        if item.need_id in by_need:
            by_need[item.need_id].items.append(item)
    for need_pk, fit in _fits(offer, needs, items):
        by_need[need_pk].fits.append(fit)
    for question in (
        Question.objects.filter(case=offer.case_id).waiting().select_related("role__municipality", "role__region")
    ):
        if question.need_id in by_need:
            by_need[question.need_id].waiting.append(question)
    return list(by_need.values())


def _fits(offer: Offer, needs: list[Need], items: list[OfferItem]) -> list[tuple[int, Fit]]:
    used = {(item.need_id, item.answer_id) for item in items if item.answer_id}
    used_blocks = {(item.need_id, item.block_id) for item in items if item.block_id}
    answers = [
        (need_pk, answer_fit(answer)) for need_pk, answer in of_case(offer.case) if (need_pk, answer.pk) not in used
    ]
    blocks = [
        (need_pk, Fit(block, False, block.checked_on, True))
        for need_pk, found in blocks_for(needs).items()
        for block in found
        if (need_pk, block.pk) not in used_blocks
    ]
    return answers + blocks


def of_case(case: Case) -> list[tuple[int, Answer]]:
    """(need id, answer) of all questions of `case`, newest answer first."""
    answers = Answer.objects.filter(question__case=case).select_related(
        "question__need__topic", "question__form", "role__institution", "role__municipality", "role__region"
    )
    return [(answer.question.need_id, answer) for answer in answers]


def answer_fit(answer: Answer) -> Fit:
    as_of = timezone.localdate(answer.changed_at)
    return Fit(answer, True, as_of, is_current(answer))


def item_fields(answer: Answer) -> dict[str, Any]:
    """Columns of the item that an answer becomes: confirmed for this family on the day it was given."""
    need = answer.question.need
    return {
        "section": need.topic.section,
        "need": need,
        "title": _title(answer),
        "text": words_of(answer),
        "facts": facts_of(answer),
        "ask": _ask(answer),
        "role": answer.role,
        "contributor": contacts.name_of(answer.role),
        "confirmed_on": timezone.localdate(answer.changed_at),
        "until": answer.valid_until,
        "certainty": OfferItem.Certainty.CONFIRMED,
        "answer": answer,
    }


def _title(answer: Answer) -> dict[str, str]:
    """The topic, and of a municipality's answer its name: a family that thinks of two places tells them apart."""
    topic = answer.question.need.topic.name
    if answer.role.municipality is None:
        return topic
    names = place_of(answer.role)
    return {language: f"{text}, {pick(names, language, names).text}" for language, text in topic.items()}


def words_of(answer: Answer) -> dict[str, str]:
    """The free words as written, in the language of the question."""
    return {answer.question.language: answer.text} if answer.text else {}


def facts_of(answer: Answer) -> list[dict[str, Any]]:
    """Filled fields of the short form as {code, label, value}, both localized, free words in one language."""
    return [
        {
            "code": spec["code"],
            "label": spec.get("letter", spec["label"]),
            "value": _value(spec["kind"], answer.form[spec["code"]], answer.question.language),
        }
        for spec in answer.question.form.fields
        if answer.form.get(spec["code"]) not in {None, ""} and spec["code"] != "contact"
    ]


def _value(kind: str, value: Any, typed_in: str) -> dict[str, str]:
    if kind in {"line", "text"}:
        return {typed_in: value}
    return {language: _said(kind, value, language) for language, _name in settings.LANGUAGES}


def _said(kind: str, value: Any, language: str) -> str:
    if kind == "date":
        return long_date(date.fromisoformat(value), language)
    if kind == "money":
        return str(format_currency(value, country_settings()["currency"], locale=language))
    if kind == "choice" and value in CHOICES:
        with translation.override(language):
            return CHOICES[value]()
    return str(value)


def _ask(answer: Answer) -> dict[str, str]:
    """What the family asks for there: the topic, and the reference that ties it to what was already told (REF-04)."""
    topic = answer.question.need.topic.name
    return {
        language: _mention(pick(topic, language, topic).text, answer.question.reference, language)
        for language, _name in settings.LANGUAGES
    }


def _mention(topic: str, reference: str, language: str) -> str:
    with translation.override(language):
        return gettext("%(topic)s: mention question %(reference)s, they already know what it is about") % {
            "topic": topic,
            "reference": reference,
        }
