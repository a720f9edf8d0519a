"""The compose page: needs on the left with what fits, the letter on the right as it grows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.cases.models import Case, Need
from majup.network.models import Role
from majup.offers import actions, answers, queries, writing
from majup.offers.errors import NotAwaited, NotEditable, ReasonNeeded, StandsAlready
from majup.offers.models import Offer, Section, StandardBlock
from majup.questions.models import Answer
from majup.staff.roles import Permission
from majup.web import letter
from majup.web.desk.cases.editing import save_edit
from majup.web.desk.offers import words as say
from majup.web.desk.offers.find import find_item, find_offer, language_for, roles_near
from majup.web.desk.offers.fitting import with_facts
from majup.web.desk.offers.forms import ItemForm, WordsForm, now_of, words_now
from majup.web.http import needs, page_or_422

composer = needs(Permission.OFFER_SEND)


def acts(view):
    """A POST of the compose page: writes, then shows the page again; a letter that was sent meanwhile is said so."""

    @composer
    @require_POST
    def posted(request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        offer = find_offer(request, pk)
        try:
            response = view(request, offer, **more)
        except NotEditable:
            messages.info(request, _("The letter has been sent meanwhile. Open a new version to change it."))
            return redirect("offer", pk=offer.pk)
        return response or redirect(f"{reverse('offer_compose', args=[pk])}{_anchor(request)}")

    return posted


def _anchor(request: HttpRequest) -> str:
    """Back to the need or item at which the button was."""
    place = request.POST.get("back", "")
    return f"#{place}" if place.replace("-", "").isalnum() else ""


@composer
@require_POST
def start(request: HttpRequest, reference: str) -> HttpResponse:
    case = get_object_or_404(
        Case.objects.visible_to(request.user).select_related("household", "region"), reference=reference
    )
    offer = actions.draft(case=case, language=language_for(case), by=request.user)
    return redirect("offer_compose" if offer.is_editable else "offer", pk=offer.pk)


@composer
@require_safe
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    offer = find_offer(request, pk, "offer_compose")
    if not offer.is_editable:
        return redirect("offer", pk=pk)
    return page(request, offer)


def page(request: HttpRequest, offer: Offer, refused: dict[str, Any] | None = None) -> HttpResponse:
    """The whole page; `refused` holds a form or a need's error that goes back with what was typed."""
    refused = refused or {}
    items = queries.items_of(offer)
    document = writing.draft(offer=offer, by=request.user, items=items)
    missing = queries.missing(offer, items)
    form = refused.get("words") or WordsForm(now=words_now(offer), version=offer.revision)
    context = {
        "offer": offer,
        "case": offer.case,
        "state": say.STATES[offer.state],
        "cards": with_facts(offer, answers.cards(offer, items), items),
        "letter": document,
        "parts": letter.parts_of(document, {}),
        "missing": [(say.missing_words(m), say.missing_place(m, offer.pk)) for m in missing],
        "sections": _sections(offer, missing),
        "waiting": offer.contributions.filter(received_at=None, given_up_at=None).select_related("role", "need__topic"),
        "roles": roles_near(offer.case),
        "words_form": form,
        "open_words": bool(offer.gap_reason) or any(m.code == "gap" for m in missing),
        "refused_need": refused.get("need"),
        "loose": [item for item in items if item.need_id is None],
        "marks": offer.versions.exists() and queries.unseen_marks(request.user).filter(version__offer=offer).count(),
    }
    response = page_or_422(request, "desk/offers/compose.html", context, form)
    response.status_code = 422 if refused else 200
    return response


def _sections(offer: Offer, missing: list[queries.Missing]) -> list[tuple[str, str, str]]:
    """(code, title, "filled" | "empty" | "not_needed") of the six sections."""
    empty = {m.section for m in missing if m.code == "section"}
    left_out = set(offer.not_needed.values_list("section", flat=True))
    return [
        (str(code), title, "not_needed" if code in left_out else "empty" if code in empty else "filled")
        for code, title in writing.section_words().items()
    ]


@acts
def put_in(request: HttpRequest, offer: Offer) -> None:
    """One answer or standard text for one need."""
    need = get_object_or_404(offer.case.needs, pk=_number(request, "need")) if request.POST.get("need") else None
    if request.POST.get("answer"):
        answer = get_object_or_404(Answer.objects.filter(question__case=offer.case), pk=_number(request, "answer"))
        actions.put_in_answer(offer=offer, answer=answer, by=request.user)
    else:
        block = get_object_or_404(StandardBlock, pk=_number(request, "block"))
        actions.put_in_block(offer=offer, block=block, need=need, by=request.user)


def _number(request: HttpRequest, name: str) -> int:
    """A number from the form, 0 (which no row has) for anything else."""
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0


@acts
def put_in_all(request: HttpRequest, offer: Offer) -> None:
    count = len(actions.put_in_all(offer=offer, by=request.user))
    messages.success(request, ngettext("%(count)s item put in.", "%(count)s items put in.", count) % {"count": count})


@acts
def sections(request: HttpRequest, offer: Offer) -> None:
    """Mark one section, or with `empty` all that are empty; `needed` takes a mark back."""
    if "empty" in request.POST:
        actions.mark_empty_sections(offer=offer, by=request.user)
    section = request.POST.get("section", "")
    if section in Section.values:
        actions.set_section(offer=offer, section=section, needed="needed" in request.POST, by=request.user)


@acts
def no_solution(request: HttpRequest, offer: Offer) -> HttpResponse | None:
    need = get_object_or_404(offer.case.needs.select_related("topic"), pk=_number(request, "need"))
    reason = request.POST.get("reason", "")[:2000]
    try:
        actions.mark_no_solution(offer=offer, need=need, reason={offer.language: reason}, by=request.user)
    except ReasonNeeded:
        return page(request, offer, {"need": (need.pk, _("Say in a sentence why there is no solution at present."))})
    return None


@acts
def wait_for(request: HttpRequest, offer: Offer) -> None:
    need: Need | None = offer.case.needs.filter(pk=_number(request, "need")).first()
    role = get_object_or_404(Role, pk=_number(request, "role"))
    actions.await_contribution(
        offer=offer, role=role, need=need, what=request.POST.get("what", "")[:300], by=request.user
    )


@acts
def give_up(request: HttpRequest, offer: Offer, contribution: int) -> None:
    found = get_object_or_404(offer.contributions, pk=contribution)
    actions.give_up_contribution(contribution=found, by=request.user)


@acts
def words(request: HttpRequest, offer: Offer) -> HttpResponse | None:
    form = WordsForm(request.POST, now=words_now(offer), version=offer.revision)

    def act(values: dict[str, Any], version: int) -> None:
        actions.write_introduction(offer=offer, by=request.user, seen=version, **values)

    def now() -> tuple[dict[str, Any], int]:
        offer.refresh_from_db()
        return words_now(offer), offer.revision

    if not form.is_valid() or not save_edit(form, now, act):
        return page(request, offer, {"words": form})
    messages.success(request, _("Your words are saved."))
    return None


@composer
@require_http_methods(["GET", "POST"])
def new_item(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an item by hand; a contribution of somebody else is written down here too."""
    offer = find_offer(request, pk, "offer_item")
    need = offer.case.needs.select_related("topic").filter(pk=_asked(request, "need")).first()
    waited = offer.contributions.select_related("role", "need__topic").filter(pk=_asked(request, "part")).first()
    defaults = _defaults(offer, need or (waited.need if waited else None), waited)
    form = ItemForm(request.POST or None, offer=offer, now=now_of(None, offer, **defaults), version=0)
    if request.method == "POST" and form.is_valid():
        columns = form.values(form.cleaned_data)
        try:
            if waited:
                columns = {
                    key: value
                    for key, value in columns.items()
                    if key not in {"need", "role", "institution", "contact"}
                }
                actions.receive_contribution(contribution=waited, by=request.user, **columns)
            else:
                if columns["role"] is None:
                    del columns["role"]
                actions.add_item(offer=offer, by=request.user, **columns)
        except NotEditable:
            return _sent_meanwhile(request, offer)
        except NotAwaited:
            messages.info(request, _("This part is in the letter already, or nobody waits for it any more."))
        return redirect("offer_compose", pk=pk)
    context = {"offer": offer, "case": offer.case, "form": form, "title": _("New item"), "waited": waited}
    return page_or_422(request, "desk/offers/item.html", context, form)


def _asked(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 18 else 0


def _defaults(offer: Offer, need: Need | None, waited: Any) -> dict[str, Any]:
    if need is None:
        return {"section": Section.EVERYDAY, "confirmed_on": timezone.localdate()}
    texts = {f"title_{language}": text for language, text in need.topic.name.items()}
    role = waited.role_id if waited else None
    return {"section": need.topic.section, "need": need.pk, "confirmed_on": timezone.localdate(), "role": role, **texts}


def _sent_meanwhile(request: HttpRequest, offer: Offer) -> HttpResponse:
    messages.info(request, _("The letter has been sent meanwhile. Open a new version to change it."))
    return redirect("offer", pk=offer.pk)


@composer
@require_http_methods(["GET", "POST"])
def edit_item(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    offer = find_offer(request, pk, "offer_item")
    found = find_item(offer, item)
    form = ItemForm(request.POST or None, offer=offer, item=found, now=now_of(found, offer), version=found.revision)

    def act(values: dict[str, Any], version: int) -> None:
        columns = form.values(values)
        if found.kind == found.Kind.NO_SOLUTION:
            columns["kind"] = found.kind
        actions.change_item(item=found, changes=columns, by=request.user, seen=version)

    def now() -> tuple[dict[str, Any], int]:
        found.refresh_from_db()
        return now_of(found, offer), found.revision

    if request.method == "POST" and form.is_valid():
        try:
            if save_edit(form, now, act):
                return redirect(f"{reverse('offer_compose', args=[pk])}#item-{found.key}")
        except NotEditable:
            return _sent_meanwhile(request, offer)
        except StandsAlready:
            form.add_error("need", _("The letter says the same for this need already."))
    context = {"offer": offer, "case": offer.case, "form": form, "title": _("Change the item"), "item": found}
    return page_or_422(request, "desk/offers/item.html", context, form)


@acts
def remove_item(request: HttpRequest, offer: Offer, item: int) -> None:
    found = actions.remove_item(item=find_item(offer, item), by=request.user)
    undo = reverse("offer_item_restore", args=[offer.pk, found.pk])
    messages.success(request, _("The item is taken out."), extra_tags=f"undo:{undo}")


@acts
def restore_item(request: HttpRequest, offer: Offer, item: int) -> None:
    actions.restore_item(item=find_item(offer, item), by=request.user)
