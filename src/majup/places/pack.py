"""Loads territories of a country pack; loading again changes only what the pack changed."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from majup.kernel.text import Alphabet, fold, sort_key
from majup.places import statistics_pack
from majup.places.models import InternalExclusion, Municipality, PlaceName, PlanningRegion, RegionMembership

ALWAYS = date(1, 1, 1)


def read(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text())


def load(folder: Path) -> None:
    alphabet = Alphabet.of(read(folder, "pack")["alphabet"])
    for row in read(folder, "regions"):
        PlanningRegion.objects.update_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "full_name": row["full_name"],
                "order": row["order"],
                "valid_from": row["valid_from"] or ALWAYS,
            },
        )
    rows = read(folder, "municipalities")
    for row in rows:
        _load_municipality(row, alphabet)
    _link_successors(rows)
    _load_names(rows, read(folder, "aliases"))
    _load_exclusions(read(folder, "internal_excluded"))
    statistics_pack.load(folder, read)


def _load_municipality(row: dict[str, Any], alphabet: Alphabet) -> None:
    municipality, _ = Municipality.objects.update_or_create(
        atvk=row["atvk"],
        defaults={
            "name": row["name"],
            "name_en": row["name_en"],
            "kind": row["kind"],
            "valid_from": row["valid_from"],
            "valid_to": row["valid_to"],
            "former_units": row["former_units"],
            "label_longitude": row["label_lon"],
            "label_latitude": row["label_lat"],
            "sort_key": sort_key(row["name"], alphabet),
        },
    )
    for membership in row["regions"]:
        RegionMembership.objects.update_or_create(
            municipality=municipality,
            valid_from=membership["valid_from"],
            defaults={
                "region": PlanningRegion.objects.get(code=membership["region"]),
                "valid_to": membership["valid_to"],
                "source": membership["source"],
            },
        )


def _link_successors(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if row["successor"]:
            successor = Municipality.objects.get(atvk=row["successor"])
            Municipality.objects.filter(atvk=row["atvk"]).update(successor=successor)


def _load_names(rows: list[dict[str, Any]], aliases: dict[str, Any]) -> None:
    by_atvk = {m.atvk: m for m in Municipality.objects.all()}
    names = [(row["atvk"], row["name"], PlaceName.Kind.OFFICIAL) for row in rows]
    names += [(row["atvk"], row["name_en"], PlaceName.Kind.SPELLING) for row in rows]
    names += [(row["atvk"], unit, PlaceName.Kind.FORMER_UNIT) for row in rows for unit in row["former_units"]]
    names += [(atvk, spelling, PlaceName.Kind.SPELLING) for spelling, atvk in aliases["spellings"].items()]
    names += [
        (atvk, spelling, PlaceName.Kind.SPELLING) for spelling, codes in aliases["ambiguous"].items() for atvk in codes
    ]
    PlaceName.objects.bulk_create(
        [PlaceName(municipality=by_atvk[atvk], name=name, folded=fold(name), kind=kind) for atvk, name, kind in names],
        ignore_conflicts=True,
    )


def _load_exclusions(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        InternalExclusion.objects.get_or_create(
            municipality=Municipality.objects.get(atvk=row["municipality"]),
            valid_from=row["valid_from"],
            defaults={"valid_to": row["valid_to"], "source": row["source"]},
        )
