"""Loads rules, groups, targets, messages about reports, and the figures issued before this system counted."""

from pathlib import Path
from typing import Any

from majup.network.models import CodeList
from majup.network.pack import load_templates
from majup.places.models import PlanningRegion
from majup.places.pack import read
from majup.reports import money_pack
from majup.reports.models import CountingRule, IssuedFigure, Target

_TARGET = (
    *("name", "value", "qualifier", "per", "scope", "readings", "valid_from", "valid_to"),
    *("responsible", "document", "baseline", "doubt", "source", "order"),
)


def load(folder: Path) -> None:
    for row in read(folder, "counting_rules"):
        details = {key: row[key] for key in ("counts", "per", "versions", "day")}
        shared = ("valid_from", "valid_to", "name", "text", "metrics", "source", "order")
        CountingRule.objects.update_or_create(
            code=row["code"], defaults={"details": details, **{key: row[key] for key in shared}}
        )
    for row in read(folder, "counted_groups"):
        _load_group(row)
    for row in read(folder, "targets"):
        _load_target(row)
    load_templates(read(folder, "report_templates"))
    regions = {region.code: region for region in PlanningRegion.objects.all()}
    for row in read(folder, "figures"):
        _load_figure(row, regions)
    money_pack.load(folder)


def _load_group(row: dict[str, Any]) -> None:
    """The groups of families in which returns are counted; majup_groups_of reads them."""
    details = {key: value for key, value in row.items() if key not in {"code", "name", "order"}}
    CodeList.objects.update_or_create(
        kind="counted_groups",
        code=row["code"],
        defaults={"name": row["name"], "order": row["order"], "details": details},
    )


def _load_target(row: dict[str, Any]) -> None:
    """The unit of the pack is only the first one: what the ministry has set since stays (N-12)."""
    target, _made = Target.objects.update_or_create(code=row["code"], defaults={key: row[key] for key in _TARGET})
    if row["unit"] and not target.units.exists():
        target.units.create(**row["unit"])


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
