"""Accounts of the people who work here: the administrator opens one, and a one-time link goes out."""

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.network import accounts as actions
from majup.network.errors import NetworkError
from majup.network.models import Holding, Role
from majup.places.models import in_force
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.facts.words import role_words
from majup.web.http import StaffRequest, needs, page_or_422
from majup.web.office.directory import languages
from majup.web.office.forms import AccountForm
from majup.web.office.invitation import send_link
from majup.web.office.pages import address, form_page
from majup.web.office.words import refusal

ROLES = ("role__region", "role__municipality", "role__institution")


@needs(Permission.DIRECTORY_EDIT)
@require_safe
def accounts(request: StaffRequest) -> HttpResponse:
    users = User.objects.order_by("-is_active", "name", "pk").prefetch_related("authenticator_set")
    held = _roles_held()
    return render(request, "office/accounts.html", {"rows": [(user, held.get(user.pk, [])) for user in users]})


def _roles_held() -> dict[int, list[str]]:
    """Names of the roles that each account holds today, units of a town hall last."""
    found: dict[int, list[str]] = {}
    today = Holding.objects.filter(in_force(timezone.localdate()), user__isnull=False).select_related(*ROLES)
    for holding in sorted(today, key=lambda one: (one.role.kind == Role.Kind.UNIT, one.pk)):
        found.setdefault(holding.user_id, []).append(role_words(holding.role))
    return found


@needs(Permission.DIRECTORY_EDIT)
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, languages=languages())
    if form.is_valid():
        user = actions.open_account(by=request.user, **form.cleaned_data)
        send_link(user)
        sent = _("The account is open. A link for setting the password goes to %(email)s.")
        messages.success(request, sent % {"email": user.email})
        return redirect("staff_account", pk=user.pk)
    return form_page(
        request,
        form,
        title=_("Open an account"),
        text=_("The person gets a link for setting a password. What the account may do follows from its roles."),
        button=_("Open the account"),
        back=address("staff_accounts"),
    )


@needs(Permission.DIRECTORY_EDIT)
@require_http_methods(["GET", "POST"])
def account(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    present = {"name": user.name, "language": user.language, "is_admin": user.is_admin}
    form = AccountForm(request.POST or None, languages=languages(), user=user, initial=present)
    if form.is_valid():
        actions.change_account(user=user, by=request.user, **form.cleaned_data)
        messages.success(request, _("The account is changed."))
        return redirect("staff_account", pk=pk)
    held = Holding.objects.filter(in_force(timezone.localdate()), user=user)
    context = {
        "account": user,
        "form": form,
        "holdings": [(one, role_words(one.role)) for one in held.select_related(*ROLES)],
        "has_second_factor": Authenticator.objects.filter(user=user, type="totp").exists(),
    }
    return page_or_422(request, "office/account.html", context, form)


@needs(Permission.DIRECTORY_EDIT)
@require_POST
def link(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=True)
    send_link(user)
    messages.success(request, _("A new link goes to %(email)s.") % {"email": user.email})
    return redirect("staff_account", pk=pk)


@needs(Permission.DIRECTORY_EDIT)
@require_POST
def close(request: StaffRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=True)
    try:
        actions.close_account(user=user, by=request.user)
    except NetworkError as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, _("The account is closed; the person is signed out everywhere."))
    return redirect("staff_account", pk=pk)


@needs(Permission.DIRECTORY_EDIT)
@require_POST
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    user = actions.reopen_account(user=get_object_or_404(User, pk=pk, is_active=False), by=request.user)
    send_link(user)
    messages.success(request, _("The account is open again; a link for a new password goes to the person."))
    return redirect("staff_account", pk=pk)


@needs(Permission.DIRECTORY_EDIT)
@require_POST
def second_factor(request: StaffRequest, pk: int) -> HttpResponse:
    actions.reset_second_factor(user=get_object_or_404(User, pk=pk), by=request.user)
    messages.success(request, _("A new second factor will be asked for at the next sign-in."))
    return redirect("staff_account", pk=pk)
