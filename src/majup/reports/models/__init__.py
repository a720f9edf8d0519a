"""Counting rules, and what was issued by them."""

from majup.reports.models.counting import CountingRule
from majup.reports.models.issued import IssuedFigure

__all__ = ["CountingRule", "IssuedFigure"]
