"""Counting rules, prepared figures, targets, and what was issued by them."""

from majup.reports.models.counting import CountingRule, Target, TargetUnit
from majup.reports.models.counts import CountChange, CountRun, DayCount
from majup.reports.models.issued import IssuedFigure

__all__ = ["CountChange", "CountRun", "CountingRule", "DayCount", "IssuedFigure", "Target", "TargetUnit"]
