"""From "ready" to what the family said: preview, sending, the sent letter with its marks, states, links."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.kernel.hashing import token
from majup.offers import actions, printing, queries, writing
from majup.offers.errors import AnotherOpen, ChangedMeanwhile, Incomplete, NotAllowed, NotEditable
from majup.offers.models import TRANSITIONS, Offer, State
from majup.plumbing import files
from majup.staff.roles import Permission
from majup.web import letter
from majup.web.desk.offers import words as say
from majup.web.desk.offers.find import find_offer
from majup.web.desk.offers.forms import SendForm
from majup.web.http import needs, page_or_422

composer = needs(Permission.OFFER_SEND)
# The fact itself is fresh, only the item is not.
REFRESHED = ("changed", "reported_2022")
SETTLING = (State.ACCEPTED, State.ACCEPTED_IN_PART, State.DECLINED, State.LAPSED)


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": f'inline; filename="{name}"'}
    )


@composer
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as the family will see it, without marks."""
    offer = find_offer(request, pk, "offer_preview")
    document = writing.draft(offer=offer, by=request.user)
    context = {"offer": offer, "case": offer.case, "letter": document, "parts": letter.parts_of(document, {})}
    return render(request, "desk/offers/preview.html", context)


@composer
@require_safe
def preview_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    offer = find_offer(request, pk, "offer_preview")
    return _pdf(printing.pdf_of(writing.draft(offer=offer, by=request.user)), f"{offer.case.reference}.pdf")


@composer
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask again with everything that is missing, then freeze and send once."""
    offer = find_offer(request, pk, "offer_send")
    addresses = queries.addresses_of(offer.case)
    initial = {"key": token(), "seen": offer.revision}
    form = SendForm(request.POST if request.method == "POST" else None, addresses=addresses, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.send(offer=offer, by=request.user, key=data["key"], to=data["to"], seen=data["seen"])
        except Incomplete:
            form.add_error(None, _("Something is missing. The letter goes out when the list below is done."))
        except ChangedMeanwhile:
            messages.warning(
                request, _("Somebody changed the letter since you opened this page. Please read it once more.")
            )
            return redirect("offer_send", pk=pk)
        except NotEditable:
            messages.info(request, _("The letter has been sent already."))
            return redirect("offer", pk=pk)
        else:
            messages.success(request, _("The letter is sent."))
            return redirect("offer", pk=pk)
    if not offer.is_editable:
        return redirect("offer", pk=pk)
    gaps = queries.missing(offer)
    context = {
        "offer": offer,
        "case": offer.case,
        "form": form,
        "missing": [(say.missing_words(m), say.missing_place(m, offer.pk)) for m in gaps if m.code != "fact"],
        "stale": [_stale(m) for m in gaps if m.code == "fact"],
        "waiting": offer.contributions.filter(received_at=None, given_up_at=None).select_related("role"),
    }
    return page_or_422(request, "desk/offers/send.html", context, form)


def _stale(gap: queries.Missing) -> dict[str, object]:
    """An item that no longer stands as it did: where to look, and which ways out there are."""
    item = gap.item
    assert item is not None  # noqa: S101 -- a gap of a fact has its item
    if item.vacancy_id or item.dwelling_id:
        kind, pk = ("vacancies", item.vacancy_id) if item.vacancy_id else ("dwellings", item.dwelling_id)
        url, look, can_mark = reverse("opening", args=[kind, pk]), _("Look at the entry"), gap.standing == "due"
    else:
        url, look, can_mark = reverse("fact", args=[item.fact_version.fact_id]), _("Look at the fact"), True
    return {
        "item": item,
        "text": say.missing_words(gap),
        "url": url,
        "look": look,
        "can_refresh": gap.standing in REFRESHED,
        "can_mark": can_mark,
    }


@composer
@require_safe
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """The sent letter with what the family said to each item, its versions, and what can be done next."""
    found = find_offer(request, pk, "offer")
    versions = list(found.versions.order_by("-number"))
    if not versions:
        return redirect("offer_compose", pk=pk)
    return render(request, "desk/offers/offer.html", _offer_context(request, found, versions))


def _offer_context(request: HttpRequest, found: Offer, versions: list, new_link: str = "") -> dict[str, object]:
    wanted = request.GET.get("version", "")
    shown = next((version for version in versions if str(version.number) == wanted), versions[0])
    document = None if shown.erased_at else actions.document_of(shown)
    former = next((version for version in versions if version.number == shown.number - 1), None)
    return {
        "offer": found,
        "case": found.case,
        "state": say.STATES[found.state],
        "tone": say.TONES.get(State(found.state), "plain"),
        "versions": versions,
        "shown": shown,
        "letter": document,
        "parts": letter.parts_of(document, queries.marks_by_item(shown)) if document else [],
        "progress": letter.progress_of(found.case, document) if document else None,
        "changes": letter.changed_since(document, former) if document else [],
        "unseen": queries.unseen_marks(request.user).filter(version__offer=found).count(),
        "settling": [(state.value, say.STATES[state]) for state in SETTLING if state in _reachable(found)],
        "can_revise": State.REVISED in _reachable(found),
        "can_discuss": State.DISCUSSED in _reachable(found),
        "new_link": new_link,
    }


def _reachable(found: Offer) -> frozenset[str]:
    return TRANSITIONS[found.state]


@composer
@require_POST
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Revise, mark ready, note that it was talked over, or record how it ended."""
    found, wanted = find_offer(request, pk), request.POST.get("state", "")
    try:
        if wanted == State.REVISED:
            actions.revise(offer=found, by=request.user)
            return redirect("offer_compose", pk=pk)
        if wanted == State.READY:
            actions.mark_ready(offer=found, by=request.user)
        elif wanted == State.DISCUSSED:
            actions.note_discussed(offer=found, by=request.user)
        elif wanted in SETTLING:
            actions.settle(offer=found, state=wanted, by=request.user, note=request.POST.get("note", "")[:2000])
    except Incomplete as refused:
        messages.error(request, say.missing_words(refused.missing[0]))
    except AnotherOpen as refused:
        messages.info(request, _("Another letter to this family is open already. Go on with this one."))
        return redirect("offer", pk=refused.running.pk)
    except (NotAllowed, NotEditable):
        messages.info(request, _("The offer stands differently meanwhile. Look at it once more."))
    return redirect("offer", pk=pk)


@composer
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    found = find_offer(request, pk)
    actions.see_marks(offer=found, by=request.user)
    messages.success(request, _("Noted: you have read what the family said."))
    return redirect("offer", pk=pk)


@composer
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link to hand over by telephone or another channel; it is shown once and stored nowhere."""
    found = find_offer(request, pk, "offer_link")
    versions = list(found.versions.order_by("-number"))
    if not versions or versions[0].erased_at:
        return redirect("offer", pk=pk)
    new_link = actions.renew_link(version=versions[0], by=request.user)
    return render(request, "desk/offers/offer.html", _offer_context(request, found, versions, new_link))


@composer
@require_safe
def version_pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    found = find_offer(request, pk, "offer_pdf")
    version = get_object_or_404(found.versions.filter(erased_at=None).select_related("offer__case"), number=number)
    return _pdf(files.read(version.pdf_sha256), actions.file_name(version))
