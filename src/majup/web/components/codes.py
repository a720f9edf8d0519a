"""Words for codes: of the country pack (channels, categories, topics …) and of the case (stages, needs, readiness).

Lists of the pack are read once in the life of a process: they change only with a new pack.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from time import monotonic
from typing import Any

from django.utils.translation import gettext_lazy as _

from majup.cases.models import Contact, Need, Phase, Readiness, Stage
from majup.network.models import CodeList, Institution, Topic
from majup.places.models import Municipality, PlanningRegion
from majup.web.components.library import register
from majup.web.components.texts import localized_plain

STAGES: dict[Any, Any] = {
    Stage.NEW: _("New"),
    Stage.ASSESSING: _("Finding out what is needed"),
    Stage.COLLECTING: _("Collecting answers"),
    Stage.OFFERED: _("Offer sent"),
    Stage.IN_DIALOGUE: _("In dialogue"),
    Stage.INTENTION: _("Intends to return"),
    Stage.PREPARING: _("Preparing to move"),
    Stage.RETURNED: _("Returned"),
    Stage.FOLLOW_UP: _("Support after the return"),
    Stage.CLOSED: _("Closed"),
    Stage.RESTING: _("Resting"),
    Stage.NOT_RETURNING: _("Not returning"),
    Stage.LOST: _("Contact lost"),
    Stage.LEFT_AGAIN: _("Left again"),
}
NEED_STATES: dict[Any, Any] = {
    Need.State.OPEN: _("open"),
    Need.State.ASKED: _("asked"),
    Need.State.ANSWERED: _("answered"),
    Need.State.OFFERED: _("in the offer"),
    Need.State.SOLVED: _("solved"),
    Need.State.IMPOSSIBLE: _("impossible now"),
    Need.State.DROPPED: _("no longer needed"),
}
AREAS: dict[Any, Any] = {
    Readiness.Area.HOME: _("Place to live"),
    Readiness.Area.WORK: _("Work or income"),
    Readiness.Area.EDUCATION: _("Education of the children"),
}
READINESS: dict[Any, Any] = {
    Readiness.State.UNKNOWN: _("unknown"),
    Readiness.State.SOUGHT: _("being sought"),
    Readiness.State.SETTLED: _("settled"),
    Readiness.State.NOT_APPLICABLE: _("does not apply"),
}
READINESS_TONES = {"unknown": "late", "sought": "wait", "settled": "good", "not_applicable": "plain"}
PHASES: dict[Any, Any] = {
    Phase.THINKING: _("thinking about it"),
    Phase.PLANNING: _("planning"),
    Phase.MOVING: _("moving"),
    Phase.RETURNED: _("has returned"),
}
DIRECTIONS: dict[Any, Any] = {Contact.Direction.IN: _("from the family"), Contact.Direction.OUT: _("from us")}
ATTITUDES: dict[Any, Any] = {
    Contact.Attitude.HELPFUL: _("helpful"),
    Contact.Attitude.INDIFFERENT: _("indifferent"),
    Contact.Attitude.UNHELPFUL: _("unhelpful"),
}
NEED_TONES = {
    "open": "info", "asked": "wait", "answered": "good", "offered": "good", "solved": "good",
    "impossible_now": "plain", "no_longer_needed": "plain",
}  # fmt: skip


@cache
def _rows(kind: str) -> dict[str, CodeList]:
    return {row.code: row for row in CodeList.objects.filter(kind=kind)}


def code_list(kind: str) -> Mapping[str, CodeList]:
    """Rows of one list of the pack by code, in the pack's order."""
    rows = _rows(kind)
    if not rows:
        _rows.cache_clear()
    return rows


def code_choices(kind: str) -> list[tuple[str, str]]:
    """For a select: (code, name in the reader's language)."""
    return [(code, localized_plain(row.name)) for code, row in code_list(kind).items()]


@cache
def _topics() -> dict[str, Topic]:
    return {topic.code: topic for topic in Topic.objects.all()}


def topics() -> Mapping[str, Topic]:
    """Topics by code, in their order."""
    found = _topics()
    if not found:
        _topics.cache_clear()
    return found


def topics_of(category: str) -> list[str]:
    """Codes of the topics that make sense for a category, in its own order (INT-07, IRM-03); all for an unknown one."""
    row = code_list("categories").get(category)
    wanted = row.details.get("topics", topics()) if row else topics()
    return [code for code in wanted if code in topics()]


@cache
def regions() -> tuple[PlanningRegion, ...]:
    return tuple(PlanningRegion.objects.all())


@lru_cache(maxsize=2)
def _places(minute: int) -> tuple[Municipality, ...]:
    return tuple(Municipality.objects.in_force().only("name", "name_en", "sort_key"))


def places() -> tuple[Municipality, ...]:
    """Municipalities in force, by name; people merge them, so they are read anew every minute."""
    return _places(int(monotonic() // 60))


@register.filter
def code_name(code: str | None, kind: str) -> str:
    """`{{ contact.channel|code_name:"channels" }}`: the pack's word for a code; else the code itself."""
    row = code_list(kind).get(code or "")
    return localized_plain(row.name) if row else str(code or "")


@register.filter
def topic_name(code: str) -> str:
    topic = topics().get(str(code))
    return localized_plain(topic.name) if topic else str(code)


@register.filter
def need_name(need: Need) -> str:
    """Topic and, where it is somebody's own, whose: two children may each need a school."""
    return " · ".join(part for part in (localized_plain(need.topic.name), str(need.person or "")) if part)


@register.filter
def region_name(code: str) -> str:
    found = next((region.name for region in regions() if str(code) in {region.code, str(region.pk)}), code)
    return localized_plain(found)


@register.filter
def institution_kind_name(code: str) -> str:
    """Name of a municipal unit or of an institution, whichever has this code (K-C16)."""
    if code in code_list("units"):
        return code_name(code, "units")
    return institution_names().get(code, code)


@cache
def _institutions() -> dict[str, dict[str, str]]:
    return {found.code: found.name_on() for found in Institution.objects.prefetch_related("names").order_by("code")}


def institution_names() -> dict[str, str]:
    return {code: localized_plain(name) for code, name in _institutions().items()}


@register.filter
def stage_name(stage: str) -> str:
    return str(STAGES.get(stage, stage))


@register.filter
def need_state_name(state: str) -> str:
    return str(NEED_STATES.get(state, state))


@register.filter
def need_tone(state: str) -> str:
    return NEED_TONES.get(state, "plain")


@register.filter
def area_name(area: str) -> str:
    return str(AREAS.get(area, area))


@register.filter
def readiness_name(state: str) -> str:
    return str(READINESS.get(state, state))


@register.filter
def readiness_tone(state: str) -> str:
    return READINESS_TONES.get(state, "plain")


@register.filter
def phase_name(phase: str) -> str:
    return str(PHASES.get(phase, phase))


@register.filter
def direction_name(direction: str) -> str:
    return str(DIRECTIONS.get(direction, direction))


@register.filter
def attitude_name(attitude: str) -> str:
    return str(ATTITUDES.get(attitude, attitude))


@register.simple_tag
def recognition_places() -> list[Institution]:
    """Institutions that test skills or recognise qualifications: those of the topic "recognition" (NEE-11)."""
    return list(Institution.objects.filter(topics__code="recognition").prefetch_related("names").order_by("code"))
