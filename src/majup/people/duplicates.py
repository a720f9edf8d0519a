"""Looking for households that may be one family written down twice.

Never everybody with everybody: only households that share an address or number, or of which two adults have the same
names (each a slip apart at most), are fetched by their search words and compared.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from majup.kernel.neighbours import within_one_edit
from majup.kernel.text import fold, words
from majup.people.models import DuplicatePair, Household, Person
from majup.people.queries import Term, existing, find
from majup.people.words import slips
from majup.staff.models import User

MOST_BY_CONTACT = 20
MOST_BY_NAME = 100
RARE = 3


@transaction.atomic
def look_for_duplicates(*, household: Household) -> list[DuplicatePair]:
    """Note every household of the same region that may be this one. Pairs once dismissed stay dismissed."""
    by_contact = _same_contact(household)
    by_name = _same_names(household) - by_contact
    pairs = [_pair(household.pk, other, DuplicatePair.Reason.CONTACT) for other in sorted(by_contact)]
    pairs += [_pair(household.pk, other, DuplicatePair.Reason.NAME) for other in sorted(by_name)]
    return DuplicatePair.objects.bulk_create(pairs, ignore_conflicts=True)


def _pair(one: int, other: int, reason: str) -> DuplicatePair:
    first, second = sorted((one, other))
    return DuplicatePair(first_id=first, second_id=second, reason=reason, found_at=timezone.now())


def _same_contact(household: Household) -> set[int]:
    normals = household.contact_points.exclude(kind="social").values_list("normal", flat=True)
    contacts = tuple(normal.lstrip("+") for normal in normals)
    return set(find(household.region_id, [Term(contacts)], MOST_BY_CONTACT)) - {household.pk} if contacts else set()


def _same_names(household: Household) -> set[int]:
    members = list(household.members.all())
    found: set[int] = set()
    for adult in members:
        if not adult.is_child and adult.given_name and adult.family_name:
            found |= _namesakes(household, adult, members)
    return found


def _namesakes(household: Household, adult: Person, members: list[Person]) -> set[int]:
    typed = [*words(adult.given_name), *words(adult.family_name)]
    terms = [Term((word, *existing(household.region_id, slips(word)))) for word in typed]
    ids = set(find(household.region_id, terms, MOST_BY_NAME)) - {household.pk}
    families = _families(ids)
    namesakes = {pk: family for pk, family in families.items() if any(_same_name(adult, other) for other in family)}
    is_rare = len(namesakes) <= RARE
    return {pk for pk, family in namesakes.items() if _may_be_one(adult, members, family, is_rare)}


def _families(ids: Iterable[int]) -> dict[int, list[Person]]:
    families: dict[int, list[Person]] = {}
    for person in Person.objects.filter(household__in=list(ids)):
        families.setdefault(person.household_id, []).append(person)
    return families


def _same_name(one: Person, other: Person) -> bool:
    return (
        not other.is_child
        and within_one_edit(fold(one.given_name), fold(other.given_name))
        and within_one_edit(fold(one.family_name), fold(other.family_name))
    )


def _may_be_one(adult: Person, ours: list[Person], theirs: list[Person], is_rare: bool) -> bool:
    """Born in the same year, or with a child of the same name; a rare name is enough when nothing speaks against it."""
    other = next(person for person in theirs if _same_name(adult, person))
    if adult.birth_year and other.birth_year:
        return adult.birth_year == other.birth_year
    return _share_a_child(ours, theirs) or is_rare


def _share_a_child(ours: list[Person], theirs: list[Person]) -> bool:
    names = [fold(person.given_name) for person in theirs if person.is_child and person.given_name]
    return any(
        within_one_edit(fold(person.given_name), name)
        for person in ours
        if person.is_child and person.given_name
        for name in names
    )


def dismiss_pair(*, pair: DuplicatePair, by: User) -> DuplicatePair:
    """Two families after all; the pair is not proposed again."""
    DuplicatePair.objects.filter(pk=pair.pk, dismissed_at=None).update(dismissed_at=timezone.now(), dismissed_by=by)
    pair.refresh_from_db()
    return pair
