"""Counting rules, prepared figures, targets, and what was issued by them."""

from majup.reports.models.counting import CountingRule, Target, TargetUnit
from majup.reports.models.counts import CountChange, CountRun, DayCount
from majup.reports.models.issued import IssuedFigure
from majup.reports.models.reports import Correction, RegionReport, Report, ReportEvent
from majup.reports.models.results import MadeFile, Publication, PublishedCell

__all__ = [
    "Correction",
    "CountChange",
    "CountRun",
    "CountingRule",
    "DayCount",
    "IssuedFigure",
    "MadeFile",
    "Publication",
    "PublishedCell",
    "RegionReport",
    "Report",
    "ReportEvent",
    "Target",
    "TargetUnit",
]
