"""Keeps a fact's own row in step with its current version: state, days, topics and search words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models.functions import Cast

from majup.catalogue import words
from majup.catalogue.models import Fact, FactVersion, Level
from majup.places.models import Municipality, PlanningRegion, RegionMembership

TEXTS = ("name", "summary", "who", "what", "how", "where", "provider")


def lexemes(
    fact: Fact, version: FactVersion, regions: Iterable[str], places: Iterable[str], names: Iterable[str]
) -> set[str]:
    """All words by which `fact` is found; `regions` and `places` are codes, `names` of places and provider."""
    texts = [*(getattr(version, name) for name in TEXTS), *names, *version.parts, *_detail_texts(version.details)]
    found = words.of_texts(texts)
    found |= {words.KIND + fact.kind, words.STATE + version.state, words.AUDIENCE + version.audience}
    found |= {words.TOPIC + topic for topic in version.topics} | {words.GROUP + one for one in version.target_groups}
    found |= {words.DETAIL + choice for choice in _choices(version.details)}
    found |= {words.REGION + code for code in regions}
    found |= _place_words(fact.level, regions, places)
    return found | ({words.PROGRAMME + fact.programme} if fact.programme else set())


def _place_words(level: str, regions: Iterable[str], places: Iterable[str]) -> set[str]:
    if level == Level.STATE:
        return {words.EVERYWHERE}
    return {words.PLACE + code for code in (regions if level == Level.REGION else places)}


def _detail_texts(details: Mapping[str, Any]) -> list[Any]:
    """Texts among the details: localized ones, and lines such as the names of professions."""
    return [value for value in details.values() if isinstance(value, dict | str) and value]


def _choices(details: Mapping[str, Any]) -> list[str]:
    """Chosen codes as "field:code", of one or of several."""
    pairs = [(field, value if isinstance(value, list) else [value]) for field, value in details.items()]
    return [f"{field}:{code}" for field, codes in pairs for code in codes if isinstance(code, str) and " " not in code]


def repeat(fact: Fact, version: FactVersion, vector: Cast) -> None:
    """Write what lists need of `version` into the row of `fact`; the caller saves."""
    fact.current, fact.state, fact.name, fact.audience = version, version.state, version.name, version.audience
    fact.valid_from, fact.valid_to, fact.changed_at = version.valid_from, version.valid_to, version.made_at
    fact.words = vector


def vector_of(fact: Fact, version: FactVersion) -> Cast:
    """The search words of one fact, with its places read from the database."""
    places = list(fact.municipalities.all())
    regions = list(fact.regions.all()) or _regions_of(places)
    names = [*(place.name for place in places), *(place.name_en for place in places)]
    names += [name for region in regions for name in region.name.values()]
    if fact.institution:
        names += [fact.institution.abbreviation, *fact.institution.name_on().values()]
    found = lexemes(fact, version, [region.code for region in regions], [place.atvk for place in places], names)
    return words.vector(found)


def _regions_of(places: list[Municipality]) -> list[PlanningRegion]:
    memberships = RegionMembership.objects.filter(municipality__in=places, valid_to=None)
    return list(PlanningRegion.objects.filter(memberships__in=memberships).distinct())
