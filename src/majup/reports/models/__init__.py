"""Counting rules, what was issued by them, and the money."""

from majup.reports.models.counting import CountingRule
from majup.reports.models.issued import IssuedFigure
from majup.reports.models.money import AMOUNTS, Budget, BudgetLine, BudgetVersion, GrantRound, LineActivity
from majup.reports.models.plan import (
    DataPack,
    MunicipalStatement,
    Plan,
    PlanTask,
    Proposal,
    ProposalStep,
    TaskInstitution,
    TaskNote,
)

__all__ = [
    "AMOUNTS",
    "Budget",
    "BudgetLine",
    "BudgetVersion",
    "CountingRule",
    "DataPack",
    "GrantRound",
    "IssuedFigure",
    "LineActivity",
    "MunicipalStatement",
    "Plan",
    "PlanTask",
    "Proposal",
    "ProposalStep",
    "TaskInstitution",
    "TaskNote",
]
