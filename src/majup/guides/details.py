"""What only some kinds of text have beside title, summary, body and sources: checked here before it is stored.

news: `from` (who said it first, localized), `url`, `happened_on` (ISO day; of an event also `until`);
story: `family` and `occupation` (codes of the lists), `media` (address of a film or a recording);
guide: `steps`, a list of localized texts by the fields of STEP, each with the `code` of the pack's step that it is;
`traits`, `supposes`, `contacts`: lists of codes (what readers are asked, what they have, whom they may ask).
"""

from datetime import date
from typing import Any

from majup.guides.models import Kind
from majup.kernel.errors import CodedError
from majup.kernel.localized import checked_texts

STEP = ("what", "why", "how", "how_long", "where", "bring")
TEXTS = {"from"}
ADDRESSES = {"url", "media"}
DAYS = {"happened_on", "until"}
CODES = {"family", "occupation"}
CODE_LISTS = {"traits", "supposes", "contacts"}
ALLOWED = {
    Kind.QUESTION: frozenset[str](),
    Kind.NEWS: frozenset({"from", "url", "happened_on", "until"}),
    Kind.STORY: frozenset({"family", "occupation", "media"}),
    Kind.GUIDE: frozenset({"steps", *CODE_LISTS}),
}


class DetailError(CodedError):
    """Codes: "unknown", "address", "day", "code", "steps"."""


def checked(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """The details in the shape in which they are stored, without empty ones; DetailError names what is wrong."""
    if extra := set(values) - ALLOWED[Kind(kind)]:
        raise DetailError("unknown", sorted(extra))
    found = {name: _checked(name, value) for name, value in values.items() if value}
    return {name: value for name, value in found.items() if value}


def _checked(name: str, value: Any) -> Any:
    if name in TEXTS:
        return checked_texts(value)
    if name in ADDRESSES:
        return _address(value)
    if name in DAYS:
        return _day(value)
    if name in CODES:
        return _code(value)
    if name in CODE_LISTS:
        return [_code(code) for code in value]
    return checked_steps(value)


def _address(value: Any) -> str:
    if not isinstance(value, str) or not value.startswith(("https://", "http://")):
        raise DetailError("address", value)
    return value.strip()


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise DetailError("day", value) from None


def _code(value: Any) -> str:
    if not isinstance(value, str) or not value.replace("_", "").replace("-", "").isalnum():
        raise DetailError("code", value)
    return value


def checked_steps(value: Any) -> list[dict[str, Any]]:
    """Steps of a guide: each an object of localized texts by STEP; further keys are kept as the guide wrote them."""
    if not isinstance(value, list) or not all(isinstance(row, dict) and row.get("what") for row in value):
        raise DetailError("steps", value)
    return [{key: checked_texts(row[key]) if key in STEP else row[key] for key in row} for row in value]


def checked_sources(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sources in the shape of `TextVersion.sources`; one without words is left out."""
    found = []
    for row in rows:
        if basis := checked_texts(row["basis"]):
            found.append({"basis": basis, "url": _address(row["url"]) if row.get("url") else "", "on": _day(row["on"])})
    return found
