"""Begin a text and change it: also from a typical answer or an answer in a case, without the family's data (FAQ-05)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from majup.cases.models import Case, Contact, TypicalAnswer
from majup.guides import actions
from majup.guides.details import DetailError
from majup.guides.errors import ChangedMeanwhile
from majup.guides.models import Kind, ReviewedText, State
from majup.guides.personal import masked
from majup.people.models import Person
from majup.staff.roles import Permission
from majup.web.components.texts import localized_plain
from majup.web.desk.cases.find import log
from majup.web.http import StaffRequest, page_or_422
from majup.web.texts.desk import writers
from majup.web.texts.find import find_text
from majup.web.texts.forms import LANGUAGES, TextForm
from majup.web.texts.places import places_for
from majup.web.texts.shown import KINDS
from majup.web.texts.words import detail_words

WRITTEN = (Kind.QUESTION, Kind.NEWS, Kind.STORY)


@writers
@require_http_methods(["GET", "POST"])
def new(request: StaffRequest, kind: str) -> HttpResponse:
    """?common=: a local addition; ?answer=, ?contact=: a draft from what was answered already."""
    if kind not in WRITTEN:
        raise Http404
    common = _common(request) if kind == Kind.QUESTION else None
    wheres = places_for(request.user)
    if not wheres:
        raise PermissionDenied
    initial = _initial(request, common) if request.method == "GET" else None
    form = TextForm(request.POST or None, kind=kind, wheres=wheres, initial=initial, is_addition=common is not None)
    if request.method == "POST" and form.is_valid() and (text := _drafted(request, form, kind, common)):
        messages.success(request, _("The draft is kept. Read it below, then send it to a second pair of eyes."))
        return redirect("text", code=text.code)
    context = {"form": form, "title": _("New: %(kind)s") % {"kind": KINDS[Kind(kind)]}, "common": common}
    return page_or_422(request, "texts/desk_form.html", context, form)


def _common(request: StaffRequest) -> ReviewedText | None:
    code = request.GET.get("common", "")
    if not code:
        return None
    rows = ReviewedText.objects.filter(kind=Kind.QUESTION, common=None).exclude(state=State.DRAFT)
    found: ReviewedText = get_object_or_404(rows.select_related("current"), code=code)
    return found


def _drafted(request: StaffRequest, form: TextForm, kind: str, common: ReviewedText | None) -> ReviewedText | None:
    placing = form.placing()
    taken = common and placing and common.additions.filter(region=placing.region, municipality=placing.municipality)
    if taken and taken.exists():
        form.add_error("where", _("This place has added its part already. Change that one."))
        return None
    try:
        return actions.draft(kind=kind, placing=placing, content=form.content(), by=request.user, common=common)
    except DetailError as refused:
        form.add_error(None, detail_words(refused))
    return None


def _initial(request: StaffRequest, common: ReviewedText | None) -> dict[str, Any]:
    if common and common.current:
        return {f"title_{code}": common.current.title.get(code, "") for code in LANGUAGES}
    if pk := _number(request, "answer"):
        return _from_answer(request, pk)
    if pk := _number(request, "contact"):
        return _from_contact(request, pk)
    return {}


def _number(request: StaffRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 18 else None


def _from_answer(request: StaffRequest, pk: int) -> dict[str, Any]:
    """K-C10: a typical answer, in its language; what looks like data of a person is taken out."""
    if not request.user.may(Permission.CASE_WRITE):
        raise PermissionDenied
    answer = get_object_or_404(TypicalAnswer.objects.usable_by(request.user), pk=pk)
    code = answer.language if answer.language in LANGUAGES else LANGUAGES[0]
    found = {f"title_{code}": masked(answer.title), f"body_{code}": masked(answer.text)}
    found["topics"] = [answer.topic.code] if answer.topic else []
    return found | ({"where": f"region-{answer.region.code}"} if answer.region else {})


def _from_contact(request: StaffRequest, pk: int) -> dict[str, Any]:
    """FAQ-05: what was said in a case, without the names of its people; nothing leads back to the case."""
    contact = get_object_or_404(Contact.objects.select_related("case"), pk=pk)
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=contact.case_id)
    people = Person.objects.filter(household=case.household_id).values_list("given_name", "family_name")
    log(request, case, "text_new")
    said = masked(contact.summary, [name for pair in people for name in pair if name])
    return {f"body_{(get_language() or LANGUAGES[0])[:2]}": said, "where": f"region-{case.region.code}"}


@writers
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, code: str) -> HttpResponse:
    """The draft again, or the next version of what is public."""
    text = find_text(request, code, to_change=True)
    version = text.open_version or text.current
    form = TextForm(
        request.POST or None,
        kind=text.kind,
        wheres=places_for(request.user),
        text=text,
        version=version,
        is_addition=text.common_id is not None,
    )
    if request.method == "POST" and form.is_valid() and _changed(request, form, text):
        messages.success(request, _("The draft is kept."))
        return redirect("text", code=text.code)
    title = localized_plain(version.title) if version else text.code
    context = {"form": form, "title": title, "text": text, "common": text.common}
    return page_or_422(request, "texts/desk_form.html", context, form)


def _changed(request: StaffRequest, form: TextForm, text: ReviewedText) -> bool:
    saves = form.cleaned_data.get("saves") or 0
    try:
        actions.change(text=text, content=form.content(), by=request.user, saves=saves, placing=form.placing())
    except ChangedMeanwhile as refused:
        form.data = form.data.copy()
        current = refused.current
        form.data["saves"] = 0 if current.published_at else current.saves
        said = _("%(name)s saved this draft meanwhile. Yours stands in the fields; save again to keep it.")
        form.add_error(None, said % {"name": current.made_by or ""})
    except DetailError as refused:
        form.add_error(None, detail_words(refused))
    return not form.errors
