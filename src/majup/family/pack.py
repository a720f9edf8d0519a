"""Loads messages and the list of demands on work from a country pack; messages people edited are never overwritten."""

from pathlib import Path

from majup.network.models import CodeList
from majup.network.pack import load_templates
from majup.places.pack import read


def load(folder: Path) -> None:
    load_templates(read(folder, "family_templates"))
    for row in read(folder, "job_demands"):
        details = {"study_percent": row["study_percent"]}
        CodeList.objects.update_or_create(
            kind="job_demands",
            code=row["code"],
            defaults={"name": row["name"], "order": row["order"], "details": details},
        )
