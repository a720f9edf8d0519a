"""Loads this stage's part of a country pack: the steps of a move."""

from pathlib import Path
from typing import Any

from majup.cases.models import StepTemplate
from majup.network.models import Topic
from majup.places.pack import read


def load(folder: Path) -> None:
    """Details of guides are no tasks of a case: its list holds the milestones."""
    for row in read(folder, "steps"):
        if not row["detail"]:
            _load_step(row)


def _load_step(row: dict[str, Any]) -> None:
    fields = ("phase", "text", "why", "external_only", "for_everyone", "order")
    template, _ = StepTemplate.objects.update_or_create(
        code=row["code"], defaults={field: row[field] for field in fields}
    )
    template.topics.set(Topic.objects.filter(code__in=row["topics"]))
