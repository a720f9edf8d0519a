"""The case's offers with state, versions and what the family said to them."""

from typing import Any

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext as _

from majup.cases.models import Case
from majup.offers.models import Offer, OfferVersion, State
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.desk.offers.words import STATES, TONES


def panel(case: Case, user: User) -> dict[str, Any] | None:
    if not user.may(Permission.OFFER_SEND):
        return None
    unseen = Count("versions__marks", filter=Q(versions__marks__seen_at=None))
    sent = Prefetch("versions", OfferVersion.objects.order_by("-number").defer("document"), to_attr="sent")
    offers = list(Offer.objects.filter(case=case).order_by("-number").annotate(unseen=unseen).prefetch_related(sent))
    return {
        "name": "offers",
        "title": _("Offers"),
        "template": "desk/cases/panels/offers.html",
        "offers": [(o, STATES[State(o.state)], TONES.get(State(o.state), str(o.state))) for o in offers],
        "open": any(offer.is_editable for offer in offers),
    }
