"""Which occupation a title names: the pack's spellings, whole words in any order and case form."""

from functools import cache, lru_cache

from django.conf import settings

from majup.kernel.text import stems
from majup.places.pack import read


@cache
def _by_first_stem() -> dict[str, list[tuple[frozenset[str], str]]]:
    """Stems of each spelling with its code, under its rarest reachable key: the first stem; longest spellings first."""
    found: dict[str, list[tuple[frozenset[str], str]]] = {}
    for row in read(settings.COUNTRY_PACK, "occupations"):
        for spelling in (word for words in row["spellings"].values() for word in words):
            wanted = stems(spelling)
            found.setdefault(wanted[0], []).append((frozenset(wanted), row["code"]))
    for rows in found.values():
        rows.sort(key=lambda row: -len(row[0]))
    return found


@lru_cache(maxsize=20_000)
def code_of(title: str) -> str:
    """ISCO-08 unit group of the spelling with most words that the title contains; "" when none does."""
    words = stems(title)
    known = _by_first_stem()
    hits = [(len(wanted), code) for word in words for wanted, code in known.get(word, ()) if wanted <= set(words)]
    return max(hits, key=lambda hit: hit[0])[1] if hits else ""


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """Stems to search a title by, each at most 60 letters."""
    return tuple(word[:60] for word in stems(text))
