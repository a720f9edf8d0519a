"""Loads the standard texts of offers of a country pack."""

from pathlib import Path

from majup.network.models import Institution, Topic
from majup.offers.models import StandardBlock
from majup.places.pack import read

SAME = ("section", "title", "text", "ask", "valid_from", "valid_to", "checked_on", "source", "order")


def load(folder: Path) -> None:
    for row in read(folder, "blocks"):
        StandardBlock.objects.update_or_create(
            code=row["code"],
            defaults={key: row[key] for key in SAME}
            | {
                "topic": Topic.objects.get(code=row["topic"]),
                "institution": Institution.objects.get(code=row["institution"]) if row["institution"] else None,
            },
        )
