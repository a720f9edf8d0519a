"""The self-check of a family that nobody knows (K-P3): the same conditions as on the desk, nothing kept.

What was said travels with the family (`Said.packed`); whoever holds the address holds the answers. Situations, what
is asked first and why stand in the pack (`self_check`).
"""

import json
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from majup.catalogue.models import Audience, Fact, Level
from majup.matching.facts import book
from majup.matching.queries import Candidate, for_families, judge, running
from majup.places.models import Municipality
from majup.places.pack import read
from majup.plumbing.crypto import decrypt, encrypt
from majup.rules.answers import Answer
from majup.rules.asking import Question, questions
from majup.rules.decide import Verdict, answer_of
from majup.rules.fields import Facts, Field, NotAValue, value_of

BUSINESS = "business"  # topic of every country pack


class Unreadable(Exception):
    """The address was shortened or changed on its way, or was made with another key."""


@dataclass(frozen=True)
class Situation:
    """A life situation as the pack describes it: its topics narrow the measures, its facts need no question."""

    code: str
    name: Mapping[str, str]
    hint: Mapping[str, str]
    topics: tuple[str, ...]
    facts: Mapping[str, Any]
    traits: tuple[str, ...]
    first: tuple[str, ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """What a pack says about the self-check beside the conditions themselves."""

    situations: Mapping[str, Situation]
    supposed: Mapping[str, Any]
    first: tuple[str, ...]
    institutions_know: frozenset[str]
    implied: Sequence[Mapping[str, Any]]
    why: Mapping[str, Mapping[str, str]]
    notes: Sequence[Mapping[str, Any]]


def pack() -> Pack:
    return _pack(settings.COUNTRY_PACK)


@cache
def _pack(folder: Path) -> Pack:
    row = read(folder, "self_check")
    ordered = sorted(read(folder, "situations"), key=lambda one: one["order"])
    return Pack(
        situations={one["code"]: _situation(one) for one in ordered},
        supposed=row["supposed"],
        first=tuple(row["first"]),
        institutions_know=frozenset(row["institutions_know"]),
        implied=row["implied"],
        why=row["why"],
        notes=row["notes"],
    )


def _situation(row: Mapping[str, Any]) -> Situation:
    check = row["self_check"]
    return Situation(
        row["code"],
        row["name"],
        row["hint"],
        tuple(check["topics"]),
        check["facts"],
        tuple(check["traits"]),
        tuple(check["first"]),
        tuple(check["chosen"]),
    )


@dataclass(frozen=True)
class Said:
    """What a family said so far. `answers` stand in the order in which they were given; None: does not know.

    `situation` is empty for a check of one measure alone, whose code is `measure`; `place` is the territory code of
    the municipality, empty when undecided; `chosen` are measures for which sensitive questions may be asked.
    """

    situation: str = ""
    place: str = ""
    measure: str = ""
    answers: tuple[tuple[str, Any], ...] = ()
    chosen: tuple[str, ...] = ()

    def packed(self) -> str:
        """As part of an address: encrypted, so that neither logs nor histories show the answers."""
        row = [self.situation, self.place, self.measure, list(self.answers), list(self.chosen)]
        return encrypt(zlib.compress(json.dumps(row).encode(), 9).hex())

    @property
    def given(self) -> dict[str, Any]:
        return {code: value for code, value in self.answers if value is not None}

    @property
    def not_known(self) -> list[str]:
        return [code for code, value in self.answers if value is None]

    def answering(self, code: str, value: Any) -> "Said":
        """With the answer to `code`, in place of an earlier one."""
        return replace(self, answers=(*self.without(code).answers, (code, value)))

    def without(self, code: str) -> "Said":
        return replace(self, answers=tuple(one for one in self.answers if one[0] != code))

    def before(self) -> "Said":
        """Without the last answer."""
        return replace(self, answers=self.answers[:-1])


def unpacked(text: str) -> Said:
    """Raises Unreadable."""
    try:
        situation, place, measure, answers, chosen = json.loads(zlib.decompress(bytes.fromhex(decrypt(text))))
    except (InvalidToken, ValueError, zlib.error, TypeError) as error:
        raise Unreadable from error
    return Said(situation, place, measure, tuple((code, value) for code, value in answers), tuple(chosen))


def known_of(said: Said) -> Facts:
    """What follows from the situation and the answers; answers that today's fields cannot take are left out."""
    situation = pack().situations.get(said.situation)
    raw = {**pack().supposed, **(situation.facts if situation else {}), **said.given}
    if said.place:
        raw.setdefault("household.planned_municipality", said.place)
        raw.setdefault("project.municipality", said.place)
        raw.setdefault("application.municipality", said.place)
    for row in pack().implied:
        if raw.get(row["fact"]) == row["value"]:
            raw = {**row["gives"], **raw}
    return _readable(raw)


def _readable(raw: Mapping[str, Any]) -> Facts:
    known: dict[str, Any] = {}
    for code, value in raw.items():
        try:
            known |= book().fields.facts({code: value})
        except NotAValue:
            continue
    return known


@dataclass(frozen=True)
class Check:
    """Where a family stands: every measure with its verdict, what to ask next, and how much the last answer decided."""

    said: Said
    found: Sequence[Candidate]
    asking: Sequence[Question] = field(default=())
    just_decided: int = 0

    @property
    def next(self) -> Question | None:
        return next(iter(self.asking), None)

    @cached_property
    def yes(self) -> list[Candidate]:
        return [one for one in self.found if one.verdict.answer == Answer.YES or one.verdict.possibly]

    @cached_property
    def open(self) -> list[Candidate]:
        """Something is still missing, or nobody has written down enough."""
        return [one for one in self.found if _is_open(one) and one.verdict.node is not None]

    @cached_property
    def no(self) -> list[Candidate]:
        return [one for one in self.found if one.verdict.answer == Answer.NO]

    @cached_property
    def unconditioned(self) -> list[Candidate]:
        """Worth knowing: no condition is written down, so that nothing can be checked."""
        return [one for one in self.found if one.verdict.node is None]


def _is_open(one: Candidate) -> bool:
    return one.verdict.answer == Answer.UNKNOWN and not one.verdict.possibly


def check(said: Said, found: Sequence[Fact] | None = None) -> Check:
    """Hold what was said against the measures in reach; `found` are these, where they are known already."""
    found = measures(said) if found is None else found
    today = timezone.localdate()
    judged = judge(found, known_of(said), today)
    asking = _asking(said, judged)
    if not said.answers:
        return Check(said, judged, asking)
    before = {one.fact.code for one in judge(found, known_of(said.before()), today) if _is_open(one)}
    return Check(said, judged, asking, sum(one.fact.code in before and not _is_open(one) for one in judged))


def _asking(said: Said, judged: Sequence[Candidate]) -> list[Question]:
    """What to ask, best first; what decides by itself whether the rest is worth asking comes before all (B-07, G-21).

    What only an institution knows is never asked of a family.
    """
    situation = pack().situations.get(said.situation)
    chosen = {said.measure, *said.chosen, *(situation.chosen if situation else ())}
    known_not = {*said.not_known, *pack().institutions_know}
    verdicts, known = [one.verdict for one in judged], known_of(said)
    hopeful = [one for one in verdicts if _can_become_yes(one, chosen, known_not)]
    everything = questions(verdicts, known, book().fields, chosen=chosen, known_not=known_not)
    ahead = [one for code in pack().first for one in everything if one.field.code == code]
    found = questions(hopeful, known, book().fields, chosen=chosen, known_not=known_not)
    codes = {one.field.code for one in ahead}
    return [*_of_situation(situation, said), *ahead, *(one for one in found if one.field.code not in codes)]


def _of_situation(situation: Situation | None, said: Said) -> list[Question]:
    """What a situation asks before all, as long as nobody has answered it."""
    answered = {code for code, _value in said.answers}
    return [
        Question(book().fields[code], 0, 0) for code in (situation.first if situation else ()) if code not in answered
    ]


def _can_become_yes(verdict: Verdict, chosen: Collection[str], known_not: Collection[str]) -> bool:
    """Whether answers of the family could still make it fit; a measure that waits for others is not asked about."""
    if verdict.node is None or verdict.answer != Answer.UNKNOWN:
        return False
    fields = book().fields
    closed = {
        code
        for code in verdict.missing
        if code in known_not or (fields[code].sensitive and verdict.rule.code not in chosen)
    }
    known = {id(one.leaf.test): one.answer for one in verdict.findings}
    waiting = [one.leaf.test for one in verdict.findings if one.answer == Answer.UNKNOWN]
    hoped = [test for test in waiting if not closed & {*test.field.parts, *(test.other.parts if test.other else ())}]
    ways = ({**known, **{id(test): answer for test in hoped}} for answer in (Answer.YES, Answer.NO))
    return any(answer_of(verdict.node, way) == Answer.YES for way in ways)


def measures(said: Said) -> list[Fact]:
    """Facts of the situation's topics that a family can use, in the whole state and where it thinks of living.

    Ended and planned measures are never among them (B-25).
    """
    if said.measure:
        return for_families(list(running(Q(code=said.measure))))
    place = Municipality.objects.filter(atvk=said.place).first() if said.place else None
    near = Q(level=Level.STATE)
    if place:
        regions = place.memberships.filter(valid_to=None).values("region")
        near |= Q(pk__in=Fact.municipalities.through.objects.filter(municipality=place).values("fact"))
        near |= Q(
            pk__in=Fact.regions.through.objects.filter(planningregion__in=regions).values("fact"), level=Level.REGION
        )
    found = running(near)
    if situation := pack().situations.get(said.situation):
        found = found.filter(pk__in=Fact.topics.through.objects.filter(topic__code__in=situation.topics).values("fact"))
    return for_families(list(found))


def askable(code: str) -> Field | None:
    """The field with this code, if a family can be asked about it."""
    found = book().fields.by_code.get(code)
    return None if found is None or found.computed or code in pack().institutions_know else found


def every_question(said: Said) -> set[str]:
    """All fields that conditions of the measures in reach speak of: what a form that asks everything would ask."""
    judged = judge(measures(said), {}, timezone.localdate())
    return {code for one in judged for code in one.verdict.missing if askable(code)}


def accepts(asked: Field, value: Any) -> bool:
    try:
        value_of(asked, value)
    except NotAValue:
        return False
    return True


def business_measures(place: str = "") -> list[Fact]:
    """What helps with money for a business (GRA-09): the state, and the place; without one what is for returnees."""
    local = Q(municipalities__atvk=place) if place else Q(audience__in=[Audience.FIRST, Audience.ONLY])
    near = Q(level=Level.STATE) | local
    found = running(near).filter(topics__code=BUSINESS).distinct().order_by("-level", "code")
    whole = Fact.objects.filter(pk__in=[fact.pk for fact in for_families(list(found))])
    rows = whole.select_related("current", "institution").prefetch_related("regions", "municipalities")
    return sorted(rows, key=lambda fact: (fact.level != Level.STATE, fact.code))
