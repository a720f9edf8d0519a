"""Filters of the family's own page."""

from django import template

from majup.network.models import Role
from majup.questions.routes import role_name as name_in
from majup.web.components.codes import readiness_tone
from majup.web.components.texts import language
from majup.web.family.words import OFFER_STATES, OFFER_TONES, STEP_PHASES

register = template.Library()


@register.filter
def role_name(role: Role) -> str:
    """Title and place of a role in the reader's language."""
    return name_in(role, language())


@register.filter
def offer_state_name(state: str) -> str:
    return str(next((words for known, words in OFFER_STATES.items() if known == state), state))


@register.filter
def offer_state_tone(state: str) -> str:
    return next((tone for known, tone in OFFER_TONES.items() if known == state), "info")


@register.filter
def own_tone(state: str) -> str:
    """What is not known yet alarms nobody on the family's side."""
    return "info" if state == "unknown" else readiness_tone(state)


@register.filter
def step_phase_name(phase: str) -> str:
    return str(STEP_PHASES.get(phase, phase))
