"""Staff as the family may know them: by role and place, never by private name (PRV-08, N-54)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from majup.network.models import Holding, Substitution
from majup.offers.contacts import name_of
from majup.web.components.texts import localized_plain

NAMED = ("role__institution", "role__municipality", "role__region")


def roles_of(user_ids: Iterable[int]) -> dict[int, str]:
    """The latest role of each user as "title, place"; who never held one keeps the system running."""
    ids = set(user_ids)
    found = dict.fromkeys(ids, _("Administrator of the system"))
    for model in (Substitution, Holding):
        held = model._default_manager.filter(user__in=ids).select_related(*NAMED).order_by("valid_from", "pk")
        found |= {row.user_id: localized_plain(name_of(row.role)) for row in held}
    return found
