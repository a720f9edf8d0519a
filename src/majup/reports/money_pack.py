"""Loads budgets, rounds of grants and plans of the pack. What people changed since is never overwritten."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from majup.network.models import Institution
from majup.places.models import Municipality, PlanningRegion
from majup.places.pack import read
from majup.reports.models import (
    AMOUNTS,
    Budget,
    BudgetLine,
    BudgetVersion,
    GrantRound,
    Plan,
    PlanTask,
    TaskInstitution,
)

Regions = Mapping[str | None, PlanningRegion | None]


def load(folder: Path) -> None:
    regions: Regions = {None: None, **{region.code: region for region in PlanningRegion.objects.all()}}
    for row in read(folder, "budgets"):
        _load_budget(row, regions)
    places = {place.atvk: place for place in Municipality.objects.all()}
    for row in read(folder, "grant_rounds"):
        _load_round(row, regions, places)
    for row in read(folder, "plans"):
        _load_plan(row)


def _load_budget(row: Mapping[str, Any], regions: Regions) -> None:
    first, last = row["years"]
    budget, made = Budget.objects.get_or_create(
        programme=row["programme"], region=regions[row["region"]], year_from=first, year_to=last
    )
    if not made:
        return
    amounts = {name: row[name] for name in AMOUNTS}
    version = BudgetVersion.objects.create(
        budget=budget, number=1, source=row["source"], note=row["note"] or {}, **amounts
    )
    for order, line in enumerate(row["lines"]):
        values = {name: line[name] for name in ("line", "share", *AMOUNTS)}
        BudgetLine.objects.create(version=version, region=regions[line["region"]], order=order, **values)


def _load_round(row: Mapping[str, Any], regions: Regions, places: Mapping[str, Municipality]) -> None:
    counts = ("interested", "interested_at_least", "applied", "awarded", "money", "available", "largest", "source")
    GrantRound.objects.get_or_create(
        programme=row["programme"],
        region=regions[row["region"]],
        municipality=places[row["municipality"]] if row["municipality"] else None,
        period_from=row["from"],
        period_to=row["to"],
        by=None,
        defaults={"name": row["name"], "note": row["note"] or {}, **{name: row[name] for name in counts}},
    )


def _load_plan(row: Mapping[str, Any]) -> None:
    plan, _made = Plan.objects.update_or_create(
        code=row["code"],
        defaults={
            "name": row["name"],
            "valid_from": row["from"],
            "valid_to": row["to"],
            "source": row["source"],
            "note": row["note"] or {},
        },
    )
    for order, task in enumerate(row["tasks"]):
        shared = {"plan": plan, "text": task["text"], "note": task["note"] or {}, "source": row["source"]}
        found, made = PlanTask.objects.update_or_create(code=task["code"], defaults={"order": order, **shared})
        if made:
            _load_institutions(found, task["institutions"])


def _load_institutions(task: PlanTask, rows: list[Mapping[str, Any]]) -> None:
    for order, row in enumerate(rows):
        code = row["institution"]
        TaskInstitution.objects.create(
            task=task,
            institution=Institution.objects.get(code=code) if code else None,
            name=row["name"] or {},
            is_lead=row["is_lead"],
            source=row["source"],
            order=order,
        )
