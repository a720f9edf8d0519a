"""How a list names families: members, case, region. Composes people and cases."""

from collections.abc import Iterable
from dataclasses import dataclass

from majup.cases.models import Case
from majup.people.models import Household, Person
from majup.staff.models import User


@dataclass(frozen=True)
class Family:
    """A household in a list; `case` is None while nobody opened one."""

    household: Household
    names: str
    case: Case | None
    is_near: bool = False


def families(user: User, ids: Iterable[int], near: Iterable[int] = ()) -> list[Family]:
    """Those of `ids` that `user` may see, in the order given, with two queries, or three when some have no case."""
    wanted, slipped = list(ids), set(near)
    visible = Case.objects.visible_to(user).filter(household__in=wanted, household__merged_into=None)
    cases = {case.household_id: case for case in visible.select_related("household")}
    households = {pk: case.household for pk, case in cases.items()}
    if missing := set(wanted) - cases.keys():
        households |= Household.objects.visible_to(user).filter(merged_into=None).in_bulk(missing)
    names = _names(households)
    return [
        Family(households[pk], names.get(pk, ""), cases.get(pk), pk in slipped) for pk in wanted if pk in households
    ]


def _names(ids: Iterable[int]) -> dict[int, str]:
    names: dict[int, list[str]] = {}
    rows = Person.objects.filter(household__in=list(ids)).values_list("household_id", "given_name", "family_name")
    for household, given, family in rows:
        names.setdefault(household, []).append(f"{given} {family}".strip())
    return {household: ", ".join(filter(None, each)) for household, each in names.items()}
