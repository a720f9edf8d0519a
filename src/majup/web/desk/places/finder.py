"""The place finder for staff: by itself, or from a case, whose weights it keeps; and places side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from majup.cases.actions import weigh_places
from majup.cases.models import Case, Need
from majup.kernel.dates import long_date
from majup.kernel.localized import pick
from majup.offers import actions as offers
from majup.offers.errors import OfferRefused
from majup.offers.models import SETTLED
from majup.people.models import Person
from majup.places.models import Municipality
from majup.places.wording import value_words
from majup.profiles import comparison, finder
from majup.profiles.finder import Asked, Placed
from majup.profiles.models import Criterion
from majup.staff.roles import Permission
from majup.web.components.ready import ReadyChoice, ReadyOptions
from majup.web.components.texts import language
from majup.web.desk.cases.find import find_case, log
from majup.web.desk.offers.find import find_offer, language_for
from majup.web.desk.places.find import chosen_places
from majup.web.http import StaffRequest, needs

SHOWN = 12
IMPORTANCES = [
    ("0", gettext_lazy("0: does not matter")),
    ("1", "1"),
    ("2", "2"),
    ("3", "3"),
    ("4", "4"),
    ("5", gettext_lazy("5: decides")),
]
NEAR = {
    "same": gettext_lazy("this very place"),
    "next": gettext_lazy("next to it"),
    "away": gettext_lazy("further away"),
}


class FinderForm(forms.Form):
    """Facts, places of work, places of one's own, and an importance for each criterion; nothing is required."""

    mark_optional = False
    facts = forms.MultipleChoiceField(
        label=gettext_lazy("What holds for the family"), required=False, widget=forms.CheckboxSelectMultiple
    )
    workplaces = forms.MultipleChoiceField(
        label=gettext_lazy("Where they will work"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Mapping[str, Any] | None, known: finder.Sheet, asked: Asked) -> None:
        super().__init__(data, initial={"facts": sorted(asked.facts), "workplaces": sorted(asked.workplaces)})
        self.criteria, ready = known.criteria, words_of(known)
        for name in ("facts", "workplaces"):
            self.fields[name].choices = ready.frame[name]
        for criterion in known.criteria:
            code, label = criterion.code, ready.names[criterion.code]
            value = str(asked.importances.get(code, criterion.importance))
            self.fields[f"weight_{code}"] = ReadyChoice(ready.importances, label=label, initial=value)
            if _is_own(criterion):
                own = asked.own.get(code, "")
                self.fields[f"own_{code}"] = ReadyChoice(ready.places, label=label, initial=own)

    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(
            {c.code: int(data[f"weight_{c.code}"]) for c in self.criteria if data[f"weight_{c.code}"]},
            frozenset(data["facts"]),
            frozenset(data["workplaces"]),
            {c.code: data[f"own_{c.code}"] for c in self.criteria if _is_own(c) and data[f"own_{c.code}"]},
        )

    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """Conditions, then what draws people: kept apart (Q-R9)."""
        for group, title in group_words().items():
            yield title, [self[f"weight_{c.code}"] for c in self.criteria if c.group == group]

    def own_fields(self) -> list[Any]:
        return [self[f"own_{c.code}"] for c in self.criteria if _is_own(c)]


def group_words() -> dict[str, str]:
    return {
        Criterion.Group.CONDITION: _("What must be in place"),
        Criterion.Group.PULL: _("What draws you to a place"),
    }


def _sorted(places: Any) -> list[Municipality]:
    return sorted(places, key=lambda place: place.sort_key)


def _is_own(criterion: Criterion) -> bool:
    return any(source["kind"] == "own" for source in criterion.sources)


@dataclass(frozen=True)
class Words:
    """What every use of the finder says alike in one language; `why` fills up as places are shown."""

    names: Mapping[str, str]
    frame: Mapping[str, list[tuple[str, str]]]
    importances: ReadyOptions
    places: ReadyOptions
    why: dict[tuple[int, str], str] = field(default_factory=dict)


def words_of(known: finder.Sheet) -> Words:
    """Made once for a sheet and a language: there are hundreds of them on a page."""
    reader = language()
    if reader not in known.words:
        known.words[reader] = _words(known, reader)
    found: Words = known.words[reader]
    return found


def _words(known: finder.Sheet, reader: str) -> Words:
    places = [("", "–"), *((p.atvk, p.name) for p in _sorted(known.matrix.places.values()))]  # noqa: RUF001
    return Words(
        {criterion.code: pick(criterion.name, reader).text for criterion in known.criteria},
        {
            name: [(row["code"], pick(row["name"], reader).text) for row in known.frame[name]]
            for name in ("facts", "workplaces")
        },
        ReadyOptions((code, str(said)) for code, said in IMPORTANCES),
        ReadyOptions(places),
    )


@needs(Permission.PLACES_READ)
@require_safe
def place_finder(request: StaffRequest) -> HttpResponse:
    """Whatever is chosen stands in the address; nothing is kept."""
    known = finder.sheet()
    sent = bool(set(request.GET) - {"all"})
    form = FinderForm(request.GET if sent else None, known, Asked())
    asked = form.asked() if sent and form.is_valid() else Asked()
    return _page(request, known, form, asked, asks=sent)


def _page(request: StaffRequest, known: finder.Sheet, form: FinderForm, asked: Asked, **context: Any) -> HttpResponse:
    placed = finder.find(asked, known)
    shown = placed if "all" in request.GET else placed[:SHOWN]
    query = request.GET.copy()
    query["all"] = "1"
    values = {
        "form": form,
        "placed": [shown_place(one, known) for one in shown],
        "number": len(placed),
        "is_all": len(shown) == len(placed),
        "all_url": f"?{query.urlencode()}#places",
        "left_out": _left_out(asked, known),
        "applying": finder.applying(asked, known),
        "groups": group_words(),
        **context,
    }
    return render(request, "desk/places/finder.html", values)


def _left_out(asked: Asked, known: finder.Sheet) -> list[Criterion]:
    """Criteria that do not apply, so that nobody wonders where they are."""
    applying = {criterion.code for criterion, _importance in finder.applying(asked, known)}
    return [criterion for criterion in known.criteria if criterion.code not in applying]


@dataclass(frozen=True)
class Reason:
    """One contribution in words: what, how much of how much, why."""

    name: str
    low: int
    high: int
    most: int
    why: str
    is_unknown: bool


@dataclass(frozen=True)
class ShownPlace:
    placed: Placed
    reasons: dict[str, list[Reason]]
    totals: list[tuple[str, int, int, int, int]]
    low: int
    high: int
    unknown: int


def shown_place(one: Placed, known: finder.Sheet) -> ShownPlace:
    titles, words = group_words(), words_of(known)
    reasons: dict[str, list[Reason]] = {title: [] for title in titles.values()}
    for part in sorted(one.contributions, key=lambda part: -part.most):
        reasons[titles[part.criterion.group]].append(_reason(part, one.municipality.pk, words))
    totals = [
        (titles[group], round(total.low), round(total.high), round(total.most), round(total.unknown))
        for group, total in one.groups.items()
        if total.most
    ]
    low, high, unknown = one.total.low, one.total.high, one.total.unknown
    return ShownPlace(one, {k: v for k, v in reasons.items() if v}, totals, round(low), round(high), round(unknown))


def _reason(part: finder.Contribution, place: int, words: Words) -> Reason:
    judged, code = part.judged, part.criterion.code
    why = words.why.get((place, code), "") if not judged.near else why_words(part)
    if not why:
        why = words.why[place, code] = why_words(part)
    most = part.most
    low, high = round(most * judged.low), round(most * judged.high)
    return Reason(words.names[code], low, high, round(most), why, judged.is_unknown)


def why_words(part: finder.Contribution) -> str:
    """What the contribution rests on."""
    judged = part.judged
    if judged.near:
        return str(NEAR[judged.near])
    if judged.answer:
        day = judged.answer.confirmed_on
        said = comparison.answer_text(judged.answer.question, judged.answer, language())
        return _("the municipality says: %(said)s (%(day)s)") % {"said": said, "day": long_date(day, language())}
    if judged.reading:
        return figure_words(judged.reading)
    return _("a contact is named in the directory") if judged.arrangement else _("nothing is known; ask there")


def figure_words(reading: Any) -> str:
    """Short: a page shows some hundred of them."""
    unit = pick(reading.indicator.unit, language()).text
    if reading.indicator.topic == "opinion":
        return _("returnees' mean %(value)s of 1 (very good) to 5; not of this place alone") % {
            "value": value_words(reading)
        }
    return f"{value_words(reading)} {unit}, {reading.period}"


# From a case


def asked_of(case: Case) -> Asked:
    """What the family said before, else what its case tells: members, needs, home, former place."""
    if case.place_weights is not None:
        return Asked.from_json(case.place_weights)
    ages = [_age(member) for member in case.household.members.all() if member.is_child]
    topics = set(case.needs.exclude(state=Need.State.DROPPED).values_list("topic__code", flat=True))
    home = case.household.property_in_country
    rows = finder.sheet().frame["facts"]
    facts = frozenset(row["code"] for row in rows if _holds(row, ages, topics, home))
    first = next((one.code for one in Criterion.objects.all() if _is_own(one)), "")
    own = {first: case.origin_municipality.atvk} if case.origin_municipality and first else {}
    return Asked(facts=facts, own=own)


def _age(child: Person) -> int | None:
    return timezone.localdate().year - child.birth_year if child.birth_year else None


def _holds(row: Mapping[str, Any], ages: list[int | None], topics: set[str], home: str) -> bool:
    """Whether the case itself tells a fact that the pack describes by topics, ages of children or the home."""
    if topics & set(row["topics"]) or (row["home"] and row["home"] == home):
        return True
    if row["child_ages"] is None:
        return False
    youngest, oldest = row["child_ages"]
    return any(age is not None and youngest <= age <= oldest for age in ages)


@needs(Permission.CASE_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def case_finder(request: StaffRequest, reference: str) -> HttpResponse:
    """The finder with what is known of the family; what is weighed is kept with the case."""
    case = find_case(request, reference)
    known = finder.sheet()
    asked = asked_of(case)
    form = FinderForm(request.POST if request.method == "POST" else None, known, asked)
    if request.method == "POST" and form.is_valid():
        weigh_places(case=case, weights=form.asked().as_json(), by=request.user)
        messages.success(request, _("The weights are kept with the case."))
        return redirect(f"{reverse('case_finder', args=[reference])}#places")
    log(request, case, "case_finder")
    offer = case.offers.exclude(state__in=SETTLED).order_by("-number").first()
    return _page(request, known, form, asked, case=case, asks=case.place_weights is not None, offer=offer)


# Side by side


@needs(Permission.PLACES_READ)
@require_safe
def places_compare(request: StaffRequest) -> HttpResponse:
    """Two to four places by the same criteria; from a case, one press puts them into its letter (OFF-07)."""
    places = chosen_places(request.GET.getlist("place"))
    fits = comparison.FEWEST <= len(places) <= comparison.MOST
    case = _case_of(request)
    context = {
        "places": places,
        "found": comparison.compare(places, language()) if fits else None,
        "all_places": Municipality.objects.in_force(),
        "chosen": {place.atvk for place in places},
        "case": case,
        "too_many": len(places) > comparison.MOST,
        "no_result": not fits,
    }
    if case:
        log(request, case, "places_compare")
    return render(request, "desk/places/compare.html", context)


def _case_of(request: StaffRequest) -> Case | None:
    reference = request.GET.get("case", "")
    if not reference or not request.user.may(Permission.CASE_READ):
        return None
    return find_case(request, reference)


@needs(Permission.OFFER_SEND)
@require_POST
def offer_compare(request: StaffRequest, pk: int) -> HttpResponse:
    """Put the places into the letter, or take the comparison out when none is named."""
    offer = find_offer(request, pk)
    return _put_in(request, offer, chosen_places(request.POST.getlist("place")))


@needs(Permission.OFFER_SEND)
@require_POST
def case_compare(request: StaffRequest, reference: str) -> HttpResponse:
    """The same from a case: its open letter, or a new one."""
    case = find_case(request, reference)
    offer = offers.draft(case=case, language=language_for(case), by=request.user)
    return _put_in(request, offer, chosen_places(request.POST.getlist("place")))


def _put_in(request: StaffRequest, offer: Any, places: list[Municipality]) -> HttpResponse:
    try:
        offers.compare_places(offer=offer, places=places, by=request.user)
    except OfferRefused:
        messages.info(
            request,
            _("Nothing was changed: choose two to four places, and open a new version of a letter that was sent."),
        )
        return redirect("offer", pk=offer.pk)
    said = _("The places stand side by side in the letter.") if places else _("The comparison is out of the letter.")
    messages.success(request, said)
    return redirect("offer_compose", pk=offer.pk)
