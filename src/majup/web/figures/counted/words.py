"""Words for measures, units and the parts into which a figure can be taken apart."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from majup.network.models import CodeList
from majup.places.models import Municipality
from majup.reports.measures import MEASURES, Group, Measure, Unit, split
from majup.web.components import codes
from majup.web.components.texts import country_name, localized_plain, longtime, named

NAMES: dict[str, Any] = {
    "enquiries": gettext_lazy("Enquiries received"),
    "families_contacted": gettext_lazy("Families in contact"),
    "people_contacted": gettext_lazy("People in these families"),
    "cases_opened": gettext_lazy("Cases opened"),
    "contacts": gettext_lazy("Exchanges with families"),
    "questions_sent": gettext_lazy("Questions sent to municipalities and institutions"),
    "questions_answered": gettext_lazy("Questions answered"),
    "events_held": gettext_lazy("Events held"),
    "offers_sent": gettext_lazy("Individual offers sent"),
    "people_offered": gettext_lazy("People covered by offers"),
    "offer_versions": gettext_lazy("Versions of offers sent"),
    "families_intending": gettext_lazy("Families that intend to return"),
    "intentions_people": gettext_lazy("People who intend to return"),
    "families_returned": gettext_lazy("Families returned with support before the move"),
    "people_returned": gettext_lazy("People returned with support before the move"),
    "families_returned_alone": gettext_lazy("Families returned by themselves"),
    "people_returned_alone": gettext_lazy("People returned by themselves"),
    "families_left": gettext_lazy("Families that left again"),
    "people_left": gettext_lazy("People who left again"),
}
GROUPS: dict[Group, Any] = {
    Group.ASKED: pgettext_lazy("heading of figures", "Who asked"),
    Group.WORKED: pgettext_lazy("heading of figures", "What was done"),
    Group.OFFERED: pgettext_lazy("heading of figures", "What was offered"),
    Group.RETURNED: pgettext_lazy("heading of figures", "Who returns and stays"),
}
UNITS: dict[Unit, Any] = {
    Unit.FAMILIES: pgettext_lazy("unit of a figure", "families"),
    Unit.PEOPLE: pgettext_lazy("unit of a figure", "people"),
    Unit.ENQUIRIES: pgettext_lazy("unit of a figure", "enquiries"),
    Unit.CASES: pgettext_lazy("unit of a figure", "cases"),
    Unit.CONTACTS: pgettext_lazy("unit of a figure", "exchanges"),
    Unit.QUESTIONS: pgettext_lazy("unit of a figure", "questions"),
    Unit.OFFERS: pgettext_lazy("unit of a figure", "offers"),
    Unit.VERSIONS: pgettext_lazy("unit of a figure", "versions"),
    Unit.EVENTS: pgettext_lazy("unit of a figure", "events"),
}
DIMENSIONS: dict[str, Any] = {
    "municipality": gettext_lazy("Municipality"),
    "country": gettext_lazy("Country"),
    "category": gettext_lazy("Category"),
    "channel": gettext_lazy("Channel"),
    "topic": gettext_lazy("Topic"),
    "group": pgettext_lazy("of families", "Group"),
}
KINDS: dict[str, Any] = {
    "support_kinds": gettext_lazy("Support given"),
    "departure_reasons": gettext_lazy("Reason for leaving"),
    "event_kinds": gettext_lazy("Kind of event"),
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


def source_now() -> str:
    """Below a chart of what is counted live: whose figures, and as known when."""
    return _("Source: the cases of this system, as known on %(at)s.") % {"at": longtime(timezone.now())}
