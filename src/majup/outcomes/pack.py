"""Loads the months and items of the follow-up from a country pack."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from majup.network.models import CodeList
from majup.places.pack import read


def load(folder: Path) -> None:
    follow_up = read(folder, "follow_up")
    for order, item in enumerate(follow_up["items"], 1):
        CodeList.objects.update_or_create(
            kind="follow_up_items", code=item["code"], defaults={"name": item["name"], "order": order}
        )
    CodeList.objects.update_or_create(
        kind="follow_up", code="months", defaults={"name": {}, "order": 1, "details": {"months": follow_up["months"]}}
    )
    _follow_up.cache_clear()


@lru_cache
def _follow_up() -> dict[str, Any]:
    return dict(CodeList.objects.get(kind="follow_up", code="months").details)


def follow_up_months() -> list[int]:
    return list(_follow_up()["months"])
