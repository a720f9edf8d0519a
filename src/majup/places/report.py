"""What was taken over, what was left out and why, and which sums were compared: the import report of statistics."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from majup.places.models import Dataset, Figure


@dataclass(frozen=True)
class Taken:
    """One table: its figures by kind, what was left out, sums compared as [(rule, number)]."""

    dataset: Dataset
    kinds: Mapping[str, int]
    compared: list[tuple[str, int]]
    not_compared: list[str]

    @property
    def number(self) -> int:
        return sum(self.kinds.values())

    @property
    def left_out(self) -> list[dict[str, Any]]:
        return self.dataset.left_out


def taken() -> list[Taken]:
    """Every table in the order in which it came."""
    kinds: dict[int, dict[str, int]] = {}
    for row in Figure.objects.values("dataset_id", "kind").annotate(number=Count("pk")).order_by("kind"):
        kinds.setdefault(row["dataset_id"], {})[row["kind"]] = row["number"]
    return [
        Taken(
            dataset,
            kinds.get(dataset.pk, {}),
            [(line["rule"], line["made"]) for line in dataset.checked if line["rule"] != "not made"],
            [which for line in dataset.checked for which in line.get("which", ())],
        )
        for dataset in Dataset.objects.all()
    ]
