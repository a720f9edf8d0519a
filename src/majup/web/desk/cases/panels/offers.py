"""The case's offers with state, versions and what the family said to them."""

from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from majup.cases.models import Case
from majup.offers.models import SETTLED, Offer, OfferVersion, State
from majup.plumbing.prepared import Prepared
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.desk.offers.words import STATES, TONES
from majup.web.http import grouped

UNSEEN = Count("versions__marks", filter=Q(versions__marks__seen_at=None))
OFFERS = Prepared(lambda case: Offer.objects.filter(case=case).order_by("-number").annotate(unseen=UNSEEN))
VERSIONS = Prepared(
    lambda case: OfferVersion.objects.filter(offer__case=case).defer("document").order_by("offer", "-number")
)


def panel(case: Case, user: User) -> dict[str, Any] | None:
    if not user.may(Permission.OFFER_SEND):
        return None
    sent = grouped(VERSIONS(case=case.pk), "offer_id")
    offers = list(OFFERS(case=case.pk))
    for offer in offers:
        offer.sent = sent[offer.pk]
    return {
        "name": "offers",
        "title": _("Offers"),
        "template": "desk/cases/panels/offers.html",
        "offers": [(o, STATES[State(o.state)], TONES.get(State(o.state), str(o.state))) for o in offers],
        "open": any(offer.is_editable for offer in offers),
        "runs": any(offer.state not in SETTLED for offer in offers),
    }
