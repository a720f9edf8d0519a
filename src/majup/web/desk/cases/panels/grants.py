"""Interest in money for a business, where there is any (GRA-02)."""

from typing import Any

from django.db.models import OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from majup.matching.models import GrantInterest
from majup.plumbing.prepared import Prepared
from majup.staff.models import User
from majup.web.desk.fits.grants import OUTCOMES

INTERESTS = Prepared(
    lambda household: GrantInterest.objects.filter(
        Q(household=household) | Q(household=None, enquiry__household_id_attached=household)
    ).select_related("fact")
)


def interests_of_case() -> QuerySet[GrantInterest]:
    """Interest of the case that an outer query looks at."""
    household = OuterRef("household_id")
    return GrantInterest.objects.filter(
        Q(household=household) | Q(household=None, enquiry__household_id_attached=household)
    )


def panel(case: Any, user: User) -> dict[str, Any] | None:
    if not case.has_interests:
        return None
    rows = list(INTERESTS(household=case.household_id))
    return {
        "name": "grants",
        "title": _("Interest in support"),
        "template": "desk/cases/panels/grants.html",
        "rows": [(row, *OUTCOMES[row.outcome]) for row in rows],
        "actions": [(_("Interest in support"), reverse("case_grants", args=[case.reference]), "")],
    }
