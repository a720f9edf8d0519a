"""The family's own page: what we know of each member, to correct; language and channel; wishes for work."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majup.family import actions
from majup.family.actions.corrections import known
from majup.family.models import Correction, JobWish
from majup.people.models import Person
from majup.plumbing.addresses import in_language
from majup.web.family.door import Inside, by_own_link
from majup.web.family.forms import LABELS, CorrectionForm, JobForm, SpeakForm
from majup.web.family.own import back
from majup.web.http import page_or_422


@require_safe
@by_own_link("own_data")
def data(request: HttpRequest, inside: Inside) -> HttpResponse:
    household = inside.case.household
    said = Correction.objects.filter(household=household).select_related("person").order_by("-at")[:20]
    context = {
        "inside": inside,
        "members": list(household.members.prefetch_related("contact_points")),
        "corrections": [(row, LABELS[row.field]) for row in said],
        "job_wish": JobWish.objects.filter(person=inside.person).first(),
    }
    return render(request, "family/own/data.html", context)


@require_http_methods(["GET", "POST"])
@by_own_link("own_member")
def member(request: HttpRequest, inside: Inside, pk: int) -> HttpResponse:
    """What differs from what we have is proposed field by field; the coordinator decides (ADR 16)."""
    person = get_object_or_404(inside.case.household.members.select_related("household"), pk=pk)
    form = CorrectionForm(person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _correct(request, inside, person, form.changes())
        return redirect("own_data", token=inside.token)
    return page_or_422(request, "family/own/member.html", {"inside": inside, "form": form, "member": person}, form)


def _correct(request: HttpRequest, inside: Inside, person: Person, changes: Mapping[str, str]) -> None:
    """What is as we have it takes an open correction back; the rest is proposed."""
    new = {field: value for field, value in changes.items() if value != known(person, field)}
    for field in changes.keys() - new.keys():
        actions.take_back(person=person, field=field)
    for field, value in new.items():
        actions.propose(person=person, field=field, value=value, said_by=inside.person)
    if new:
        messages.success(request, _("Thank you. Your coordinator takes it over; until then the former entry holds."))
    elif changes:
        messages.success(request, _("Your correction is taken back: the former entry stays."))
    else:
        messages.info(request, _("Nothing was changed."))


@require_http_methods(["GET", "POST"])
@by_own_link("own_speak")
def speak(request: HttpRequest, inside: Inside) -> HttpResponse:
    initial = {"language": inside.person.language, "channel": inside.person.preferred_channel}
    form = SpeakForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.speak(person=inside.person, **form.cleaned_data)
        chosen = form.cleaned_data["language"]
        with in_language(chosen), translation.override(chosen):
            messages.success(request, _("From now on we write to you like this."))
            return redirect("own_data", token=inside.token)
    return page_or_422(request, "family/own/speak.html", {"inside": inside, "form": form}, form)


@require_http_methods(["GET", "POST"])
@by_own_link("own_job")
def job(request: HttpRequest, inside: Inside) -> HttpResponse:
    """What matters to this adult at work, ranked (Q-R20)."""
    wish: Any = JobWish.objects.filter(person=inside.person).first() or JobWish()
    form = JobForm(
        request.POST if request.method == "POST" else None, demands=wish.demands, initial={"note": wish.note}
    )
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        actions.set_job_wish(person=inside.person, demands=form.demands(), note=note, by=None, by_family=True)
        messages.success(request, _("Thank you. Your coordinator sees it at once."))
        return back(inside, "work")
    return page_or_422(request, "family/own/job.html", {"inside": inside, "form": form}, form)
