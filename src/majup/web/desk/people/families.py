"""How a list names families: members, case, region. Composes people and cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from majup.cases.models import Case
from majup.people.models import Household, Person
from majup.staff.models import User


@dataclass(frozen=True)
class Family:
    """A household in a list; `case` is None while nobody opened one."""

    household: Household
    members: Sequence[Person]
    case: Case | None
    is_near: bool = False

    @property
    def names(self) -> str:
        return ", ".join(filter(None, map(str, self.members)))


def families(user: User, ids: Iterable[int], near: Iterable[int] = ()) -> list[Family]:
    """Those of `ids` that `user` may see, in the order given, with three queries."""
    wanted, slipped = list(ids), set(near)
    households = Household.objects.visible_to(user).filter(merged_into=None).in_bulk(wanted)
    cases = {case.household_id: case for case in Case.objects.visible_to(user).filter(household__in=households)}
    members: dict[int, list[Person]] = {}
    for person in Person.objects.filter(household__in=households):
        members.setdefault(person.household_id, []).append(person)
    return [
        Family(households[pk], members.get(pk, []), cases.get(pk), pk in slipped) for pk in wanted if pk in households
    ]
