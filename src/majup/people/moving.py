"""What belongs to members changes hands in a merge: contact points, consents, languages, skills and residences.

Of two members who are one human the absorbed one stays with the absorbed household; what belongs to that member goes to
the kept member, except what the kept member has already. Rows are listed as [id, former person or None].
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
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


def pass_on(rows: QuerySet, **to: Any) -> list[int]:
    """Point `rows` elsewhere and return their ids."""
    ids = list(rows.values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=ids).update(**to)
    return ids


def set_values(row: Model, values: Mapping[str, Any]) -> list[list[Any]]:
    """Set the values and return [table, id, field, before, set] for each that differed, as JSON."""
    changed = []
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed.append([row._meta.label_lower, row.pk, name, _written(before), _written(value)])
    if changed:
        row.save()
    return changed


def _written(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def restore_values(changed: Sequence[Sequence[Any]]) -> None:
    """Give each field its former value back unless somebody edited what had been set."""
    for label, pk, name, before, value in changed:
        model = apps.get_model(label)
        read = model._meta.get_field(name).to_python
        model._default_manager.filter(pk=pk, **{name: read(value)}).update(**{name: read(before)})
