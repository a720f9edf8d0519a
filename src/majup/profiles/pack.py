"""Loads the standard questions of profiles and the criteria of the place finder of a country pack."""

from pathlib import Path
from typing import Any

from majup.places.pack import read
from majup.profiles.models import Block, Criterion, FinderFrame, Question


def load(folder: Path) -> None:
    for row in read(folder, "profile"):
        block, _made = Block.objects.update_or_create(
            code=row["code"], defaults={name: row[name] for name in ("name", "general", "links", "order")}
        )
        for question in row["questions"]:
            _load_question(block, question)
    frame = read(folder, "criteria")
    for row in frame["criteria"]:
        Criterion.objects.update_or_create(code=row["code"], defaults={k: v for k, v in row.items() if k != "code"})
    settings = {name: value for name, value in frame.items() if name != "criteria"}
    FinderFrame.objects.update_or_create(pk=1, defaults={"settings": settings})


def _load_question(block: Block, row: dict[str, Any]) -> None:
    defaults = {name: value for name, value in row.items() if name != "code"}
    defaults["criterion"] = row["criterion"] or ""
    Question.objects.update_or_create(code=row["code"], defaults={**defaults, "block": block})
