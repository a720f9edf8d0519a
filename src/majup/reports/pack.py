"""Loads counting rules and the figures that were issued before this system counted."""

from pathlib import Path
from typing import Any

from majup.places.models import PlanningRegion
from majup.places.pack import read
from majup.reports import money_pack
from majup.reports.models import CountingRule, IssuedFigure


def load(folder: Path) -> None:
    for row in read(folder, "counting_rules"):
        details = {key: row[key] for key in ("counts", "per", "versions")}
        shared = ("valid_from", "valid_to", "name", "text", "metrics", "source", "order")
        CountingRule.objects.update_or_create(
            code=row["code"], defaults={"details": details, **{key: row[key] for key in shared}}
        )
    regions = {region.code: region for region in PlanningRegion.objects.all()}
    for row in read(folder, "figures"):
        _load_figure(row, regions)
    money_pack.load(folder)


def _load_figure(row: dict[str, Any], regions: dict[str, PlanningRegion]) -> None:
    period = row["period"]
    IssuedFigure.objects.get_or_create(
        metric=row["metric"],
        scope=f"each {row['per']}" if row["per"] else "region" if row["region"] else "total",
        region=regions[row["region"]] if row["region"] else None,
        period_text=f"{period['from'] or ''}..{period['to'] or ''}",
        source=row["source"],
        defaults={
            "column": row["column"] or "",
            "period_from": period["from"],
            "period_to": period["to"],
            "value": row["value"],
            "unit": row["unit"],
            "qualifier": row["qualifier"],
            "definition": row["definition"],
            "issued_on": row["issued_on"],
            "note": row["note"] or "",
            "doubt": row["doubt"] or {},
        },
    )
