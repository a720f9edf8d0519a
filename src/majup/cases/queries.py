"""Reads about cases that more than one place asks for."""

from typing import Any

from majup.network.models import CodeList, Topic


def category_details(code: str) -> dict[str, Any]:
    """What the pack says of a category: `internal`, `already_back`, `topics`; raises CodeList.DoesNotExist for an unknown one."""
    return dict(CodeList.objects.get(kind="categories", code=code).details)


def topics_for(category: str) -> list[Topic]:
    """The topics that make sense for a category, in its own order (INT-07, IRM-03)."""
    wanted = category_details(category).get("topics", [])
    topics = Topic.objects.in_bulk(wanted, field_name="code")
    return [topics[code] for code in wanted if code in topics]
