"""Changes of money: each is a version with who and why, and adds up or is refused (B-50)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from majup.places.models import PlanningRegion
from majup.reports.errors import LinesDiffer, SharesDiffer, Unexplained
from majup.reports.models import AMOUNTS, Budget, BudgetLine, BudgetVersion, GrantRound, LineActivity
from majup.staff.models import User


@dataclass(frozen=True)
class LineData:
    """A line as somebody wrote it; what is not in `amounts` is not known."""

    line: str
    region: PlanningRegion | None = None
    share: Decimal | None = None
    amounts: Mapping[str, Decimal | None] = field(default_factory=dict)


@transaction.atomic
def open_budget(
    *, programme: str, region: PlanningRegion | None, year_from: int, year_to: int, by: User, **first: Any
) -> BudgetVersion:
    """Begin a budget with its first version; one that exists gets its next."""
    budget, _made = Budget.objects.get_or_create(
        programme=programme, region=region, year_from=year_from, year_to=year_to
    )
    return change_budget(budget=budget, by=by, **first)


@transaction.atomic
def change_budget(
    *,
    budget: Budget,
    amounts: Mapping[str, Decimal | None],
    lines: Sequence[LineData],
    source: str,
    reason: str,
    by: User,
    note: Mapping[str, str] | None = None,
) -> BudgetVersion:
    """Write the next version. SharesDiffer, LinesDiffer: it does not add up; Unexplained: why is missing."""
    if not reason.strip():
        raise Unexplained
    refuse_wrong_sums(amounts, lines)
    Budget.objects.select_for_update().get(pk=budget.pk)
    newest = budget.versions.first()
    version = BudgetVersion.objects.create(
        budget=budget,
        number=newest.number + 1 if newest else 1,
        source=source,
        note=note or {},
        reason=reason.strip(),
        by=by,
        **_known(amounts),
    )
    for order, line in enumerate(lines):
        BudgetLine.objects.create(
            version=version, line=line.line, region=line.region, share=line.share, order=order, **_known(line.amounts)
        )
    return version


def _known(amounts: Mapping[str, Decimal | None]) -> dict[str, Decimal | None]:
    return {name: amounts.get(name) for name in AMOUNTS}


def refuse_wrong_sums(amounts: Mapping[str, Decimal | None], lines: Sequence[LineData]) -> None:
    """Shares make 100 and lines make the whole; where some are not known, the known ones must not be more."""
    difference = _difference(Decimal(100), [line.share for line in lines])
    if difference:
        raise SharesDiffer(difference)
    for name in AMOUNTS:
        difference = _difference(amounts.get(name), [line.amounts.get(name) for line in lines])
        if difference:
            raise LinesDiffer(name, difference)


def _difference(whole: Decimal | None, parts: Iterable[Decimal | None]) -> Decimal | None:
    parts = list(parts)
    known = [part for part in parts if part is not None]
    if whole is None or not known:
        return None
    left = whole - sum(known)
    return left if left < 0 or (left and len(known) == len(parts)) else None


@transaction.atomic
def note_activity(*, budget: Budget, line: str, on: date, what: str, by: User) -> LineActivity:
    """Something was done with the money of a line; its flag goes (B-51). Unexplained: what is missing."""
    if not what.strip():
        raise Unexplained
    return LineActivity.objects.create(budget=budget, line=line, on=on, what=what.strip(), by=by)


@transaction.atomic
def record_round(*, by: User, **values: Any) -> GrantRound:
    """Write down what a round of grants or a benefit brought (B-39, K-V10)."""
    return GrantRound.objects.create(by=by, **values)
