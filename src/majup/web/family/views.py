"""The family's personal link: the letter, marks on it, the step list, the word on the whole; no account."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from majup.cases.actions import tick_step
from majup.family import queries as family
from majup.kernel.hashing import token_digest
from majup.network.queries import public_contacts
from majup.offers import actions, queries
from majup.offers.errors import NotAllowed, ReasonNeeded, UnknownItem
from majup.offers.models import Offer, OfferVersion, State
from majup.plumbing import files
from majup.staff.access import log_view
from majup.staff.scope import Scope, acting
from majup.web import letter
from majup.web.family.door import in_language

LONGEST_NUMBER = 18  # figures of an id
WORDS_OF_THE_FAMILY = (State.ACCEPTED, State.ACCEPTED_IN_PART, State.DECLINED)


@dataclass(frozen=True)
class Opened:
    """A valid link: its own version, the newest of the same offer, and the one that is looked at."""

    token: str
    newest: OfferVersion
    shown: OfferVersion

    @property
    def offer(self) -> Offer:
        return self.newest.offer

    @property
    def url(self) -> str:
        return reverse("family_offer", args=[self.token])


@dataclass(frozen=True)
class Said:
    """What the family said of the whole letter, and why it was not taken; nothing that was typed is lost."""

    answer: str
    text: str
    why: str


def by_link(view: Callable[[HttpRequest, Opened], HttpResponse]) -> Callable[..., HttpResponse]:
    """Find the letter of the token and show it in a scope that opens its household alone; else a friendly page."""

    @wraps(view)
    def found(request: HttpRequest, token: str) -> HttpResponse:
        link = _link_of(token)
        if link is None:
            return render(request, "family/unknown.html", {"contacts": public_contacts()}, status=404)
        with acting(Scope(household_id=link.household_id)):
            version = OfferVersion.objects.select_related("offer__case__household", "offer__case__region").get(
                pk=link.version_id
            )
            if link.is_expired and view is not _link_again:
                with in_language(request, version.language):
                    return render(
                        request, "family/expired.html", {"token": token, "contacts": public_contacts()}, status=410
                    )
            _log(request, version, link.household_id)
            with in_language(request, version.language):
                response = view(request, _opened(request, token, version))
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    found.login_required = False
    return never_cache(found)


def _link_of(token: str) -> queries.Found | None:
    """A letter's own link; or "<link of the family's page>.<offer>": the newest version of that offer."""
    own, dot, offer_pk = token.rpartition(".")
    if not dot:
        return queries.by_link(token_digest(token))
    link = family.by_link(token_digest(own))
    if link is None or link.is_expired or not offer_pk.isdecimal() or len(offer_pk) > LONGEST_NUMBER:
        return None
    with acting(Scope(household_id=link.household_id)):
        mine = OfferVersion.objects.filter(household=link.household_id, offer=int(offer_pk), erased_at=None)
        version = mine.order_by("-number").values_list("pk", flat=True).first()
    return queries.Found(version, link.household_id, is_expired=False) if version else None


def _log(request: HttpRequest, version: OfferVersion, household_id: int) -> None:
    log_view(
        user=request.user,
        household_id=household_id,
        record=f"offer version {version.pk}",
        page="family_offer",
        visitor=f"offer link {version.pk}",
    )


def _opened(request: HttpRequest, token: str, version: OfferVersion) -> Opened:
    versions = list(version.offer.versions.filter(erased_at=None))
    for each in versions:
        each.offer = version.offer
    wanted = request.GET.get("version", "")
    shown = next((each for each in versions if str(each.number) == wanted), versions[-1])
    return Opened(token, versions[-1], shown)


def _page(
    request: HttpRequest,
    opened: Opened,
    refused: dict[str, tuple[str, str]] | None = None,
    said: Said | None = None,
) -> HttpResponse:
    """The letter; `refused` gives back questions without words, `said` a word on the whole that was not taken."""
    shown, is_newest = opened.shown, opened.shown == opened.newest
    document = actions.document_of(shown, translation.get_language())
    former = opened.offer.versions.filter(number=shown.number - 1).first()
    progress = letter.progress_of(opened.offer.case, document)
    context = {
        "opened": opened,
        "letter": document,
        "is_newest": is_newest,
        "parts": letter.parts_of(document, queries.marks_by_item(shown), refused),
        "progress": progress,
        "phases": progress.of(document.phases),
        "changes": letter.changed_since(document, former),
        "versions": opened.offer.versions.order_by("-number"),
        "answer": opened.offer.state if opened.offer.state in WORDS_OF_THE_FAMILY else "",
        "answers": _answers(),
        "said": said,
        "has_errors": bool(refused) or said is not None,
    }
    return render(request, "family/offer.html", context, status=422 if context["has_errors"] else 200)


def _answers() -> list[tuple[str, str]]:
    return [
        (State.ACCEPTED, _("Yes, this helps us; we go on with it")),
        (State.ACCEPTED_IN_PART, _("In part")),
        (State.DECLINED, _("No, this is not for us")),
    ]


def _back(opened: Opened, anchor: str) -> HttpResponse:
    return redirect(f"{opened.url}#{anchor}")


def _pdf(request: HttpRequest, opened: Opened) -> HttpResponse:
    response = HttpResponse(files.read(opened.shown.pdf_sha256), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{actions.file_name(opened.shown)}"'
    return response


def _mark(request: HttpRequest, opened: Opened) -> HttpResponse:
    key, mark, text = (request.POST.get(name, "") for name in ("item", "mark", "text"))
    try:
        actions.mark_item(version=opened.newest, item_key=key, mark=mark, text=text[:4000])
    except ReasonNeeded:
        return _page(request, opened, {key: (text, _("Write your question here, then send it."))})
    except UnknownItem:
        messages.info(request, _("The letter has changed meanwhile. Please look at it once more."))
        return redirect(opened.url)
    messages.success(request, _("Thank you. Your coordinator sees it at once."))
    return _back(opened, f"item-{key}")


def _steps(request: HttpRequest, opened: Opened) -> HttpResponse:
    wanted = set(request.POST.getlist("done"))
    shown = set(request.POST.getlist("shown"))
    for step in opened.offer.case.steps.all():
        if str(step.pk) in shown:
            tick_step(step=step, done=str(step.pk) in wanted, by_family=True)
    messages.success(request, _("The ticks are saved. Your coordinator sees how far you are."))
    return _back(opened, "steps")


def _respond(request: HttpRequest, opened: Opened) -> HttpResponse:
    state, text = request.POST.get("answer", ""), request.POST.get("text", "")[:4000]
    if state not in WORDS_OF_THE_FAMILY:
        return _page(request, opened, said=Said("", text, _("Choose one of the three answers.")))
    try:
        actions.settle(offer=opened.offer, state=state, by=None, by_family=True, note=text)
    except NotAllowed:
        why = _("A new version of this letter is being written. Please answer when you have it.")
        return _page(request, opened, said=Said(state, text, why))
    messages.success(request, _("Thank you for your answer. Your coordinator sees it at once."))
    return _back(opened, "answer")


def _link_again(request: HttpRequest, opened: Opened) -> HttpResponse:
    actions.send_link_again(version=opened.shown)
    return render(request, "family/link_sent.html", {"contacts": public_contacts()})


offer = require_safe(by_link(_page))
pdf = require_safe(by_link(_pdf))
mark = require_POST(by_link(_mark))
steps = require_POST(by_link(_steps))
respond = require_POST(by_link(_respond))
link_again = require_POST(by_link(_link_again))
for public in (offer, pdf, mark, steps, respond, link_again):
    public.login_required = False
