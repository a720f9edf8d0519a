"""Search words of a text and the addresses it names."""

from collections.abc import Iterator
from typing import Any

from django.db.models.functions import Cast

from majup.catalogue import words
from majup.guides.models import ReviewedText, TextVersion
from majup.kernel.localized import LocalizedText
from majup.plumbing.markdown import links_of

KIND, SITUATION = "k:", "l:"


def vector_of(text: ReviewedText, version: TextVersion) -> Cast:
    """The tsvector by which `text` is found: stems of all languages, its kind, topics and place as words."""
    found = words.of_texts(list(texts_of(version)))
    topics = list(text.topics.all())
    found |= words.of_texts([topic.name for topic in topics]) | {words.TOPIC + topic.code for topic in topics}
    found |= {KIND + text.kind} | {SITUATION + code for code in text.situations}
    if text.municipality:
        place = text.municipality
        return words.vector(found | words.of_texts([place.name, place.name_en]) | {words.PLACE + place.atvk})
    if text.region:
        return words.vector(found | words.of_texts([text.region.name]) | {words.REGION + text.region.code})
    return words.vector(found | {words.EVERYWHERE})


def texts_of(version: TextVersion) -> Iterator[LocalizedText]:
    """Every localized text of a version, steps of a guide among them."""
    yield from (version.title, version.summary, version.body, version.warmth)
    for step in version.details.get("steps", []):
        yield from (value for value in step.values() if isinstance(value, dict))


def addresses_of(version: TextVersion) -> set[str]:
    """Web addresses in its texts, sources and details, each once."""
    found = {link for text in texts_of(version) for said in text.values() for link in links_of(str(said))}
    found |= {row["url"] for row in version.sources if row.get("url")}
    return found | {version.details[name] for name in ("url", "media") if version.details.get(name)}


def languages_of(version: TextVersion, languages: list[str]) -> tuple[str, ...]:
    """Those of `languages` in which the whole of it is written: title, body and all that another language has."""
    parts: list[Any] = [text for text in texts_of(version) if text]
    return tuple(code for code in languages if all(str(part.get(code, "")).strip() for part in parts))
