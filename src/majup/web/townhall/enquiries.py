"""Asked in person at the municipality: answered on the spot, or passed on so that nobody asks it again (INT-05)."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majup.intake import actions, queries
from majup.intake.errors import EnquiryError
from majup.intake.models import VIA_MUNICIPALITY, Enquiry
from majup.network.models import Role
from majup.places.models import Municipality
from majup.places.queries import region_of, today_of
from majup.staff.access import log_view
from majup.staff.roles import Permission
from majup.web.desk.enquiries.entry import receive
from majup.web.desk.enquiries.forms import EntryForm
from majup.web.desk.enquiries.thread import thread_of
from majup.web.desk.enquiries.words import REFUSALS
from majup.web.http import keyset_page, needs, page_or_422
from majup.web.portal.views import names


class TownhallForm(EntryForm):
    order = ("text", "name", "email", "phone", "country", "place", "meant", "language", "topics", "answer", "form_key")
    answer = forms.CharField(
        label=gettext_lazy("What you answered, if you did"),
        help_text=gettext_lazy("Leave it empty when you pass the question on."),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 10_000}),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in ("channel", "social", "category", "heard_from"):
            del self.fields[name]

    def clean(self):
        data = super().clean()
        passes_on = "answered" not in self.data
        if passes_on and not (data.get("email") or data.get("phone") or {"email", "phone"} & set(self.errors)):
            self.add_error("email", _("Write an e-mail address or a phone number, so that the coordinator can answer."))
        if not passes_on and not data.get("answer"):
            self.add_error("answer", _("Write what you answered, or pass the question on."))
        return data

    def facts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "email", "phone", "language", "country")}


def own_municipality(user) -> Municipality:
    role = (
        Role.objects.filter(pk__in=user.scope.roles, kind=Role.Kind.SPECIALIST).select_related("municipality").first()
    )
    if role is None:
        raise Http404
    return today_of(role.municipality)


def own(user):
    return Enquiry.objects.visible_to(user).filter(entered_by=user).select_related("region", "municipality", "taken_by")


@needs(Permission.ENQUIRY_ENTER)
@require_safe
def entered(request):
    page = keyset_page(own(request.user), by="received_at", after=request.GET.get("after", ""), parse=parse_datetime)
    return render(request, "townhall/enquiries.html", {"page": page})


@needs(Permission.ENQUIRY_ENTER)
@require_http_methods(["GET", "POST"])
def new(request):
    mine = own_municipality(request.user)
    initial = {"place": mine.name, "language": get_language()}
    form = TownhallForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        return written_down(request, form, mine)
    region = region_of(mine)
    context = {"form": form, "who": queries.responsible(region), **names()}
    return page_or_422(request, "townhall/enquiry_new.html", context, form)


def written_down(request, form, mine):
    """Answered: the region sees it so. Passed on: it waits in the region's queue; the sender is told who answers."""
    is_answered = "answered" in request.POST
    enquiry = receive(form, request.user, region=region_of(mine), channel=VIA_MUNICIPALITY, confirm=not is_answered)
    if is_answered:
        key = form.cleaned_data["form_key"]
        actions.answer(
            enquiry=enquiry, by=request.user, text=form.cleaned_data["answer"], channel=VIA_MUNICIPALITY, key=key
        )
        messages.success(request, _("Written down as answered."))
    else:
        messages.success(request, _("Passed on to the coordinator, with everything you wrote."))
    return redirect("townhall_enquiry", pk=enquiry.pk)


def own_part(enquiry, user) -> list:
    """What happened, without the words that others exchanged with the family afterwards."""
    entries = [entry for entry in thread_of(enquiry) if entry.message is None]
    for entry in entries:
        if entry.by != user.name and not entry.is_given_back:
            entry.text = ""
    return entries


class LaterAnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What you answered"),
        max_length=10_000,
        error_messages={"required": gettext_lazy("Write the answer.")},
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 10_000}),
    )


@needs(Permission.ENQUIRY_ENTER)
@require_http_methods(["GET", "POST"])
def enquiry(request, pk):
    """What became of it; while nobody has taken it, the specialist may still answer."""
    found = get_object_or_404(own(request.user), pk=pk)
    form = LaterAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.answer(enquiry=found, by=request.user, text=form.cleaned_data["text"], channel=VIA_MUNICIPALITY)
        except EnquiryError as refused:
            form.add_error("text", REFUSALS[refused.code])
        else:
            return redirect("townhall_enquiry", pk=pk)
    log_view(user=request.user, household_id=None, record=found.reference, page="townhall_enquiry")
    context = {"enquiry": found, "form": form, "entries": own_part(found, request.user)}
    context["who"] = queries.responsible(found.region)
    return page_or_422(request, "townhall/enquiry.html", context, form)
