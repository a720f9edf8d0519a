"""Loads code lists, neighbours, sources and messages of the openings from a country pack.

Neighbours were computed once from the shapes of the pack; messages that people edited are never overwritten.
"""

from pathlib import Path
from typing import Any

from majup.network.models import CodeList
from majup.network.pack import load_templates
from majup.openings.models import Neighbour, Source
from majup.places.models import Municipality
from majup.places.pack import read

CODE_LISTS = ("occupation_groups", "work_fields", "employer_sizes", "event_kinds")


def load(folder: Path) -> None:
    for kind in CODE_LISTS:
        for row in read(folder, kind):
            CodeList.objects.update_or_create(
                kind=kind, code=row["code"], defaults={"name": row["name"], "order": row["order"], "details": {}}
            )
    _load_neighbours(read(folder, "neighbours"))
    for row in read(folder, "vacancy_files"):
        defaults = {key: row[key] for key in ("name", "is_complete", "confirm_days")}
        Source.objects.update_or_create(code=row["code"], defaults=defaults)
    load_templates(read(folder, "opening_templates"))


def _load_neighbours(rows: list[dict[str, Any]]) -> None:
    by_atvk = {place.atvk: place for place in Municipality.objects.all()}
    pairs = [(by_atvk[row["atvk"]], by_atvk[other]) for row in rows for other in row["neighbours"]]
    Neighbour.objects.bulk_create(
        [Neighbour(municipality=place, neighbour=other) for place, other in pairs], ignore_conflicts=True
    )
