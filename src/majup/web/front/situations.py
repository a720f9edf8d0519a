"""Situations of life by which people find their way: data of the country pack, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from majup.cases.models import Step, StepTemplate
from majup.offers.queries import running_blocks
from majup.places.pack import read


@dataclass(frozen=True)
class Situation:
    """Name and lead are localized texts; `topics` and `blocks` are codes in the order in which they matter.

    `kinds`: which kinds of facts are support for such people (a vacancy for a teacher is none for a pensioner).
    `is_internal`: the move is inside the country; `is_back`: it is over.
    """

    code: str
    name: Mapping[str, str]
    lead: Mapping[str, str]
    topics: tuple[str, ...]
    blocks: tuple[str, ...]
    kinds: tuple[str, ...]
    sign: str
    is_internal: bool = False
    is_back: bool = False


@lru_cache(maxsize=4)
def _read(folder: Path) -> Mapping[str, Situation]:
    rows = sorted(read(folder, "situations"), key=lambda row: row["order"])
    return {row["code"]: _situation(row) for row in rows}


def _situation(row: Mapping[str, Any]) -> Situation:
    return Situation(
        row["code"],
        row["name"],
        row["lead"],
        tuple(row["topics"]),
        tuple(row["blocks"]),
        tuple(row["kinds"]),
        row["sign"],
        row["is_internal"],
        row["is_back"],
    )


def situations() -> Mapping[str, Situation]:
    """All of them by code, in the order of the pack."""
    return _read(settings.COUNTRY_PACK)


@dataclass(frozen=True)
class Statement:
    """What holds for somebody in a situation, in plain words: on which law it rests and for which day it was read."""

    code: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    basis: Mapping[str, str]
    checked_on: date


@lru_cache(maxsize=4)
def _bases(folder: Path) -> Mapping[str, Mapping[str, str]]:
    return {row["code"]: row["basis"] for row in read(folder, "blocks")}


def awaits(situation: Situation) -> list[Statement]:
    """What awaits you: statements in force, in the order of the situation."""
    bases = _bases(settings.COUNTRY_PACK)
    found = {
        block.code: Statement(block.code, block.title, block.text, bases.get(block.code, {}), block.checked_on)
        for block in running_blocks().filter(code__in=situation.blocks)
    }
    return [found[code] for code in situation.blocks if code in found]


def first_steps(situation: Situation) -> QuerySet[StepTemplate]:
    """Steps on its topics and those for everyone; after the return those of arrival, inside the country no foreign."""
    steps = StepTemplate.objects.filter(Q(for_everyone=True) | Q(topics__code__in=situation.topics)).distinct()
    if situation.is_internal:
        steps = steps.filter(external_only=False)
    if situation.is_back:
        steps = steps.exclude(phase=Step.Phase.BEFORE_LEAVING)
    return steps.order_by("order")
