"""Tokens for links and digests of what was frozen."""

import json
import secrets
from hashlib import sha256


def token() -> str:
    """Return a new secret for a link: 32 random bytes as 43 URL-safe characters.

    Send it once and store only its `token_digest`, so that a copy of the database opens no link.
    """
    return secrets.token_urlsafe(32)


def token_digest(value: str) -> str:
    """Return the SHA-256 of a token as 64 hexadecimal characters, for looking it up."""
    return digest(value.encode())


def canonical_json(obj: object) -> bytes:
    """Return the one UTF-8 JSON spelling of `obj`: sorted keys, no spaces, letters not escaped.

    Equal documents give equal bytes, so their digests can be compared. Dates and decimals must be
    text already: TypeError for values that JSON does not have and for keys that cannot be sorted,
    ValueError for NaN, infinity and text that is not valid Unicode.
    """
    text = json.dumps(obj, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` as 64 lower-case hexadecimal characters."""
    return sha256(data).hexdigest()
