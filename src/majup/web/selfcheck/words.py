"""What the self-check says: why something is asked, what came out of it, and the same as a text to send on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from majup.catalogue.models import Fact, FactVersion
from majup.matching import guide, self_check
from majup.matching.queries import Candidate
from majup.matching.self_check import Check, Said
from majup.network.models import CodeList, Institution
from majup.places.pack import read
from majup.rules.answers import Answer
from majup.rules.decide import Finding, Verdict
from majup.rules.fields import Field, NotAValue, value_of
from majup.web.components.public import citation
from majup.web.components.texts import local_day, localized_plain, name_field
from majup.web.desk.fits.words import finding_words, places, value_words, verdict_words
from majup.web.facts.words import AUDIENCES, amount_lines, place_words, standing
from majup.web.rule_words import Line as Condition
from majup.web.rule_words import lines_of
from majup.web.steps.words import address_of


@dataclass(frozen=True)
class About:
    """A measure as a reader sees it, before anything is known of the reader."""

    fact: Fact
    version: FactVersion
    standing: tuple[str, str]
    audience: str
    where: str
    amounts: Sequence[tuple[str, str]]
    basis: str
    day: date
    is_confirmed: bool
    institution: Institution | None
    conditions: Sequence[Condition] = ()


@dataclass(frozen=True)
class Line:
    """A measure with what came out for the family, why, and what to do next."""

    about: About
    answer: str
    tone: str
    reasons: Sequence[Mapping[str, Any]]
    missing: Sequence[str]
    open: Sequence[str] = ()
    not_required: Sequence[str] = ()
    notes: Sequence[str] = ()
    go_on: str = ""
    interest: str = ""


@dataclass(frozen=True)
class Given:
    """An answer that was given, and where to change it."""

    label: str
    value: str
    change: str


def about(fact: Fact) -> About:
    version = fact.current
    assert version is not None  # noqa: S101 -- only facts with a version come here
    return About(
        fact=fact,
        version=version,
        standing=standing(fact),
        audience=str(AUDIENCES[version.audience]),
        where=place_words(fact),
        amounts=amount_lines(version),
        basis=citation(version.legal_basis or version.source),
        day=fact.confirmed_on or local_day(version.made_at),  # type: ignore[arg-type] -- a moment becomes its day
        is_confirmed=fact.confirmed_on is not None,
        institution=fact.institution,
        conditions=lines_of(version.conditions),
    )


def why(asked: Field, found: Check) -> str:
    """Why it is asked: the pack's own words; else that it decides."""
    text = self_check.pack().why.get(asked.code)
    return localized_plain(text) if text else _("The answer decides whether the support named below is for you.")


def waiting_for(asked: Field, found: Check) -> list[str]:
    """Names of the measures that wait for this answer."""
    return [localized_plain(one.version.name) for one in found.found if asked.code in one.verdict.missing]


def result_of(found: Check) -> dict[str, Any]:
    """Everything the page of the result shows."""
    whole = _whole([one.fact for one in found.found])
    said, situation = found.said, self_check.pack().situations.get(found.said.situation)
    facts, today = self_check.known_of(said), timezone.localdate()
    return {
        "yes": [_line(one, found, whole) for one in found.yes],
        "open": [_line(one, found, whole) for one in found.open],
        "no": [_line(one, found, whole) for one in found.no],
        "others": [about(whole[one.fact.pk]) for one in found.unconditioned],
        "given": given(said),
        "supposed": _supposed(said),
        "notes": notes(said),
        "situation": situation,
        "measure": said.measure,
        "place": places(name_field()).get(said.place, ""),
        "more": reverse("self_check_question", args=[said.packed()]) if found.next else "",
        "send": reverse("self_check_ask", args=[said.packed()]),
        "token": said.packed(),
        "guide": address_of(guide.traits_of(facts, situation.traits if situation else (), today)),
        "on": today,
    }


def _whole(facts: Iterable[Fact]) -> dict[int, Fact]:
    """The facts with all their texts and places, in one reading."""
    rows = Fact.objects.filter(pk__in=[fact.pk for fact in facts]).select_related("current", "institution")
    return {row.pk: row for row in rows.prefetch_related("regions", "municipalities", "institution__names")}


def _line(one: Candidate, found: Check, whole: Mapping[int, Fact]) -> Line:
    verdict, version = one.verdict, one.version
    answer, tone = verdict_words(verdict)
    fields = self_check.book().fields
    return Line(
        about=about(whole[one.fact.pk]),
        answer=answer,
        tone=tone,
        reasons=[finding_words(finding) for finding in _telling(verdict)],
        missing=[localized_plain(fields[code].label) for code in verdict.missing],
        open=[localized_plain(text) for text in version.open_conditions] if verdict.answer != Answer.NO else [],
        not_required=[localized_plain(text) for text in version.not_required],
        notes=[localized_plain(note) for note in one.notes],
        go_on=_go_on(one, found.said),
        interest=_interest(one, found.said),
    )


def _telling(verdict: Verdict) -> list[Finding]:
    """The conditions that made a no; else those that are met."""
    if verdict.answer == Answer.NO:
        return verdict.reasons
    return [finding for finding in verdict.findings if finding.answer == Answer.YES]


def _go_on(one: Candidate, said: Said) -> str:
    """Where the sensitive questions of this measure are asked, once somebody wants them (B-78)."""
    code = one.fact.code
    fields = self_check.book().fields
    held_back = [name for name in one.verdict.missing if fields[name].sensitive and self_check.askable(name)]
    if code in {said.measure, *said.chosen} or not set(held_back) - set(said.not_known):
        return ""
    return reverse("self_check_question", args=[_choosing(said, code).packed()])


def _interest(one: Candidate, said: Said) -> str:
    """Where interest in money for a business is registered, also when it does not fit: the reason is worth knowing."""
    if self_check.BUSINESS not in one.version.topics or not said.answers:
        return ""
    return reverse("grant_interest", args=[said.packed(), one.fact.code])


def _choosing(said: Said, code: str) -> Said:
    return Said(said.situation, said.place, said.measure, said.answers, (*said.chosen, code))


def given(said: Said) -> list[Given]:
    fields = self_check.book().fields
    address = reverse("self_check_question", args=[said.packed()])
    return [
        Given(localized_plain(fields[code].label), said_words(fields[code], value), f"{address}?of={code}")
        for code, value in said.answers
        if code in fields
    ]


def said_words(asked: Field, value: Any) -> str:
    if value is None:
        return _("I do not know")
    try:
        return value_words(asked, value_of(asked, value))
    except NotAValue:
        return _("I do not know")


def _supposed(said: Said) -> list[tuple[str, str]]:
    """What nobody asked: what the situation means, and what follows from an answer."""
    fields = self_check.book().fields
    known = self_check.known_of(said)
    return [
        (localized_plain(fields[code].label), value_words(fields[code], value))
        for code, value in known.items()
        if code not in said.given
    ]


def notes(said: Said) -> list[dict[str, Any]]:
    """What an answer means beyond the measures, with its legal basis: how to prove years abroad, closed statuses."""
    known = self_check.known_of(said)
    return [row for row in self_check.pack().notes if known.get(row["fact"]) == row["value"]]


@dataclass(frozen=True)
class Proofs:
    """Which proofs a call takes; `names` empty: its text does not say."""

    names: Sequence[str] = field(default=())
    note: str = ""
    source: str = ""


def proofs_of(fact: Fact) -> Proofs:
    row = _proof_rows(settings.COUNTRY_PACK).get(fact.code)
    if row is None:
        return Proofs()
    known = {one.code: localized_plain(one.name) for one in CodeList.objects.filter(kind="proofs")}
    return Proofs([known[code] for code in row["proofs"]], localized_plain(row["note"]), row["source"])


@cache
def _proof_rows(folder: Path) -> dict[str, Any]:
    return {row["measure"]: row for row in read(folder, "proofs_by_measure")}


def as_text(found: Check) -> str:
    """Answers and outcome as lines that the family reads before it sends them."""
    lines = [_("My answers in the self-check:")]
    lines += [f"- {one.label}: {one.value}" for one in given(found.said)]
    for heading, group in ((_("Fits:"), found.yes), (_("Not known yet:"), found.open)):
        if group:
            lines += ["", heading, *(f"- {localized_plain(one.version.name)}" for one in group)]
    return "\n".join([*lines, "", _("My question:"), ""])[:3500]
