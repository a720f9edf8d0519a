"""Made-up news, stories and answers of the demo, written and approved by its staff; each says so itself."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from majup.cases.actions import save_answer
from majup.guides import actions
from majup.guides.actions import Content, Placing
from majup.guides.models import Kind, ReviewedText, TextVersion
from majup.network.models import Role, Topic
from majup.places.models import Municipality, PlanningRegion
from majup.places.pack import read
from majup.staff.models import User

CONTENT = ("title", "summary", "body", "warmth", "sources", "details")


def play() -> None:
    """Once: nothing happens when somebody has written a text already."""
    if TextVersion.objects.exclude(made_by=None).exists():
        return
    writer, second = User.objects.filter(email__startswith="coordinator.").order_by("email")[:2]
    for row in read(settings.COUNTRY_PACK, "demo_texts"):
        _play(row, writer, second)
    for row in read(settings.COUNTRY_PACK, "demo")["typical_answers"]:
        topic = Topic.objects.get(code=row["topic"])
        save_answer(by=writer, region=None, topic=topic, **{name: row[name] for name in ("title", "text", "language")})


def _play(row: dict[str, Any], writer: User, second: User) -> None:
    text = actions.draft(
        kind=row["kind"],
        placing=_placing(row),
        content=Content(**{name: row[name] for name in CONTENT if name in row}),
        by=writer,
        common=ReviewedText.objects.get(code=row["common"]) if row.get("common") else None,
    )
    if text.kind == Kind.STORY:
        actions.record_consent(
            text=text, name=row["told_by"], given_on=date(2026, 9, 1), agreed_to=row["agreed_to"], by=writer
        )
    if row.get("stays") == "draft":
        return
    actions.send(text=text, by=writer)
    if row.get("stays") != "waiting":
        actions.approve(text=text, by=second)
        _age(text, row.get("days_ago", 0))


def _age(text: ReviewedText, days: int) -> None:
    at = timezone.now() - timedelta(days=days)
    due = {"review_on": timezone.localdate() - timedelta(days=3)} if days > 100 else {}
    ReviewedText.objects.filter(pk=text.pk).update(published_at=at, changed_at=at, **due)


def _placing(row: dict[str, Any]) -> Placing:
    """Of the coordinator's role in the region, of the specialist's in the municipality, else of the contact point."""
    place = Municipality.objects.filter(atvk=row.get("municipality", "")).first()
    region = PlanningRegion.objects.filter(code=row.get("region", "")).first()
    roles = Role.objects.filter(kind=Role.Kind.CONTACT_POINT)
    if place:
        roles = Role.objects.filter(kind=Role.Kind.SPECIALIST, municipality=place)
    elif region:
        roles = Role.objects.filter(kind=Role.Kind.COORDINATOR, region=region)
    topics = tuple(Topic.objects.filter(code__in=row.get("topics", [])))
    return Placing(role=roles.get(), region=region, municipality=place, topics=topics)
