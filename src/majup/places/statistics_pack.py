"""Loads areas, indicators, tables of figures, limits of the crosswalk and outlines of a country pack."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from majup.places import outlines
from majup.places.models import Area, AreaMember, CrosswalkLimit, Indicator, Municipality, PlanningRegion
from majup.places.statistics import Row, Territories, keep

ALWAYS = date(1, 1, 1)


def load(folder: Path, read: Any) -> None:
    """`read(folder, name)` gives the parsed file of that name."""
    municipalities = {m.atvk: m for m in Municipality.objects.all()}
    regions = {region.code: region for region in PlanningRegion.objects.all()}
    for row in read(folder, "areas"):
        _load_area(row, municipalities, regions)
    for row in read(folder, "indicators"):
        Indicator.objects.update_or_create(code=row["code"], defaults={k: v for k, v in row.items() if k != "code"})
    for row in read(folder, "crosswalk"):
        CrosswalkLimit.objects.update_or_create(
            municipality=municipalities[row["municipality"]],
            topic=row["topic"],
            defaults={"text": row["text"], "source": row["source"]},
        )
    outlines.keep_pack(folder / "shapes.geojson")
    territories = Territories()
    for row in read(folder, "statistics"):
        head = {name: value for name, value in row.items() if name not in {"code", "figures"}}
        keep(code=row["code"], head=head, rows=list(_rows(row["figures"])), territories=territories, replaces=False)


def _rows(figures: Iterable[dict[str, Any]]) -> Iterable[Row]:
    for row in figures:
        place = row["place"] if ":" in row["place"] else f"municipality:{row['place']}"
        boundary = date.fromisoformat(row["boundary"]) if row["boundary"] else None
        yield Row(**{**row, "place": place, "boundary": boundary})


def _load_area(
    row: dict[str, Any], municipalities: dict[str, Municipality], regions: dict[str, PlanningRegion]
) -> None:
    area, _made = Area.objects.update_or_create(
        kind=row["kind"],
        code=row["code"],
        defaults={
            "name": row["name"],
            "foreign_code": row["foreign_code"],
            "region": regions[row["region"]] if row["region"] else None,
            "valid_from": row["valid_from"] or ALWAYS,
            "valid_to": row["valid_to"],
        },
    )
    AreaMember.objects.bulk_create(
        [
            AreaMember(
                area=area,
                municipality=municipalities[member["municipality"]],
                valid_from=member["valid_from"],
                valid_to=member["valid_to"],
            )
            for member in row["members"]
        ],
        update_conflicts=True,
        unique_fields=["area", "municipality", "valid_from"],
        update_fields=["valid_to"],
    )
