"""In which of our languages somebody writes, as far as a few words tell."""

from django.conf import settings

from majup.kernel.text import words

SMALL_WORDS = {
    "the",
    "and",
    "is",
    "are",
    "to",
    "of",
    "for",
    "we",
    "my",
    "hello",
    "dear",
    "thank",
    "would",
    "have",
    "in",
    "i",
}
ENOUGH = 0.12


def language_of(text: str) -> str:
    """English when enough of its small words are used; otherwise the first language of the settings."""
    found = words(text)
    small = sum(1 for word in found if word in SMALL_WORDS)
    if "en" in dict(settings.LANGUAGES) and found and small / len(found) >= ENOUGH:
        return "en"
    return settings.LANGUAGE_CODE
