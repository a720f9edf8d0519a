"""What in a text may be about one person: mail addresses, phone numbers, personal codes, names (FAQ-05).

Names are those given, and the given names of the country pack; both also when they are inflected. A finding is a
reason to look, not a proof: whoever proposes the text decides.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from phonenumbers import Leniency, PhoneNumberMatcher

from majup.kernel.text import stem
from majup.network.calendar import country_settings
from majup.places.pack import read

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
MARK = "…"


@dataclass(frozen=True)
class Found:
    """One finding; `kind`: mail, phone, code or name."""

    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=4)
def _given_names(folder: Path) -> frozenset[str]:
    names = read(folder, "names")
    return frozenset(stem(name) for key in ("given_f", "given_m") for name in names[key])


def found_in(text: str, names: Iterable[str] = ()) -> list[Found]:
    """Everything in `text` that looks like data of a person, in its order, without overlaps."""
    known = _given_names(settings.COUNTRY_PACK) | {stem(word) for name in names for word in WORD.findall(name)}
    rows = [Found("mail", one[0], one.start(), one.end()) for one in MAIL.finditer(text)]
    for pattern in country_settings()["personal_codes"]:
        rows += [Found("code", one[0], one.start(), one.end()) for one in re.finditer(pattern, text)]
    phones = PhoneNumberMatcher(text, country_settings()["phone_region"], leniency=Leniency.VALID)
    rows += [Found("phone", one.raw_string, one.start, one.end) for one in phones]
    rows += [Found("name", one[0], one.start(), one.end()) for one in WORD.finditer(text) if _is_name(one[0], known)]
    return _without_overlaps(rows)


def _is_name(word: str, known: frozenset[str]) -> bool:
    return word[:1].isupper() and stem(word) in known


def _without_overlaps(rows: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for row in sorted(rows, key=lambda one: (one.start, -one.end)):
        if not kept or row.start >= kept[-1].end:
            kept.append(row)
    return kept


def masked(text: str, names: Iterable[str] = ()) -> str:
    """`text` with "…" in the place of every finding."""
    for row in reversed(found_in(text, names)):
        text = text[: row.start] + MARK + text[row.end :]
    return text
