"""A tree of conditions in words, part by part, for whoever reads or writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from majup.places.pack import read as pack_rows
from majup.rules.pack import book_of
from majup.rules.read import Book, ConditionsRefused, read
from majup.rules.tree import PROGRAMME, All, Defined, Leaf, Node, Not, OneOf, children
from majup.web.components.texts import localized_plain, longdate
from majup.web.desk.fits.words import needed_words


@dataclass(frozen=True)
class Line:
    """One condition or the heading of several; `inner` are the lines below it."""

    text: str
    note: str = ""
    inner: tuple[Line, ...] = field(default=())


def book() -> Book:
    return book_of(settings.COUNTRY_PACK)


def lines_of(data: Mapping[str, Any] | None, on: date | None = None) -> tuple[Line, ...]:
    """The conditions of a measure in words, as they are on `on` (today); empty when none are recorded.

    What was written for facts that the country pack no longer has is said to be so.
    """
    if not data:
        return ()
    try:
        return (line_of(read(data, book()), on or timezone.localdate()),)
    except ConditionsRefused:
        return (Line(_("The conditions can no longer be read. Please write them again.")),)


def line_of(node: Node, on: date) -> Line:
    if isinstance(node, Leaf):
        return Line(_leaf(node, on), _leaf_note(node))
    if isinstance(node, Not):
        return Line(_("This must not be so:"), inner=(line_of(node.node, on),))
    if isinstance(node, Defined):
        version = node.at(on)
        inner = (line_of(version, on),) if version else (Line(_("Not defined for today: ask")),)
        return Line(_("Is: %(word)s") % {"word": definition_name(node.code)}, inner=inner)
    heading = _("All of these:") if isinstance(node, All) else _("At least one of these:")
    inner = tuple(line_of(child, on) for child in children(node))
    return inner[0] if len(inner) == 1 and isinstance(node, All | OneOf) else Line(heading, inner=inner)


def _leaf(leaf: Leaf, on: date) -> str:
    test = leaf.test
    needed = needed_words(test, test.threshold(on))
    return _("%(fact)s: %(needed)s") % {"fact": localized_plain(test.field.label), "needed": needed}


def _leaf_note(leaf: Leaf) -> str:
    said = [localized_plain(leaf.note)] if leaf.note else []
    if leaf.basis == PROGRAMME:
        said.append(_("a condition on the programme, not on the family"))
    if leaf.term.first:
        said.append(pgettext("condition", "from %(day)s") % {"day": longdate(leaf.term.first, "since")})
    if leaf.term.last:
        said.append(pgettext("condition", "until %(day)s") % {"day": longdate(leaf.term.last, "until")})
    return "; ".join(said)


@cache
def parameter_names() -> dict[str, dict[str, str]]:
    """What the thresholds of programme rounds are called, by code and language."""
    return {row["code"]: row["name"] for row in pack_rows(settings.COUNTRY_PACK, "rule_parameters")}


def definition_name(code: str) -> str:
    return localized_plain(book().definitions[code]["name"])
