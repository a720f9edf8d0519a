"""Text made comparable: folding, search words, stems and sort keys.

The database has no unaccent, no trigram and no ICU extension, so what it must compare is computed
here and stored. All of it is deterministic and depends on nothing but the interpreter's Unicode data.

Letters outside ASCII are written by their Unicode names.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Self

import LatvianStemmer

# Letters that Unicode does not decompose into a base letter and a mark, and apostrophes that it
# counts as letters.
_UNDECOMPOSED: Mapping[str, str] = {
    "\N{LATIN SMALL LETTER L WITH STROKE}": "l",
    "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
    "\N{LATIN SMALL LETTER D WITH STROKE}": "d",
    "\N{LATIN SMALL LETTER ETH}": "d",
    "\N{LATIN SMALL LETTER THORN}": "th",
    "\N{LATIN SMALL LETTER SHARP S}": "ss",
    "\N{LATIN SMALL LETTER AE}": "ae",
    "\N{LATIN SMALL LIGATURE OE}": "oe",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "\N{LATIN SMALL LETTER H WITH STROKE}": "h",
    "\N{LATIN SMALL LETTER T WITH STROKE}": "t",
    "\N{LATIN SMALL LETTER G WITH STROKE}": "g",
    "\N{LATIN SMALL LETTER KRA}": "k",
    "\N{LATIN SMALL LETTER ENG}": "n",
    "\N{LATIN SMALL LETTER SCHWA}": "e",
    "\N{MODIFIER LETTER APOSTROPHE}": "'",
    "\N{MODIFIER LETTER TURNED COMMA}": "'",
    "\N{MODIFIER LETTER PRIME}": "'",
}
# Nonspacing and enclosing marks; control and format characters, lone surrogates.
_DROPPED = frozenset({"Mn", "Me", "Cc", "Cf", "Cs"})


def _simplify(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        " " if char.isspace() else _UNDECOMPOSED.get(char, char)
        for char in decomposed
        if char.isspace() or unicodedata.category(char) not in _DROPPED
    )


def _fold_character(char: str) -> str:
    """Simplify until nothing changes: a decomposition may itself hold a capital or a mark."""
    simpler = _simplify(char)
    while simpler != char:
        char, simpler = simpler, _simplify(simpler)
    return simpler


class _Folding(dict[int, str]):
    """A table for `str.translate` that works out each character when it is first met."""

    def __missing__(self, codepoint: int) -> str:
        return self.setdefault(codepoint, _fold_character(chr(codepoint)))


_FOLDING = _Folding()


def fold(s: str) -> str:
    """Return `s` in lower case, without diacritics, with single spaces and none at the ends.

    The letters of Europe's Latin alphabets become ASCII; other scripts keep their letters (also without marks), so that
    a name in Cyrillic can still be found. Control characters, zero-width characters and soft hyphens
    vanish. Never fails; folding twice changes nothing.
    """
    return " ".join(s.translate(_FOLDING).split())


_WORD = re.compile(r"[^\W_]+")


def words(s: str) -> tuple[str, ...]:
    """Return the distinct folded words of a name, an e-mail address or free text, in order.

    A word is a run of letters and digits; everything else separates: "O'Neil" gives "o" and "neil",
    an address gives its parts before and after dots and the at sign.
    """
    return tuple(dict.fromkeys(_WORD.findall(fold(s))))


# What folding hides from the stemmer, before and after it: see `stem`.
_LOST_DATIVE = re.compile(r"(?<!i)em$")
_LEFT_OVER_AJ = re.compile(r"(?<=...)aj$")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the folded stem of one word; the forms of one noun or adjective mostly share it.

    The word is folded *before* it is stemmed, so that it makes no difference whether the writer or
    the reader used diacritics: stem(w) == stem(fold(w)) for every w. Stemming first would find the
    forms of a correctly written word a little better, yet would give two stems for one word
    depending on how it was typed, and each search would have to ask for both.

    Folding already does what the stemmer's un-palatalizing does, and would cost two things:
    - The dative plural with a long e, which the stemmer knows only with its macron. It is handed on as
      the ending "am", which the stemmer strips under the same conditions.
    - The definite adjective ("-aj-") and the agent noun ("-aj-" with a long a) look alike without
      macrons, and the stemmer takes "aj" off with some endings only. It is taken off with all of them.

    Not joined: genitive plurals with a changed t, d, s or z, which the stemmer leaves out as well, and
    words too short for it to touch.

    Source: the light stemmer of Apache Lucene in Python, package `LatvianStemmer`.
    """
    folded = fold(word)
    handed_on = _LOST_DATIVE.sub("am", folded)
    stripped = str(LatvianStemmer.stem(handed_on))
    return _LEFT_OVER_AJ.sub("", folded if stripped == handed_on else stripped)


def stems(text: str) -> tuple[str, ...]:
    """Return the distinct stems of the words of `text`, in order; for texts, not for names."""
    return tuple(dict.fromkeys(stem(word) for word in words(text)))


# Sort keys are printable ASCII. In byte order: end of the first level, then a gap between words,
# then digits, then the alphabet's letters, then everything the alphabet does not know.
_LEVEL, _GAP, _FIRST_LETTER, _FOREIGN = " ", "!", "A", "~"
_PLAIN, _OTHER_MARK = "0", "9"


@dataclass(frozen=True)
class Alphabet:
    """An order of letters. Groups differ at the first level, letters inside a group at the second.

    Two words are compared by groups first; only when all groups are equal do the letters inside
    groups decide. `weights` maps a lower-case letter to (first level, second level), one ASCII
    character each.
    """

    groups: tuple[str, ...]
    weights: Mapping[str, tuple[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse with ValueError what the keys cannot express."""
        letters = "".join(self.groups)
        if len(set(letters)) != len(letters):
            raise ValueError("a letter stands twice in the alphabet")
        if len(self.groups) > ord(_FOREIGN) - ord(_FIRST_LETTER):
            raise ValueError("an alphabet has at most 61 groups")
        if any(not 1 <= len(group) <= int(_OTHER_MARK) for group in self.groups):
            raise ValueError("a group has one to nine letters")
        object.__setattr__(self, "weights", MappingProxyType(dict(self._weigh())))

    def _weigh(self) -> Iterable[tuple[str, tuple[str, str]]]:
        for first, group in enumerate(self.groups):
            for second, letter in enumerate(group):
                yield letter, (chr(ord(_FIRST_LETTER) + first), str(second))

    @classmethod
    def of(cls, groups: str) -> Self:
        """Read an alphabet as a pack writes it: groups of letters separated by spaces."""
        return cls(tuple(unicodedata.normalize("NFC", groups).casefold().split()))


def sort_key(s: str, alphabet: Alphabet) -> str:
    """Return printable ASCII whose byte order (COLLATE "C") is the alphabet's order of `s`.

    Case does not count. Punctuation and spaces only separate words, and a shorter word comes first.
    Digits precede letters. A letter with a foreign mark sorts at the end of its base letter's group;
    letters and scripts that the alphabet does not know come last, by code point. Keys of different
    texts may be equal: add an id where the order must be total.
    """
    first: list[str] = []
    second: list[str] = []
    for heavy, light in _elements(s, alphabet.weights):
        if heavy != _GAP or (first and first[-1] != _GAP):
            first.append(heavy)
            second.append(light)
    primary, marks = "".join(first).rstrip(_GAP), "".join(second).rstrip(_PLAIN)
    return primary + _LEVEL + marks if marks else primary


def _elements(s: str, weights: Mapping[str, tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for char in unicodedata.normalize("NFC", unicodedata.normalize("NFC", s).casefold()):
        known = weights.get(char)
        if known:
            yield known
        else:
            yield from _unlisted(char, weights)


def _unlisted(char: str, weights: Mapping[str, tuple[str, str]]) -> Iterable[tuple[str, str]]:
    for base in char.translate(_FOLDING):
        if base in weights:
            yield weights[base][0], _OTHER_MARK
        elif base.isascii() and base.isdigit():
            yield base, _PLAIN
        elif base.isalnum():
            yield f"{_FOREIGN}{ord(base):06x}", _PLAIN
        else:
            yield _GAP, _PLAIN
