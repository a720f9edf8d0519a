"""What the family agreed to, and the ways to everything that is stored about it (PRV-02, PRV-03, PRV-04)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from majup.cases.models import Case
from majup.staff.models import User
from majup.staff.roles import Permission


def panel(case: Case, user: User) -> dict[str, Any]:
    consents = list(case.household.consents.select_related("person").order_by("withdrawn_at", "-given_at"))
    return {
        "name": "consents",
        "title": _("Consents and privacy"),
        "template": "desk/cases/panels/consents.html",
        "given": [consent for consent in consents if consent.withdrawn_at is None],
        "withdrawn": [consent for consent in consents if consent.withdrawn_at],
        "may_write": user.may(Permission.CASE_WRITE),
        "actions": _actions(case, user),
    }


def _actions(case: Case, user: User) -> list[tuple[str, str, str]]:
    lines = [
        (_("They agree to something"), "consent_give", Permission.CASE_WRITE),
        (_("Who looked"), "access_log", Permission.CASE_READ),
        (_("All that is stored"), "family_file", Permission.HOUSEHOLD_ERASE),
    ]
    return [(label, reverse(name, args=[case.reference]), "") for label, name, right in lines if user.may(right)]
