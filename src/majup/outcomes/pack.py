"""Loads the months and items of the follow-up, and what families are asked to rate, from a country pack."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from majup.network.models import CodeList
from majup.network.pack import load_templates
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
    _load_ratings(read(folder, "ratings"))
    load_templates(read(folder, "rating_templates"))


def _load_ratings(ratings: dict[str, Any]) -> None:
    for order, item in enumerate(ratings["useful_support"], 1):
        CodeList.objects.update_or_create(
            kind="useful_support", code=item["code"], defaults={"name": item["name"], "order": order}
        )
    details = {key: ratings[key] for key in ("after_days", "ask_within_days", "change_days", "link_days", "least")}
    CodeList.objects.update_or_create(
        kind="ratings", code="settings", defaults={"name": {}, "order": 1, "details": details}
    )
    rating_settings.cache_clear()


@lru_cache
def _follow_up() -> dict[str, Any]:
    return dict(CodeList.objects.get(kind="follow_up", code="months").details)


def follow_up_months() -> list[int]:
    return list(_follow_up()["months"])


@lru_cache
def rating_settings() -> dict[str, Any]:
    """`after_days` {occasion: days}, `ask_within_days`, `change_days`, `link_days`, `least` (answers shown)."""
    return dict(CodeList.objects.get(kind="ratings", code="settings").details)
