"""One enquiry: what was asked, the thread, who it may be, and everything that can be done with it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.cases.actions import attach_enquiry
from majup.cases.errors import EnquiryAlreadyAttached
from majup.cases.models import Case
from majup.intake import actions, correspondence, letters
from majup.intake.errors import EnquiryError
from majup.intake.models import Attachment, Enquiry, Message
from majup.people.models import Household
from majup.people.queries import Known
from majup.places.models import PlanningRegion
from majup.plumbing import files
from majup.staff.access import log_view
from majup.staff.roles import Permission
from majup.web.desk.enquiries.forms import AnswerForm, AttachForm, GiveBackForm, PassOnForm
from majup.web.desk.enquiries.queue import find
from majup.web.desk.enquiries.thread import thread_of
from majup.web.desk.enquiries.words import REFUSALS
from majup.web.desk.people.known import known_cases
from majup.web.http import needs, page_or_422


@dataclass(frozen=True)
class Proposal:
    """A case that this may belong to; elsewhere only its reference and region are told (INT-06)."""

    known: Known
    region: PlanningRegion
    case: Case | None
    reference: str


def proposals(enquiry: Enquiry, user) -> list[Proposal]:
    if enquiry.household_id_attached or not user.may(Permission.CASE_READ):
        return []
    found = known_cases(user, email=enquiry.email, phone=enquiry.phone, name=enquiry.name)
    regions = PlanningRegion.objects.in_bulk([each.known.region_id for each in found])
    return [Proposal(each.known, regions[each.known.region_id], each.case, each.reference) for each in found]


@needs(Permission.ENQUIRY_READ)
@require_safe
def enquiry(request, pk):
    return show(request, find(request, pk))


def show(request, enquiry, form=None):
    user = request.user
    log_view(user=user, household_id=enquiry.household_id_attached, record=enquiry.reference, page="enquiry")
    context = {
        "enquiry": enquiry,
        "form": form or AnswerForm(enquiry=enquiry, initial=draft(request, enquiry)),
        "templates": letters.choices(),
        "entries": thread_of(enquiry),
        "proposals": proposals(enquiry, user),
        "case": Case.objects.visible_to(user).filter(household_id=enquiry.household_id_attached or 0).first(),
        "my_regions": PlanningRegion.objects.filter(pk__in=user.scope.regions),
        "may_act": user.may(Permission.ENQUIRY_TAKE),
        "may_open": user.may(Permission.CASE_WRITE),
    }
    return page_or_422(request, "desk/enquiries/enquiry.html", context, form)


def draft(request, enquiry) -> dict[str, str]:
    """The answer form at first: empty, or as the chosen message of the library begins it (LNG-04)."""
    channel = "email" if enquiry.email else "phone"
    code = request.GET.get("template", "")
    if code in letters.FOR_REPLIES:
        letter = letters.draft(code, enquiry)
        return {"channel": channel, "subject": letter.subject, "text": letter.body}
    return {"channel": channel, "subject": correspondence.reply_subject(enquiry)}


@needs(Permission.ENQUIRY_TAKE)
@require_POST
def answer(request, pk):
    enquiry = find(request, pk)
    form = AnswerForm(request.POST, enquiry=enquiry)
    if not form.is_valid():
        return show(request, enquiry, form)
    data = form.cleaned_data
    keep_open = "keep_open" in request.POST
    try:
        actions.answer(
            enquiry=enquiry,
            by=request.user,
            text=data["text"],
            subject=data["subject"],
            channel=data["channel"],
            key=data["form_key"],
            keep_open=keep_open,
        )
    except EnquiryError as refused:
        form.add_error("text", REFUSALS[refused.code])
        return show(request, enquiry, form)
    messages.success(request, _("Written down.") if data["channel"] != "email" else _("The answer is on its way."))
    return redirect("enquiry", pk=pk) if keep_open else redirect("enquiries")


@needs(Permission.ENQUIRY_TAKE)
@require_http_methods(["GET", "POST"])
def pass_on(request, pk):
    enquiry = find(request, pk)
    wished = PlanningRegion.objects.filter(code=request.GET.get("to", "")).first()
    form = PassOnForm(request.POST if request.method == "POST" else None, enquiry=enquiry, initial={"region": wished})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.pass_on(
                enquiry=enquiry,
                to_region=data["region"],
                by=request.user,
                note=data["note"],
                tell_sender=data.get("tell_sender", False),
            )
        except EnquiryError as refused:
            form.add_error(None, REFUSALS[refused.code])
        else:
            messages.success(request, _("The enquiry is passed on, with everything that is known."))
            return redirect("enquiries")
    return page_or_422(request, "desk/enquiries/pass_on.html", {"enquiry": enquiry, "form": form}, form)


@needs(Permission.ENQUIRY_TAKE)
@require_http_methods(["GET", "POST"])
def give_back(request, pk):
    """K-M2: to the specialist who passed it on, when the municipality is the one to answer after all."""
    enquiry = find(request, pk)
    form = GiveBackForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.give_back(enquiry=enquiry, by=request.user, note=form.cleaned_data["note"])
        except EnquiryError as refused:
            form.add_error(None, REFUSALS[refused.code])
        else:
            messages.success(request, _("The municipality has it back, with everything that is known."))
            return redirect("enquiries")
    return page_or_422(request, "desk/enquiries/give_back.html", {"enquiry": enquiry, "form": form}, form)


@needs(Permission.CASE_WRITE)
@require_http_methods(["GET", "POST"])
def attach(request, pk):
    """Put the enquiry into a case that is there already; a second case is made only on purpose (INT-06)."""
    enquiry = find(request, pk)
    form = AttachForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reference = form.cleaned_data["reference"].strip()
        case = Case.objects.visible_to(request.user).filter(reference__iexact=reference).first()
        if case is None:
            form.add_error("reference", _("There is no such case in your region."))
        else:
            return put_into(request, enquiry, case)
    return page_or_422(request, "desk/enquiries/attach.html", {"enquiry": enquiry, "form": form}, form)


def put_into(request, enquiry, case):
    try:
        attach_enquiry(case=case, enquiry=enquiry, by=request.user)
    except (EnquiryAlreadyAttached, EnquiryError):
        messages.error(request, REFUSALS["attached-elsewhere"])
        return redirect("enquiry", pk=enquiry.pk)
    messages.success(request, _("The enquiry is part of the case now."))
    return redirect("case", reference=case.reference)


@needs(Permission.ENQUIRY_READ)
@require_safe
def attachment(request, pk):
    """A file that came by mail; always saved, never opened in the page."""
    visible = Message.objects.filter(enquiry__in=Enquiry.objects.visible_to(request.user)) | Message.objects.filter(
        household_id__in=Household.objects.visible_to(request.user).values("pk")
    )
    found = get_object_or_404(Attachment.objects.exclude(sha256=""), pk=pk, message__in=visible.values("pk"))
    household = found.message.household_id
    log_view(user=request.user, household_id=household, record=f"attachment {pk}", page="enquiry_file")
    disposition = content_disposition_header(True, found.name)
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(files.read(found.sha256), content_type=found.content_type, headers=headers)
