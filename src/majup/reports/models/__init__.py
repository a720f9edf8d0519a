"""Counting rules, what was issued by them, and counts of quality made in the night."""

from majup.reports.models.counting import CountingRule
from majup.reports.models.issued import IssuedFigure
from majup.reports.models.quality import QualitySheet

__all__ = ["CountingRule", "IssuedFigure", "QualitySheet"]
