"""The place finder as pages show it: its form, and each place reason by reason in words; for desk and public side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from majup.kernel.dates import long_date
from majup.kernel.localized import pick
from majup.openings import rents
from majup.places.models import Municipality
from majup.places.wording import value_words
from majup.profiles import comparison, finder
from majup.profiles.finder import Asked, Judged, Must, Placed, RuledOut, is_own
from majup.profiles.models import Criterion
from majup.web.components.ready import ReadyChoice, ReadyOptions
from majup.web.components.texts import language

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
    must = forms.MultipleChoiceField(
        label=gettext_lazy("Without this, the place is out of the question"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "A place is set apart only when it says itself that it has none. Unknown is to be asked."
        ),
    )

    def __init__(self, data: Mapping[str, Any] | None, known: finder.Sheet, asked: Asked) -> None:
        self.criteria, ready, self.sent = known.criteria, words_of(known), data or {}
        initial = {name: sorted(getattr(asked, name)) for name in ("facts", "workplaces", "must")}
        super().__init__(None if data is None else self._whole(data, asked), initial=initial)
        for name in ("facts", "workplaces"):
            self.fields[name].choices = ready.frame[name]
        self.fields["must"].choices = [(c.code, ready.names[c.code]) for c in known.criteria if finder.can_be_must(c)]
        for criterion in known.criteria:
            code, label = criterion.code, ready.names[criterion.code]
            value = str(asked.importances.get(code, criterion.importance))
            self.fields[f"weight_{code}"] = ReadyChoice(ready.importances, label=label, initial=value)
            if is_own(criterion):
                own = asked.own.get(code, "")
                self.fields[f"own_{code}"] = ReadyChoice(ready.places, label=label, initial=own)

    def _whole(self, data: Any, asked: Asked) -> Any:
        """An address that names some weights shows the others as they count, not as nought."""
        whole = data.copy()
        for criterion in self.criteria:
            whole.setdefault(
                f"weight_{criterion.code}", str(asked.importances.get(criterion.code, criterion.importance))
            )
        return whole

    def clean(self) -> dict[str, Any]:
        """Nearness cannot be a must before somebody says to what."""
        data = super().clean() or self.cleaned_data
        for code in data.get("must", ()):
            if f"own_{code}" in self.fields and not data.get(f"own_{code}") and f"own_{code}" not in self.errors:
                self.add_error(f"own_{code}", _("Choose the place, because you ticked that it must not be missing."))
        return data

    def asked(self) -> Asked:
        data = self.cleaned_data
        weights = {c.code: data[f"weight_{c.code}"] for c in self.criteria if f"weight_{c.code}" in self.sent}
        return Asked(
            {code: int(weight) for code, weight in weights.items() if weight},
            frozenset(data["facts"]),
            frozenset(data["workplaces"]),
            {c.code: data[f"own_{c.code}"] for c in self.criteria if is_own(c) and data[f"own_{c.code}"]},
            frozenset(data["must"]),
        )

    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """Conditions, then what draws people: kept apart (Q-R9)."""
        for group, title in group_words().items():
            yield title, [self[f"weight_{c.code}"] for c in self.criteria if c.group == group]

    def own_fields(self) -> list[Any]:
        return [self[f"own_{c.code}"] for c in self.criteria if is_own(c)]


def group_words() -> dict[str, str]:
    return {
        Criterion.Group.CONDITION: _("What must be in place"),
        Criterion.Group.PULL: _("What draws you to a place"),
    }


def _sorted(places: Any) -> list[Municipality]:
    return sorted(places, key=lambda place: place.sort_key)


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
    places = [("", "–"), *((p.atvk, p.name_in(reader)) for p in _sorted(known.matrix.places.values()))]  # noqa: RUF001
    return Words(
        {criterion.code: pick(criterion.name, reader).text for criterion in known.criteria},
        {
            name: [(row["code"], pick(row["name"], reader).text) for row in known.frame[name]]
            for name in ("facts", "workplaces")
        },
        ReadyOptions((code, str(said)) for code, said in IMPORTANCES),
        ReadyOptions(places),
    )


def shown(request: HttpRequest, known: finder.Sheet, form: FinderForm, asked: Asked) -> dict[str, Any]:
    """Context of a page with places by weights: the first ones, or all when the address asks for them."""
    placed = finder.find(asked, known)
    first = placed if "all" in request.GET else placed[:SHOWN]
    query = request.GET.copy()
    query["all"] = "1"
    return {
        "form": form,
        "placed": [shown_place(one, known) for one in first],
        "number": len(placed),
        "is_all": len(first) == len(placed),
        "all_url": f"?{query.urlencode()}#places",
        "out": [shown_out(one, known) for one in finder.ruled_out(asked, known)],
        "left_out": _left_out(asked, known),
        "applying": finder.applying(asked, known),
        "groups": group_words(),
    }


def side_by_side(places: list[Municipality]) -> dict[str, Any]:
    """Context of a page with places by the same criteria; the choice alone when they are too few or too many."""
    fits = comparison.FEWEST <= len(places) <= comparison.MOST
    return {
        "places": places,
        "found": comparison.compare(places, language(), rents.lines) if fits else None,
        "all_places": Municipality.objects.in_force(),
        "chosen": {place.atvk for place in places},
        "too_many": len(places) > comparison.MOST,
        "no_result": not fits,
    }


def asked_in(request: HttpRequest, known: finder.Sheet) -> tuple[FinderForm, Asked, bool]:
    """What the address says: whatever is chosen stands there, nothing is kept. (form, what it asks, whether it does)"""
    sent = bool(set(request.GET) - {"all", "language"})
    form = FinderForm(request.GET if sent else None, known, Asked())
    return form, form.asked() if sent and form.is_valid() else Asked(), sent


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
    to_ask: list[tuple[str, str]]  # what must not be missing and is not known, and what little is said of it


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
    told = {title: rows for title, rows in reasons.items() if rows}
    return ShownPlace(one, told, totals, round(low), round(high), round(unknown), _to_ask(one.to_ask, words))


def _to_ask(musts: Iterable[Must], words: Words) -> list[tuple[str, str]]:
    """An answer in between (a queue, a few) is told; opinions and silence are not."""
    return [(words.names[must.criterion.code], said_words(must.judged) if must.judged.answer else "") for must in musts]


@dataclass(frozen=True)
class ShownOut:
    """A place that is out of the question, with (what is missing, what says so) for each reason."""

    municipality: Municipality
    lacking: list[tuple[str, str]]


def shown_out(one: RuledOut, known: finder.Sheet) -> ShownOut:
    words = words_of(known)
    return ShownOut(one.municipality, [(words.names[m.criterion.code], said_words(m.judged)) for m in one.lacking])


def _reason(part: finder.Contribution, place: int, words: Words) -> Reason:
    judged, code = part.judged, part.criterion.code
    why = words.why.get((place, code), "") if not judged.near else said_words(judged)
    if not why:
        why = words.why[place, code] = said_words(judged)
    most = part.most
    low, high = round(most * judged.low), round(most * judged.high)
    return Reason(words.names[code], low, high, round(most), why, judged.is_unknown)


def said_words(judged: Judged) -> str:
    """What the judgement rests on."""
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
    return f"{value_words(reading)} {unit}, {comparison.period_words(reading.period, language())}"
