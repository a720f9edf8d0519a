"""The place finder: a family weighs its own reasons and sees, reason by reason, what a place gives and what is unknown.

There is no hidden score. Each criterion gives a place between 0 and 1, or a range where little is known and 0 to 1
where nothing is; its weight is its importance over the sum of all that apply (Q-R10). The sums are ranges too, and so
is a rank: from the best to the worst that the unknown still allows.

Beside the weights a family may say what must not be missing. Only what a place itself says can rule it out; a figure
of a whole region or the opinion of others never does. What is not known rules nothing out: it is to be asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import connection

from majup.network.models import Role
from majup.places.figures import Matrix, Reading, matrix
from majup.places.models import Municipality, PlanningRegion
from majup.places.outlines import neighbours
from majup.profiles.models import Answer, Criterion, FinderFrame
from majup.profiles.queries import Said
from majup.rules.answers import Answer as Verdict

GROUPS = tuple(Criterion.Group.values)
NEXT_DOOR = 0.5  # what a neighbouring place gives for wishing to be near a certain one
GOOD_ENOUGH = 0.5  # from here on an answer fulfils a must; below stand queues and "few": neither yes nor no
SAYS_OF_ITSELF = frozenset({"answer", "contact", "own"})  # sources that can say that a place lacks something


@dataclass(frozen=True)
class Asked:
    """What a family said: importances 0-5 by criterion, facts of the household, places of work, places of its own.

    A criterion that is not named has the importance of the pack. `own`: codes of municipalities by criterion.
    `must`: codes of criteria without which a place is out of the question, whatever they weigh.
    """

    importances: Mapping[str, int] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()
    workplaces: frozenset[str] = frozenset()
    own: Mapping[str, str] = field(default_factory=dict)
    must: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, Any]:
        return {
            "importances": dict(self.importances),
            "facts": sorted(self.facts),
            "workplaces": sorted(self.workplaces),
            "own": dict(self.own),
            "must": sorted(self.must),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Asked:
        return cls(
            data.get("importances", {}),
            frozenset(data.get("facts", ())),
            frozenset(data.get("workplaces", ())),
            data.get("own", {}),
            frozenset(data.get("must", ())),
        )


@dataclass(frozen=True)
class Judged:
    """How far a place fulfils a criterion, from `low` to `high`, and what says so; nothing: 0 to 1."""

    low: float = 0.0
    high: float = 1.0
    reading: Reading | None = None
    answer: Answer | None = None
    arrangement: str = ""
    near: str = ""  # "same", "next" or "away" from a place of the family's own

    @property
    def is_unknown(self) -> bool:
        return not (self.reading or self.answer or self.arrangement or self.near)


UNKNOWN = Judged()


def verdict(judged: Judged) -> Verdict:
    """Whether a place fulfils a must: no only where it says so itself, not known for everything in between."""
    if not (judged.answer or judged.arrangement or judged.near):
        return Verdict.UNKNOWN
    if judged.low >= GOOD_ENOUGH:
        return Verdict.YES
    return Verdict.UNKNOWN if judged.high > 0 else Verdict.NO


@dataclass(frozen=True)
class Must:
    """Something that must not be missing, and what a place says to it."""

    criterion: Criterion
    judged: Judged

    @property
    def verdict(self) -> Verdict:
        return verdict(self.judged)


@dataclass(frozen=True)
class Contribution:
    """What one criterion adds to a place, in points of 100."""

    criterion: Criterion
    weight: float
    judged: Judged

    @property
    def low(self) -> float:
        return 100 * self.weight * self.judged.low

    @property
    def high(self) -> float:
        return 100 * self.weight * self.judged.high

    @property
    def most(self) -> float:
        return 100 * self.weight


@dataclass(frozen=True)
class Total:
    """Sum of contributions: from `low` to `high` of `most` points, `unknown` of them without any data."""

    low: float
    high: float
    most: float
    unknown: float


@dataclass(frozen=True)
class Placed:
    """One place with every contribution; `best` and `worst` are the ranks that the ranges leave open.

    `to_ask`: what must not be missing and is not known of this place.
    """

    municipality: Municipality
    region: PlanningRegion | None
    contributions: tuple[Contribution, ...]
    total: Total
    groups: Mapping[str, Total]
    to_ask: tuple[Must, ...] = ()
    best: int = 0
    worst: int = 0


@dataclass(frozen=True)
class RuledOut:
    """A place that lacks what must not be missing: each `lacking` says what and why."""

    municipality: Municipality
    lacking: tuple[Must, ...]


@dataclass(frozen=True)
class Sheet:
    """What is known of every place for every criterion, made once per version of statistics and profiles."""

    matrix: Matrix
    criteria: tuple[Criterion, ...]
    judged: Mapping[tuple[int, str], Judged]
    neighbours: Mapping[str, frozenset[str]]
    frame: Mapping[str, Any]
    words: dict[Any, Any] = field(default_factory=dict)  # what pages made of it once, by language; goes with the sheet


# What a sheet is made of, in one statement: every use of the finder asks whether it still holds.
MARK = """
    SELECT (SELECT (max(at), max(confirmed_on), max(replaced_at), count(*)) FROM profiles_answer)::text
        || (SELECT (count(*), sum(importance)) FROM profiles_criterion)::text
        || (SELECT (max(id), count(*)) FROM places_outline)::text
        || (SELECT coalesce(md5(string_agg(municipality_id || arrangement, ',' ORDER BY municipality_id)), '')
            FROM network_role WHERE kind = 'specialist')
"""


def sheet(day: date | None = None) -> Sheet:
    """The sheet of `day`; the last one is kept, because every request of a day asks for the same."""
    figures = matrix(day)
    with connection.cursor() as cursor:
        cursor.execute(MARK)
        (mark,) = cursor.fetchone()
    key = (figures.version, figures.day, mark)
    if _kept.get("key") != key:
        _kept.update(key=key, sheet=_make(figures))
    return _kept["sheet"]


_kept: dict[str, Any] = {}


def _contacts() -> dict[int, str]:
    """How each municipality arranges the work, where that is known."""
    roles = Role.objects.filter(kind=Role.Kind.SPECIALIST).exclude(arrangement="")
    return {pk: arrangement for pk, arrangement in roles.values_list("municipality_id", "arrangement") if pk}


def _make(figures: Matrix) -> Sheet:
    criteria = tuple(Criterion.objects.all())
    frame = FinderFrame.objects.get(pk=1).settings
    wanted = {source["code"] for criterion in criteria for source in criterion.sources if source["kind"] == "answer"}
    rows = Answer.objects.current().filter(question__code__in=wanted).select_related("question")
    answers = {(row.municipality_id, row.question.code): row for row in rows}
    known = _Known(figures, answers, _contacts(), frame)
    judged = {}
    for criterion in criteria:
        for pk in figures.places:
            for source in criterion.sources:
                found = _from(source, pk, known)
                if found is not None:
                    judged[pk, criterion.code] = found
                    break
    near = {atvk: frozenset(found) for atvk, found in neighbours().items()}
    return Sheet(figures, criteria, judged, near, frame)


@dataclass(frozen=True)
class _Known:
    """All that sources draw from."""

    figures: Matrix
    answers: Mapping[tuple[int, str], Answer]
    contacts: Mapping[int, str]
    frame: Mapping[str, Any]


def _from(source: Mapping[str, str], pk: int, known: _Known) -> Judged | None:
    """What one source says of a place; None when it says nothing. An answer that has grown old says nothing."""
    figures, answers, contacts, frame = known.figures, known.answers, known.contacts, known.frame
    if source["kind"] == "answer":
        answer = answers.get((pk, source["code"]))
        option = answer.question.option(answer.choice) if answer else None
        if answer is None or option is None or option["score"] is None:
            return None
        if Said(answer.question, answer, figures.day).is_old:
            return None
        return Judged(option["score"], option["score"], answer=answer)
    if source["kind"] == "contact":
        score = frame["contact_scores"].get(contacts.get(pk, ""))
        return Judged(score, score, arrangement=contacts[pk]) if score is not None else None
    if source["kind"] == "indicator" and source["code"] in figures.indicators:
        return _of_reading(figures.cells[pk, source["code"]], figures.spans.get(source["code"]))
    return None


def _of_reading(reading: Reading, span: tuple[float, float] | None) -> Judged | None:
    """A value placed between the lowest and the highest of all places; a bound leaves the other end open."""
    if not reading.is_known or span is None or span[0] == span[1] or not reading.indicator.better:
        return None
    low, high = (_share(value, span) for value in (reading.low, reading.high))
    if reading.indicator.better == "low":
        low, high = (None if high is None else 1 - high), (None if low is None else 1 - low)
    return Judged(0.0 if low is None else low, 1.0 if high is None else high, reading=reading)


def _share(value: float | None, span: tuple[float, float]) -> float | None:
    return None if value is None else (value - span[0]) / (span[1] - span[0])


def applying(asked: Asked, known: Sheet) -> list[tuple[Criterion, int]]:
    """Criteria that apply to this household, with their importance; the others are left out (Q-R10, Q-R13)."""
    return [
        (criterion, asked.importances.get(criterion.code, criterion.importance))
        for criterion in known.criteria
        if _applies(criterion, asked, known.frame)
    ]


def _applies(criterion: Criterion, asked: Asked, frame: Mapping[str, Any]) -> bool:
    if is_own(criterion) and not asked.own.get(criterion.code):
        return False
    if criterion.applies_if in frame["local_work_facts"] and asked.workplaces:
        local = {workplace["code"] for workplace in frame["workplaces"] if workplace["is_local"]}
        if not asked.workplaces & local:
            return False
    holds = criterion.applies_if in asked.facts
    return not criterion.applies_if or holds != criterion.applies_if_not


def can_be_must(criterion: Criterion) -> bool:
    """Whether a place can say of itself that it lacks this."""
    return any(source["kind"] in SAYS_OF_ITSELF for source in criterion.sources)


def find(asked: Asked, known: Sheet) -> list[Placed]:
    """Every place in force that no must rules out, ordered by the middle of its range.

    What cannot be told apart shares ranks.
    """
    weighed = [(criterion, importance) for criterion, importance in applying(asked, known) if importance]
    sum_of = sum(importance for _criterion, importance in weighed)
    weights = [(criterion, importance / sum_of) for criterion, importance in weighed]
    placed = [
        _placed(place, weights, musts, asked, known)
        for place, musts in _by_musts(asked, known)
        if not _of(musts, Verdict.NO)
    ]
    placed.sort(key=lambda one: (-(one.total.low + one.total.high), one.municipality.sort_key))
    return _ranked(placed)


def ruled_out(asked: Asked, known: Sheet) -> list[RuledOut]:
    """The places that lack what must not be missing, by name."""
    out = [RuledOut(place, _of(musts, Verdict.NO)) for place, musts in _by_musts(asked, known)]
    return sorted((one for one in out if one.lacking), key=lambda one: one.municipality.sort_key)


def _by_musts(asked: Asked, known: Sheet) -> list[tuple[Municipality, tuple[Must, ...]]]:
    """Every place with what it says to each must. Nearness to a place that nobody has named asks for nothing."""
    named = [c for c in known.criteria if c.code in asked.must and can_be_must(c)]
    musts = [c for c in named if asked.own.get(c.code) or not is_own(c)]
    return [
        (place, tuple(Must(criterion, _judged(place, criterion, asked, known)) for criterion in musts))
        for place in known.matrix.places.values()
    ]


def is_own(criterion: Criterion) -> bool:
    """Whether the family names a place of its own for it."""
    return any(source["kind"] == "own" for source in criterion.sources)


def _of(musts: Iterable[Must], wanted: Verdict) -> tuple[Must, ...]:
    return tuple(must for must in musts if must.verdict is wanted)


def _placed(
    place: Municipality,
    weights: Sequence[tuple[Criterion, float]],
    musts: Iterable[Must],
    asked: Asked,
    known: Sheet,
) -> Placed:
    contributions = tuple(Contribution(c, weight, _judged(place, c, asked, known)) for c, weight in weights)
    groups = {group: _total(one for one in contributions if one.criterion.group == group) for group in GROUPS}
    region, to_ask = known.matrix.regions.get(place.pk), _of(musts, Verdict.UNKNOWN)
    return Placed(place, region, contributions, _total(contributions), groups, to_ask)


def _judged(place: Municipality, criterion: Criterion, asked: Asked, known: Sheet) -> Judged:
    own = asked.own.get(criterion.code)
    if not own:
        return known.judged.get((place.pk, criterion.code), UNKNOWN)
    if place.atvk == own:
        return Judged(1.0, 1.0, near="same")
    if own in known.neighbours.get(place.atvk, frozenset()):
        return Judged(NEXT_DOOR, NEXT_DOOR, near="next")
    return Judged(0.0, 0.0, near="away")


def _total(contributions: Iterable[Contribution]) -> Total:
    low = high = most = unknown = 0.0
    for one in contributions:
        share, judged = one.most, one.judged
        low += share * judged.low
        high += share * judged.high
        most += share
        unknown += share if judged.is_unknown else 0
    return Total(low, high, most, unknown)


def _ranked(placed: Sequence[Placed]) -> list[Placed]:
    """Each place with its ranks: better only than those whose whole range lies below its own."""
    lows = [one.total.low for one in placed]
    highs = [one.total.high for one in placed]
    return [
        replace(
            one,
            best=1 + sum(low > one.total.high + 1e-9 for low in lows),
            worst=len(placed) - sum(high < one.total.low - 1e-9 for high in highs),
        )
        for one in placed
    ]
