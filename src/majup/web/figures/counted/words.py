"""Words for measures, units and the parts into which a figure can be taken apart."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from majup.network.models import CodeList
from majup.places.models import Municipality
from majup.reports.measures import MEASURES, Group, Measure, split
from majup.web.components import codes
from majup.web.components.texts import country_name, localized_plain, named

NAMES: dict[str, Any] = {
    "enquiries": lazy("Enquiries received"),
    "families_contacted": lazy("Families in contact"),
    "people_contacted": lazy("People in these families"),
    "cases_opened": lazy("Cases opened"),
    "contacts": lazy("Exchanges with families"),
    "questions_sent": lazy("Questions sent to municipalities and institutions"),
    "questions_answered": lazy("Questions answered"),
    "events_held": lazy("Events held"),
    "offers_sent": lazy("Individual offers sent"),
    "people_offered": lazy("People covered by offers"),
    "offer_versions": lazy("Versions of offers sent"),
    "families_intending": lazy("Families that intend to return"),
    "intentions_people": lazy("People who intend to return"),
    "families_returned": lazy("Families returned with support before the move"),
    "people_returned": lazy("People returned with support before the move"),
    "families_returned_alone": lazy("Families returned by themselves"),
    "people_returned_alone": lazy("People returned by themselves"),
    "families_left": lazy("Families that left again"),
    "people_left": lazy("People who left again"),
}
GROUPS: dict[Group, Any] = {
    Group.ASKED: pgettext_lazy("heading of figures", "Who asked"),
    Group.WORKED: pgettext_lazy("heading of figures", "What was done"),
    Group.OFFERED: pgettext_lazy("heading of figures", "What was offered"),
    Group.RETURNED: pgettext_lazy("heading of figures", "Who returns and stays"),
}
DIMENSIONS: dict[str, Any] = {
    "municipality": lazy("Municipality"),
    "country": lazy("Country"),
    "category": lazy("Category"),
    "channel": lazy("Channel"),
    "topic": lazy("Topic"),
    "group": pgettext_lazy("of families", "Group"),
}
KINDS: dict[str, Any] = {
    "support_kinds": lazy("Support given"),
    "departure_reasons": lazy("Reason for leaving"),
    "event_kinds": lazy("Kind of event"),
}
# Where a measure means a wish and not a fact, the place is that which the family names first.
WISHED = frozenset({"case", "offer", "intention"})
LISTS = {"category": "categories", "channel": "channels", "group": "counted_groups"}


def column_name(column: str) -> str:
    """The measure in words; of moves inside the country with that said."""
    measure, is_internal = split(column)
    name = str(NAMES[measure.code])
    return _("%(figure)s, inside the country") % {"figure": name} if is_internal else name


def dimension_name(measure: Measure, by: str) -> str:
    if by == "kind":
        return str(KINDS[measure.kinds])
    if by == "municipality" and measure.source in WISHED:
        return _("Municipality the family names first")
    return str(DIMENSIONS[by])


def key_names(measure: Measure, by: str, keys: list[str]) -> dict[str, str]:
    """{key: its name in the reader's language}; "" is what nobody knows."""
    names = {key: _name(measure, by, key) for key in keys}
    if by == "municipality":
        names |= {place.atvk: named(place) for place in Municipality.objects.filter(atvk__in=keys)}
    return names | {"": _("Not known")}


def _name(measure: Measure, by: str, key: str) -> str:
    if by == "country":
        return country_name(key)
    if by == "topic":
        return codes.topic_name(key)
    return codes.code_name(key, measure.kinds if by == "kind" else LISTS.get(by, ""))


def group_rules() -> list[tuple[str, str]]:
    """(name, rule) of each group of families."""
    rows = CodeList.objects.filter(kind="counted_groups")
    return [(localized_plain(row.name), localized_plain(row.details["text"])) for row in rows]


def measures_of(group: Group) -> list[Measure]:
    return [measure for measure in MEASURES.values() if measure.group == group]
