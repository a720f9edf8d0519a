"""What fits: facts of the catalogue for the needs of a case, with the reason; reads only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from majup.cases.models import ENDED, Case, Need
from majup.catalogue.models import Fact, FactVersion, Level, State
from majup.matching.facts import book, facts_of, not_known_of, of_category
from majup.matching.models import Match
from majup.network.models import CodeList
from majup.people.models import Consent
from majup.places.models import Municipality, RegionMembership
from majup.rules.answers import Answer
from majup.rules.asking import Question, questions
from majup.rules.decide import Rule, Sheet, Verdict, asides
from majup.rules.fields import Facts
from majup.rules.pack import rule_of
from majup.staff.models import User

LIVE = [Need.State.OPEN, Need.State.ASKED, Need.State.ANSWERED, Need.State.OFFERED]
APPROACH = "approach"  # purpose of consent: the family agreed to be approached (FUP-04)
KEPT = 4096  # rules a process keeps
_RULES: dict[tuple[int, str], Rule] = {}
# Columns that no page of what fits shows; reading them would take longer than deciding.
NOT_SHOWN = (
    "words",
    *(
        f"current__{name}"
        for name in (
            *("who", "what", "how", "where", "reason", "unverified", "amounts", "details", "condition_words"),
            *("provider", "funding", "parts", "languages", "conditions_note", "years", "url"),
        )
    ),
)
ORDER = {Answer.YES: 0, Answer.UNKNOWN: 1, Answer.NO: 2}


@dataclass(frozen=True)
class Candidate:
    """One fact for a family: the verdict with its reasons, and how far the fact itself can be relied on."""

    fact: Fact
    verdict: Verdict
    freshness: str
    notes: Sequence[Mapping[str, str]] = ()

    @property
    def version(self) -> FactVersion:
        assert self.fact.current is not None  # noqa: S101 -- only facts with a version are looked at
        return self.fact.current

    @property
    def can_be_offered(self) -> bool:
        """Available and confirmed, or reported only: then it goes in as "to be confirmed" (OFF-08)."""
        return self.freshness in {"fresh", "due", State.REPORTED} and self.verdict.answer != Answer.NO


@dataclass(frozen=True)
class Fitting:
    """What there is for one need: what fits or may fit, and what does not, with its reason."""

    need: Need | None
    found: list[Candidate] = field(default_factory=list)
    refused: list[Candidate] = field(default_factory=list)


@dataclass(frozen=True)
class Fits:
    """What fits a case; `asking` are the next best questions, `known` what the verdicts rest on."""

    fittings: list[Fitting]
    asking: list[Question]
    known: Facts
    measures: int


def fits(case: Case, *, chosen: Collection[str] = ()) -> Fits:
    """For each live need of `case` the facts on its topic where the family thinks of living.

    `chosen` are codes of facts for which sensitive questions may be asked (B-78).
    """
    needs = list(case.needs.filter(state__in=LIVE).select_related("topic", "person"))
    known, today = facts_of(case), timezone.localdate()
    topics = {need.topic.code for need in needs}
    found = for_families(_in_reach(case, topics), topics)
    judged = judge(found, known, today)
    fittings = [_fitting(need, judged) for need in needs]
    asking = questions(
        [one.verdict for one in judged], known, book().fields, chosen=chosen, known_not=not_known_of(case)
    )
    return Fits(fittings, asking, known, len(judged))


def of_intake_category(code: str, topics: Collection[str]) -> list[Candidate]:
    """The measures that may apply to everybody of an intake category, those that cannot left out (INT-07)."""
    known = book().fields.facts(of_category(code))
    on_topic = Fact.topics.through.objects.filter(topic__code__in=topics).values("fact")
    judged = judge(for_families(list(running(Q()).filter(pk__in=on_topic)), topics), known, timezone.localdate())
    return [one for one in judged if one.verdict.answer != Answer.NO]


def judge(facts: Sequence[Fact], known: Facts, on: date) -> list[Candidate]:
    """One candidate for each fact: what fits first, then what is not known, then what does not fit."""
    verdicts = Sheet([rule_of_fact(fact) for fact in facts], on).verdicts(known)
    judged = [
        Candidate(fact, verdict, fact.freshness(on), [aside.leaf.note for aside in asides(verdict.rule, known, on)])
        for fact, verdict in zip(facts, verdicts, strict=True)
    ]
    return sorted(judged, key=lambda one: (ORDER[one.verdict.answer], not one.verdict.possibly, one.fact.code))


def rule_of_fact(fact: Fact) -> Rule:
    """The rule of the current version; versions never change, so each is read once a process."""
    version = fact.current
    assert version is not None  # noqa: S101 -- a fact without a version is not running
    key = (version.pk, fact.code)  # the code, since a database made anew in the same process counts from one again
    if key not in _RULES:
        if len(_RULES) >= KEPT:
            _RULES.clear()
        _RULES[key] = rule_for(version, fact.code)
    return _RULES[key]


def rule_for(version: FactVersion, code: str) -> Rule:
    return rule_of(
        code,
        version.conditions,
        book(),
        open_conditions=version.open_conditions,
        not_required=version.not_required,
    )


def _in_reach(case: Case, topics: Collection[str]) -> list[Fact]:
    """Facts on `topics` that hold in a place the family thinks of, else in the region that looks after it."""
    places = list(case.candidates.values_list("municipality_id", flat=True))
    regions = RegionMembership.objects.filter(municipality__in=places, valid_to=None).values("region")
    local = Q(pk__in=Fact.municipalities.through.objects.filter(municipality__in=places).values("fact"))
    wanted = Q(planningregion__in=regions) if places else Q(planningregion=case.region_id)
    regional = Q(pk__in=Fact.regions.through.objects.filter(wanted).values("fact"), level=Level.REGION)
    on_topic = Fact.topics.through.objects.filter(topic__code__in=topics).values("fact")
    return list(running(Q(level=Level.STATE) | regional | local).filter(pk__in=on_topic))


def running(place: Q) -> QuerySet[Fact]:
    """What may be shown: available, reported, or such that nobody knows whether it runs (CAT-04, B-25)."""
    shown = Fact.objects.offerable() | Fact.objects.filter(state=State.UNCLEAR)
    named = Prefetch("municipalities", Municipality.objects.only("name", "name_en", "sort_key"))
    return (
        shown.filter(place)
        .select_related("current")
        .prefetch_related(named, "regions")
        .defer(*NOT_SHOWN)
        .order_by("code")
    )


def for_families(facts: Sequence[Fact], topics: Collection[str] = ()) -> list[Fact]:
    """Without measures meant only for municipalities, associations, employers: a family cannot ask for them.

    Needs on some `topics` make it one of them: who begins a business is an employer.
    """
    mine = {code for code, needs in family_groups().items() if needs is None or needs & set(topics)}
    return [
        fact
        for fact in facts
        if fact.current and (mine & set(fact.current.target_groups) or not fact.current.target_groups)
    ]


@cache
def family_groups() -> dict[str, frozenset[str] | None]:
    """Target groups by code: with needs on which topics a family belongs to them, None: every family may.

    They change only with a new pack.
    """
    rows = CodeList.objects.filter(kind="target_groups")
    return {
        row.code: None if row.details.get("is_family") else frozenset(row.details.get("with_needs", ())) for row in rows
    }


def _fitting(need: Need, judged: Iterable[Candidate]) -> Fitting:
    mine = [one for one in judged if need.topic.code in one.version.topics]
    no = [one for one in mine if one.verdict.answer == Answer.NO]
    return Fitting(need, [one for one in mine if one.verdict.answer != Answer.NO], no)


def may_be_approached() -> Q:
    """Cases whose family agreed to hear of what fits: it said so in the case, or consented and did not say no since."""
    agreed = Consent.objects.filter(purpose=APPROACH, withdrawn_at=None).values("household")
    return Q(may_be_approached=True) | Q(may_be_approached=None, household__in=agreed)


def open_matches(user: User) -> QuerySet[Match]:
    """What is still to be told, of families that still agree to hear of it and whose case has not ended (FUP-04)."""
    cases = Case.objects.filter(may_be_approached()).exclude(stage__in=ENDED)
    return Match.objects.visible_to(user).open().filter(case__in=cases)


@dataclass(frozen=True)
class Gap:
    """How many families need something somewhere, and what there is: 0 where nobody offers anything."""

    municipality_id: int
    region_id: int
    topic_id: int
    families: int
    local: int
    wider: int


def gaps() -> list[Gap]:
    """Needs of open cases by place and topic against available facts there; most families first, all regions.

    A definer function counts, because no coordinator sees the cases of every region; no case comes out of it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM majup_needs_by_place(%s)", [timezone.localdate()])
        return [Gap(*row) for row in cursor.fetchall()]
