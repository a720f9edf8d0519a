"""Checks that are due, and flags that a family may need help to stay (Q-C5): each shows its cause, none decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from majup.cases.models import Case
from majup.outcomes.models import Check, Return
from majup.plumbing.prepared import Prepared

HARD = {"difficulty", "hard"}


@dataclass(frozen=True)
class Flag:
    code: str
    month: int
    items: tuple[str, ...] = ()


def due_checks(regions: frozenset[int], day: date) -> QuerySet[Check]:
    """Checks of the regions' returned families that should have been done by `day`, oldest first.

    A return that was written down twice has its talks once.
    """
    once = {"return_event__case__household__merged_into": None}
    return (
        Check.objects.filter(done_on=None, due_on__lte=day, return_event__case__region__in=regions, **once)
        .select_related("return_event__case", "return_event__municipality")
        .order_by("due_on", "pk")
    )


RETURNS = Prepared(lambda case: Return.objects.filter(case=case).order_by("-on")[:1])


def latest_return(case: Case) -> Return | None:
    return next(iter(RETURNS(case=case.pk).prefetch_related("checks", "dismissals")), None)


def flags(event: Return) -> list[Flag]:
    """Open flags of a return, each from the newest check that raises it; dismissed ones are left out."""
    dismissed = {dismissal.flag for dismissal in event.dismissals.all()}
    found: dict[str, Flag] = {}
    for check in sorted(event.checks.all(), key=lambda c: c.month):
        if check.done_on:
            found |= {flag.code: flag for flag in _raised(check)}
    return [flag for code, flag in found.items() if code not in dismissed]


def _raised(check: Check) -> Iterator[Flag]:
    hard = tuple(sorted(item for item, state in check.findings.items() if state == "hard"))
    if check.findings.get("child_school") in HARD:
        yield Flag("child_difficulty", check.month, ("child_school",))
    if hard:
        yield Flag("hard_adaptation", check.month, hard)
    if check.makes_ends_meet == "larger":
        yield Flag("money", check.month)
    if check.regrets:
        yield Flag("regret", check.month)
    if check.plans in {"see", "leave"}:
        yield Flag("may_leave", check.month)
    if check.month >= 6 and check.has_work is False:
        yield Flag("no_work", check.month)
