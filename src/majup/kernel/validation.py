"""Contact details in the one form in which they are stored and compared."""

import re
from types import MappingProxyType

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

from majup.kernel.errors import CodedError


class EmailError(CodedError):
    """An e-mail address was refused: "empty", "malformed", "too-long"."""


class PhoneError(CodedError):
    """A telephone number was refused.

    Codes: "empty"; "malformed"; "no-country" (neither a country code nor a default region);
    "too-short"; "too-long"; "no-such-number" (the country has no such numbers).
    """


# RFC 5321: 64 characters before the sign, 254 in all.
LONGEST_EMAIL = 254
# Atoms as in RFC 5322, no quoted local parts.
_LOCAL = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def normal_email(value: str) -> str:
    """Return the address in lower case with its domain in ASCII (IDNA), to store and compare.

    Letter case before the sign is dropped too: no mail service in use tells people apart by it, and
    the same person types it in both ways. Only a bare address with a dotted domain is accepted.
    """
    address = value.strip().lower()
    if not address:
        raise EmailError("empty", value)
    if len(address) > LONGEST_EMAIL:
        raise EmailError("too-long", value)
    local, at, domain = address.rpartition("@")
    ascii_domain = _ascii_domain(domain, value)
    if not at or not _LOCAL.fullmatch(local):
        raise EmailError("malformed", value)
    if len(local) > 64 or len(local) + 1 + len(ascii_domain) > LONGEST_EMAIL:
        raise EmailError("too-long", value)
    return f"{local}@{ascii_domain}"


def _ascii_domain(domain: str, value: str) -> str:
    try:
        labels = domain.encode("idna").decode("ascii").lower().split(".")
    except UnicodeError:
        raise EmailError("malformed", value) from None
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        raise EmailError("malformed", value)
    return ".".join(labels)


_PARSE_CODES = MappingProxyType(
    {
        NumberParseException.INVALID_COUNTRY_CODE: "no-country",
        NumberParseException.NOT_A_NUMBER: "malformed",
        NumberParseException.TOO_SHORT_AFTER_IDD: "too-short",
        NumberParseException.TOO_SHORT_NSN: "too-short",
        NumberParseException.TOO_LONG: "too-long",
    }
)
_LENGTH_CODES = MappingProxyType(
    {
        ValidationResult.TOO_SHORT: "too-short",
        ValidationResult.IS_POSSIBLE_LOCAL_ONLY: "too-short",
        ValidationResult.TOO_LONG: "too-long",
    }
)
_PHONE = re.compile(r"\(?\+?[\d\s().,/\-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EN DASH}]+")

_TRUNK_TO_ABROAD = re.compile(r"^\(?00(?=[1-9])")


def normal_phone(value: str, default_region: str | None) -> str:
    """Return the number as E.164 ("+37129123456"), to store and compare.

    `default_region` is the two-letter country assumed for a number without country code; None asks
    for the code. "00" before the country code is read as "+" wherever the writer is. Letters, also
    of an extension, are refused, so that a remark typed into the field is not lost unseen.
    """
    typed = value.strip()
    if not typed:
        raise PhoneError("empty", value)
    if not _PHONE.fullmatch(typed):
        raise PhoneError("malformed", value)
    number = _parsed_phone(_TRUNK_TO_ABROAD.sub("+", typed), default_region, value)
    length = phonenumbers.is_possible_number_with_reason(number)
    if length in _LENGTH_CODES:
        raise PhoneError(_LENGTH_CODES[length], value)
    if not phonenumbers.is_valid_number(number):
        raise PhoneError("no-such-number", value)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _parsed_phone(typed: str, region: str | None, value: str) -> phonenumbers.PhoneNumber:
    try:
        return phonenumbers.parse(typed, region)
    except NumberParseException as refusal:
        raise PhoneError(_PARSE_CODES[refusal.error_type], value) from None
