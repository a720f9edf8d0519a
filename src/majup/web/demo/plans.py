"""The demo's proposals and what the ministry answered, notes on tasks of the plan, statements of municipalities."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from majup.network.models import Holding, Role
from majup.places.models import PlanningRegion
from majup.places.pack import read
from majup.reports import proposing
from majup.reports.models import PlanTask, Proposal
from majup.staff.models import User
from majup.web.demo.caseload import Clock
from majup.web.demo.people import account

SILENT = 3  # every third municipality has not stated the year yet


@transaction.atomic
def play() -> None:
    """Through the same actions as the pages use, under a moved clock; once."""
    if Proposal.objects.exists():
        return
    texts = read(settings.COUNTRY_PACK, "demo")
    moments = sorted(_moments(texts), key=lambda one: -one[0])
    now = datetime.now(UTC).replace(hour=9, minute=0)
    clock = Clock(now - timedelta(days=400))
    try:
        for days_ago, act in moments:
            clock.forward(seconds=max(0.0, (now - timedelta(days=days_ago) - clock.moment).total_seconds()))
            act()
        _statements(clock, texts["statements"])
    finally:
        clock.stop()


def _moments(texts: dict[str, Any]) -> list[tuple[int, Any]]:
    """(days ago, what happens then)."""
    ministry = account("ministry")
    found: list[tuple[int, Any]] = []
    for row in texts["proposals"]:
        found.append((row["days_ago"], lambda row=row: _propose(row)))
        for step in row["answers"]:
            found.append((step["days_ago"], lambda row=row, step=step: _answer(row, step, ministry)))
    for row in texts["task_notes"]:
        found.append((row["days_ago"], lambda row=row: _note(row, ministry)))
    return found


def _said(text: dict[str, str]) -> str:
    return text[settings.LANGUAGE_CODE]


def _propose(row: dict[str, Any]) -> None:
    region = PlanningRegion.objects.get(code=row["region"])
    by = account(f"coordinator.{region.code}")
    proposing.propose(region=region, title=_said(row["title"]), text=_said(row["text"]), by=by)


def _answer(row: dict[str, Any], step: dict[str, Any], by: User) -> None:
    proposal = Proposal.objects.get(title=_said(row["title"]))
    due = datetime.now(UTC).date() + timedelta(days=step["due_days"]) if "due_days" in step else None
    proposing.answer(proposal=proposal, state=step["state"], text=_said(step["text"]), by=by, due_on=due)


def _note(row: dict[str, Any], by: User) -> None:
    task = PlanTask.objects.get(code=row["task"])
    proposing.note_task(task=task, year=datetime.now(UTC).year, text=_said(row["text"]), by=by)


def _statements(clock: Clock, rows: list[dict[str, Any]]) -> None:
    holdings = Holding.objects.on().filter(is_deputy=False, role__kind=Role.Kind.SPECIALIST)
    held = holdings.select_related("role__municipality", "user").order_by("role__municipality__sort_key")
    for number, holding in enumerate(held):
        if number % SILENT and holding.role.municipality:
            row = rows[number % len(rows)]
            proposing.state(municipality=holding.role.municipality, year=clock.today.year, by=holding.user, **row)
