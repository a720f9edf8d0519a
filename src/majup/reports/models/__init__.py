"""Counting rules, prepared figures, targets, what was issued by them, and counts of quality made in the night."""

from majup.reports.models.counting import CountingRule, Target, TargetUnit
from majup.reports.models.counts import CountChange, CountRun, DayCount
from majup.reports.models.issued import IssuedFigure
from majup.reports.models.quality import QualitySheet
from majup.reports.models.reports import Correction, RegionReport, Report, ReportEvent

__all__ = [
    "Correction",
    "CountChange",
    "CountRun",
    "CountingRule",
    "DayCount",
    "IssuedFigure",
    "QualitySheet",
    "RegionReport",
    "Report",
    "ReportEvent",
    "Target",
    "TargetUnit",
]
