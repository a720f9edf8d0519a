"""What an owner does to a fact without rewriting it: confirm, withdraw, take that back, hand it on."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from majup.catalogue import actions, queries
from majup.catalogue.errors import ChangedMeanwhile, FactRefused, Incomplete
from majup.staff.roles import Permission
from majup.web.components.texts import language, localized_plain
from majup.web.facts.find import find_fact, may_name_owner
from majup.web.facts.forms import OwnerForm, WithdrawForm
from majup.web.facts.words import missing_words, role_words
from majup.web.http import StaffRequest, needs, page_before
from majup.web.office.pages import form_page

keepers = needs(Permission.FACT_KEEP, Permission.FACT_KEEP_STATE)


@keepers
@require_POST
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """One press: it holds as it stands. `seen` is the version that was on the page."""
    fact = find_fact(request, pk, to_edit=True)
    seen = request.POST.get("seen", "")
    try:
        actions.confirm(fact=fact, by=request.user, seen=int(seen) if seen.isdecimal() and len(seen) < 9 else None)
    except Incomplete as refused:
        messages.error(request, missing_words(refused.missing))
        return redirect("fact_edit", pk=pk)
    except ChangedMeanwhile:
        messages.warning(request, _("Somebody changed it since you opened this page. Please read it once more."))
        return redirect("fact", pk=pk)
    except FactRefused:
        messages.error(request, _("A draft is published after checking it; what has ended is written anew."))
        return redirect("fact", pk=pk)
    messages.success(request, _("Confirmed: “%(name)s” holds.") % {"name": localized_plain(fact.name)})
    return redirect(page_before(request) or reverse("fact", args=[pk]))


@keepers
@require_http_methods(["GET", "POST"])
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    fact = find_fact(request, pk, to_edit=True)
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        reason = {language(): form.cleaned_data["reason"]}
        actions.withdraw(fact=fact, reason=reason, by=request.user, state=form.cleaned_data["state"])
        said = _("“%(name)s” is no longer shown as available.") % {"name": localized_plain(fact.name)}
        messages.success(request, said, extra_tags=f"undo:{reverse('fact_restore', args=[pk])}")
        return redirect("fact", pk=pk)
    return form_page(
        request,
        form,
        title=_("No longer so: %(name)s") % {"name": localized_plain(fact.name)},
        text=_("It stays in the history, and offers that were sent keep what they said. You can take this back."),
        button=_("Say that it is no longer so"),
        back=reverse("fact", args=[pk]),
    )


@keepers
@require_POST
def restore(request: StaffRequest, pk: int) -> HttpResponse:
    fact = find_fact(request, pk, to_edit=True)
    try:
        actions.restore(fact=fact, by=request.user)
    except FactRefused:
        messages.info(request, _("There is nothing to take back."))
    else:
        messages.success(request, _("It stands again as before."))
    return redirect("fact", pk=pk)


@needs(Permission.FACT_READ)
@require_http_methods(["GET", "POST"])
def owner(request: StaffRequest, pk: int) -> HttpResponse:
    """Name who answers for a fact; one who holds a role in its place takes it over like this."""
    fact = find_fact(request, pk)
    if not may_name_owner(fact, request.user):
        raise PermissionDenied
    roles = queries.owners_for(fact, request.user)
    form = OwnerForm(request.POST or None, roles=roles, initial={"role": fact.role_id})
    if form.is_valid():
        actions.give_to(fact=fact, role=form.cleaned_data["role"], by=request.user)
        messages.success(
            request, _("From now on %(role)s answers for it.") % {"role": role_words(form.cleaned_data["role"])}
        )
        return redirect("fact", pk=pk)
    return form_page(
        request,
        form,
        title=_("Who answers for it: %(name)s") % {"name": localized_plain(fact.name)},
        text=_("The owner is asked regularly whether it still holds. Now: %(role)s.") % {"role": role_words(fact.role)},
        button=_("Name the owner"),
        back=reverse("fact", args=[pk]),
    )
