"""What a fact is found by: stems of its texts, and its kind, topics, places, audience and states as words of their own.

All of them stand in one tsvector, so that one index answers any combination of search words and filters.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import BooleanField, F, Func, Value
from django.db.models.functions import Cast

from majup.kernel.localized import LocalizedText
from majup.kernel.text import fold, stem, stems, words

# A word with a colon cannot come from a text, whose words are letters and digits.
KIND, TOPIC, REGION, PLACE, AUDIENCE = "k:", "t:", "r:", "m:", "a:"
GROUP, STATE, PROGRAMME, DETAIL = "g:", "s:", "p:", "d:"
EVERYWHERE = "m:*"
LONGEST = 60


def of_texts(texts: Iterable[LocalizedText | str]) -> set[str]:
    """Stems of all words in all languages; each word also as written, so that names are found by their beginning."""
    found: set[str] = set()
    for text in texts:
        for said in [text] if isinstance(text, str) else text.values():
            found |= {word[:LONGEST] for word in (*stems(said), *words(said))}
    return found


def vector(lexemes: Iterable[str]) -> Cast:
    """A tsvector with exactly these words."""
    return Cast(Value(" ".join(quoted(lexeme) for lexeme in sorted(set(lexemes)))), SearchVectorField())


class Asked(SearchQuery):
    """A finished tsquery: its words are looked up as they stand, without another parser between."""

    template = "(%(expressions)s)::tsquery"

    def __init__(self, text: str) -> None:
        super().__init__(text, search_type="raw")


def has(asked: str) -> Func:
    """A condition that reads the words of each row, where the index of words must not be used; NULL has none."""
    return Func(F("words"), Asked(asked), template="coalesce(%(expressions)s, false)", arg_joiner=" @@ ",
                output_field=BooleanField())  # fmt: skip


def query(text: str, required: Iterable[str] = ()) -> str:
    """The text of a tsquery: every word of `text` by its stem, the last one also by its beginning, and all `required`.

    Each of `required` may hold alternatives separated by a blank. Empty when nothing was asked.
    """
    typed = words(text)
    parts = [_word(word, is_last=place == len(typed)) for place, word in enumerate(typed, 1)]
    parts += ["(" + " | ".join(quoted(one) for one in choice.split(" ")) + ")" for choice in required]
    return " & ".join(parts)


def _word(word: str, *, is_last: bool) -> str:
    stemmed = quoted(stem(word)[:LONGEST])
    return f"({stemmed} | {quoted(fold(word)[:LONGEST])}:*)" if is_last and len(word) > 2 else stemmed


def quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
