"""What fits a family: for each need the facts with their reasons, the next best question, one press into the letter."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from majup.cases.actions import add_need
from majup.cases.models import Case
from majup.catalogue.models import Fact, Level
from majup.matching import actions, queries
from majup.matching.errors import MatchingRefused
from majup.matching.facts import book
from majup.matching.models import HouseholdFacts
from majup.matching.queries import Candidate, Fitting
from majup.network.models import Topic
from majup.offers import actions as offers
from majup.offers.errors import OfferRefused
from majup.offers.models import OfferItem
from majup.places.pack import read
from majup.rules.asking import Question
from majup.rules.fields import Field
from majup.staff.models import User
from majup.staff.roles import Permission
from majup.web.components.status import badge
from majup.web.components.texts import localized_plain
from majup.web.desk.cases.find import StaffRequest, find_case, find_child, log
from majup.web.desk.fits import html, openings
from majup.web.desk.fits.find import back_to, find_own, number_of
from majup.web.desk.fits.forms import AnswerForm
from majup.web.desk.fits.words import FRESHNESS, finding_words, value_words, verdict_words
from majup.web.desk.offers.find import language_for
from majup.web.facts.words import place_words
from majup.web.http import needs, page_or_422

SHOWN = 6  # candidates of a need that stand open; the rest is folded
LATER = 3  # questions that are named after the next one
NEED_DAYS = 14  # within which a need that came with a package wants its answer


@needs(Permission.CASE_READ)
@require_safe
def fits(request: StaffRequest, reference: str) -> HttpResponse:
    return show(request, find_case(request, reference))


def show(request: StaffRequest, case: Case, form: AnswerForm | None = None) -> HttpResponse:
    log(request, case, "fits")
    chosen = request.GET.get("chosen", "")
    found = queries.fits(case, chosen=[chosen] if chosen else ())
    asked = form.asked if form else _next(found.asking, request.GET.get("ask", ""))
    form = form or (AnswerForm(field=asked) if asked else None)
    put_in = _put_in(case)
    places = tuple(case.candidates.values_list("municipality_id", flat=True))
    adults = openings.adults_of(case)
    context = {
        "case": case,
        "is_ours": case.region_id in request.user.scope.regions,
        "lines": [
            {
                **_need_lines(request, case, fitting, put_in),
                "openings": openings.lines(request, case, fitting.need, places, adults),
            }
            for fitting in found.fittings
        ],
        "asked": asked,
        "decides": next((one for one in found.asking if one.field == asked), None),
        "later": [one for one in found.asking if one.field != asked][:LATER],
        "form": form,
        "chosen": chosen,
        "known": _known(case, found.known),
        "measures": found.measures,
        "packages": packages(),
    }
    return page_or_422(request, "desk/fits/fits.html", context, form)


def _next(asking: list[Question], wished: str) -> Field | None:
    """The question whose answer decides most, unless the coordinator picked another one."""
    picked = next((one for one in asking if one.field.code == wished), None)
    best = picked or next(iter(asking), None)
    return best.field if best else None


def _need_lines(
    request: StaffRequest, case: Case, fitting: Fitting, put_in: set[tuple[int, int | None]]
) -> dict[str, Any]:
    lines = [candidate_line(one, (one.version.pk, fitting.need.pk) in put_in) for one in fitting.found]
    press = html.press_for(request, case, fitting.need)
    ordered = sorted(lines, key=_place_in_list)
    refused = [refused_line(one) for one in fitting.refused]
    return {
        "need": fitting.need,
        "shown": [{**line, **drawn(line), "press": press(line)} for line in ordered[:SHOWN]],
        "more": ordered[SHOWN:],
        "brief": html.brief(ordered[SHOWN:], press),
        "refused": refused,
        "refused_html": html.refused(refused),
    }


def _place_in_list(line: dict[str, Any]) -> tuple[bool, bool, bool]:
    """What fits, then what can be asked about, then the rest; of each the confirmed first."""
    return line["tone"] != "good", not line["findings"], line["freshness"][1] != "good"


def drawn(line: dict[str, Any], level: int = 3) -> dict[str, Any]:
    """The parts of a line that are written in Python (ADR 8)."""
    return {
        "name": html.name(line, level),
        "badge": badge(line["said"], line["tone"]),
        "asked": html.asked(line),
        "fresh": html.fresh(line),
        "why": html.findings([finding_words(found) for found in line["findings"]]),
    }


def candidate_line(one: Candidate, is_in: bool = False) -> dict[str, Any]:
    """All that a page shows of one fact for one family; findings are those that made the answer."""
    said, tone = verdict_words(one.verdict)
    fields = book().fields
    return {
        "fact": one.fact,
        "version": one.version,
        "place": "" if one.fact.level == Level.STATE else place_words(one.fact),
        "said": said,
        "tone": tone,
        "freshness": FRESHNESS[one.freshness],
        "findings": one.verdict.findings,
        "missing": [localized_plain(fields[code].label) for code in one.verdict.missing],
        "sensitive": any(fields[code].sensitive for code in one.verdict.missing),
        "open": one.verdict.rule.open,
        "not_required": one.verdict.rule.not_required,
        "notes": [note for note in one.notes if note],
        "can_be_offered": one.can_be_offered,
        "is_in": is_in,
    }


def refused_line(one: Candidate) -> dict[str, Any]:
    return {
        "fact": one.fact,
        "version": one.version,
        "reasons": [finding_words(found) for found in one.verdict.reasons],
    }


def _put_in(case: Case) -> set[tuple[int, int | None]]:
    """(version, need) of what stands in the letter that is being written."""
    rows = OfferItem.objects.filter(offer__case=case, removed_at=None, fact_version__isnull=False)
    return set(rows.values_list("fact_version_id", "need_id"))


def _known(case: Case, known: Any) -> list[dict[str, Any]]:
    """What the answers rest on; what was told here can be taken back, the rest is changed in the case."""
    row = HouseholdFacts.objects.filter(household=case.household_id).first()
    told, not_known, fields = (row.told if row else {}), (row.not_known if row else []), book().fields
    lines = [
        {"code": code, "label": localized_plain(fields[code].label), "value": value_words(fields[code], value)}
        for code, value in known.items()
    ]
    lines += [
        {"code": code, "label": localized_plain(fields[code].label), "value": _("the family does not know")}
        for code in not_known
        if code in fields
    ]
    return [{**line, "is_told": line["code"] in told or line["code"] in not_known} for line in lines]


@needs(Permission.CASE_WRITE)
@require_POST
def tell(request: StaffRequest, reference: str) -> HttpResponse:
    """Keep the answer to one question, that the family does not know it, or take an answer back."""
    case = find_own(request, reference)
    field = _field(request.POST.get("field", ""))
    if "back" in request.POST:
        actions.take_back(case=case, code=field.code, by=request.user)
        return back_to(case)
    form = AnswerForm(request.POST, field=field)
    if "unknown" in request.POST:
        return _keep(request, case, field, None)
    return _keep(request, case, field, form.answer) if form.is_valid() else show(request, case, form)


def _field(code: str) -> Field:
    fields = book().fields
    if code not in fields or fields[code].computed:
        raise Http404
    return fields[code]


def _keep(request: StaffRequest, case: Case, field: Field, value: Any) -> HttpResponse:
    try:
        actions.tell(case=case, code=field.code, value=value, by=request.user)
    except MatchingRefused:
        form = AnswerForm(request.POST, field=field)
        form.add_error("value", _("This is no possible answer here. Please look at it again."))
        return show(request, case, form)
    return back_to(case)


@needs(Permission.OFFER_SEND)
@require_POST
def put_in(request: StaffRequest, reference: str) -> HttpResponse:
    """One press: the fact stands in the letter for this need, which is begun when there is none."""
    case = find_own(request, reference)
    fact = get_object_or_404(Fact, code=request.POST.get("fact", ""))
    need = find_child(case.needs.all(), number_of(request.POST.get("need", "")))
    try:
        with transaction.atomic():
            offer = offers.draft(case=case, language=language_for(case), by=request.user)
            offers.put_in_fact(offer=offer, fact=fact, need=need, by=request.user)
    except OfferRefused:
        messages.error(
            request, _("It could not be put in: the letter is out already, or this may not be offered today.")
        )
    else:
        messages.success(request, _("It stands in the letter."))
    return back_to(case, f"need-{need.pk}")


def packages() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read(settings.COUNTRY_PACK, "packages")
    return rows


@needs(Permission.CASE_WRITE)
@require_POST
def package(request: StaffRequest, reference: str) -> HttpResponse:
    """Begin with the typical needs of such a family; needs that are there already stay as they are (OFF-15)."""
    case = find_own(request, reference)
    chosen = next((row for row in packages() if row["code"] == request.POST.get("package", "")), None)
    if chosen is None:
        raise Http404
    added = add_package(case, chosen["topics"], request.user)
    text = ngettext("%(number)s need was added.", "%(number)s needs were added.", added) % {"number": added}
    messages.success(request, text if added else _("All of these needs are there already."))
    return back_to(case, "needs")


@transaction.atomic
def add_package(case: Case, topics: list[str], by: User) -> int:
    """Add the needs that the case does not have yet and begin the letter; how many needs came."""
    have = set(case.needs.values_list("topic__code", flat=True))
    missing = [topic for topic in Topic.objects.filter(code__in=topics) if topic.code not in have]
    due_on = timezone.localdate() + timedelta(days=NEED_DAYS)
    for topic in missing:
        add_need(case=case, topic=topic, by=by, due_on=due_on)
    offers.draft(case=case, language=language_for(case), by=by)
    return len(missing)
