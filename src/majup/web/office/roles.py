"""One role: who holds it, how to reach it, what happened; naming a holder moves everything open in one operation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.network import actions, queries
from majup.network.errors import NetworkError
from majup.network.models import Holding, Role, Substitution
from majup.questions.models import Question
from majup.staff.roles import Permission
from majup.web.answer.words import STATES
from majup.web.components.texts import localized_plain
from majup.web.http import StaffRequest, needs
from majup.web.office import moving
from majup.web.office.events import events_of
from majup.web.office.forms import ContactForm, EndForm, HolderForm, SubstitutionForm
from majup.web.office.pages import address, form_page
from majup.web.office.words import KINDS, refusal

KEEPERS = (Permission.DIRECTORY_EDIT, Permission.CONTACT_KEEP)


def kept(request: StaffRequest, pk: int) -> Role:
    """A role whose contact this user looks after; 404 for any other."""
    return get_object_or_404(Role.objects.kept_by(request.user).in_place_order(), pk=pk)


def title_of(role: Role) -> str:
    """Title and place of the role, for headings."""
    place = localized_plain(queries.place_of(role))
    title = localized_plain(role.title)
    return title if place in {"", title} else f"{title}, {place}"


@needs(Permission.DIRECTORY_READ)
@require_safe
def role(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Role.objects.in_place_order(), pk=pk)
    today = timezone.localdate()
    return render(
        request,
        "office/role.html",
        {
            "role": found,
            "title": title_of(found),
            "kind": KINDS[found.kind],
            "people": queries.people_of([found])[found.pk],
            "holdings": found.holdings.select_related("user").order_by("-valid_from", "is_deputy"),
            "substitutions": found.substitutions.filter(valid_to__gte=today).select_related("user"),
            "questions": questions_to(found, request.user),
            "events": events_of(found),
            "today": today,
            "may_keep": Role.objects.kept_by(request.user).filter(pk=pk).exists(),
            "may_name": request.user.may(Permission.DIRECTORY_EDIT),
        },
    )


def questions_to(role: Role, user) -> list[tuple[Question, str]]:
    """The newest referrals to this role that the reader may see, with state in words (B-35); no family is named."""
    if not user.may(Permission.QUESTION_SEND):
        return []
    rows = Question.objects.visible_to(user).filter(role=role).select_related("topic").order_by("-sent_at")[:20]
    return [(row, str(STATES[row.state])) for row in rows]


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def contact(request: StaffRequest, pk: int) -> HttpResponse:
    found = kept(request, pk)
    form = ContactForm.for_role(found, request.POST or None)
    if form.is_valid():
        actions.change_contact(role=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("The contact is changed on every page and in every new message."))
        return redirect("role", pk=pk)
    return form_page(
        request,
        form,
        title=_("Contact: %(role)s") % {"role": title_of(found)},
        text=_("It stands here once; every page, message and document takes it from here."),
        button=_("Change the contact"),
        back=address("role", pk=pk),
    )


@needs(*KEEPERS)
@require_POST
def checked(request: StaffRequest, pk: int) -> HttpResponse:
    actions.confirm_contact(role=kept(request, pk), by=request.user)
    messages.success(request, _("Noted: the contact was checked today."))
    return redirect("role", pk=pk)


@needs(Permission.DIRECTORY_EDIT)
@require_http_methods(["GET", "POST"])
def holder(request: StaffRequest, pk: int) -> HttpResponse:
    """Name a holder or deputy; the page shows before how much work will move (NET-03)."""
    found = get_object_or_404(Role.objects.in_place_order(), pk=pk)
    form = HolderForm(request.POST or None)
    if form.is_valid():
        try:
            _name(found, form.cleaned_data, request.user)
        except NetworkError as error:
            form.add_error("user", refusal(error))
        else:
            messages.success(request, _("%(name)s is named.") % {"name": form.cleaned_data["user"].name})
            return redirect("role", pk=pk)
    return form_page(
        request,
        form,
        title=_("Name who holds the role: %(role)s") % {"role": title_of(found)},
        text=_("Whoever held it before ends the day before. On the first day everything open moves in one step."),
        button=_("Name this person"),
        back=address("role", pk=pk),
        work=moving.open_work(found, request.user),
        new_account=True,
    )


def _name(role: Role, data: dict, by) -> None:
    if data["place"] == "deputy":
        actions.name_holder(role=role, user=data["user"], valid_from=data["valid_from"], by=by, deputy=True)
    else:
        moving.name_holder(role=role, user=data["user"], valid_from=data["valid_from"], by=by)


@needs(Permission.DIRECTORY_EDIT)
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, pk: int) -> HttpResponse:
    running = Q(valid_to=None) | Q(valid_to__gte=timezone.localdate())
    holding = get_object_or_404(Holding.objects.filter(running).select_related("user", "role__region"), pk=pk)
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            moving.end_holding(holding=holding, on=form.cleaned_data["on"], by=request.user)
        except NetworkError as error:
            form.add_error("on", refusal(error))
        else:
            messages.success(request, _("The end of the period is noted."))
            return redirect("role", pk=holding.role_id)
    return form_page(
        request,
        form,
        title=_("End of the period: %(name)s, %(role)s") % {"name": holding.user.name, "role": title_of(holding.role)},
        text=_("After this day everything open belongs to the deputy, until a new holder is named."),
        button=_("Note the end"),
        back=address("role", pk=holding.role_id),
        work=moving.open_work(holding.role, request.user),
    )


@needs(*KEEPERS)
@require_http_methods(["GET", "POST"])
def substitution(request: StaffRequest, pk: int) -> HttpResponse:
    found = kept(request, pk)
    people = queries.people_of([found])[pk]
    form = SubstitutionForm(request.POST or None, initial={"user": people.deputy})
    if form.is_valid():
        try:
            actions.arrange_substitution(role=found, by=request.user, **form.cleaned_data)
        except NetworkError as error:
            form.add_error("valid_from", refusal(error))
        else:
            messages.success(request, _("The substitution is arranged."))
            return redirect("role", pk=pk)
    return form_page(
        request,
        form,
        title=_("Substitution: %(role)s") % {"role": title_of(found)},
        text=_("From the first to the last day this person sees and does everything that the holder sees and does."),
        button=_("Arrange the substitution"),
        back=address("role", pk=pk),
    )


@needs(*KEEPERS)
@require_POST
def substitution_end(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Substitution.objects.select_related("role", "user"), pk=pk)
    if not Role.objects.kept_by(request.user).filter(pk=found.role_id).exists():
        raise PermissionDenied
    actions.end_substitution(substitution=found, by=request.user)
    messages.success(request, _("The substitution is ended."))
    return redirect("role", pk=found.role_id)
