"""Words that only the pages of offers need: {% load offers %}."""

from django import template

from majup.network.models import Role
from majup.offers.answers import facts_of, words_of
from majup.offers.contacts import name_of
from majup.questions.models import Answer
from majup.web.components.texts import localized_plain
from majup.web.desk.offers.words import fact_line

register = template.Library()
LONGEST_EXCERPT = 160


@register.filter
def role_name(role: Role) -> str:
    """The role as the letter would name it."""
    return localized_plain(name_of(role))


@register.filter
def answer_excerpt(answer: Answer) -> str:
    """The beginning of an answer, on one line."""
    facts = [f"{fact_line(fact)}." for fact in facts_of(answer)]
    text = " ".join([*localized_plain(words_of(answer)).split(), *facts])
    return text if len(text) <= LONGEST_EXCERPT else f"{text[:LONGEST_EXCERPT].rstrip()}…"
