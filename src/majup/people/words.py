"""The words by which a household is found, and how a person's typing is read into such words."""

import re
import string
from collections.abc import Iterable
from functools import cache

import phonenumbers

from majup.kernel.errors import CodedError
from majup.kernel.neighbours import one_edit_away
from majup.kernel.text import fold, words
from majup.kernel.validation import PhoneError, normal_email, normal_phone
from majup.network.calendar import country_settings

LONGEST = 120


def home_phone_region() -> str:
    """ISO code of the pack's country, assumed for numbers without country code."""
    return str(country_settings()["phone_region"])


def normal_contact(kind: str, value: str, country: str = "") -> str:
    """The form in which a contact point is compared: lower-case address, E.164 number, or folded text for other kinds.

    A number without country code is tried in the country where the family lives, then in the pack's country.
    Raises EmailError or PhoneError.
    """
    if kind == "email":
        return normal_email(value)
    return _normal_phone(value, country) if kind == "phone" else fold(value)


def _normal_phone(value: str, country: str) -> str:
    try:
        return normal_phone(value, home_phone_region())
    except PhoneError:
        if not country or country == home_phone_region():
            raise
        return normal_phone(value, country)


def words_of(names: Iterable[str], contacts: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Search words of a household; `contacts` are pairs of kind and normal form."""
    found = {word for name in names for word in words(name)}
    for kind, normal in contacts:
        found |= _contact_words(kind, normal)
    return frozenset(word[:LONGEST] for word in found if word)


def _contact_words(kind: str, normal: str) -> set[str]:
    if kind == "phone":
        return phone_words(normal)
    return email_words(normal) if kind == "email" else set(words(normal))


def email_words(address: str) -> set[str]:
    """The whole address, the words before the sign, and the domain."""
    local, _, domain = address.partition("@")
    return {address, domain, *words(local)}


def phone_words(e164: str) -> set[str]:
    """Digits with and without the country code, as somebody may type either."""
    return {e164.lstrip("+"), str(phonenumbers.parse(e164).national_number)}


LONGEST_QUERY = 200


def plain(text: str) -> str:
    """`text` on one line, without what nobody can have meant to type."""
    return " ".join("".join(char if char.isprintable() else " " for char in text[:LONGEST_QUERY]).split())


_NUMBER = re.compile(r"[+(]?[\d][\d\s().,/-]*")


def read_typed(text: str) -> list[str]:
    """What a person typed into the search box as search words: one number, addresses whole, names in folded words."""
    typed = plain(text)
    if _NUMBER.fullmatch(typed):
        digits = re.sub(r"\D", "", typed).lstrip("0")
        return [digits] if digits else []
    found: list[str] = []
    for piece in typed.split(" "):
        found += [piece.strip("<>,;()").lower()] if "@" in piece.strip("@") else words(piece)
    return [word[:LONGEST] for word in dict.fromkeys(found) if word]


def contact_word(kind: str, value: str, country: str = "") -> str:
    """The one word that stands for a contact point: its whole address or all its digits; "" for an unreadable one."""
    try:
        return normal_contact(kind, value, country).lstrip("+")
    except CodedError:
        return ""


IN_ADDRESSES = string.ascii_lowercase + string.digits + "._-+@"


def slips(word: str) -> list[str]:
    """Every word that one slip turns into `word` or `word` into: what to look up when `word` itself is not found."""
    return sorted(near[:LONGEST] for near in one_edit_away(word, _alphabet_of(word)))


def _alphabet_of(word: str) -> str:
    if "@" in word:
        return IN_ADDRESSES
    if word.isdigit():
        return string.digits
    letters = {*string.ascii_lowercase, *(string.digits if re.search(r"\d", word) else "")}
    for char in word:
        if not char.isascii():
            letters |= _neighbours_in_script(ord(char))
    return "".join(sorted(letters))


@cache
def _neighbours_in_script(codepoint: int) -> frozenset[str]:
    """Folded letters of the script to which a code point belongs, as far as Unicode keeps them together."""
    block = codepoint & ~0x7F
    folded = (fold(chr(number)) for number in range(block, block + 0x80) if chr(number).isalpha())
    return frozenset(letter for letter in folded if len(letter) == 1)


def addresses_without_sign(text: str) -> list[str]:
    """E-mail addresses and domains that `text` may stand for when its at sign was left out or mistyped."""
    piece = plain(text).lower()
    if "@" in piece or "." not in piece or " " in piece:
        return []
    put_in = {piece[:at] + "@" + piece[at:] for at in range(1, len(piece))}
    put_for = {piece[:at] + "@" + piece[at + 1 :] for at in range(1, len(piece) - 1)}
    return sorted({piece} | put_in | put_for)
