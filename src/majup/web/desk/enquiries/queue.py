"""The queue of enquiries: one's own region's and the common one, newest first (INT-02)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from majup.intake import actions, queries
from majup.intake.errors import EnquiryError, TakenByAnother
from majup.intake.models import Enquiry
from majup.places.models import PlanningRegion
from majup.staff.roles import Permission
from majup.web.components.texts import longtime
from majup.web.desk.enquiries.forms import Filters, MissedCallForm
from majup.web.desk.enquiries.words import REFUSALS
from majup.web.http import keyset_page, needs, page_or_422

LARGEST = 2**63 - 1


@needs(Permission.ENQUIRY_READ)
@require_safe
def enquiries(request):
    return show(request, MissedCallForm())


def show(request, missed_call):
    filters = Filters(request.GET)
    shown = Enquiry.objects.visible_to(request.user).select_related("region", "municipality", "taken_by")
    page = keyset_page(filters.apply(shown), by="received_at", after=request.GET.get("after", ""), parse=parse_datetime)
    context = {
        "filters": filters,
        "page": page,
        "missed_call": missed_call,
        "call_backs": queries.call_backs(request.user)[:20],
        "may_take": request.user.may(Permission.ENQUIRY_TAKE),
        "takes_at_once": len(request.user.scope.regions) == 1,
    }
    return page_or_422(request, "desk/enquiries/queue.html", context, missed_call)


def find(request, pk: int) -> Enquiry:
    rows = Enquiry.objects.visible_to(request.user).select_related("region", "municipality", "taken_by", "entered_by")
    return get_object_or_404(rows, pk=pk)


@needs(Permission.ENQUIRY_TAKE)
@require_POST
def take(request, pk):
    """Nobody is told "not found" for being second: the row has left their sight, but who was first can be said."""
    enquiry = Enquiry.objects.visible_to(request.user).filter(pk=pk).first() or Enquiry(pk=min(pk, LARGEST), state="")
    region = PlanningRegion.objects.filter(code=request.POST.get("region", "")).first()
    try:
        actions.take(enquiry=enquiry, by=request.user, region=region)
    except TakenByAnother as second:
        messages.warning(request, words_of_second(second))
        return redirect("enquiries")
    except EnquiryError as refused:
        messages.error(request, REFUSALS[refused.code])
        return redirect("enquiry", pk=pk) if enquiry.state else redirect("enquiries")
    return redirect("enquiry", pk=pk)


def words_of_second(second: TakenByAnother) -> str:
    if not second.name:
        return _("This enquiry is not in your queue any more.")
    return _("%(name)s has taken this enquiry already (%(at)s).") % {"name": second.name, "at": longtime(second.at)}


@needs(Permission.ENQUIRY_TAKE)
@require_POST
def missed_call(request):
    """INT-11: a number and one click."""
    form = MissedCallForm(request.POST)
    if not form.is_valid():
        return show(request, form)
    try:
        call = actions.enter_missed_call(by=request.user, **form.cleaned_data)
    except EnquiryError as refused:
        form.add_error("phone", REFUSALS[refused.code])
        return show(request, form)
    messages.success(request, _("Call back today: %(phone)s") % {"phone": call.phone})
    return redirect(f"{reverse('enquiries')}#call-backs")
