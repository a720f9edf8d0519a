"""What the editor shows of each part: its choices, its fields, what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from majup.places.models import Municipality
from majup.rules.fields import COUNTED, Field, Kind
from majup.rules.read import MEMBERSHIP, Book, ConditionsRefused, ops_of
from majup.web.components.texts import country_choices, localized_plain, name_field
from majup.web.conditions import words
from majup.web.conditions.drafts import DEEPEST, DEFINITION, FACT, ROUND, Part, Written
from majup.web.rule_words import parameter_names

Choices = list[tuple[str, str]]


@dataclass
class Shown:
    """A part as the template draws it. `faults` are texts by field name, "" for the part as a whole."""

    part: Part
    widget: str = ""  # choice, many, number, date or text
    ops: Choices = field(default_factory=list)
    options: Choices = field(default_factory=list)
    units: Choices = field(default_factory=list)
    rounds: Choices = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)
    inner: list[Shown] = field(default_factory=list)

    @property
    def is_definition(self) -> bool:
        return self.part.kind == DEFINITION

    @property
    def may_nest(self) -> bool:
        return self.part.depth + 1 < DEEPEST

    @property
    def value(self) -> str:
        return ", ".join(self.part.values) if self.widget == "text" else next(iter(self.part.values), "")


def show(part: Part, book: Book, faults: dict[str, dict[str, str]]) -> Shown:
    inner = [show(child, book, faults) for child in part.parts]
    shown = Shown(part, faults=faults.get(part.id, {}), inner=inner)
    found = book.fields.by_code.get(part.fact) if part.kind == FACT else None
    if found:
        _of_field(shown, found, book)
    return shown


def _of_field(shown: Shown, found: Field, book: Book) -> None:
    shown.ops = words.op_choices(found, ops_of(found))
    shown.options = options_of(found)
    shown.widget = _widget(found, shown.part.op, shown.options)
    if found.kind in COUNTED and found.unit:
        shown.units = unit_choices(book)
    shown.rounds = [
        (f"{ROUND}{parameter.code}", localized_plain(parameter_names()[parameter.code]))
        for parameter in book.parameters.values()
        if parameter.unit == found.unit and found.kind in COUNTED
    ]


def _widget(found: Field, op: str, options: Choices) -> str:
    if found.kind in COUNTED:
        return "number"
    if found.kind == Kind.DATE:
        return "date"
    if not options:
        return "text"
    return "many" if op in MEMBERSHIP else "choice"


def options_of(found: Field) -> Choices:
    """Values to choose from; empty where they are typed."""
    if found.kind == Kind.YES_NO:
        return [("yes", str(words.YES)), ("no", str(words.NO))]
    if found.options:
        return [(code, localized_plain(found.option_names[code])) for code in found.options]
    if found.kind == Kind.COUNTRY:
        return list(country_choices())
    if found.kind == Kind.PLACE:
        return list(Municipality.objects.in_force().values_list("atvk", name_field()))
    return []


def unit_choices(book: Book) -> Choices:
    codes = dict.fromkeys(found.unit for found in book.fields if found.unit)
    return [(code, str(words.UNITS.get(code, code))) for code in codes]


def fact_choices(book: Book) -> list[tuple[str, Choices]]:
    """What may be asked, by what it is a fact of."""

    grouped: dict[str, Choices] = {code: [] for code in words.GROUPS}
    for found in book.fields:
        grouped.setdefault(found.code.partition(".")[0], []).append((found.code, localized_plain(found.label)))
    return [(str(words.GROUPS.get(code, code)), choices) for code, choices in grouped.items() if choices]


def faults_by_part(refused: ConditionsRefused, written: Written) -> dict[str, dict[str, str]]:
    """Texts of what is wrong by id of the part and name of its field."""
    found: dict[str, dict[str, str]] = {}
    for fault in refused.faults:
        place, name = written.place_of(fault)
        found.setdefault(place, {}).setdefault(name, words.fault_words(fault.code, fault.value))
    return found
