"""What is counted, in which unit, and by what it can be taken apart.

A measure is counted apart for moves inside the country: the same code with "_internal" at its end (OUT-12).
"""

from dataclasses import dataclass
from enum import StrEnum

INTERNAL = "_internal"


class Unit(StrEnum):
    FAMILIES = "families"
    PEOPLE = "people"
    ENQUIRIES = "enquiries"
    CASES = "cases"
    CONTACTS = "contacts"
    QUESTIONS = "questions"
    OFFERS = "offers"
    VERSIONS = "versions"
    EVENTS = "events"


class Group(StrEnum):
    """Under which heading a measure stands."""

    ASKED = "asked"
    WORKED = "worked"
    OFFERED = "offered"
    RETURNED = "returned"


# A family may belong to several groups, and a question of an enquiry touch several topics: these parts overlap.
OVERLAPPING = frozenset({"group", "topic"})


@dataclass(frozen=True)
class Measure:
    """`dimensions`: by what it can be taken apart. `kinds`: the list of the pack that dimension "kind" speaks in.

    `source`: what majup_count_facts calls the facts behind it. `rules`: codes of the counting rules that hold for it.
    """

    code: str
    unit: Unit
    group: Group
    source: str
    dimensions: tuple[str, ...] = ()
    kinds: str = ""
    rules: tuple[str, ...] = ()
    has_internal: bool = True
    may_lack_region: bool = False

    @property
    def overlapping(self) -> tuple[str, ...]:
        return tuple(by for by in self.dimensions if by in OVERLAPPING)


FAMILY = ("municipality", "country", "category", "group")
_ASKED = ("municipality", "country", "category", "channel", "topic", "group")
_REACHED = ("country", "category", "group")
_RETURNED = (*FAMILY, "kind")

MEASURES: dict[str, Measure] = {
    measure.code: measure
    for measure in (
        Measure(
            "enquiries", Unit.ENQUIRIES, Group.ASKED, "enquiry", _ASKED, rules=("enquiries",), may_lack_region=True
        ),
        Measure("families_contacted", Unit.FAMILIES, Group.ASKED, "contacted", _REACHED, rules=("contacted",)),
        Measure("people_contacted", Unit.PEOPLE, Group.ASKED, "contacted", _REACHED, rules=("contacted",)),
        Measure("cases_opened", Unit.CASES, Group.WORKED, "case", FAMILY, rules=("by_region_then",)),
        Measure("contacts", Unit.CONTACTS, Group.WORKED, "contact", ("channel",), rules=("by_region_then",)),
        Measure(
            "questions_sent", Unit.QUESTIONS, Group.WORKED, "question", ("municipality", "topic"), rules=("questions",)
        ),
        Measure(
            "questions_answered",
            Unit.QUESTIONS,
            Group.WORKED,
            "answer",
            ("municipality", "topic"),
            rules=("questions",),
        ),
        Measure(
            "events_held",
            Unit.EVENTS,
            Group.WORKED,
            "event",
            ("municipality", "kind"),
            "event_kinds",
            ("events",),
            has_internal=False,
            may_lack_region=True,
        ),
        Measure("offers_sent", Unit.OFFERS, Group.OFFERED, "offer", FAMILY, rules=("offer_household_region_year",)),
        Measure("people_offered", Unit.PEOPLE, Group.OFFERED, "offer", FAMILY, rules=("people_offered",)),
        Measure(
            "offer_versions", Unit.VERSIONS, Group.OFFERED, "offer", FAMILY, rules=("offer_household_region_year",)
        ),
        Measure("families_intending", Unit.FAMILIES, Group.RETURNED, "intention", FAMILY, rules=("intentions_people",)),
        Measure("intentions_people", Unit.PEOPLE, Group.RETURNED, "intention", FAMILY, rules=("intentions_people",)),
        Measure(
            "families_returned",
            Unit.FAMILIES,
            Group.RETURNED,
            "return",
            _RETURNED,
            "support_kinds",
            ("families_returned",),
        ),
        Measure(
            "people_returned", Unit.PEOPLE, Group.RETURNED, "return", _RETURNED, "support_kinds", ("people_returned",)
        ),
        Measure(
            "families_returned_alone",
            Unit.FAMILIES,
            Group.RETURNED,
            "return",
            _RETURNED,
            "support_kinds",
            ("returned_alone",),
        ),
        Measure(
            "people_returned_alone",
            Unit.PEOPLE,
            Group.RETURNED,
            "return",
            _RETURNED,
            "support_kinds",
            ("returned_alone",),
        ),
        Measure(
            "families_left", Unit.FAMILIES, Group.RETURNED, "departure", _RETURNED, "departure_reasons", ("left_again",)
        ),
        Measure(
            "people_left", Unit.PEOPLE, Group.RETURNED, "departure", _RETURNED, "departure_reasons", ("left_again",)
        ),
    )
}
COLUMNS = (*MEASURES, *(f"{code}{INTERNAL}" for code, measure in MEASURES.items() if measure.has_internal))


def split(column: str) -> tuple[Measure, bool]:
    """The measure of a column, and whether it is about moves inside the country; raises KeyError."""
    code = column.removesuffix(INTERNAL)
    measure = MEASURES[code]
    if code != column and not measure.has_internal:
        raise KeyError(column)
    return measure, code != column
