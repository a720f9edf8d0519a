"""The routing table (REF-05) and the library of messages that all coordinators share (LNG-04)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from majup.network import actions, letters
from majup.network.errors import PlaceholderProblem
from majup.network.models import CodeList, Role, RoutingRule, Template, Topic
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain
from majup.web.http import StaffRequest, needs, page_or_422
from majup.web.office.directory import languages
from majup.web.office.forms import RoutingForm, TemplateForm
from majup.web.office.pages import address, form_page
from majup.web.office.words import KINDS, refusal


@needs(Permission.DIRECTORY_READ)
@require_safe
def routing(request: StaffRequest) -> HttpResponse:
    units = dict(CodeList.objects.filter(kind="units").values_list("code", "name"))
    topics = Topic.objects.select_related("routing__institution").prefetch_related("routing__institution__names")
    rows = [(topic, *_addressee(getattr(topic, "routing", None), units)) for topic in topics]
    context = {"rows": rows, "may_edit": request.user.may(Permission.DIRECTORY_EDIT)}
    return render(request, "office/routing.html", context)


def _addressee(rule: RoutingRule | None, units: dict[str, dict]) -> tuple[Any, dict]:
    """Kind of the addressee in words, and the name of the unit or institution; without a rule it is the coordinator."""
    if rule is None:
        return KINDS[Role.Kind.COORDINATOR], {}
    if rule.institution:
        return KINDS[Role.Kind(rule.kind)], rule.institution.name_on()
    return KINDS[Role.Kind(rule.kind)], units.get(rule.unit, {})


@needs(Permission.DIRECTORY_EDIT)
@require_http_methods(["GET", "POST"])
def routing_edit(request: StaffRequest, code: str) -> HttpResponse:
    topic = get_object_or_404(Topic, code=code)
    rule = RoutingRule.objects.filter(topic=topic).first()
    present = {"kind": rule.kind, "unit": rule.unit, "institution": rule.institution_id} if rule else {}
    form = RoutingForm(request.POST or None, initial=present)
    if form.is_valid():
        actions.edit_routing(topic=topic, by=request.user, **form.cleaned_data)
        messages.success(request, _("From now on, questions on this topic go there first."))
        return redirect("routing")
    return form_page(
        request,
        form,
        title=_("Who is asked first: %(topic)s") % {"topic": localized_plain(topic.name)},
        button=_("Save"),
        back=address("routing"),
    )


@needs(Permission.DIRECTORY_READ, Permission.LIBRARY_EDIT)
@require_safe
def templates(request: StaffRequest) -> HttpResponse:
    rows = Template.objects.select_related("changed_by")
    return render(request, "office/library.html", {"templates": rows})


@needs(Permission.LIBRARY_EDIT)
@require_http_methods(["GET", "POST"])
def template(request: StaffRequest, code: str) -> HttpResponse:
    """One message in every language, with a preview of how it reads when filled in."""
    found = get_object_or_404(Template, code=code)
    spoken = languages()
    form = TemplateForm(request.POST or None, languages=spoken, initial=_initial(found, spoken))
    if form.is_valid() and not _refused(form, found):
        if "preview" not in request.POST:
            return _save(request, found, form)
        found.subject, found.body = form.texts("subject"), form.texts("body")
    shown = (
        None
        if form.is_bound and form.errors
        else letters.fill(found.subject, found.body, get_language() or "", letters.examples(found.placeholders))
    )
    context = {"template": found, "form": form, "preview": shown}
    return page_or_422(request, "office/library_template.html", context, form)


def _initial(template: Template, spoken: list[tuple[str, str]]) -> dict[str, str]:
    parts = {"subject": template.subject, "body": template.body}
    return {f"{part}_{code}": texts.get(code, "") for part, texts in parts.items() for code, _name in spoken}


def _refused(form: TemplateForm, template: Template) -> bool:
    try:
        letters.check(form.texts("subject"), form.texts("body"), template.placeholders)
    except PlaceholderProblem as error:
        form.add_error(_field_at_fault(form, error), refusal(error))
        return True
    return False


def _field_at_fault(form: TemplateForm, error: PlaceholderProblem) -> str:
    """The first field with an unknown placeholder, or the first text that lost its link."""
    for name, value in form.cleaned_data.items():
        used = letters.placeholders([value])
        if used & set(error.unknown) or (name.startswith("body") and set(error.missing) - used):
            return name
    return next(iter(form.fields))


def _save(request: StaffRequest, template: Template, form: TemplateForm) -> HttpResponse:
    actions.edit_template(template=template, subject=form.texts("subject"), body=form.texts("body"), by=request.user)
    messages.success(request, _("The message is changed for everybody."))
    return redirect("library")
