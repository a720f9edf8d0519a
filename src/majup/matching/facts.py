"""What a case already says, in the words of the conditions; what it does not say is left out, never guessed.

The field names below are the vocabulary of conditions (`rule_fields` of the pack); a field that the pack does not have
is left out by `Fields.facts`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from majup.cases.models import CandidateMunicipality, Case, Phase, Stage
from majup.matching.models import HouseholdFacts
from majup.network.calendar import country_settings
from majup.people.models import Person, Residence
from majup.places.pack import read
from majup.rules.decide import months_between
from majup.rules.fields import Facts
from majup.rules.pack import book_of

AGE_OF_MAJORITY = 18  # in every country of the programme; `is_child` says it where the year of birth is not known
BACK = frozenset({Stage.RETURNED, Stage.FOLLOW_UP})


def book():
    return book_of(settings.COUNTRY_PACK)


def facts_of(case: Case) -> Facts:
    """All that is known of the case's household today: category, what was told, and what the case itself says.

    What the case says is stronger than what was told, and that stronger than what the category supposes.
    """
    row = HouseholdFacts.objects.filter(household=case.household_id).first()
    return book().fields.facts({**of_category(case.category), **(row.told if row else {}), **_said(case)})


def not_known_of(case: Case) -> list[str]:
    row = HouseholdFacts.objects.filter(household=case.household_id).first()
    return list(row.not_known) if row else []


def of_category(code: str) -> dict[str, Any]:
    """What everybody of an intake category has in common (INT-07)."""
    rows = {row["code"]: row["facts"] for row in read(settings.COUNTRY_PACK, "category_facts")}
    return dict(rows.get(code, {}))


def _said(case: Case) -> dict[str, Any]:
    members = list(Person.objects.filter(household=case.household_id).order_by("order", "pk"))
    adult = next((member for member in members if not member.is_child), None)
    lived = list(Residence.objects.filter(person=adult).select_related("municipality")) if adult else []
    places = CandidateMunicipality.objects.filter(case=case).values_list("municipality__atvk", flat=True)
    said = {**_of_case(case), **_of_members(members, adult), **_of_residences(lived, timezone.localdate())}
    return {**said, **({"household.planned_municipality": places[0]} if len(places) == 1 else {})}


def _of_case(case: Case) -> dict[str, Any]:
    home, back = country_settings()["country"], case.phase == Phase.RETURNED or case.stage in BACK
    said: dict[str, Any] = {"person.country": case.household.country}
    if back:
        said |= {"person.return_status": "returned"}
        said |= {} if case.kind == Case.Kind.INTERNAL else {"person.is_remigrant": True}
    elif case.kind == Case.Kind.EXTERNAL and case.household.country not in {"", home}:
        said |= {"person.return_status": "planning", "person.is_remigrant": False, "household.moves_from_abroad": True}
        said |= {"person.has_address_abroad": True}
    if case.phase in {Phase.PLANNING, Phase.MOVING}:
        said |= {"person.wants_to_return": True}
    return said


def _of_members(members: list[Person], adult: Person | None) -> dict[str, Any]:
    """Ages are not told: of a year of birth alone the age is known only to the year."""
    said: dict[str, Any] = dict(_of_children([member for member in members if member.is_child]))
    if adult is not None:
        said["person.is_adult"] = True
    if adult is not None and adult.is_citizen:
        said |= {"person.is_latvian_national": True, "person.citizenship": "latvia"}
    return said


def _of_children(children: list[Person]) -> Iterator[tuple[str, Any]]:
    """Nobody written down as a child is no childless family: then what it told itself holds, or nothing is known."""
    if children:
        yield "household.children", len(children)
    born = [child.birth_year for child in children if child.birth_year]
    if born and timezone.localdate().year - max(born) < AGE_OF_MAJORITY:
        yield "household.has_minor_children", True


def _of_residences(rows: list[Residence], today: date) -> dict[str, Any]:
    home = country_settings()["country"]
    abroad = [row for row in rows if row.country != home]
    lived = [row for row in abroad if row.kind == Residence.Kind.LIVED]
    said = {**_abroad(lived, today), **_declared([row for row in rows if row.country == home], today)}
    if any(row.kind == Residence.Kind.DECLARED for row in abroad):
        said["person.foreign_address_registered"] = True
    return {**said, **_returned(lived, rows, home)}


def _abroad(lived: list[Residence], today: date) -> Mapping[str, Any]:
    """Months abroad, only where every stay has its first day; from one country straight to another is still away."""
    if not lived or any(row.from_date is None for row in lived):
        return {}
    begun = [(row.from_date, _last(row, today)) for row in lived if row.from_date and row.from_date <= today]
    stays = [months_between(*span) for span in _joined(begun)]
    return {"person.months_abroad": sum(stays), "person.months_abroad_in_a_row": max(stays)} if stays else {}


def _last(row: Residence, today: date) -> date:
    """The last day that has been lived there so far."""
    return min(row.to_date or today, today)


def _joined(spans: Iterable[tuple[date, date]]) -> list[tuple[date, date]]:
    """Spans without overlap; one that begins on the day after another goes on with it."""
    found: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _declared(at_home: Iterable[Residence], today: date) -> dict[str, Any]:
    now = [row for row in at_home if row.kind == Residence.Kind.DECLARED and row.to_date is None]
    if not now:
        return {}
    said: dict[str, Any] = {"person.declared_municipality": now[0].municipality.atvk if now[0].municipality else None}
    if now[0].from_date:
        said["person.months_declared"] = months_between(now[0].from_date, today)
    return said


def _returned(lived: list[Residence], rows: list[Residence], home: str) -> dict[str, Any]:
    """The day on which somebody who had lived abroad began to live at home again."""
    left = [row.to_date for row in lived if row.to_date]
    back = [
        row.from_date
        for row in rows
        if row.country == home and row.kind == Residence.Kind.LIVED and row.from_date and row.to_date is None
    ]
    return {"person.returned_on": max(back)} if left and back and max(back) >= max(left) else {}
