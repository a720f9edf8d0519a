"""Who asks may be known already: proposed on the enquiry, also when the case is in another region (INT-06)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from majup.cases.models import Case
from majup.people.queries import Known, known_contacts
from majup.staff.models import User


@dataclass(frozen=True)
class KnownCase:
    """A case that the enquiry may belong to. Elsewhere: `case` is None, only reference and region are told."""

    known: Known
    reference: str
    case: Case | None


def known_cases(user: User, *, email: str = "", phone: str = "", name: str = "") -> list[KnownCase]:
    """Proposals, the same contact first; households without a case are left out."""
    known = known_contacts(user, email=email, phone=phone, name=name)
    if not known:
        return []
    references = _references([each.household_id for each in known])
    seen = [each.household_id for each in known if each.is_visible]
    cases = {case.household_id: case for case in Case.objects.visible_to(user).filter(household__in=seen)}
    return [
        KnownCase(each, references[each.household_id], cases.get(each.household_id))
        for each in known
        if each.household_id in references
    ]


def _references(households: Sequence[int]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM majup_references(%s::bigint[])", [list(households)])
        return dict(cursor.fetchall())
