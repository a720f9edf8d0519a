"""What the cells of a table say: each reader turns one text into a value, or raises CellError with a code.

Files repeat themselves, so every reader remembers what it has read; nothing here asks the database.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from django.conf import settings

from majup.kernel.money import AmountError, parse_amount
from majup.kernel.text import fold
from majup.places.pack import read

PLAIN = re.compile(r"\d{1,7}(\.\d{1,6})?")
BLANKS = re.compile(r"\s+")
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y.", "%d/%m/%Y", "%Y.%m.%d", "%Y.%m.%d.", "%d-%m-%Y")
MOST_PAY = Decimal(100_000)
MOST_PRICE = Decimal(10_000_000)
REMEMBERED = 50_000


class CellError(ValueError):
    """Codes: missing, too-long, no-day, no-sum, ambiguous-sum, no-number, too-large, no-word, no-address,
    no-code, no-year."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@cache
def _table() -> dict[str, Any]:
    found: dict[str, Any] = read(settings.COUNTRY_PACK, "table_columns")
    return found


@cache
def _words() -> dict[str, str]:
    """Folded word of a cell to the code it means."""
    return {fold(word): code for code, words in _table()["words"].items() for word in (code, *words)}


@lru_cache(maxsize=REMEMBERED)
def day(text: str) -> date:
    """A day in any of the usual forms; a time of day after it is left out."""
    bare = text.strip()
    if len(bare) > 10 and bare[10] in "T ":
        bare = bare[:10]
    for form in DAY_FORMATS:
        try:
            found = datetime.strptime(bare, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
        if 2000 <= found.year <= 2100:
            return found
    raise CellError("no-day")


@lru_cache(maxsize=REMEMBERED)
def plain_sum(text: str) -> Decimal:
    """A sum as programs write it: figures, and a point before the decimals, however many."""
    if not PLAIN.fullmatch(text):
        raise CellError("no-sum")
    return _within(Decimal(text).quantize(Decimal("0.01")), MOST_PRICE)


@lru_cache(maxsize=REMEMBERED)
def typed_sum(text: str) -> Decimal:
    """A sum as people write it."""
    try:
        return _within(parse_amount(text), MOST_PRICE)
    except AmountError as refused:
        raise CellError("ambiguous-sum" if refused.code == "ambiguous" else "no-sum") from refused


def _within(value: Decimal, most: Decimal) -> Decimal:
    if value > most:
        raise CellError("too-large")
    return value


@lru_cache(maxsize=1000)
def number(text: str) -> Decimal:
    try:
        return _within(Decimal(text.replace(",", ".")).quantize(Decimal("0.1")), Decimal(100_000))
    except InvalidOperation as broken:
        raise CellError("no-number") from broken


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number as people and programs write it: 1200, 1 200, 1200.0."""

    def read_whole(text: str) -> int:
        bare = BLANKS.sub("", text).removesuffix(".0")
        if not (bare.isascii() and bare.isdecimal()):
            raise CellError("no-number")
        if not least <= int(bare[:9]) <= most:
            raise CellError("too-large" if least == 0 else "no-year")
        return int(bare)

    return read_whole


def _one_of(*codes: str) -> Callable[[str], str]:
    wanted = frozenset(codes)

    @lru_cache(maxsize=1000)
    def word(text: str) -> str:
        code = _words().get(fold(text), "")
        if code not in wanted:
            raise CellError("no-word")
        return code

    return word


def _text(most: int) -> Callable[[str], str]:
    def line(text: str) -> str:
        if len(text) > most:
            raise CellError("too-long")
        return text

    return line


def title(text: str) -> str:
    """Whole words in capitals are written as a sentence."""
    return _text(200)(BLANKS.sub(" ", text.capitalize() if text.isupper() else text))


def address(text: str) -> str:
    if not text.startswith(("http://", "https://")) or BLANKS.search(text):
        raise CellError("no-address")
    return _text(400)(text)


def isco(text: str) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 8):
        raise CellError("no-code")
    return text


def pay(read_sum: Callable[[str], Decimal]) -> Callable[[str], Decimal]:
    return lambda text: _within(read_sum(text), MOST_PAY)


ANSWER = _one_of("yes", "partly", "no")


def readers(*, plain: bool) -> Mapping[str, Callable[[str], Any]]:
    """Reader of each field of a table; `plain` for files that programs write."""
    a_sum = plain_sum if plain else typed_sum
    texts = {
        "key": 80, "employer_name": 160, "employer_number": 16, "field": 80, "place": 300, "bonuses": 300, "load": 80,
        "package": 4000, "text": 8000, "contact": 160, "area": 200, "contract": 200, "priority": 300,
        "conditions": 4000, "way": 300, "growth": 300, "region": 80, "occupation": 160,
    }  # fmt: skip
    return {
        **{name: _text(most) for name, most in texts.items()},
        "title": title,
        "occupation_code": isco,
        "pay_from": pay(a_sum),
        "pay_to": pay(a_sum),
        "pay_period": _one_of("month", "hour"),
        "price": a_sum,
        "hours": number,
        "rooms": number,
        "size": number,
        "remote": ANSWER,
        "without_latvian": ANSWER,
        "housing_help": ANSWER,
        "training_help": ANSWER,
        "relocation_help": ANSWER,
        "abroad_useful": ANSWER,
        "flexible_hours": ANSWER,
        "online_interview": ANSWER,
        "internship": ANSWER,
        "kind": _one_of("municipal_rent", "private_rent", "purchase", "rent_to_buy", "employer", "land", "business"),
        "condition": _one_of("ready", "repairs", "shell"),
        "year": whole(2000, 2100),
        **dict.fromkeys(("created", "closed", "replaced"), whole(0, 1_000_000)),
        "url": address,
        "posted_on": day,
        "valid_to": day,
        "free_from": day,
    }


def column_key(name: str) -> str:
    """Headers are compared without case, marks and underscores: the agency's old and new ones are the same."""
    return fold(name.replace("_", " "))


def guess(header: list[str], wanted: list[str], known: Mapping[str, str] | None = None) -> dict[str, int]:
    """{field: number of its column} for the fields `wanted`; `known` names columns of a file we know."""
    at = {column_key(name): number for number, name in reversed(list(enumerate(header)))}
    if known:
        return {field: at[column_key(name)] for field, name in known.items() if column_key(name) in at}
    columns = _table()["columns"]
    return {
        field: next(at[column_key(name)] for name in (field, *columns[field]) if column_key(name) in at)
        for field in wanted
        if any(column_key(name) in at for name in (field, *columns[field]))
    }
