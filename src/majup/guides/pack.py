"""Loads the texts of a country pack: published, with their sources, the owner by institution or role.

Loading again changes only what the pack changed, and nothing that people have written a version of.
"""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from django.utils import timezone

from majup.guides.actions import Content, next_review, publish_version
from majup.guides.models import Kind, ReviewedText, TextEvent, TextVersion
from majup.kernel.hashing import canonical_json, digest
from majup.network.models import CodeList, Role, Topic
from majup.places.pack import read

Row = dict[str, Any]
LISTS: dict[str, str] = {"faq": Kind.QUESTION, "guides": Kind.GUIDE}
DAYS = ("speaks_from", "speaks_to")


CODE_LISTS = ("family_types",)


def load(folder: Path) -> None:
    for kind in CODE_LISTS:
        for row in read(folder, kind):
            CodeList.objects.update_or_create(
                kind=kind, code=row["code"], defaults={"name": row["name"], "order": row["order"], "details": {}}
            )
    topics = {topic.code: topic for topic in Topic.objects.all()}
    for name, kind in LISTS.items():
        for order, row in enumerate(read(folder, name), 1):
            _load(kind, {"order": order, **row}, topics)


def owner_of(row: Row) -> Role:
    """The institution that the row names, else the national contact point."""
    if row.get("institution"):
        return Role.objects.get(kind=Role.Kind.INSTITUTION, institution__code=row["institution"])
    return Role.objects.get(kind=Role.Kind.CONTACT_POINT)


def _load(kind: str, row: Row, topics: dict[str, Topic]) -> None:
    mark = digest(canonical_json(row))
    text = ReviewedText.objects.filter(code=row["code"]).first()
    if text and (text.pack_digest == mark or text.versions.exclude(made_by=None).exists()):
        return
    text = text or ReviewedText(code=row["code"], kind=kind)
    text.role, text.situations, text.order = owner_of(row), row.get("situations", []), row["order"]
    text.changed_at, text.pack_digest = timezone.now(), mark
    for name in DAYS:
        setattr(text, name, _day(row.get(name)))
    text.save()
    text.topics.set([topics[code] for code in row["topics"]])
    _publish(text, row)


def _publish(text: ReviewedText, row: Row) -> None:
    """The row as the next version; the day on which it was checked is the pack's."""
    checked = date.fromisoformat(row["checked_on"])
    content = Content(**{name: row[name] for name in ("title", "summary", "body", "warmth", "sources") if name in row},
                      details=row.get("details", {}))  # fmt: skip
    version = TextVersion(
        text=text,
        number=text.versions.count() + 1,
        made_at=timezone.make_aware(datetime.combine(checked, time(12))),
        **content.stored(text.kind),
    )
    publish_version(text, version, review_on=_day(row.get("review_on")) or next_review(checked))
    text.checked_on = checked
    text.save()
    TextEvent.objects.create(text=text, version=version, kind="loaded")


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
