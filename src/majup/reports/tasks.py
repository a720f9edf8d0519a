"""Jobs of the reports, where the queue looks for them."""

from majup.reports.issuing import tasks as issuing

__all__ = ["issuing"]
