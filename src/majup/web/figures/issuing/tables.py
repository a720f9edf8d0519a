"""Figures of a report in the order in which people read them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from majup.places.models import Municipality
from majup.reports.measures import COLUMNS, INTERNAL
from majup.web.components.codes import code_name
from majup.web.components.texts import localized_plain, named
from majup.web.figures.issuing import words

Cells = Callable[[str], Sequence[int | None]]


def table(labels: Sequence[str], cells: Cells, behind: Callable[[str], str] | None = None) -> dict[str, Any]:
    """One table for a page or a file: `labels` head its columns, `cells` gives the cells of a figure.

    {caption, labels, width, groups: [{heading, rows: [{code, name, url, cells: [(label, number or None)]}]}]}. Moves
    inside the country stand in a group of their own (OUT-12), those that are not zero everywhere. `behind` gives the
    page of the records of a figure.
    """
    groups: list[dict[str, Any]] = [
        {"heading": heading, "rows": [_row(code, labels, cells, behind) for code in codes]}
        for heading, codes in words.GROUPS
    ]
    apart = [code for code in COLUMNS if code.endswith(INTERNAL) and any(cells(code))]
    if apart:
        heading = _("From elsewhere in the country, counted apart")
        rows = [_row(code, labels, cells, behind) for code in apart]
        groups.append({"heading": heading, "rows": rows, "is_apart": True})
    return {"caption": _("Figures"), "labels": labels, "width": len(labels) + 1, "groups": groups}


def _row(code: str, labels: Sequence[str], cells: Cells, behind: Callable[[str], str] | None) -> dict[str, Any]:
    found = list(zip(labels, cells(code), strict=True))
    url = behind(code) if behind else ""
    return {"code": code, "name": words.column(code.removesuffix(INTERNAL)), "url": url, "cells": found}


def definitions(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"name": row["name"], "text": row["text"], "since": row["valid_from"]} for row in found]


def events(found: Sequence[dict[str, Any]], region: str = "") -> list[dict[str, Any]]:
    """Events as a report names them, for a page: [{day, title, kind, place, region}]."""
    return [
        {
            "day": date.fromisoformat(row["on"]),
            "title": localized_plain(row["title"]),
            "kind": code_name(row["kind"], "event_kinds"),
            "place": row["municipality"],
            "region": region,
        }
        for row in found
    ]


def chosen(places: Mapping[str, Mapping[str, int]], most: int = 8) -> list[dict[str, Any]]:
    """The municipalities that most people chose: [{name, families, people}]; an empty name is not known."""
    people, families = places.get("people_returned", {}), places.get("families_returned", {})
    codes = sorted(people, key=lambda code: (code == "", -people[code], code))[:most]
    names = {place.atvk: named(place) for place in Municipality.objects.filter(atvk__in=codes)}
    return [{"name": names.get(code, ""), "families": families.get(code, 0), "people": people[code]} for code in codes]
