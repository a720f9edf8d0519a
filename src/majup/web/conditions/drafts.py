"""Conditions while somebody writes them: from JSON to fields of a form, back to JSON, and where a fault belongs.

Each part of the tree has an id that says where it stands: "0" is the whole, "0-1" its second part. All fields of a
part end with its id (`fact_0-1`), so a form without any script carries the tree.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from majup.rules.fields import COUNTED, Field, Kind
from majup.rules.read import MEMBERSHIP, Book, Fault

ALL, ANY, FACT, DEFINITION = "all", "any", "fact", "definition"
DEEPEST, MOST = 4, 60
VALUE, UNKNOWN, ROUND = "value", "unknown", "parameter:"
KEPT = ("basis", "valid_from", "valid_to", "source", "note", "other")


@dataclass
class Part:
    """One part: a group of parts, a comparison of a fact, or a word that a programme defines."""

    id: str
    kind: str = FACT
    negated: bool = False
    parts: list[Part] = field(default_factory=list)
    fact: str = ""
    op: str = ""
    values: list[str] = field(default_factory=list)
    unit: str = ""
    against: str = VALUE
    code: str = ""  # of a definition
    kept: dict[str, Any] = field(default_factory=dict)  # what the form does not ask: source, note, days
    faults: list[tuple[str, Fault]] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        return self.kind in (ALL, ANY)

    @property
    def depth(self) -> int:
        return self.id.count("-")

    @property
    def kept_json(self) -> str:
        return json.dumps(self.kept, ensure_ascii=False) if self.kept else ""

    def walk(self) -> Iterator[Part]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def numbered(self, place: str) -> Part:
        """The same with ids that say where the parts stand now."""
        self.id = place
        for number, part in enumerate(self.parts):
            part.numbered(f"{place}-{number}")
        return self


def new_tree() -> Part:
    return Part("0", ALL, parts=[Part("0-0")])


def from_json(data: Any, place: str = "0") -> Part:
    """The parts of a tree that `rules.read` has accepted."""
    if "not" in data:
        part = from_json(data["not"], place)
        part.negated = not part.negated
        return part
    for kind in (ALL, ANY):
        if kind in data:
            parts = [from_json(child, f"{place}-{number}") for number, child in enumerate(data[kind])]
            return Part(place, kind, parts=parts)
    if DEFINITION in data:
        return Part(place, DEFINITION, code=data[DEFINITION])
    kept = {key: data[key] for key in KEPT if data.get(key)}
    part = Part(place, FACT, fact=data["fact"], op=data["op"], unit=data.get("unit") or "", kept=kept)
    if "parameter" in data:
        part.against = f"{ROUND}{data['parameter']}"
    elif "value" in data and data["value"] is None:
        part.against = UNKNOWN
    elif "value" in data:
        part.values = [_typed(value) for value in _list(data["value"])]
    return part


def whole(data: Any) -> Part:
    """As `from_json`, and always a group at the top, so that there is where to add."""
    part = from_json(data) if data else new_tree()
    return part if part.is_group else Part("0", ALL, parts=[part]).numbered("0")


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def from_post(post: QueryDict) -> Part:
    return _posted(post, "0")


def _posted(post: QueryDict, place: str) -> Part:
    part = Part(place, post.get(f"kind_{place}", FACT), post.get(f"not_{place}") == "yes")
    if part.kind not in (ALL, ANY, FACT, DEFINITION):
        part.kind = FACT
    if part.is_group:
        number = 0
        while f"kind_{place}-{number}" in post and number < MOST and part.depth < DEEPEST:
            part.parts.append(_posted(post, f"{place}-{number}"))
            number += 1
        return part
    part.code, part.fact, part.op = (post.get(f"{name}_{place}", "") for name in ("code", "fact", "op"))
    part.values = [value.strip() for value in post.getlist(f"value_{place}") if value.strip()]
    part.unit, part.against = post.get(f"unit_{place}", ""), post.get(f"against_{place}", VALUE)
    part.kept = _kept(post.get(f"kept_{place}", ""))
    return part


def _kept(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return {key: found[key] for key in KEPT if key in found} if isinstance(found, dict) else {}


@dataclass
class Written:
    """JSON of a tree, and for each place in it the id of the part that stands there."""

    data: dict[str, Any]
    ids: Mapping[tuple[str | int, ...], str]

    def place_of(self, fault: Fault) -> tuple[str, str]:
        """(id of the part, name of its field) at which `fault` is to be shown."""
        path = fault.path
        while path not in self.ids:
            path = path[:-1]
        rest = [str(key) for key in fault.path[len(path) :]]
        return self.ids[path], (rest[0] if rest and rest[0] in {"fact", "op", "value", "unit"} else "")


def written(tree: Part, book: Book) -> Written:
    ids: dict[tuple[str | int, ...], str] = {}
    return Written(_json(tree, book, (), ids), ids)


def _json(part: Part, book: Book, path: tuple[str | int, ...], ids: dict) -> dict[str, Any]:
    ids[path] = part.id
    if part.negated:
        path = (*path, "not")
        ids[path] = part.id
    data = _plain(part, book, path, ids)
    return {"not": data} if part.negated else data


def _plain(part: Part, book: Book, path: tuple[str | int, ...], ids: dict) -> dict[str, Any]:
    if part.is_group:
        return {part.kind: [_json(child, book, (*path, part.kind, n), ids) for n, child in enumerate(part.parts)]}
    if part.kind == DEFINITION:
        return {DEFINITION: part.code}
    data: dict[str, Any] = {"fact": part.fact, "op": part.op}
    if part.unit:
        data["unit"] = part.unit
    return data | _operand(part, book) | part.kept


def _operand(part: Part, book: Book) -> dict[str, Any]:
    """What the fact is compared with, in the JSON of conditions; nothing when nothing was given."""
    if "other" in part.kept:
        return {}
    if part.against == UNKNOWN:
        return {"value": None}
    if part.against.startswith(ROUND):
        return {"parameter": part.against.removeprefix(ROUND)}
    if not part.values:
        return {}
    found = book.fields.by_code.get(part.fact)
    if part.op in MEMBERSHIP:
        return {"value": _split(found, part.values)}
    return {"value": _value(found, part.values[0])}


def _split(found: Field | None, values: list[str]) -> list[str]:
    """Several values: chosen from a list, or typed with commas where the field has no list."""
    if found and not found.options and found.kind == Kind.LIST:
        return [piece.strip() for value in values for piece in value.split(",") if piece.strip()]
    return values


def _value(found: Field | None, typed: str) -> Any:
    if found and found.kind == Kind.YES_NO:
        return {"yes": True, "no": False}.get(typed, typed)
    if found and found.kind in COUNTED:
        return _number(typed)
    return typed


def _number(typed: str) -> Any:
    """A number as people write it: with a comma, with blanks between thousands."""
    plain = "".join(typed.split()).replace(",", ".")
    try:
        return int(plain)
    except ValueError:
        pass
    try:
        return float(plain)
    except ValueError:
        return typed


def find(tree: Part, place: str) -> Part | None:
    return next((part for part in tree.walk() if part.id == place), None)


def add(tree: Part, place: str, kind: str) -> None:
    """Put a new part at the end of the group with id `place`; nothing when there is no room."""
    group = find(tree, place)
    if group is None or not group.is_group or sum(1 for _ in tree.walk()) >= MOST:
        return
    if kind in (ALL, ANY) and group.depth + 1 >= DEEPEST:
        return
    group.parts.append(Part("", kind, parts=[Part("")] if kind in (ALL, ANY) else []))
    tree.numbered("0")


def remove(tree: Part, place: str) -> None:
    """Take a part out with all that stands in it; the whole itself stays."""
    group = find(tree, place.rpartition("-")[0])
    if group is not None:
        group.parts = [part for part in group.parts if part.id != place]
        tree.numbered("0")
