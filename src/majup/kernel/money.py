"""Sums of money as people type and read them. A sum is a Decimal with at most two decimals."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from majup.kernel.errors import CodedError

CENT = Decimal("0.01")
LARGEST = Decimal("9999999999.99")
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


class AmountError(CodedError):
    """An amount was refused.

    Codes: "empty"; "malformed"; "negative"; "ambiguous" ("1.200" may be a thousand or one and a
    bit: ask, do not guess); "too-precise" (parts of a cent); "too-large" (twelve digits or more).
    """


@dataclass(frozen=True)
class _Style:
    thousands: str
    decimal: str
    symbol_first: bool


_PLAIN_STYLE = _Style(NO_BREAK_SPACE, ",", symbol_first=False)
_STYLES = {"lv": _PLAIN_STYLE, "en": _Style(",", ".", symbol_first=True)}

_CURRENCY = re.compile(r"^(?:EUR|\N{EURO SIGN})|(?:EUR|\N{EURO SIGN})$", re.IGNORECASE)
_BLANKS = re.compile(r"(?<=[0-9])[\s'\N{RIGHT SINGLE QUOTATION MARK}](?=[0-9]{3}(?![0-9]))")
_DIGITS_AND_MARKS = re.compile(r"[0-9]+(?:[.,][0-9]+)*(?:,-)?")


def parse_amount(text: str, language: str = "") -> Decimal:
    """Read an amount in euros as typed: "1 200,50", "1200.5", "1,200.50", "9 000 EUR", "9 000,-".

    Blanks and apostrophes may part the thousands, comma or dot the decimals whatever the language. Only
    one mark followed by three digits has two readings: it parts thousands if `language` writes them
    so, else AmountError("ambiguous"). The result has exactly two decimals.
    """
    bare = _BLANKS.sub("", _CURRENCY.sub("", text.strip()).strip())
    if not bare:
        raise AmountError("empty", text)
    if bare[0] in "-\N{MINUS SIGN}":
        raise AmountError("negative", text)
    if not bare.isascii() or not _DIGITS_AND_MARKS.fullmatch(bare):
        raise AmountError("malformed", text)
    whole, decimals = _split(bare.removesuffix(",-"), language, text)
    return _checked(whole, decimals, text)


def _split(bare: str, language: str, text: str) -> tuple[str, str]:
    """Tell thousands from decimals by the marks between the groups of digits."""
    groups, marks = re.split("[.,]", bare), re.findall("[.,]", bare)
    if len(marks) == 1 and len(groups[1]) == 3 and _may_be_thousands(groups[0]):
        if marks[0] != _style(language).thousands:
            raise AmountError("ambiguous", text)
        return "".join(groups), ""
    if len(marks) > 1 and len(set(marks)) == 1:
        return _joined(groups, text), ""
    if marks and (len(set(marks[:-1])) > 1 or marks[-1] in marks[:-1]):
        raise AmountError("malformed", text)
    return (_joined(groups[:-1], text), groups[-1]) if marks else (bare, "")


def _may_be_thousands(whole: str) -> bool:
    return len(whole) <= 3 and whole[0] != "0"


def _joined(groups: list[str], text: str) -> str:
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        raise AmountError("malformed", text)
    return "".join(groups)


def _checked(whole: str, decimals: str, text: str) -> Decimal:
    if len(decimals) > 2:
        raise AmountError("too-precise", text)
    digits = whole.lstrip("0") or "0"
    if len(digits) > 10:
        raise AmountError("too-large", text)
    return Decimal(f"{digits}.{decimals or '0'}").quantize(CENT)


def format_amount(amount: Decimal, language: str, symbol: str = "\N{EURO SIGN}") -> str:
    """Return the amount as people of `language` read it; cents only where there are any.

    In "lv" 9000 is followed by a no-break space and the sign, with one between the thousands too; in "en" the
    sign comes first and a comma parts the thousands. Other languages are written as "lv". Halves of a
    cent are rounded away from zero. AmountError("malformed") for NaN, infinity, and
    AmountError("too-large") beyond ten digits.
    """
    if not amount.is_finite():
        raise AmountError("malformed", amount)
    if abs(amount) > LARGEST:
        raise AmountError("too-large", amount)
    cents = amount.quantize(CENT, rounding=ROUND_HALF_UP)
    style = _style(language)
    sign = "-" if cents < 0 else ""
    number = _grouped(abs(cents), style)
    return f"{sign}{symbol}{number}" if style.symbol_first else f"{sign}{number}{NO_BREAK_SPACE}{symbol}"


def _style(language: str) -> _Style:
    return _STYLES.get(language.partition("-")[0].lower(), _PLAIN_STYLE)


def _grouped(amount: Decimal, style: _Style) -> str:
    whole, _, decimals = f"{amount:,.2f}".partition(".")
    grouped = whole.replace(",", style.thousands)
    return grouped if decimals == "00" else grouped + style.decimal + decimals
