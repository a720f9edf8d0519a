"""Lists of offers: what waits to be sent, what the family has not answered, what it said."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from majup.offers import queries
from majup.offers.models import State
from majup.staff.access import log_view
from majup.staff.roles import Permission
from majup.web.desk.offers import words as say
from majup.web.http import aware_moment, keyset_page, needs

GROUPS = {
    "": _("All"),
    "open": _("Being written"),
    "unanswered": _("Sent, no word yet"),
    "marked": _("The family wrote"),
    "settled": _("Settled"),
}


@needs(Permission.OFFER_SEND)
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    group = request.GET.get("group", "")
    group = group if group in GROUPS else ""
    rows = queries.listed(request.user, group)
    page = keyset_page(rows, by="changed_at", after=request.GET.get("after", ""), parse=aware_moment)
    log_view(user=request.user, household_id=None, record="offers", page="offers")
    context = {
        "page": page,
        "rows": [(row, say.STATES[State(row.state)], say.TONES.get(State(row.state), row.state)) for row in page],
        "group": group,
        "groups": [(label, f"?group={code}" if code else "?") for code, label in GROUPS.items()],
        "current": f"?group={group}" if group else "?",
    }
    return render(request, "desk/offers/list.html", context)
