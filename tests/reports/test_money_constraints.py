"""What the database refuses of money, plans, proposals, statements and files: each rule by its name."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from majup.places.models import Municipality
from majup.reports.models import (
    Budget,
    BudgetLine,
    BudgetVersion,
    GrantRound,
    IssuedFigure,
    LineActivity,
    MunicipalStatement,
    Plan,
    PlanTask,
    Proposal,
    ProposalStep,
    TaskInstitution,
)

pytestmark = pytest.mark.django_db
DAY, LATER = date(2026, 1, 1), date(2026, 2, 1)


def budget() -> Budget:
    return Budget.objects.get(programme="regional_support", year_from=2020)


def version(**values) -> BudgetVersion:
    return BudgetVersion.objects.create(budget=budget(), number=values.pop("number", 7), source="x", **values)


def line(**values) -> BudgetLine:
    return BudgetLine.objects.create(version=budget().versions.first(), order=9, line="services", **values)


def grant_round(**values) -> GrantRound:
    days = {"period_from": DAY, "period_to": LATER} | values
    return GrantRound.objects.create(programme="x", name={"en": "x"}, source="x", **days)


def proposal(by, **values) -> Proposal:
    return Proposal.objects.create(**{"title": "a", "text": "b", "by": by} | values)


REFUSED: dict[str, Callable] = {
    "issued_value_or_no_data": lambda by: IssuedFigure.objects.filter(qualifier="eq").update(value=None),
    "budget_years_in_order": lambda by: Budget.objects.create(programme="x", year_from=2021, year_to=2020),
    "budget_once": lambda by: Budget.objects.create(programme="regional_support", year_from=2020, year_to=2020),
    "budget_version_number_once": lambda by: version(number=1),
    "budget_change_has_reason": lambda by: version(by=by),
    "budget_not_negative": lambda by: version(spent=-1),
    "budget_line_once": lambda by: line(),
    "budget_line_not_negative": lambda by: BudgetLine.objects.create(version=version(), line="a", spent=-1, order=0),
    "line_activity_says_what": lambda by: LineActivity.objects.create(
        budget=budget(), line="services", on=DAY, what="", by=by
    ),
    "grant_round_in_order": lambda by: grant_round(period_from=LATER, period_to=DAY),
    "grant_round_awarded_within_applied": lambda by: grant_round(applied=1, awarded=2),
    "grant_round_not_negative": lambda by: grant_round(money=-1),
    "plan_days_in_order": lambda by: Plan.objects.create(code="x", name={}, valid_from=LATER, valid_to=DAY, source="x"),
    "task_institution_is_named": lambda by: TaskInstitution.objects.create(
        task=PlanTask.objects.first(), is_lead=True, source="x"
    ),
    "task_institution_once": lambda by: _twice(TaskInstitution.objects.filter(institution__isnull=False).first()),
    "proposal_says_what": lambda by: proposal(by, text=""),
    "proposal_answer_has_words": lambda by: ProposalStep.objects.create(
        proposal=proposal(by), state="done", text="", by=by
    ),
    "statement_amount_belongs_to_own_line": lambda by: MunicipalStatement.objects.create(
        municipality=Municipality.objects.first(), year=2026, money="none", amount=5, by=by
    ),
}


def _twice(row) -> None:
    row.pk, row._state.adding = None, True
    row.save(force_insert=True)


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name, gunta):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        REFUSED[name](gunta)
    assert refused.value.__cause__.diag.constraint_name == name
