"""Counting rules, and what was issued by them."""

from majup.reports.models.counting import CountingRule
from majup.reports.models.issued import IssuedFigure
from majup.reports.models.reports import Correction, RegionReport, Report, ReportEvent

__all__ = ["Correction", "CountingRule", "IssuedFigure", "RegionReport", "Report", "ReportEvent"]
