"""Content in several languages, kept as one JSON object: {"lv": "...", "en": "..."}.

A language is a key, not a column. A missing, empty or blank text means: not written in that language.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from majup.kernel.errors import CodedError

LocalizedText = Mapping[str, str]


class LocalizedTextError(CodedError):
    """A value is no localized text: "not-an-object", "not-a-text", "bad-language"."""


class Picked(NamedTuple):
    """A text and the language it is in; both empty if there was none.

    A `language` other than the one asked for belongs into the `lang` attribute of the element, and
    into a notice where the reader must know (OFF-12).
    """

    text: str
    language: str


def pick(texts: LocalizedText, language: str, fallbacks: Iterable[str] = ()) -> Picked:
    """Return the text in `language`, else in the first of `fallbacks` that has one.

    A regional language ("en-GB") also takes its general one ("en"), which then counts as asked for in
    the result. Nothing else is tried: Picked("", "") if none of them has a text.
    """
    for asked in (language, *fallbacks):
        for key in (asked, asked.partition("-")[0]):
            if texts.get(key, "").strip():
                return Picked(texts[key], key)
    return Picked("", "")


def missing_languages(texts: LocalizedText, languages: Iterable[str]) -> tuple[str, ...]:
    """Return those of `languages`, in their order, in which nothing is written."""
    return tuple(language for language in languages if not texts.get(language, "").strip())


def is_complete(texts: LocalizedText, languages: Iterable[str]) -> bool:
    """Say whether something is written in every one of `languages`."""
    return not missing_languages(texts, languages)


def checked_texts(value: object) -> dict[str, str]:
    """Return a value from a form, a pack or JSON as localized text, stripped and without blanks.

    LocalizedTextError if it is not an object of texts by language code ("lv", "en-GB").
    """
    if not isinstance(value, Mapping):
        raise LocalizedTextError("not-an-object", value)
    stripped = {_checked_language(key): _stripped(text) for key, text in value.items()}
    return {language: text for language, text in stripped.items() if text}


def _checked_language(key: object) -> str:
    if not isinstance(key, str) or not key.isascii() or not key.replace("-", "").isalnum():
        raise LocalizedTextError("bad-language", key)
    return key


def _stripped(text: object) -> str:
    if not isinstance(text, str):
        raise LocalizedTextError("not-a-text", text)
    return text.strip()
