"""What belongs to members changes hands in a merge: contact points, consents, languages, skills and residences.

Of two members who are one human the absorbed one stays with the absorbed household; what belongs to that member goes to
the kept member, except what the kept member has already. Rows are listed as [id, former person or None].
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model, QuerySet

from majup.people.models import Consent, ContactPoint, Household, PersonLanguage, Residence, Skill

OF_PERSON: tuple[type[Model], ...] = (PersonLanguage, Skill, Residence)
OF_HOUSEHOLD: tuple[type[Model], ...] = (ContactPoint, Consent)


def move_belongings(kept: Household, absorbed: Household, persons: Mapping[int, int]) -> dict[str, Any]:
    """Call it after the members moved; `persons` maps absorbed members to the kept ones whom they are."""
    languages = _new_to(PersonLanguage.objects.filter(person__in=persons), persons, _language, kept)
    return {
        "personlanguage": _hand_on(languages, persons),
        "skill": _hand_on(Skill.objects.filter(person__in=persons), persons),
        "residence": _hand_on(Residence.objects.filter(person__in=persons), persons),
        "contactpoint": _hand_on(_new_to(absorbed.contact_points.all(), persons, _point, kept), persons, kept),
        "consent": _hand_on(_new_to(absorbed.consents.all(), persons, _consent, kept), persons, kept),
    }


def _language(row: PersonLanguage, person: int | None) -> tuple[Any, ...]:
    return person, row.language


def _point(row: ContactPoint, person: int | None) -> tuple[Any, ...]:
    return person, row.kind, row.normal


def _consent(row: Consent, person: int | None) -> tuple[Any, ...]:
    """Only open consents exclude each other; each withdrawn one is proof of its own."""
    return (person, row.purpose) if row.withdrawn_at is None else (row.pk,)


def _new_to(rows: QuerySet, persons: Mapping[int, int], key: Any, kept: Household) -> list[Any]:
    """The rows that would not stand twice with the kept household."""
    owner = "household" if hasattr(rows.model, "household_id") else "person__household"
    there = {key(row, row.person_id) for row in rows.model._default_manager.filter(**{owner: kept})}
    return [row for row in rows if key(row, persons.get(row.person_id, row.person_id)) not in there]


def _hand_on(rows: Iterable[Any], persons: Mapping[int, int], kept: Household | None = None) -> list[list[Any]]:
    listed = []
    for row in rows:
        listed.append([row.pk, row.person_id])
        row.person_id = persons.get(row.person_id, row.person_id)
        if kept is not None:
            row.household = kept
        row.save()
    return listed


def return_belongings(kept: Household, absorbed: Household, moved: Mapping[str, Any]) -> None:
    """Give back what is still with the kept household or with its member; what was removed since stays removed."""
    for model in OF_HOUSEHOLD:
        for pk, person in moved[model.__name__.lower()]:
            row = model._default_manager.filter(pk=pk, household=kept)
            row.update(household=absorbed, person=person)
    for model in OF_PERSON:
        for pk, person in moved[model.__name__.lower()]:
            model._default_manager.filter(pk=pk, person__household=kept).update(person=person)
