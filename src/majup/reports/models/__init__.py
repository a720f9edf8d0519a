"""Counting rules, prepared figures, targets, what was issued and published, the money, counts of quality, packs."""

from majup.reports.models.counting import CountingRule, Target, TargetUnit
from majup.reports.models.counts import CountChange, CountRun, DayCount
from majup.reports.models.issued import IssuedFigure
from majup.reports.models.money import AMOUNTS, Budget, BudgetLine, BudgetVersion, GrantRound, LineActivity
from majup.reports.models.packs import DataPack
from majup.reports.models.plan import (
    MunicipalStatement,
    Plan,
    PlanTask,
    Proposal,
    ProposalStep,
    TaskInstitution,
    TaskNote,
)
from majup.reports.models.quality import QualitySheet
from majup.reports.models.reports import Correction, RegionReport, Report, ReportEvent
from majup.reports.models.results import MadeFile, Publication, PublishedCell

__all__ = [
    "AMOUNTS",
    "Budget",
    "BudgetLine",
    "BudgetVersion",
    "Correction",
    "CountChange",
    "CountRun",
    "CountingRule",
    "DataPack",
    "DayCount",
    "GrantRound",
    "IssuedFigure",
    "LineActivity",
    "MadeFile",
    "MunicipalStatement",
    "Plan",
    "PlanTask",
    "Proposal",
    "ProposalStep",
    "Publication",
    "PublishedCell",
    "QualitySheet",
    "RegionReport",
    "Report",
    "ReportEvent",
    "Target",
    "TargetUnit",
    "TaskInstitution",
    "TaskNote",
]
